//! Telling a journey: everything it started ends with it, and when it fails the screen is kept.

use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;

use anyhow::{Context, Result};
use fantoccini::Client;
use futures_util::FutureExt;
use shared::staffing::Duty;

use crate::browser::{Browser, shots};
use crate::command::whole_page;
use crate::driver::{self, Screen};
use crate::line::Line;
use crate::site::Site;

/// A site and the browsers of those who visit it.
pub struct Journey {
    pub site: Site,
    name: String,
    browsers: RefCell<Vec<Client>>,
}

impl Journey {
    /// Somebody else with another browser.
    pub async fn browser(&self, screen: Screen) -> Result<Browser> {
        self.opened(screen, self.site.server.address()).await
    }

    /// Somebody whose browser reaches the site by a line with trouble.
    pub async fn through(&self, line: &Line, screen: Screen) -> Result<Browser> {
        self.opened(screen, line.origin.clone()).await
    }

    async fn opened(&self, screen: Screen, origin: String) -> Result<Browser> {
        let number = self.browsers.borrow().len() + 1;
        let client = driver::open(screen, &self.site.folder.join(format!("browser-{number}"))).await.context("opening a browser")?;
        self.browsers.borrow_mut().push(client.clone());
        Ok(Browser::new(client, origin))
    }

    /// Kills somebody's browser, as a phone that runs out of power does, and opens it again with what is on its disk.
    pub async fn reopened(&self, browser: Browser, screen: Screen) -> Result<Browser> {
        let number = self.browsers.borrow().len();
        let folder = self.site.folder.join(format!("browser-{number}"));
        driver::remembers(&folder).await?;
        driver::kill(&folder).await?;
        let client = driver::open(screen, &folder).await.context("opening the browser again")?;
        if let Some(last) = self.browsers.borrow_mut().last_mut() {
            *last = client.clone();
        }
        Ok(Browser::new(client, browser.origin))
    }

    /// Somebody with this duty, signed in to the app.
    pub async fn signed_in(&self, screen: Screen, duty: Duty) -> Result<Browser> {
        let browser = self.browser(screen).await?;
        let (phone, password) = self.site.login(duty)?;
        browser.sign_in(&phone, &password).await?;
        Ok(browser)
    }

    /// A file of this journey.
    pub fn file(&self, name: &str) -> PathBuf {
        self.site.folder.join(name)
    }

    /// Waits for a file with this ending among the downloads of the first browser.
    pub async fn downloaded(&self, browser: &Browser, ending: &str) -> Result<PathBuf> {
        let folder = self.site.folder.join("browser-1/downloads");
        let look = async || {
            Ok(fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.to_string_lossy().ends_with(ending)))
        };
        browser.until(&format!("a download {ending}"), look).await
    }

    async fn end(&self, failed: bool) -> Result<()> {
        for (number, client) in self.browsers.take().into_iter().enumerate() {
            if failed {
                let name = format!("failed-{}-{}", self.name, number + 1);
                fs::write(shots()?.join(format!("{name}.png")), whole_page(&client).await.unwrap_or_default())?;
                fs::write(shots()?.join(format!("{name}.html")), client.source().await.unwrap_or_default())?;
            }
            client.close().await.ok();
        }
        Ok(())
    }
}

/// Tells a journey through the demo.
pub async fn journey(name: &str, tell: impl AsyncFnOnce(&Journey) -> Result<()>) -> Result<()> {
    told(name, Site::start(name)?, tell).await
}

/// Tells a journey that begins with nothing.
pub async fn first_journey(name: &str, tell: impl AsyncFnOnce(&Journey) -> Result<()>) -> Result<()> {
    told(name, Site::start_empty(name)?, tell).await
}

async fn told(name: &str, site: Site, tell: impl AsyncFnOnce(&Journey) -> Result<()>) -> Result<()> {
    let journey = Journey { site, name: name.to_owned(), browsers: RefCell::default() };
    let told = AssertUnwindSafe(tell(&journey)).catch_unwind().await;
    journey.end(!matches!(told, Ok(Ok(())))).await?;
    told.unwrap_or_else(|panic| resume_unwind(panic))
}
