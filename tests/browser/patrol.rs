//! A member walks through the grid without a network; the leader and the office see what came of it.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::outbox::{cases, is_sent, phone};
use crate::picture::photo;

/// The grid of the demo's logins.
const HOME: &str = "330881003207001";
const FOUND: [&str; 3] = ["礼堂后门灯箱脱落，电线露在外面", "礼堂后门堆满杂物，出不去人", "路边水沟盖板断了一块"];

#[tokio::test]
async fn a_patrol_with_three_findings_makes_three_reports_ticks_the_plan_and_shows_in_coverage() -> Result<()> {
    journey("patrol", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        member.open("/app/day").await?;
        member.see("今日平安通").await?;
        member.see("该巡查的部位").await?;
        member.shoot("day-field").await?;
        member.audit().await?;
        member.press("button", "平安无事").await?;
        gone(&member, "今日平安通").await?;

        member.press("button", "开始巡查").await?;
        member.arrive("/app/patrols/now").await?;
        member.press("button", "文化礼堂").await?;
        member.see("已到 1 处").await?;
        member.audit().await?;
        member.press("button", "发现问题").await?;
        finds(&member, FOUND[0]).await?;
        member.see("发现 1 处问题").await?;

        // A phone that was out of power goes on where it was.
        let member = journey.reopened(member, Screen::Phone).await?;
        member.open("/app/patrols/now").await?;
        member.see("已到 1 处").await?;
        member.press("button", "发现问题").await?;
        finds(&member, FOUND[1]).await?;
        member.press("button", "别处发现问题").await?;
        finds(&member, FOUND[2]).await?;
        member.see("发现 3 处问题").await?;
        member.press("button", "补充（可不填）").await?;
        member.fill("公示牌上的网格码", "207002").await?;
        member.press("button", "结束巡查").await?;
        member.see("不是这个网格的码").await?;
        member.audit().await?;
        member.choose("拍公示牌二维码", &[board_photo(journey, "207002").await?.as_path()]).await?;
        member.see("这是另一个网格的公示牌").await?;
        member.choose("拍公示牌二维码", &[photo(&journey.site.folder, "wall.jpg", [180, 170, 150])?.as_path()]).await?;
        member.see("没认出二维码").await?;
        member.audit().await?;
        member.choose("拍公示牌二维码", &[board_photo(journey, "207001").await?.as_path()]).await?;
        member.see("已认出公示牌").await?;
        ensure!(member.value("公示牌上的网格码").await? == "207001", "the code stands in the field");
        member.shoot("patrol-now").await?;
        member.audit().await?;
        member.press("button", "结束巡查（3 处问题）").await?;
        member.arrive("/app/patrols").await?;
        member.see("已巡查，待送达").await?;
        member.shoot("patrols-offline").await?;
        member.audit().await?;
        member.open(&format!("/app/grids/{HOME}/coverage")).await?;
        member.see("日历要连上网络才能看").await?;
        member.audit().await?;

        line.has(Trouble::None);
        is_sent(&member).await?;
        is_on_server(journey)?;
        coverage_shows(&member).await?;
        member.open("/app/safety").await?;
        member.see("情况").await?;
        member.shoot("safety-member").await?;
        member.audit().await?;
        office(journey).await
    })
    .await
}

/// Waits until words are no more on the page.
async fn gone(member: &Browser, words: &str) -> Result<()> {
    member.until(&format!("no more of {words}"), async || Ok((!member.words().await?.contains(words)).then_some(()))).await
}

/// Writes what was found, once, and is back at the patrol.
async fn finds(member: &Browser, words: &str) -> Result<()> {
    member.arrive("/app/report").await?;
    member.see("这条上报会记入正在进行的巡查").await?;
    member.press("button", "类别").await?;
    member.see_sheet("选择类别").await?;
    member.fill("搜索类别", "井盖").await?;
    member.press("button", "井盖与排水").await?;
    member.no_sheet().await?;
    member.fill("情况说明", words).await?;
    member.press("button", "提交上报").await?;
    member.arrive("/app/patrols/now").await?;
    member.see(words).await
}

/// The QR code of a board as it hangs on the wall.
async fn board_photo(journey: &Journey, code: &str) -> Result<PathBuf> {
    let passer_by = journey.browser(Screen::Phone).await?;
    passer_by.open(&format!("/boards/{code}/print")).await?;
    let taken = passer_by.find("image", "二维码").await?.screenshot().await?;
    let file = journey.file(&format!("board-{code}.png"));
    std::fs::write(&file, taken)?;
    Ok(file)
}

/// Three reports, one case each, all named by the one patrol.
fn is_on_server(journey: &Journey) -> Result<()> {
    for words in FOUND {
        ensure!(cases(journey, words)?.len() == 1, "“{words}” is not there once");
    }
    let get = |path: &str| journey.site.acts(Duty::Leader, "GET", path, None, &Value::Null);
    let list = get("/patrols?limit=1")?;
    let id = list["items"][0]["id"].as_str().context("a patrol")?.to_owned();
    let patrol = get(&format!("/patrols/{id}"))?;
    let findings = patrol["findings"].as_array().context("findings")?;
    ensure!(findings.len() == 3 && findings.iter().all(|found| found["case"]["number"].is_string()), "{patrol}");
    ensure!(patrol["board"] == true && patrol["places"].as_array().is_some_and(|places| places.len() == 1), "{patrol}");
    let safety = get(&format!("/safety-feedback?grid={HOME}"))?;
    ensure!(safety["items"][0]["state"] == "well", "{safety}");
    Ok(())
}

async fn coverage_shows(member: &Browser) -> Result<()> {
    member.open(&format!("/app/grids/{HOME}/coverage")).await?;
    member.see("本月巡查").await?;
    member.see("发现 3 处问题").await?;
    member.find_css(".map.dots path").await?;
    member.shoot("coverage-phone").await?;
    member.audit().await?;
    member.press("link", "发现 3 处问题").await?;
    member.see("到过公示牌").await?;
    member.see(FOUND[1]).await?;
    member.shoot("patrol-record").await?;
    member.audit().await
}

/// The office reads all grids, and changes a plan.
async fn office(journey: &Journey) -> Result<()> {
    let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
    desk.press("link", "网格巡查").await?;
    desk.arrive("/app/patrols").await?;
    desk.see("不排名").await?;
    desk.find_css("table tbody tr").await?;
    desk.shoot("patrols-office").await?;
    desk.audit().await?;
    desk.open(&format!("/app/grids/{HOME}/coverage")).await?;
    desk.see("本月巡查").await?;
    desk.find_css(".map.dots path").await?;
    desk.shoot("coverage-desk").await?;
    desk.audit().await?;
    desk.press("button", "加入部位").await?;
    desk.see_sheet("加入部位").await?;
    desk.fill("名称", "村口老桥").await?;
    desk.audit().await?;
    desk.press("button", "保存").await?;
    desk.no_sheet().await?;
    desk.see("村口老桥").await?;

    desk.open("/app/patrols/plans").await?;
    desk.see("汛期 · 山塘河道").await?;
    desk.press("button", "一般网格 · 一般部位").await?;
    desk.see_sheet("修改计划").await?;
    desk.fill("几天一次", "20").await?;
    desk.audit().await?;
    desk.press("button", "保存").await?;
    desk.no_sheet().await?;
    desk.see("20 天一次").await?;
    desk.shoot("patrol-plans").await?;
    desk.audit().await?;

    desk.press("link", "平安通").await?;
    desk.arrive("/app/safety").await?;
    desk.see("未反馈").await?;
    desk.shoot("safety-office").await?;
    desk.audit().await?;
    desk.console_is_quiet().await
}

#[tokio::test]
async fn patrols_in_english_dark_and_large_print() -> Result<()> {
    journey("patrol-look", async |journey| {
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.open("/app/day").await?;
        member.see("今日平安通").await?;
        member.press("button", "有情况").await?;
        member.see_sheet("有情况").await?;
        member.audit().await?;
        member.press("button", "只反馈").await?;
        member.see("请填写这一项").await?;
        member.fill("什么情况", "后山水塘水位偏高").await?;
        member.shoot("safety-trouble").await?;
        member.press("button", "反馈并上报").await?;
        member.arrive("/app/report").await?;
        ensure!(member.value("情况说明").await? == "后山水塘水位偏高", "it has to be typed again");

        member.open("/app/me").await?;
        member.press("box", "English").await?;
        member.find("heading", "Appearance").await?;
        member.press("box", "Dark").await?;
        member.press("box", "Large print").await?;
        member.open("/app/day").await?;
        member.see("Places to patrol now").await?;
        member.shoot("day-field-dark-large").await?;
        member.audit().await?;
        member.press("button", "Begin a patrol").await?;
        member.arrive("/app/patrols/now").await?;
        member.press("button", "文化礼堂").await?;
        member.shoot("patrol-now-dark-large").await?;
        member.audit().await?;
        member.press("button", "Found a problem").await?;
        member.see("There is another report not finished").await?;
        member.audit().await?;
        member.press("button", "Cancel").await?;
        member.press("button", "Nothing found, end the patrol").await?;
        member.find("heading", "Patrols").await?;
        for (path, name) in [
            (format!("/app/grids/{HOME}/coverage"), "coverage-dark-large"),
            ("/app/safety".into(), "safety-dark-large"),
            ("/app/patrols".into(), "patrols-dark-large"),
        ] {
            member.open(&path).await?;
            member.find_css(".has-tabs main h1").await?;
            member.find_css(".cells").await?;
            member.shoot(name).await?;
            member.audit().await?;
        }
        member.console_is_quiet().await
    })
    .await
}
