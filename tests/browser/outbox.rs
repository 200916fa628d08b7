//! What a grid member does without a network is saved on the phone, survives whatever happens to it, and arrives once.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use shared::staffing::Duty;
use tests::server::Server;

use crate::browser::Browser;
use crate::command::room;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::offline::is_kept;
use crate::picture::photo;

/// What is enough for everything on a phone, in bytes.
const ROOM: u64 = 64 << 20;

/// Tries to keep so many bytes, as something else on the phone would; answers the error.
const FILL: &str = "const [size] = arguments; return new Promise((go) => { const request = indexedDB.open('something else', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('things');
    request.onerror = () => go(request.error.name);
    request.onsuccess = () => {
        const transaction = request.result.transaction('things', 'readwrite');
        // Chance, for what can be pressed together takes no room.
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
        transaction.objectStore('things').put(bytes, 1);
        transaction.oncomplete = () => go('kept');
        transaction.onabort = () => go(transaction.error.name);
    }; })";

/// A member's phone on a line that can fail, with the app and the cases on it.
pub async fn phone(journey: &Journey, line: &Line) -> Result<Browser> {
    let member = journey.through(line, Screen::Phone).await?;
    has_cases(journey, &member).await?;
    Ok(member)
}

/// Signs a member in, and waits until the app and the cases are on the phone.
async fn has_cases(journey: &Journey, member: &Browser) -> Result<()> {
    let (phone, password) = journey.site.login(Duty::FullTime)?;
    member.sign_in(&phone, &password).await?;
    is_kept(member).await?;
    member.see("由我负责").await
}

/// Fills in the form of a report, in the member's own grid.
pub async fn writes_report(member: &Browser, words: &str, photos: &[&std::path::Path]) -> Result<()> {
    member.open("/app/report").await?;
    member.press("button", "类别").await?;
    member.see_sheet("选择类别").await?;
    member.fill("搜索类别", "井盖").await?;
    member.press("button", "井盖与排水").await?;
    member.no_sheet().await?;
    member.fill("情况说明", words).await?;
    if !photos.is_empty() {
        member.choose("相册", photos).await?;
        member.find("button", &format!("删除照片 {}", photos.len())).await?;
    }
    member.press("button", "选网格").await?;
    member.see_sheet("选择网格").await?;
    member.find_css("dialog .group .cells .cell").await?.click().await?;
    member.no_sheet().await
}

/// The cases whose text has these words, as the server knows them.
pub fn cases(journey: &Journey, words: &str) -> Result<Vec<Value>> {
    let list = journey.site.acts(Duty::FullTime, "GET", "/cases?limit=100", None, &Value::Null)?;
    let all = list["items"].as_array().context("a list")?.clone();
    Ok(all.into_iter().filter(|case| case["summary"] == words).collect())
}

/// Waits until everything is sent.
pub async fn is_sent(member: &Browser) -> Result<()> {
    member.open("/app/outbox").await?;
    delivers(member).await
}

/// Has everything sent at once that did not go by itself already.
pub async fn delivers(member: &Browser) -> Result<()> {
    sends_until(member, "都已送达").await
}

/// Sends at once, until the outbox says so: after many failures a phone waits for minutes unless it is told not to.
pub async fn sends_until(member: &Browser, words: &str) -> Result<()> {
    // It may go by itself between a look and a press.
    let press = "[...document.querySelectorAll('button')].find((one) => one.innerText.trim() === '现在送达')?.click()";
    let look = async || {
        member.ask(press, vec![]).await?;
        Ok(member.words().await?.contains(words).then_some(()))
    };
    member.until(&format!("“{words}”"), look).await
}

#[tokio::test]
async fn a_report_saved_without_a_server_arrives_once_though_the_browser_was_killed() -> Result<()> {
    journey("outbox", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        journey.site.server.fail()?;
        line.has(Trouble::Dead);

        // Whatever the address, the app opens, and the cases are there.
        member.open("/app/cases").await?;
        member.find_css(".case-row").await?;
        member.press("link", "我的一天").await?;
        member.see("由我负责").await?;
        member.shoot("offline-day").await?;
        member.audit().await?;
        member.find_css(".case-row").await?.click().await?;
        member.arrive("/app/cases/").await?;
        member.see("办理过程").await?;
        member.shoot("offline-case").await?;
        member.audit().await?;

        let words = "井盖松动，车过有响声，晚上看不见";
        let files = [photo(&journey.site.folder, "1.jpg", [120, 120, 130])?, photo(&journey.site.folder, "2.jpg", [90, 60, 160])?];
        writes_report(&member, words, &[&files[0], &files[1]]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;
        member.see("照片 0/2").await?;
        member.shoot("saved-offline").await?;
        member.audit().await?;

        let member = journey.reopened(member, Screen::Phone).await?;
        member.open("/app/outbox").await?;
        member.see(words).await?;
        member.see("没有网络").await?;
        member.shoot("outbox").await?;
        member.audit().await?;

        let again = journey.site.starts_again()?;
        line.leads_to(again.port);
        line.has(Trouble::None);
        delivers(&member).await?;
        member.see("最近送达").await?;
        member.shoot("outbox-sent").await?;
        member.audit().await?;
        let id = on_server(journey, &again, words)?;
        member.open(&format!("/app/cases/{id}")).await?;
        member.see(words).await?;
        member.see_pictures(2).await
    })
    .await
}

/// The one case with these words, on a server that was started again; it has exactly one report with two photos.
fn on_server(journey: &Journey, server: &Server, words: &str) -> Result<String> {
    let list = journey.site.acts_on(server, Duty::FullTime, "GET", "/cases?limit=100", None, &Value::Null)?;
    let fit: Vec<&Value> = list["items"].as_array().context("a list")?.iter().filter(|case| case["summary"] == words).collect();
    ensure!(fit.len() == 1, "{} cases say “{words}”", fit.len());
    let id = fit[0]["id"].as_str().context("an id")?.to_owned();
    let case = journey.site.acts_on(server, Duty::FullTime, "GET", &format!("/cases/{id}"), None, &Value::Null)?;
    let reports = case["reports"].as_array().context("reports")?;
    ensure!(reports.len() == 1 && reports[0]["photos"].as_array().is_some_and(|photos| photos.len() == 2), "{reports:?}");
    Ok(id)
}

#[tokio::test]
async fn a_case_is_taken_up_and_completed_without_a_network() -> Result<()> {
    journey("offline-moves", async |journey| {
        let words = "垃圾桶翻倒，垃圾撒了一地";
        journey.site.report(&journey.site.own_board()?, "0602", words)?;
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        member.see(words).await?;
        line.has(Trouble::Dead);
        member.press("link", words).await?;
        member.press("button", "接手").await?;
        member.see_sheet("接手").await?;
        member.press("button", "接手").await?;
        member.no_sheet().await?;
        member.see("处理中").await?;
        member.see("等待送达").await?;
        member.press("button", "办结上报").await?;
        member.see_sheet("办结上报").await?;
        member.choose("相册，处置后照片", &[&photo(&journey.site.folder, "after.jpg", [60, 150, 80])?]).await?;
        member.choose("相册，处置前照片", &[&photo(&journey.site.folder, "before.jpg", [150, 90, 60])?]).await?;
        member.until("both photos", async || Ok((member.attributes(".nine img", "src").await?.len() == 2).then_some(()))).await?;
        member.fill("处置结果", "已扶起垃圾桶，扫干净").await?;
        member.press("button", "办结上报").await?;
        member.no_sheet().await?;
        member.see("待核查").await?;
        member.shoot("offline-completed").await?;
        member.audit().await?;
        line.has(Trouble::None);
        is_sent(&member).await?;
        let case = cases(journey, words)?;
        ensure!(case.len() == 1 && case[0]["status"] == "completed", "{case:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_somebody_else_has_done_meanwhile_puts_a_move_aside_and_nothing_else() -> Result<()> {
    journey("outbox-conflict", async |journey| {
        let words = "路灯整排不亮";
        journey.site.report(&journey.site.own_board()?, "0602", words)?;
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        member.see(words).await?;
        line.has(Trouble::Dead);
        member.press("link", words).await?;
        member.press("button", "接手").await?;
        member.see_sheet("接手").await?;
        member.press("button", "接手").await?;
        member.no_sheet().await?;
        let other = "树枝压住了电线";
        writes_report(&member, other, &[]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;

        let case = cases(journey, words)?.pop().context("the case")?;
        let path = format!("/cases/{}/transitions", case["id"].as_str().context("an id")?);
        let decline = json!({ "move": "decline", "reason": "不在本街道范围" });
        journey.site.acts(Duty::Dispatcher, "POST", &path, case["version"].as_i64(), &decline)?;

        line.has(Trouble::None);
        member.open("/app/outbox").await?;
        sends_until(&member, "需要您处理").await?;
        member.shoot("outbox-conflict").await?;
        member.audit().await?;
        ensure!(cases(journey, other)?.len() == 1, "what has nothing to do with it was sent");
        member.press("button", "放弃").await?;
        member.see_sheet("放弃这一件？").await?;
        member.audit().await?;
        member.press("button", "放弃").await?;
        member.no_sheet().await?;
        delivers(&member).await
    })
    .await
}

#[tokio::test]
async fn a_full_phone_says_that_nothing_was_saved() -> Result<()> {
    journey("full", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = journey.through(&line, Screen::Phone).await?;
        member.open("/app").await?;
        // Not so much that the browser could lend from it: what it was last told counts for half a minute.
        room(&member.client, &line.origin, ROOM).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        member.sign_in(&phone, &password).await?;
        member.see("由我负责").await?;
        writes_report(&member, "河边护栏松动", &[]).await?;
        line.has(Trouble::Dead);
        room(&member.client, &line.origin, 1).await?;
        let filled = member.ask(FILL, vec![json!(ROOM)]).await?;
        ensure!(filled == "QuotaExceededError", "the phone is full: {filled}");
        member.press("button", "提交上报").await?;
        member.see("没有存下来").await?;
        member.audit().await?;
        ensure!(member.value("情况说明").await? == "河边护栏松动", "the words are still there");
        room(&member.client, &line.origin, 4 * ROOM).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await
    })
    .await
}

#[tokio::test]
async fn a_draft_with_its_photo_outlives_the_page() -> Result<()> {
    journey("draft", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        writes_report(&member, "老樟树倒在路上", &[&photo(&journey.site.folder, "tree.jpg", [20, 120, 30])?]).await?;
        // As when the phone closes the page while the camera is open.
        member.ask("document.querySelector('input[capture]').dispatchEvent(new MouseEvent('click')); return true", vec![]).await?;
        let member = journey.reopened(member, Screen::Phone).await?;
        member.open("/app/report").await?;
        member.find("button", "删除照片 1").await?;
        ensure!(member.value("情况说明").await? == "老樟树倒在路上", "the words are still there");
        member.see("请再拍一次").await?;
        member.shoot("draft-found").await?;
        member.audit().await?;
        member.press("button", "提交上报").await?;
        member.see("上报成功").await?;
        member.see("照片 1/1").await
    })
    .await
}

#[tokio::test]
async fn a_round_that_another_page_is_at_is_waited_for() -> Result<()> {
    journey("waits-its-turn", async |journey| {
        let person = journey.site.acts(Duty::FullTime, "GET", "/me", None, &Value::Null)?["person"].clone();
        let member = journey.browser(Screen::Phone).await?;
        member.open("/app").await?;
        // As a page that was left in the middle of a round holds it, until the browser has put it away.
        let hold = "const [person] = arguments; return new Promise((held) => {
            navigator.locks.request('wangge-' + person, () => new Promise((go) => { window.letGo = go; held(); }));
        })";
        member.ask(hold, vec![person]).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        member.fill("手机号", &phone).await?;
        member.fill("密码", &password).await?;
        member.press("button", "登录").await?;
        member.see("今日平安通").await?;
        ensure!(!member.words().await?.contains("由我负责"), "nothing has come yet");
        member.ask("window.letGo()", vec![]).await?;
        member.see("由我负责").await
    })
    .await
}

#[tokio::test]
async fn two_windows_of_one_phone_send_everything_once() -> Result<()> {
    journey("two-windows", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        let first = member.client.window().await?;
        let second = member.client.new_window(true).await?.handle;
        member.client.switch_to_window(second.clone()).await?;
        member.open("/app/outbox").await?;
        member.see("都已送达").await?;
        member.client.switch_to_window(first).await?;
        line.has(Trouble::Dead);
        for words in ["一号井盖松动", "二号井盖松动", "三号井盖松动"] {
            writes_report(&member, words, &[]).await?;
            member.press("button", "提交上报").await?;
            member.see("已存本机").await?;
            member.press("button", "再报一件").await?;
        }
        member.client.switch_to_window(second).await?;
        member.see("三号井盖松动").await?;
        line.has(Trouble::None);
        delivers(&member).await?;
        for words in ["一号井盖松动", "二号井盖松动", "三号井盖松动"] {
            ensure!(cases(journey, words)?.len() == 1, "{words}");
        }
        Ok(())
    })
    .await
}
