//! What the app does without a network, or with a bad one. The server is ended for it, or stands behind a line with trouble: a browser's
//! own switch for it leaves the service worker online.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;
use crate::line::{Line, Trouble};
use crate::outbox::{is_sent, phone, writes_report};
use crate::picture::photo;

#[tokio::test]
async fn the_app_opens_by_any_of_its_addresses_without_a_network() -> Result<()> {
    journey("offline", async |journey| {
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        is_kept(&member).await?;
        journey.site.server.fail()?;
        for (path, words) in
            [("/app/cases", "手机上有"), ("/app/inbox", "没有这个页面"), ("/app/me", "我的职责"), ("/app/notices", "网络不通")]
        {
            member.open(path).await?;
            member.see(words).await?;
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
        let member = phone(journey, &line).await?;
        let first = member.client.window().await?;
        let second = member.client.new_window(true).await?.handle;
        member.client.switch_to_window(second.clone()).await?;
        member.open("/app/me").await?;
        member.find("heading", "我的").await?;
        member.client.switch_to_window(first).await?;

        // Something waits in the outbox, and something else is half written, with a photo.
        line.has(Trouble::NextRelease);
        writes_report(&member, "河边护栏松动", &[]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;
        member.press("button", "再报一件").await?;
        member.fill("情况说明", "井盖松动，车过有响声").await?;
        member.choose("相册", &[&photo(&journey.site.folder, "1.jpg", [120, 120, 130])?]).await?;
        member.find("button", "删除照片 1").await?;
        member.ask("globalThis.before = true", vec![]).await?;
        member.ask("return navigator.serviceWorker.ready.then((one) => one.update()).then(() => true)", vec![]).await?;
        member.find("button", "更新").await?;
        member.shoot("release").await?;
        member.audit().await?;
        ensure!(member.ask("return globalThis.before", vec![]).await? == json!(true), "nothing was opened anew by itself");
        member.press("button", "更新").await?;
        is_new(&member).await?;
        member.find("button", "删除照片 1").await?;
        ensure!(member.value("情况说明").await? == "井盖松动，车过有响声", "the words are still there");
        member.open("/app/outbox").await?;
        member.see("河边护栏松动").await?;

        // The other window keeps running what it runs, and offers the same.
        member.client.switch_to_window(second).await?;
        member.ask("globalThis.before = true", vec![]).await?;
        member.press("button", "更新").await?;
        is_new(&member).await?;
        line.has(Trouble::None);
        is_sent(&member).await
    })
    .await
}

#[tokio::test]
async fn a_release_that_does_not_come_whole_leaves_the_old_one_at_work() -> Result<()> {
    journey("half-release", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::HalfRelease);
        let update = "return navigator.serviceWorker.ready.then((one) => one.update().catch(() => {}).then(() => new Promise((go) => { const look = () => one.installing ? setTimeout(look, 50) : go(one.waiting === null); look(); })))";
        holds(&member, "the half release to be given up", update).await?;
        ensure!(!member.offers("button", "更新").await?, "there is nothing to update to");
        line.has(Trouble::Dead);
        member.open("/app/day").await?;
        member.see("由我负责").await?;
        let kept = "return caches.keys().then((names) => !names.some((name) => name.startsWith('shell-half')))";
        holds(&member, "no trace of the half release", kept).await
    })
    .await
}

/// Waits until the page has been opened anew, by the next release and no other.
async fn is_new(browser: &Browser) -> Result<()> {
    let script = "return caches.keys().then((names) => globalThis.before === undefined && document.documentElement.dataset.release === undefined && names.filter((name) => name.startsWith('shell-')).every((name) => name.startsWith('shell-next-')))";
    holds(browser, "the next release", script).await
}

/// Waits until the service worker has the whole app.
pub async fn is_kept(browser: &Browser) -> Result<()> {
    let script = "return navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null && caches.open('files')).then((files) => files && files.keys()).then((files) => Boolean(files) && ['split_office', 'leaflet'].every((name) => files.some((one) => one.url.includes(name))))";
    holds(browser, "the app to be kept", script).await
}

#[tokio::test]
async fn my_day_comes_back_whole() -> Result<()> {
    journey("day-back", async |journey| {
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.open("/app/day").await?;
        member.see("平安无事").await?;
        // What was fetched meanwhile is read anew; else the cards stand there as soon as the page does.
        let back = "const tab = [...document.querySelectorAll('nav a')].find((one) => one.innerText.trim() === '我的一天');
            return new Promise((go) => { new MutationObserver((_, all) => { if (!document.querySelector('.figures')) return;
                all.disconnect(); go(document.body.innerText.includes('平安无事')); }).observe(document.body, { childList: true, subtree: true }); tab.click(); })";
        member
            .until("My day to stand there whole at once", async || {
                member.press("link", "我的").await?;
                member.arrive("/app/me").await?;
                Ok((member.ask(back, vec![]).await? == Value::Bool(true)).then_some(()))
            })
            .await?;
        // Below the fold the rest follows.
        member.see("由我负责").await?;
        member.console_is_quiet().await
    })
    .await
}

/// Waits until a script of the test's own answers yes.
async fn holds(browser: &Browser, what: &str, script: &str) -> Result<()> {
    browser.until(what, async || Ok((browser.ask(script, vec![]).await? == Value::Bool(true)).then_some(()))).await
}
