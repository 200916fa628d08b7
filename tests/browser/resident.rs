//! What residents do after and instead of reporting: join what is known already, say whether it is solved, read what was solved.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::picture::photo;

#[tokio::test]
async fn a_resident_joins_what_is_known_already() -> Result<()> {
    journey("me-too", async |journey| {
        let board = journey.site.own_board()?;
        journey.site.report(&board, "0602", "桥头第三盏路灯不亮")?;
        let before = photo(&journey.site.folder, "dark.jpg", [20, 20, 40])?;

        // Without a script the form asks before it files, and keeps the photo.
        let first = journey.browser(Screen::Phone).await?;
        first.allow_scripts(false).await?;
        write(&first, &board.path(), "我家门口这段路也黑了").await?;
        first.choose("照片", &[&before]).await?;
        first.press("button", "提交").await?;
        first.see("附近已有人上报同样的事").await?;
        first.see("已收到 1 张照片").await?;
        first.shoot("known-already").await?;
        first.allow_scripts(true).await?;
        first.audit().await?;
        first.press("button", "我也遇到").await?;
        first.arrive("/r/").await?;
        first.see("上报成功").await?;
        first.see_pictures(1).await?;
        first.console_is_quiet().await?;

        // With a script it says so while one writes.
        let second = journey.browser(Screen::Phone).await?;
        write(&second, &board.path(), "路灯真的不亮").await?;
        second.see("附近已有人上报同样的事").await?;
        second.shoot("known-while-typing").await?;
        second.audit().await?;
        second.press("button", "我也遇到").await?;
        second.arrive("/r/").await?;
        second.see("上报成功").await?;
        second.console_is_quiet().await?;

        let case = the_case(journey, "桥头第三盏路灯不亮")?;
        ensure!(case["reports"].as_array().context("reports")?.len() == 3, "all three are one case: {case}");

        // Somebody who did not see that it is the same has a case beside it.
        let third = journey.browser(Screen::Phone).await?;
        third.allow_scripts(false).await?;
        write(&third, &board.path(), "老街口晚上没有灯").await?;
        third.press("button", "提交").await?;
        third.press("button", "不是同一件事，继续上报").await?;
        third.arrive("/r/").await?;
        third.see("上报成功").await?;
        let receipts = [receipt(&second).await?, receipt(&third).await?];

        merge(journey).await?;
        second.open(&receipts[0]).await?;
        second.see("有人反映的是同一件事，并在一起处理").await?;
        second.shoot("receipt-absorbed").await?;
        third.open(&receipts[1]).await?;
        third.see("您反映的和别人反映的是同一件事").await?;
        third.see("和同一件事并在一起处理").await?;
        third.shoot("receipt-merged").await?;

        unmerge(journey).await?;
        third.open(&receipts[1]).await?;
        third.see("改为单独处理").await?;
        ensure!(!third.words().await?.contains("您反映的和别人反映的是同一件事"), "it is on its own again");
        Ok(())
    })
    .await
}

/// The page of the receipt that the browser shows.
async fn receipt(browser: &Browser) -> Result<String> {
    Ok(browser.path().await?.split('?').next().context("a path")?.to_owned())
}

/// The office merges the second case into the first, with a phone.
async fn merge(journey: &Journey) -> Result<()> {
    let office = journey.signed_in(Screen::Phone, Duty::Dispatcher).await?;
    office.open("/app/inbox").await?;
    office.press("link", "老街口晚上没有灯").await?;
    office.press("button", "更多").await?;
    office.see_sheet("可以办理的事项").await?;
    office.press("button", "并案").await?;
    office.see_sheet("并案").await?;
    office.press("button", "并案").await?;
    office.see("请选择主案").await?;
    office.audit().await?;
    office.press("box", "桥头第三盏路灯不亮").await?;
    office.shoot("merge").await?;
    office.press("button", "并案").await?;
    office.no_sheet().await?;
    office.find("button", "撤销并案").await?;
    office.audit().await?;
    office.shoot("merged").await?;
    // The main case leads back to it.
    office.press("link", "桥头第三盏路灯不亮").await?;
    office.find("link", "老街口晚上没有灯").await?;
    office.audit().await?;
    office.console_is_quiet().await
}

/// The office finds that it was another lamp after all, and takes the cases apart at its desk.
async fn unmerge(journey: &Journey) -> Result<()> {
    let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
    desk.open("/app/cases").await?;
    desk.press("button", "全部").await?;
    desk.press("link", "老街口晚上没有灯").await?;
    desk.press("button", "撤销并案").await?;
    desk.see_sheet("撤销并案").await?;
    desk.fill("说明", "到现场看过，是另一盏灯").await?;
    desk.audit().await?;
    desk.keys(&[char::from(Key::Control), char::from(Key::Enter)]).await?;
    desk.no_sheet().await?;
    desk.find("button", "受理").await?;
    desk.console_is_quiet().await
}

async fn write(browser: &Browser, board: &str, words: &str) -> Result<()> {
    browser.open(&format!("{board}/report")).await?;
    browser.fill("看到了什么", words).await?;
    browser.fill("是哪类事情", "路灯不亮").await
}

/// The case with this summary, whole, as the member of the grid sees it.
fn the_case(journey: &Journey, summary: &str) -> Result<Value> {
    let list = journey.site.acts(Duty::FullTime, "GET", "/cases?limit=100", None, &Value::Null)?;
    let items = list["items"].as_array().context("a list")?;
    let id = items.iter().find(|case| case["summary"] == summary).and_then(|case| case["id"].as_str()).context("the case")?;
    journey.site.acts(Duty::FullTime, "GET", &format!("/cases/{id}"), None, &Value::Null)
}

/// The member of the grid makes a move.
fn makes(journey: &Journey, summary: &str, body: &Value) -> Result<()> {
    let case = the_case(journey, summary)?;
    let path = format!("/cases/{}/transitions", case["id"].as_str().context("an id")?);
    journey.site.acts(Duty::FullTime, "POST", &path, case["version"].as_i64(), body).map(drop)
}

#[tokio::test]
async fn a_resident_says_whether_it_is_solved() -> Result<()> {
    journey("verdict", async |journey| {
        let board = journey.site.own_board()?;
        let words = "建议在村口装一块反光镜";
        let resident = journey.browser(Screen::Phone).await?;
        resident.allow_scripts(false).await?;
        resident.open(&format!("{}/report", board.path())).await?;
        resident.fill("看到了什么", words).await?;
        resident.fill("是哪类事情", "意见建议与表扬").await?;
        resident.press("button", "提交").await?;
        resident.see("附近已有人上报同样的事").await?;
        resident.press("button", "不是同一件事").await?;
        resident.arrive("/r/").await?;
        resident.see("前受理").await?;
        let receipt = resident.path().await?.split('?').next().context("a path")?.to_owned();

        makes(journey, words, &json!({ "move": "take", "reason": "明天上午来看" }))?;
        makes(journey, words, &json!({ "move": "wait", "reason": "请告诉我们装在哪一侧" }))?;
        resident.open(&receipt).await?;
        resident.see("需要您补充").await?;
        resident.fill("还有什么要说的", "装在桥的东侧").await?;
        resident.press("button", "提交补充").await?;
        resident.see("已收到您的补充").await?;
        resident.see("正在处理").await?;

        makes(journey, words, &json!({ "move": "complete", "reason": "已装好" }))?;
        resident.open(&receipt).await?;
        resident.see("问题解决了吗").await?;
        resident.shoot("verdict").await?;
        resident.press("box", "5 很好").await?;
        resident.press("button", "解决了").await?;
        resident.see("谢谢您的反馈").await?;
        resident.see("评分：5 星").await?;

        resident.press("button", "没解决").await?;
        resident.fill("哪里没有解决", "镜子装歪了").await?;
        resident.shoot("not-solved").await?;
        resident.press("button", "没解决，重新办理").await?;
        resident.see("已收到，重新办理").await?;
        resident.see("没有解决，重新办理：镜子装歪了").await?;
        resident.allow_scripts(true).await?;
        resident.audit().await?;
        resident.console_is_quiet().await?;
        let case = the_case(journey, words)?;
        ensure!(case["status"] == "accepted" && case["tallies"]["reopenings"] == 1, "{case}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_resident_reads_what_was_solved_nearby() -> Result<()> {
    journey("public-cases", async |journey| {
        let board = journey.site.own_board()?;
        journey.site.report(&board, "0602", "桥头第三盏路灯不亮")?;
        journey.site.report(&board, "0102", "邻居家的水流到我家")?;
        let browser = journey.browser(Screen::Phone).await?;
        browser.allow_scripts(false).await?;
        browser.open(&board.path()).await?;
        browser.press("link", "这里反映和解决的事").await?;
        browser.arrive(&format!("{}/cases", board.path())).await?;
        browser.see("路灯与照明").await?;
        let words = browser.words().await?;
        ensure!(!words.contains("邻里") && !words.contains("桥头第三盏"), "what is private stays so: {words}");
        browser.shoot("public-cases").await?;
        browser.press("link", "已收到").await?;
        browser.arrive(&format!("{}/cases?progress=received", board.path())).await?;
        browser.allow_scripts(true).await?;
        browser.audit().await?;
        browser.console_is_quiet().await
    })
    .await
}
