//! A village writes who is on duty, and boards and phones show it; somebody goes on leave, and who covers has what it takes without a network.

use anyhow::{Context, Result, ensure};
use shared::staffing::Duty;
use shared::time::{Day, Moment};

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::offline::is_kept;

const NOTE: &str = "文化礼堂的钥匙在我抽屉里，周三有人来修灯";

/// The names of those on duty whose words a button lies over.
const COVERED: &str = "return [...document.querySelectorAll('.on-duty')].filter((one) => { const button = one.querySelector('.button')?.getBoundingClientRect();
    const words = document.createRange(); words.selectNodeContents(one.querySelector('div'));
    return button && [...words.getClientRects()].some((r) => button.left < r.right && button.right > r.left && button.top < r.bottom && button.bottom > r.top);
}).map((one) => one.innerText)";

/// As the app says it: `12月1日 周二`.
fn in_words(day: &Day) -> String {
    let weekday = match day.date().format("%u").to_string().as_str() {
        "1" => "周一",
        "2" => "周二",
        "3" => "周三",
        "4" => "周四",
        "5" => "周五",
        "6" => "周六",
        _ => "周日",
    };
    format!("{} {weekday}", day.date().format("%-m月%-d日"))
}

/// Name and phone of whoever has this duty in the demo.
fn who(journey: &Journey, duty: Duty) -> Result<(String, String)> {
    let me = journey.site.acts(duty, "GET", "/me", None, &serde_json::Value::Null)?;
    Ok((me["name"].as_str().context("a name")?.to_owned(), journey.site.login(duty)?.0))
}

/// Searches somebody by the whole number of the phone, and chooses.
async fn picks(browser: &Browser, label: &str, (name, phone): &(String, String)) -> Result<()> {
    browser.fill("搜索姓名或电话", phone).await?;
    let option = format!("{name} {phone}");
    browser.until("somebody to choose", async || Ok(browser.fill(label, &option).await.ok())).await
}

async fn signed_in_through(journey: &Journey, line: &Line, duty: Duty) -> Result<Browser> {
    let browser = journey.through(line, Screen::Phone).await?;
    let (phone, password) = journey.site.login(duty)?;
    browser.sign_in(&phone, &password).await?;
    is_kept(&browser).await?;
    Ok(browser)
}

#[tokio::test]
async fn a_village_writes_who_is_on_duty_and_the_board_shows_it() -> Result<()> {
    journey("roster", async |journey| {
        let today = Moment::now().day();
        let cadre = journey.signed_in(Screen::Phone, Duty::VillageCadre).await?;
        cadre.open("/app/rosters").await?;
        cadre.see("带班").await?;
        cadre.shoot("roster").await?;
        cadre.shoot_dark_and_large("roster").await?;
        cadre.audit().await?;
        cadre.press("button", &format!("改 {} 的值班", in_words(&today))).await?;
        cadre.see_sheet("值班").await?;
        cadre.press("box", "夜班").await?;
        let member = who(journey, Duty::PartTime)?;
        picks(&cadre, "加上谁（选中就加上）", &member).await?;
        cadre.see("夜班").await?;
        cadre.shoot("roster-day").await?;
        cadre.shoot_dark_and_large("roster-day").await?;
        cadre.audit().await?;
        cadre.press("button", "保存").await?;
        cadre.see("值班表已保存").await?;
        cadre.no_sheet().await?;
        cadre.see(&member.1).await?;
        cadre.press("button", "导出这一周").await?;
        let file = journey.downloaded(&cadre, ".xlsx").await?;

        let resident = journey.browser(Screen::Phone).await?;
        resident.open(&journey.site.own_board()?.path()).await?;
        resident.see("今日值班").await?;
        resident.see("夜班").await?;
        ensure!(resident.ask(COVERED, vec![]).await? == serde_json::json!([]), "a button lies over the words beside it");
        resident.shoot("board-duty").await?;
        resident.shoot_dark_and_large("board-duty").await?;
        resident.audit().await?;

        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "值班表").await?;
        desk.arrive("/app/rosters").await?;
        desk.see("带班").await?;
        desk.shoot("roster-office").await?;
        desk.shoot_dark_and_large("roster-office").await?;
        desk.audit().await?;
        desk.press("link", "导入表格").await?;
        desk.arrive("/app/imports").await?;
        desk.press("box", "值班表").await?;
        desk.choose("选择文件", &[file.as_path()]).await?;
        desk.press("button", "检查").await?;
        desk.see("不变").await?;
        desk.audit().await?;
        cadre.console_is_quiet().await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn who_is_away_is_covered_by_somebody_who_has_it_on_the_phone() -> Result<()> {
    journey("leave", async |journey| {
        let today = Moment::now().day();
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.open("/app/leaves").await?;
        member.see("请假替班").await?;
        member.press("button", "请假").await?;
        member.see_sheet("请假").await?;
        member.fill("到哪天止", today.shifted(-1).as_str()).await?;
        member.press("button", "请假").await?;
        member.see("早于开始日期").await?;
        member.audit().await?;
        member.fill("从哪天起", today.as_str()).await?;
        member.fill("到哪天止", today.shifted(1).as_str()).await?;
        member.fill("交代给替班的人", NOTE).await?;
        member.shoot("leave-ask").await?;
        member.shoot_dark_and_large("leave-ask").await?;
        member.press("button", "请假").await?;
        member.see("已提交").await?;
        member.no_sheet().await?;
        member.see("待批准").await?;
        member.shoot("leaves").await?;
        member.audit().await?;

        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "请假替班").await?;
        desk.arrive("/app/leaves").await?;
        desk.see("待批准").await?;
        desk.shoot("leaves-office").await?;
        desk.shoot_dark_and_large("leaves-office").await?;
        desk.audit().await?;
        let (name, _) = who(journey, Duty::FullTime)?;
        desk.press("button", &name).await?;
        desk.see_sheet(&name).await?;
        desk.see(NOTE).await?;
        let cover = who(journey, Duty::PartTime)?;
        let board = journey.site.own_board()?;
        picks(&desk, &format!("{}专职网格员由谁替", board.name), &cover).await?;
        desk.shoot("leave-decide").await?;
        desk.shoot_dark_and_large("leave-decide").await?;
        desk.audit().await?;
        desk.press("button", "批准").await?;
        desk.see("替班的人手机上已能看到").await?;

        let line = Line::to(journey.site.server.port)?;
        let covering = signed_in_through(journey, &line, Duty::PartTime).await?;
        covering.open("/app/day").await?;
        covering.see(&format!("您替{name}的班")).await?;
        line.has(Trouble::Dead);
        covering.open("/app/day").await?;
        covering.see(NOTE).await?;
        covering.see("今日值班").await?;
        covering.shoot("day-cover").await?;
        covering.shoot_dark_and_large("day-cover").await?;
        covering.audit().await?;
        covering.open("/app/rosters").await?;
        covering.see("带班").await?;
        covering.shoot("roster-offline").await?;
        covering.audit().await?;

        member.open("/app/leaves").await?;
        member.press("button", &name).await?;
        member.see("已批准").await?;
        member.shoot("leave").await?;
        member.shoot_dark_and_large("leave").await?;
        member.audit().await?;
        member.press("button", "已经回来，今天销假").await?;
        member.see("已销假").await?;
        let resident = journey.browser(Screen::Phone).await?;
        resident.open(&board.path()).await?;
        ensure!(resident.words().await?.contains("代班"), "until the end of today the cover stands on the board");
        desk.console_is_quiet().await
    })
    .await
}
