//! The office publishes a task and news; a member reads and does it without a network; residents read the news on the board.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use shared::staffing::Duty;

use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::outbox::{is_sent, phone};

const TITLE: &str = "冬季用火用电入户提醒";

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn pdf(journey: &Journey) -> Result<PathBuf> {
    let file = journey.file("冬季安全.pdf");
    std::fs::write(&file, PDF)?;
    Ok(file)
}

#[tokio::test]
async fn a_publicity_task_is_done_without_a_network_and_news_stands_on_the_board() -> Result<()> {
    journey("announcements", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "通知宣传").await?;
        desk.arrive("/app/announcements").await?;
        desk.see("垃圾分类入户宣传").await?;
        desk.shoot("announcements-office").await?;
        desk.shoot_dark_and_large("announcements-office").await?;
        desk.audit().await?;
        desk.press("button", "发布").await?;
        desk.see_sheet("发布").await?;
        desk.press("box", "宣传任务").await?;
        desk.press("button", "发布").await?;
        desk.see("请选择范围").await?;
        desk.audit().await?;
        desk.fill("标题", TITLE).await?;
        desk.fill("内容", "取暖器不离人，电热毯睡前关，灶台人走火灭。").await?;
        desk.press("button", "十村").await?;
        desk.press("button", "专职网格员").await?;
        desk.choose("添加文件", &[pdf(journey)?.as_path()]).await?;
        desk.see("冬季安全.pdf").await?;
        desk.shoot("announcement-publish").await?;
        desk.shoot_dark_and_large("announcement-publish").await?;
        desk.press("button", "发布").await?;
        desk.see("共 ").await?;
        desk.see("未读").await?;

        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        member.open("/app/day").await?;
        member.see(TITLE).await?;
        member.audit().await?;
        member.press("link", TITLE).await?;
        member.see("电热毯睡前关").await?;
        member.see("冬季安全.pdf").await?;
        member.shoot("announcement").await?;
        member.shoot_dark_and_large("announcement").await?;
        member.audit().await?;
        member.press("button", "完成并写结果").await?;
        member.see_sheet("宣传结果").await?;
        member.press("button", "保存").await?;
        member.see("请填写这一项").await?;
        member.fill("做了什么", "老街出租房走了一圈，三户电热毯太旧，劝换了").await?;
        member.audit().await?;
        member.press("button", "保存").await?;
        member.no_sheet().await?;
        member.see("待送达").await?;
        member.open("/app/announcements").await?;
        member.see("已完成").await?;
        member.shoot("announcements-phone").await?;
        member.shoot_dark_and_large("announcements-phone").await?;
        member.audit().await?;
        line.has(Trouble::None);
        is_sent(&member).await?;
        desk.reload().await?;
        desk.see("三户电热毯太旧").await?;
        desk.press("button", "冬季安全.pdf").await?;
        let saved = journey.downloaded(&desk, ".pdf").await?;
        ensure!(std::fs::read(saved)? == PDF, "the material is what was sent");
        desk.shoot("announcement-reach").await?;
        desk.shoot_dark_and_large("announcement-reach").await?;
        desk.audit().await?;

        let resident = journey.browser(Screen::Phone).await?;
        resident.open(&journey.site.own_board()?.path()).await?;
        resident.see("便民信息").await?;
        resident.see("城乡居民医保").await?;
        resident.shoot("board-news").await?;
        resident.shoot_dark_and_large("board-news").await?;
        resident.audit().await?;
        ensure!(!resident.words().await?.contains(TITLE), "a task is no news");
        desk.console_is_quiet().await
    })
    .await
}
