//! A member visits somebody without a network; the leader hands a record over without learning who it is; the office reads numbers.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::offline::is_kept;
use crate::outbox::{cases, is_sent, phone};

const NEEDED: &str = "降压药只剩三天，要代买";

/// Those the member visits, longest overdue first, as her phone lists them.
fn visited(journey: &Journey) -> Result<Vec<Value>> {
    let get = |path: &str| journey.site.acts(Duty::FullTime, "GET", path, None, &Value::Null);
    let list = get("/care-records?mine=true")?;
    let mut all = Vec::new();
    for it in list["items"].as_array().context("a list")? {
        ensure!(it["person"].is_null(), "a list names nobody: {it}");
        all.push(get(&format!("/care-records/{}", it["id"].as_str().context("an id")?))?);
    }
    all.sort_by_key(|it| it["due"]["due_on"].to_string());
    Ok(all)
}

fn name(record: &Value) -> Result<&str> {
    record["person"]["name"].as_str().context("a name")
}

#[tokio::test]
async fn a_visit_at_the_door_without_a_network_and_what_is_needed_becomes_a_case() -> Result<()> {
    journey("care", async |journey| {
        let people = visited(journey)?;
        let (first, second) = (name(&people[0])?, name(&people[1])?);
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        member.open("/app/day").await?;
        member.see("该走访的人").await?;
        member.see(first).await?;
        member.see("今天顺路走").await?;
        member.shoot("day-care").await?;
        member.audit().await?;
        member.press("button", "一切平安").await?;
        member.until("visited on My day", async || Ok((!member.words().await?.contains(first)).then_some(()))).await?;

        member.open("/app/care").await?;
        member.see("已走访，待送达").await?;
        member.shoot("care-offline").await?;
        member.shoot_dark_and_large("care-offline").await?;
        member.audit().await?;
        member.press("link", second).await?;
        member.see("打电话").await?;
        member.see("关爱原因").await?;
        member.shoot("care-record-offline").await?;
        member.audit().await?;
        member.press("button", "其他情况").await?;
        member.see_sheet("其他情况").await?;
        member.press("box", "有需求").await?;
        member.press("button", "记下走访").await?;
        member.see("请填写这一项").await?;
        member.fill("情况", NEEDED).await?;
        member.shoot("care-visit").await?;
        member.audit().await?;
        member.press("button", "记下并上报").await?;
        member.arrive("/app/report").await?;
        ensure!(member.value("情况说明").await? == NEEDED, "it has to be typed again");
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;

        line.has(Trouble::None);
        is_sent(&member).await?;
        ensure!(cases(journey, NEEDED)?.len() == 1, "what is needed is a case, once");
        let id = people[1]["id"].as_str().context("an id")?;
        let visits = journey.site.acts(Duty::FullTime, "GET", &format!("/care-records/{id}/visits"), None, &Value::Null)?;
        ensure!(visits["items"][0]["case"]["number"].is_string() && visits["items"][0]["note"] == NEEDED, "{visits}");
        member.open(&format!("/app/care/{id}")).await?;
        member.see(NEEDED).await?;
        member.shoot("care-record").await?;
        member.audit().await?;
        leader(journey, first).await?;
        office(journey).await
    })
    .await
}

/// The grid's leader adds somebody, and hands somebody over, by a label.
async fn leader(journey: &Journey, name: &str) -> Result<()> {
    let leader = journey.signed_in(Screen::Phone, Duty::Leader).await?;
    leader.open("/app/care").await?;
    leader.see("没有您走访的人").await?;
    leader.audit().await?;
    leader.press("box", "本网格").await?;
    leader.see("关爱 ").await?;
    ensure!(!leader.words().await?.contains(name), "the leader reads {name}");
    leader.shoot("care-of-grid").await?;
    leader.shoot_dark_and_large("care-of-grid").await?;
    leader.audit().await?;
    leader.press("button", "登记关爱对象").await?;
    leader.see_sheet("登记关爱对象").await?;
    leader.fill("姓名", "毛秋月").await?;
    leader.press("button", "保存").await?;
    leader.find_css(".error").await?;
    leader.press("button", "独居老人").await?;
    leader.shoot("care-add").await?;
    leader.shoot_dark_and_large("care-add").await?;
    leader.audit().await?;
    leader.press("button", "保存").await?;
    leader.no_sheet().await?;
    leader.press("box", "我走访的").await?;
    leader.press("link", "毛秋月").await?;
    leader.see("独居老人").await?;
    leader.press("button", "交接").await?;
    leader.see_sheet("交接").await?;
    leader.shoot("care-hand-over").await?;
    leader.shoot_dark_and_large("care-hand-over").await?;
    leader.audit().await?;
    leader.press("button", "取消").await?;
    leader.no_sheet().await?;
    leader.press("button", "结束走访").await?;
    leader.see_sheet("结束走访").await?;
    leader.audit().await?;
    leader.console_is_quiet().await
}

async fn office(journey: &Journey) -> Result<()> {
    let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
    desk.press("link", "关爱走访").await?;
    desk.arrive("/app/care").await?;
    desk.see("没有姓名").await?;
    desk.find_css("table tbody tr").await?;
    desk.shoot("care-office").await?;
    desk.shoot_dark_and_large("care-office").await?;
    desk.audit().await?;
    desk.console_is_quiet().await
}

#[tokio::test]
async fn care_in_english_dark_and_large_print() -> Result<()> {
    journey("care-look", async |journey| {
        let people = visited(journey)?;
        let member: Browser = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        is_kept(&member).await?;
        member.open("/app/me").await?;
        member.press("box", "English").await?;
        member.find("heading", "Appearance").await?;
        member.press("box", "Dark").await?;
        member.press("box", "Large print").await?;
        let id = people[0]["id"].as_str().context("an id")?;
        for (path, name) in [
            ("/app/day".to_owned(), "day-care-dark-large"),
            ("/app/care".into(), "care-dark-large"),
            (format!("/app/care/{id}"), "care-record-dark-large"),
        ] {
            member.open(&path).await?;
            member.see(crate::care::name(&people[0])?).await?;
            member.shoot(name).await?;
            member.audit().await?;
        }
        member.press("button", "Something else").await?;
        member.see_sheet("Something else").await?;
        member.shoot("care-visit-dark-large").await?;
        member.audit().await?;
        member.console_is_quiet().await
    })
    .await
}
