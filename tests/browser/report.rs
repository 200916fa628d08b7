//! The whole way of a matter: a resident reports it from the board, the grid's full-time member deals with it, the resident sees that.

use anyhow::{Context, Result, ensure};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::picture::photo;

#[tokio::test]
async fn a_resident_reports_and_the_member_of_the_grid_completes_it() -> Result<()> {
    journey("report", async |journey| {
        let board = journey.site.own_board()?;
        let resident = journey.browser(Screen::Phone).await?;
        let words = "桥头第三盏路灯不亮，晚上看不清路";
        let before = photo(&journey.site.folder, "before.jpg", [180, 60, 50])?;

        // The resident's phone runs no script.
        resident.allow_scripts(false).await?;
        resident.open(&board.path()).await?;
        resident.press("link", "报告问题").await?;
        resident.arrive(&format!("{}/report", board.path())).await?;
        resident.fill("是哪类事情", "路灯不亮").await?;
        resident.fill("看到了什么", words).await?;
        resident.choose("照片", &[&before]).await?;
        resident.shoot("resident-report").await?;
        resident.press("button", "提交").await?;
        // Other lamps of the grid are known; this is another one, and its photo is kept.
        resident.see("附近已有人上报同样的事").await?;
        resident.shoot("resident-known").await?;
        resident.press("button", "不是同一件事").await?;
        resident.arrive("/r/").await?;
        resident.see("上报成功").await?;
        resident.see(words).await?;
        resident.see_pictures(1).await?;
        resident.shoot("receipt-new").await?;
        let receipt = resident.path().await?.split('?').next().context("a path")?.to_owned();
        resident.see(receipt.trim_start_matches("/r/")).await?;

        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.see("由我负责").await?;
        member.audit().await?;
        member.shoot("my-day").await?;
        member.press("link", words).await?;
        member.arrive("/app/cases/").await?;
        member.see_pictures(1).await?;
        member.audit().await?;
        take_up(&member).await?;
        let after = photo(&journey.site.folder, "after.jpg", [60, 150, 80])?;
        complete(&member, &after).await?;
        member.shoot("case-completed").await?;
        member.audit().await?;
        member.console_is_quiet().await?;
        let leader = journey.browser(Screen::Phone).await?;
        verify_and_close(journey, &leader, words).await?;

        resident.open(&receipt).await?;
        resident.see("已换新灯泡，现在亮了").await?;
        resident.see("已处理完").await?;
        resident.see("已到现场核查，通过").await?;
        resident.see_pictures(2).await?;
        resident.shoot("receipt-done").await?;
        resident.allow_scripts(true).await?;
        resident.reload().await?;
        resident.audit().await?;
        resident.console_is_quiet().await
    })
    .await
}

async fn take_up(member: &Browser) -> Result<()> {
    member.press("button", "接手").await?;
    member.see_sheet("接手").await?;
    member.audit().await?;
    member.press("button", "接手").await?;
    member.no_sheet().await?;
    member.see("处理中").await
}

async fn complete(member: &Browser, after: &std::path::Path) -> Result<()> {
    member.press("button", "办结上报").await?;
    member.see_sheet("办结上报").await?;
    // Without a photo and words it is not taken.
    member.press("button", "办结上报").await?;
    member.see("这类案件办结要有处置后的照片").await?;
    member.audit().await?;
    member.choose("相册", &[after]).await?;
    member.find("button", "删除照片 1").await?;
    member.fill("处置结果", "已换新灯泡，现在亮了").await?;
    member.shoot("complete").await?;
    member.press("button", "办结上报").await?;
    member.no_sheet().await?;
    member.see("待核查").await?;
    member.see("处置前后对比").await?;
    member.see_pictures(2).await?;
    ensure!(member.words().await?.contains("已换新灯泡，现在亮了"), "the timeline tells what was done");
    Ok(())
}

/// The leader of the grid, who did not complete it, looks at the place and closes the case.
async fn verify_and_close(journey: &Journey, leader: &Browser, words: &str) -> Result<()> {
    let (phone, password) = journey.site.login(Duty::Leader)?;
    leader.sign_in(&phone, &password).await?;
    leader.press("link", "案件").await?;
    leader.press("button", "待核查").await?;
    leader.press("link", words).await?;
    leader.arrive("/app/cases/").await?;
    leader.press("button", "核查通过").await?;
    leader.see_sheet("核查通过").await?;
    leader.press("button", "核查通过").await?;
    leader.no_sheet().await?;
    leader.press("button", "结案").await?;
    leader.see_sheet("结案").await?;
    leader.press("button", "结案").await?;
    leader.find_css("dialog [aria-invalid=true]").await?;
    leader.fill("结案说明", "晚上到现场看过，灯亮了").await?;
    leader.press("button", "结案").await?;
    leader.no_sheet().await?;
    leader.see("已办结").await?;
    leader.shoot("case-closed").await?;
    leader.audit().await?;
    leader.console_is_quiet().await
}

#[tokio::test]
async fn a_member_solves_it_on_the_spot_from_my_day() -> Result<()> {
    journey("on-the-spot", async |journey| {
        let words = "垃圾桶翻倒，垃圾撒了一地";
        journey.site.report(&journey.site.own_board()?, "0401", words)?;
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.see(words).await?;
        member.press("button", &format!("现场办结 {words}")).await?;
        member.see_sheet("现场办结").await?;
        member.press("button", "现场办结").await?;
        member.see("这类案件还要有处置前的照片").await?;
        member.audit().await?;
        let (before, after) =
            (photo(&journey.site.folder, "before.jpg", [150, 120, 60])?, photo(&journey.site.folder, "after.jpg", [90, 160, 110])?);
        for (group, file) in [("处置前照片", &before), ("处置后照片", &after)] {
            let field = member.find_css(&format!("dialog [role=group][aria-label='{group}'] input[multiple]")).await?;
            field.send_keys(&file.display().to_string()).await?;
            member.find_css(&format!("dialog [role=group][aria-label='{group}'] img")).await?;
        }
        member.fill("处置结果", "已扶起垃圾桶，扫干净").await?;
        member.shoot("on-the-spot").await?;
        member.press("button", "现场办结").await?;
        member.no_sheet().await?;
        member.until("the case to leave the day", async || Ok((!member.words().await?.contains(words)).then_some(()))).await?;
        member.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn a_form_that_lacks_something_says_so_and_keeps_what_was_typed() -> Result<()> {
    journey("faulty-report", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        browser.allow_scripts(false).await?;
        browser.open(&format!("{}/report", board.path())).await?;
        // The browser's own checks would stop the form before the server sees it.
        browser.ask("for (const form of document.forms) form.noValidate = true", vec![]).await?;
        browser.fill("看到了什么", "路灯不亮").await?;
        browser.press("button", "提交").await?;
        browser.see("请选择是哪类事情").await?;
        ensure!(browser.value("看到了什么").await? == "路灯不亮", "what was typed is lost");
        browser.allow_scripts(true).await?;
        browser.audit().await?;

        let text = journey.file("photo.jpg");
        std::fs::write(&text, "not a photo at all")?;
        browser.fill("是哪类事情", "路灯不亮").await?;
        browser.choose("照片", &[&text]).await?;
        browser.press("button", "提交").await?;
        browser.arrive("/r/").await?;
        browser.see("有照片没有收下").await?;
        browser.shoot("receipt-photo-refused").await?;
        browser.audit().await
    })
    .await
}
