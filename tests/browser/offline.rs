//! What the app does without a network. The server is ended for it: a browser's own switch for it leaves the service worker online.

use anyhow::Result;
use serde_json::json;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;

#[tokio::test]
async fn the_app_opens_by_any_of_its_addresses_without_a_network() -> Result<()> {
    journey("offline", async |journey| {
        let member = journey.browser(Screen::Phone).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        member.sign_in(&phone, &password).await?;
        is_kept(&member).await?;
        journey.site.server.fail()?;
        for path in ["/app/cases", "/app/inbox", "/app/me"] {
            member.open(path).await?;
            member.see("网络不通").await?;
        }
        member.audit().await
    })
    .await
}

/// Waits until the service worker has the whole app.
async fn is_kept(browser: &Browser) -> Result<()> {
    let script = "return navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null && caches.open('files')).then((files) => files && files.keys()).then((files) => Boolean(files) && files.some((one) => one.url.includes('split_office')))";
    browser.until("the app to be kept", async || Ok((browser.ask(script, vec![]).await? == json!(true)).then_some(()))).await
}
