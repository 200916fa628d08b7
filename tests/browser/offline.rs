//! What the app does without a network, or with a bad one. The server is ended for it, or stands behind a line with trouble: a browser's
//! own switch for it leaves the service worker online.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;
use crate::line::{Line, Trouble};
use crate::picture::photo;

#[tokio::test]
async fn the_app_opens_by_any_of_its_addresses_without_a_network() -> Result<()> {
    journey("offline", async |journey| {
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        is_kept(&member).await?;
        journey.site.server.fail()?;
        for path in ["/app/cases", "/app/inbox", "/app/me"] {
            member.open(path).await?;
            member.see("网络不通").await?;
        }
        member.shoot("offline").await?;
        member.audit().await
    })
    .await
}

#[tokio::test]
async fn the_sign_in_page_of_a_network_is_never_kept_as_a_file_of_the_app() -> Result<()> {
    journey("portal", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        line.has(Trouble::Portal("leaflet"));
        let member = journey.through(&line, Screen::Phone).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        member.sign_in(&phone, &password).await?;
        let ready = "return navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)";
        holds(&member, "the worker to have taken over", ready).await?;
        // Asked for by the page itself, as the map does; the worker stands in between.
        let asked = "return fetch(document.querySelector('meta[name=\"asset:leaflet.js\"]').content).then((a) => a.text())";
        let answer = member.ask(asked, vec![]).await?;
        ensure!(answer.as_str().is_some_and(|text| text.contains("Welcome")), "the network's own page: {answer}");
        line.has(Trouble::None);
        let answer = member.ask(asked, vec![]).await?;
        ensure!(answer.as_str().is_some_and(|text| text.contains("Leaflet")), "the file itself, once the line is free: {answer}");
        // What did not come is asked for again at the next start.
        member.reload().await?;
        is_kept(&member).await
    })
    .await
}

#[tokio::test]
async fn a_new_release_waits_for_a_tap_and_costs_no_work() -> Result<()> {
    journey("release", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = journey.through(&line, Screen::Phone).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        member.sign_in(&phone, &password).await?;
        is_kept(&member).await?;
        let first = member.client.window().await?;
        let second = member.client.new_window(true).await?.handle;
        member.client.switch_to_window(second.clone()).await?;
        member.open("/app/me").await?;
        member.find("heading", "我的").await?;
        member.client.switch_to_window(first).await?;

        member.open("/app/report").await?;
        member.fill("情况说明", "井盖松动，车过有响声").await?;
        member.choose("相册", &[&photo(&journey.site.folder, "1.jpg", [120, 120, 130])?]).await?;
        member.find("button", "删除照片 1").await?;
        member.ask("globalThis.before = true", vec![]).await?;
        line.has(Trouble::NextRelease);
        member.ask("return navigator.serviceWorker.ready.then((one) => one.update()).then(() => true)", vec![]).await?;
        // Photos are on this page only; nothing offers to throw them away.
        member.see("把照片交上去以后再更新").await?;
        ensure!(!member.offers("button", "更新").await?, "no update over photos");
        member.shoot("release-later").await?;
        member.audit().await?;
        member.press("button", "删除照片 1").await?;
        member.find("button", "更新").await?;
        member.shoot("release").await?;
        member.audit().await?;
        ensure!(member.ask("return globalThis.before", vec![]).await? == json!(true), "nothing was opened anew by itself");
        member.press("button", "更新").await?;
        is_new(&member).await?;
        ensure!(member.value("情况说明").await? == "井盖松动，车过有响声", "the words are still there");

        // The other window keeps running what it runs, and offers the same.
        member.client.switch_to_window(second).await?;
        member.ask("globalThis.before = true", vec![]).await?;
        member.press("button", "更新").await?;
        is_new(&member).await
    })
    .await
}

/// Waits until the page has been opened anew, by the next release and no other.
async fn is_new(browser: &Browser) -> Result<()> {
    let script = "return caches.keys().then((names) => globalThis.before === undefined && document.documentElement.dataset.release === undefined && names.filter((name) => name.startsWith('shell-')).every((name) => name.startsWith('shell-next-')))";
    holds(browser, "the next release", script).await
}

/// Waits until the service worker has the whole app.
async fn is_kept(browser: &Browser) -> Result<()> {
    let script = "return navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null && caches.open('files')).then((files) => files && files.keys()).then((files) => Boolean(files) && ['split_office', 'leaflet'].every((name) => files.some((one) => one.url.includes(name))))";
    holds(browser, "the app to be kept", script).await
}

/// Waits until a script of the test's own answers yes.
async fn holds(browser: &Browser, what: &str, script: &str) -> Result<()> {
    browser.until(what, async || Ok((browser.ask(script, vec![]).await? == Value::Bool(true)).then_some(()))).await
}
