//! The office sets limits, and puts the year's notice of holidays in place.

use std::fs;

use anyhow::{Result, ensure};
use shared::staffing::Duty;

use crate::driver::Screen;
use crate::journey::journey;

#[tokio::test]
async fn the_assessor_changes_a_limit_and_goes_back_to_the_default() -> Result<()> {
    journey("limits", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "时限与节假日").await?;
        desk.arrive("/app/limits").await?;
        desk.find("button", "修改路灯与照明处置时限：2 个工作日内").await?;
        desk.audit().await?;
        desk.shoot("limits").await?;
        desk.press("button", "修改路灯与照明处置时限").await?;
        desk.see_sheet("路灯与照明").await?;
        desk.fill("数量", "0").await?;
        desk.press("button", "保存").await?;
        desk.see("请填写 1 到 1000 的整数").await?;
        desk.audit().await?;
        desk.fill("数量", "6").await?;
        desk.fill("计时方式", "工作小时").await?;
        desk.shoot("limit-edited").await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.find("button", "修改路灯与照明处置时限：6 个工作小时内").await?;

        // On a phone the same limit is one of four in a line.
        let phone = journey.signed_in(Screen::Phone, Duty::Assessor).await?;
        phone.open("/app/limits").await?;
        phone.press("button", "已调整").await?;
        phone.see("处置 6 个工作小时内").await?;
        phone.audit().await?;
        phone.shoot("limits-phone").await?;
        phone.press("button", "路灯与照明").await?;
        phone.see_sheet("路灯与照明").await?;
        phone.see("默认：2 个工作日内").await?;
        phone.audit().await?;
        phone.shoot("limit-phone").await?;
        phone.press("button", "恢复默认").await?;
        phone.no_sheet().await?;
        phone.see("没有调整过的时限").await?;
        phone.console_is_quiet().await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn the_assessor_replaces_a_year_by_a_file() -> Result<()> {
    journey("holidays", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "时限与节假日").await?;
        desk.press("link", "节假日").await?;
        desk.arrive("/app/holidays").await?;
        desk.press("button", "2026 年").await?;
        desk.see("国庆节").await?;
        desk.see("10月1日 周四 至 10月7日 周三").await?;
        desk.audit().await?;
        desk.shoot("holidays").await?;
        desk.press("button", "2028 年").await?;
        desk.see("还没有这一年的安排").await?;
        desk.press("button", "2027 年").await?;
        desk.see("没有调休").await?;

        desk.press("button", "用文件替换 2027 年").await?;
        desk.see_sheet("用文件替换 2027 年").await?;
        let bad = journey.file("bad.csv");
        fs::write(&bad, "day,kind,name\n2027-01-01,off,元旦\n2027-02-30,off,春节\n")?;
        desk.choose("选择文件", &[&bad]).await?;
        desk.see("A3").await?;
        desk.audit().await?;
        ensure!(!desk.offers("button", "确认").await?, "a faulty file cannot replace anything");
        let good = journey.file("good.csv");
        fs::write(&good, "day,kind,name\n2027-01-01,off,元旦\n2027-02-05,off,春节\n2027-02-06,off,春节\n2027-02-20,workday,春节调休\n")?;
        desk.choose("bad.csv", &[&good]).await?;
        desk.see("共 4 行，可以导入").await?;
        desk.audit().await?;
        desk.shoot("holidays-replaced").await?;
        desk.press("button", "确认 14 处变化").await?;
        desk.no_sheet().await?;
        desk.see("调休上班").await?;

        let phone = journey.signed_in(Screen::Phone, Duty::Assessor).await?;
        phone.open("/app/holidays").await?;
        phone.press("button", "2027 年").await?;
        phone.see("春节调休").await?;
        phone.audit().await?;
        phone.shoot("holidays-phone").await?;
        phone.console_is_quiet().await?;
        desk.console_is_quiet().await
    })
    .await
}
