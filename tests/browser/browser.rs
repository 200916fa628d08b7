//! A browser with somebody before it: what can be seen, and what can be pressed and filled in.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::command;

const FIND: &str = include_str!("find.js");

/// The middle of an element, if a press there meets it.
const POINT: &str = "const r = arguments[0].getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
const met = document.elementFromPoint(x, y);
return met && arguments[0].contains(met) ? [x, y] : null";

/// Brings an element to the middle of the screen, where no bar covers it, and notes whether the next press meets it.
const AIM: &str = "arguments[0].scrollIntoView({ block: 'center' });
window.pressMet = false;
arguments[0].addEventListener('click', () => { window.pressMet = true; }, { capture: true, once: true })";

/// Chooses in a list by what is shown.
const SELECT: &str = "const option = [...arguments[0].options].find((o) => o.label.trim() === arguments[1]);
if (!option) return false;
option.selected = true;
for (const name of ['input', 'change']) arguments[0].dispatchEvent(new Event(name, { bubbles: true }));
return true";

/// How long something that must appear may take: the server is not optimised and shares two cores with other tests.
const PATIENCE: Duration = Duration::from_secs(45);

/// One browser on one site.
pub struct Browser {
    pub client: Client,
    /// The site's address, without a slash at the end.
    pub origin: String,
    /// Whether pages may run scripts.
    scripts: Cell<bool>,
}

impl Browser {
    pub fn new(client: Client, origin: String) -> Self {
        Self { client, origin, scripts: Cell::new(true) }
    }

    /// Whether pages may run scripts from now on. The driver's own scripts run all the same.
    pub async fn allow_scripts(&self, allowed: bool) -> Result<()> {
        self.scripts.set(allowed);
        Ok(command::allow_scripts(&self.client, allowed).await?)
    }

    /// Opens a path of the site, or a whole address on it.
    pub async fn open(&self, path: &str) -> Result<()> {
        let path = path.strip_prefix(&self.origin).unwrap_or(path);
        self.client.goto(&format!("{}{path}", self.origin)).await.with_context(|| format!("opening {path}"))
    }

    /// Path and query of the page.
    pub async fn path(&self) -> Result<String> {
        let url = self.client.current_url().await?;
        Ok(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
    }

    /// Runs a script of the test's own, whatever the page's policy forbids the page.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// All words the page shows.
    pub async fn words(&self) -> Result<String> {
        let words = self.ask("return document.body ? document.body.innerText : ''", vec![]).await?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until something holds.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
        let begun = Instant::now();
        loop {
            // A page that changes under one's eyes is looked at again.
            let seen = look().await;
            if let Ok(Some(found)) = seen {
                return Ok(found);
            }
            if begun.elapsed() > PATIENCE {
                let why = seen.err().map(|error| format!(" ({error:#})")).unwrap_or_default();
                bail!("waited in vain for {what}{why} on {}, which says:\n{}", self.path().await?, self.words().await?);
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Waits until the page shows these words.
    pub async fn see(&self, words: &str) -> Result<()> {
        self.until(&format!("“{words}”"), async || Ok(self.words().await?.contains(words).then_some(()))).await
    }

    /// Waits until the page's path begins so.
    pub async fn arrive(&self, path: &str) -> Result<()> {
        self.until(&format!("the page {path}"), async || Ok(self.path().await?.starts_with(path).then_some(()))).await
    }

    /// Waits for an element by its kind (of `find.js`) and name.
    pub async fn find(&self, kind: &str, name: &str) -> Result<Element> {
        let look = async || match self.look_for(kind, name).await? {
            Ok(element) => Ok(Some(element)),
            Err(others) => bail!("there are {others:?}"),
        };
        self.until(&format!("a {kind} “{name}”"), look).await
    }

    /// The element as of now, else the names of the others of its kind.
    async fn look_for(&self, kind: &str, name: &str) -> Result<Result<Element, Vec<String>>> {
        let found = self.ask(FIND, vec![json!(kind), json!(name)]).await?;
        match found.as_array() {
            Some(others) => Ok(Err(others.iter().filter_map(Value::as_str).map(str::to_owned).collect())),
            None => Ok(Ok(Element::from_element_id(self.client.clone(), serde_json::from_value::<Found>(found)?.element.into()))),
        }
    }

    /// Whether there is such an element now.
    pub async fn offers(&self, kind: &str, name: &str) -> Result<bool> {
        Ok(self.look_for(kind, name).await?.is_ok())
    }

    /// Presses an element by its kind and name, as soon as nothing lies over it.
    pub async fn press(&self, kind: &str, name: &str) -> Result<()> {
        let press = async || match self.look_for(kind, name).await? {
            Ok(element) => Ok(Some(self.click(&element).await?)),
            Err(others) => bail!("there are {others:?}"),
        };
        self.until(&format!("a {kind} “{name}” to press"), press).await
    }

    /// Presses an element. Fails where the page moved it away from under the finger.
    async fn click(&self, element: &Element) -> Result<()> {
        let reference = serde_json::to_value(element)?;
        self.ask(AIM, vec![reference.clone()]).await?;
        if self.scripts.get() {
            element.click().await?;
            // Where the press led to another document, nothing is noted.
            let missed = self.ask("return window.pressMet === false", vec![]).await? == json!(true);
            ensure!(!missed, "the press met something else");
            return Ok(());
        }
        // The driver's own click waits for timers, which do not run where scripts may not.
        let point = self.ask(POINT, vec![reference]).await?;
        let [x, y]: [f64; 2] = serde_json::from_value(point).context("something else lies over it")?;
        Ok(command::press_at(&self.client, x, y).await?)
    }

    /// Fills a field by its label, or chooses in it when it is a list.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.find("field", label).await?;
        if field.tag_name().await? == "select" {
            let chosen = self.ask(SELECT, vec![serde_json::to_value(&field)?, json!(text)]).await?;
            ensure!(chosen == json!(true), "“{label}” does not offer “{text}”");
            return Ok(());
        }
        self.ask("arguments[0].scrollIntoView({ block: 'center' })", vec![serde_json::to_value(&field)?]).await?;
        if field.attr("type").await?.as_deref() == Some("date") {
            // How a date is typed depends on the browser's language; what matters is what the field hands on.
            let script = "arguments[0].value = arguments[1]; for (const name of ['input', 'change']) arguments[0].dispatchEvent(new Event(name, { bubbles: true }))";
            self.ask(script, vec![serde_json::to_value(&field)?, json!(text)]).await?;
            return Ok(());
        }
        let (control, release, delete) = (char::from(Key::Control), char::from(Key::Null), char::from(Key::Delete));
        Ok(field.send_keys(&format!("{control}a{release}{delete}{text}")).await?)
    }

    /// Presses keys one after the other, wherever the focus is; those after `Control` are pressed with it.
    pub async fn keys(&self, keys: &[char]) -> Result<()> {
        let control = char::from(Key::Control);
        let mut actions = KeyActions::new("keys".to_owned());
        let held = keys.first() == Some(&control);
        for value in keys.iter().copied() {
            actions = actions.then(KeyAction::Down { value });
            if value != control {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        if held {
            actions = actions.then(KeyAction::Up { value: control });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// What a field holds.
    pub async fn value(&self, label: &str) -> Result<String> {
        Ok(self.find("field", label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Chooses files for a field by its label.
    pub async fn choose(&self, label: &str, files: &[&Path]) -> Result<()> {
        let field = self.find("file", label).await?;
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        Ok(field.send_keys(&names.join("\n")).await?)
    }

    /// An attribute of all elements a selector names, for what has no name to be found by.
    pub async fn attributes(&self, selector: &str, attribute: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.getAttribute(arguments[1])).filter((v) => v !== null)";
        let values = self.ask(script, vec![json!(selector), json!(attribute)]).await?;
        Ok(serde_json::from_value(values)?)
    }

    /// How many pictures the page shows that really loaded.
    pub async fn pictures(&self) -> Result<u64> {
        let script = "return [...document.images].filter((i) => i.checkVisibility() && i.complete && i.naturalWidth > 1).length";
        self.ask(script, vec![]).await?.as_u64().context("a number")
    }

    /// Waits until that many pictures are loaded; pictures below the screen load when they are scrolled to.
    pub async fn see_pictures(&self, count: u64) -> Result<()> {
        let look = async || {
            self.ask("for (const i of document.images) i.scrollIntoView()", vec![]).await?;
            Ok((self.pictures().await? >= count).then_some(()))
        };
        self.until(&format!("{count} pictures"), look).await
    }

    /// Waits until a sheet with this title lies over the page.
    pub async fn see_sheet(&self, title: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll('dialog:modal h2')].some((h) => h.textContent.includes(arguments[0]))";
        self.until(&format!("the sheet “{title}”"), async || {
            Ok((self.ask(script, vec![json!(title)]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Waits until no sheet lies over the page.
    pub async fn no_sheet(&self) -> Result<()> {
        let script = "return document.querySelector('dialog:modal') === null";
        self.until("the sheet to close", async || Ok((self.ask(script, vec![]).await? == json!(true)).then_some(()))).await
    }

    /// Signs in to the app by phone and password, and waits until it is open.
    pub async fn sign_in(&self, phone: &str, password: &str) -> Result<()> {
        self.open("/app").await?;
        self.fill("手机号", phone).await?;
        self.fill("密码", password).await?;
        self.press("button", "登录").await?;
        self.find_css(".has-tabs main h1").await.map(drop)
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// Waits until the page has an element, for what has no name.
    pub async fn find_css(&self, selector: &str) -> Result<Element> {
        self.until(&format!("an element {selector}"), async || Ok(Some(self.client.find(Locator::Css(selector)).await?))).await
    }

    /// Keeps what the screen shows, from the top of the page, as `target/screenshots/<name>.png`.
    pub async fn shoot(&self, name: &str) -> Result<()> {
        self.ask("scrollTo(0, 0); document.activeElement?.blur()", vec![]).await?;
        Ok(std::fs::write(shots()?.join(format!("{name}.png")), self.client.screenshot().await?)?)
    }

    /// Nothing on the page went wrong unseen: the console holds no error but answers of the API, which the pages themselves explain,
    /// the status of the page itself, and what the browser's own pages say of themselves.
    pub async fn console_is_quiet(&self) -> Result<()> {
        let here = self.client.current_url().await?.to_string();
        let explained = |words: &str| {
            words.contains("/api/v1/") || words.starts_with("chrome://") || words.starts_with(&format!("{here} - Failed to load resource"))
        };
        let lines = command::console(&self.client).await?;
        let errors: Vec<_> = lines.into_iter().filter(|(level, words)| level == "SEVERE" && !explained(words)).collect();
        ensure!(errors.is_empty(), "the console says {errors:?}");
        Ok(())
    }
}

/// A reference to an element, as WebDriver writes it.
#[derive(serde::Deserialize)]
struct Found {
    #[serde(rename = "element-6066-11e4-a52e-4f735466cecf")]
    element: String,
}

/// The folder of pictures of the screen.
pub fn shots() -> Result<PathBuf> {
    let folder = crate::site::target().join("screenshots");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
