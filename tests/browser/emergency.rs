//! A flood: the office opens an emergency and tells everybody; two phones without a signal move people and count heads; nobody is lost.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::offline::is_kept;
use crate::outbox::{is_sent, phone};

const TITLE: &str = "6 月 18 日强降雨";
const TOLD: &str = "今晚 19 点前完成毛家塘低洼处转移，先老人小孩";

#[tokio::test]
async fn a_flood_is_counted_by_two_phones_and_merged_without_loss() -> Result<()> {
    journey("emergency", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        opens(&desk).await?;
        let (one, two) = (Line::to(journey.site.server.port)?, Line::to(journey.site.server.port)?);
        let leader = journey.through(&two, Screen::Phone).await?;
        let (who, password) = journey.site.login(Duty::Leader)?;
        leader.sign_in(&who, &password).await?;
        is_kept(&leader).await?;
        let member = phone(journey, &one).await?;

        member.open("/app/day").await?;
        member.see(TITLE).await?;
        member.see(TOLD).await?;
        member.shoot("day-emergency").await?;
        member.shoot_dark_and_large("day-emergency").await?;
        member.audit().await?;
        member.press("button", "收到").await?;
        member.press("link", "去转移清点").await?;
        member.see("名单还是空的").await?;
        adds(&member, "毛阿福", "毛奶奶\n毛小军", Some("毛奶奶")).await?;
        is_sent(&member).await?;
        leader.open("/app/emergencies").await?;
        leader.press("link", TITLE).await?;
        leader.see("毛阿福").await?;

        // Both out of reach: the same old woman is ticked on both phones.
        one.has(Trouble::Dead);
        two.has(Trouble::Dead);
        let id = leader.path().await?.rsplit('/').next().context("an id")?.to_owned();
        member.open(&format!("/app/emergencies/{id}")).await?;
        member.press("button", "毛阿福").await?;
        member.see_sheet("毛阿福").await?;
        member.press("box", "毛小军").await?;
        member.fill("转移的财物", "摩托车 1 辆、粮食 6 袋").await?;
        member.shoot("emergency-household").await?;
        member.shoot_dark_and_large("emergency-household").await?;
        member.audit().await?;
        member.press("button", "记下转移").await?;
        member.no_sheet().await?;
        member.see("1 人待转移").await?;
        leader.press("button", "毛阿福").await?;
        leader.see_sheet("毛阿福").await?;
        leader.press("box", "毛阿福").await?;
        leader.press("button", "记下转移").await?;
        leader.no_sheet().await?;
        adds(&leader, "祝水生", "祝奶奶", Some("祝奶奶")).await?;
        leader.see("待送达").await?;
        leader.shoot("emergency-list").await?;
        leader.shoot_dark_and_large("emergency-list").await?;
        leader.audit().await?;
        // A phone that was out of power has all of it.
        let member = journey.reopened(member, Screen::Phone).await?;
        member.open(&format!("/app/emergencies/{id}")).await?;
        member.see("待送达").await?;

        one.has(Trouble::None);
        two.has(Trouble::None);
        is_sent(&member).await?;
        is_sent(&leader).await?;
        member.open(&format!("/app/emergencies/{id}")).await?;
        member.see("全部转移").await?;
        member.press("button", "毛阿福").await?;
        member.see_sheet("毛阿福").await?;
        member.see("勾选在场的人").await?;
        member.press("box", "毛小军").await?;
        member.press("button", "记下清点").await?;
        member.no_sheet().await?;
        member.see("1 人没清点到").await?;
        is_sent(&member).await?;
        merged(journey, &id)?;
        office(&desk, &id).await
    })
    .await
}

/// The office opens it for one village, and tells everybody.
async fn opens(desk: &Browser) -> Result<()> {
    desk.open("/app/emergencies").await?;
    desk.see("启动应急").await?;
    desk.audit().await?;
    desk.press("button", "启动应急").await?;
    desk.see_sheet("启动应急").await?;
    desk.fill("名称", TITLE).await?;
    desk.press("button", "十村").await?;
    desk.fill("安置点", "清湖小学\n十村文化礼堂").await?;
    desk.fill("公示牌上告诉群众", "今晚有强降雨，低洼处住户请听网格员安排转移").await?;
    desk.shoot("emergency-open").await?;
    desk.shoot_dark_and_large("emergency-open").await?;
    desk.audit().await?;
    desk.press("button", "启动应急").await?;
    desk.see("还没有通知").await?;
    desk.press("button", "通知全体").await?;
    desk.see_sheet("通知全体").await?;
    desk.fill("通知内容", TOLD).await?;
    desk.audit().await?;
    desk.press("button", "通知全体").await?;
    desk.no_sheet().await?;
    desk.see(TOLD).await
}

async fn adds(phone: &Browser, name: &str, others: &str, helped: Option<&str>) -> Result<()> {
    phone.press("button", "加一户").await?;
    phone.see_sheet("加一户").await?;
    phone.fill("户主", name).await?;
    phone.fill("同住的人", others).await?;
    if let Some(helped) = helped {
        phone.press("button", helped).await?;
    }
    phone.fill("住处", "毛家塘 12 号").await?;
    phone.audit().await?;
    phone.press("button", "保存").await?;
    phone.no_sheet().await?;
    phone.see(name).await
}

/// Three of one house, two of the other: nobody twice, nobody lost.
fn merged(journey: &Journey, id: &str) -> Result<()> {
    let told = journey.site.acts(Duty::Dispatcher, "GET", &format!("/emergencies/{id}/situation"), None, &Value::Null)?;
    let heads = &told["heads"];
    ensure!(heads["waiting"] == 2 && heads["present"] == 2 && heads["missing"] == 1 && heads["moved"] == 0, "{told}");
    ensure!(told["notices"][0]["received"] == 1, "{told}");
    Ok(())
}

async fn office(desk: &Browser, id: &str) -> Result<()> {
    desk.open(&format!("/app/emergencies/{id}")).await?;
    desk.see("没清点到").await?;
    desk.see("未确认").await?;
    desk.see("毛阿福").await?;
    desk.shoot("emergency-situation").await?;
    desk.shoot_dark_and_large("emergency-situation").await?;
    desk.audit().await?;
    desk.press("button", "结束应急").await?;
    desk.see_sheet("结束应急").await?;
    desk.fill("总结", "人员全部安全，雨后组织返回").await?;
    desk.audit().await?;
    desk.press("button", "结束应急").await?;
    desk.no_sheet().await?;
    desk.see("人员全部安全").await?;
    desk.console_is_quiet().await
}

#[tokio::test]
async fn an_emergency_in_english_dark_and_large_print() -> Result<()> {
    journey("emergency-look", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        opens(&desk).await?;
        let leader = journey.signed_in(Screen::Phone, Duty::Leader).await?;
        is_kept(&leader).await?;
        leader.open("/app/me").await?;
        leader.press("box", "English").await?;
        leader.find("heading", "Appearance").await?;
        leader.press("box", "Dark").await?;
        leader.press("box", "Large print").await?;
        leader.open("/app/day").await?;
        leader.see("Got it").await?;
        leader.shoot("day-emergency-dark-large").await?;
        leader.audit().await?;
        leader.press("link", "Open the list").await?;
        leader.press("button", "Add a household").await?;
        leader.see_sheet("Add a household").await?;
        leader.shoot("emergency-add-dark-large").await?;
        leader.audit().await?;
        leader.console_is_quiet().await
    })
    .await
}
