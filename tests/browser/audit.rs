//! axe on a page, in every look, with every rule; and nothing that makes a phone scroll sideways.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::command::prefer_dark;

/// The looks every page must be readable in: dark or light, as the phone says, and 长辈版 or not.
const LOOKS: [(&str, bool, bool); 4] =
    [("light", false, false), ("dark", true, false), ("长辈版", false, true), ("长辈版 dark", true, true)];

/// What pages answer with when they are asked for 长辈版.
const ELDER: &str =
    "arguments[0] ? document.documentElement.setAttribute('data-mode', 'elder') : document.documentElement.removeAttribute('data-mode')";

const IS_ELDER: &str = "return document.documentElement.dataset.mode === 'elder'";

/// Colours on their way from one look to the next are nobody's.
const STILL: &str =
    "const s = new CSSStyleSheet(); s.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]";

const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (r) => done(r.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => `${n.target.join(' ')}: ${n.failureSummary}`) }))),
  (e) => done(String(e)),
);";

/// Elements wider than the screen, outside of what may scroll by itself.
const WIDE: &str = "const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
const scrolls = (e) => e && e !== document.body && e !== document.documentElement && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
return [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement)).slice(0, 5).map((e) => e.outerHTML.slice(0, 120));";

impl Browser {
    /// Looks for barriers on the page in all looks.
    pub async fn audit(&self) -> Result<()> {
        self.ask(axe()?, vec![]).await?;
        self.ask(STILL, vec![]).await?;
        let own = self.ask(IS_ELDER, vec![]).await?;
        let mut faults = Vec::new();
        for (look, dark, elder) in LOOKS {
            self.look(dark, json!(elder)).await?;
            faults.extend(self.faults().await?.into_iter().map(|fault| format!("[{look}] {fault}")));
        }
        self.look(false, own).await?;
        ensure!(faults.is_empty(), "barriers on {}:\n{}", self.path().await?, faults.join("\n"));
        Ok(())
    }

    /// Keeps a picture of the page in the dark 长辈版.
    pub async fn shoot_dark_and_large(&self, name: &str) -> Result<()> {
        let own = self.ask(IS_ELDER, vec![]).await?;
        self.look(true, json!(true)).await?;
        self.shoot(&format!("{name}-dark-large")).await?;
        self.look(false, own).await
    }

    async fn look(&self, dark: bool, elder: Value) -> Result<()> {
        prefer_dark(&self.client, dark).await?;
        self.ask(ELDER, vec![elder]).await.map(drop)
    }

    /// The faults of the page as it looks now.
    async fn faults(&self) -> Result<Vec<String>> {
        let found = self.client.execute_async(RUN, vec![]).await?;
        let Some(violations) = found.as_array() else { bail!("axe failed: {found}") };
        let mut faults: Vec<String> = violations.iter().map(|v| format!("{} ({}): {:#}", v["id"], v["help"], v["nodes"])).collect();
        let wide = self.ask(WIDE, vec![]).await?;
        if let Some(elements) = wide.as_array().filter(|elements| !elements.is_empty()) {
            faults.push(format!("scrolls sideways: {:#}", Value::from(elements.clone())));
        }
        Ok(faults)
    }
}

/// The program of axe, by `AXE_PATH` or where npm installs it.
fn axe() -> Result<&'static str> {
    static AXE: OnceLock<Result<String, String>> = OnceLock::new();
    let installed = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
    let read = || {
        let path = env::var_os("AXE_PATH").map_or_else(installed, PathBuf::from);
        fs::read_to_string(&path)
            .with_context(|| format!("{} is missing: `npm ci` installs it", path.display()))
            .map_err(|error| format!("{error:#}"))
    };
    AXE.get_or_init(read).as_deref().map_err(|words| anyhow::anyhow!(words.clone()))
}
