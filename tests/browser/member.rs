//! A grid member at work with the phone.

use anyhow::{Result, ensure};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::command::stand_at;
use crate::driver::Screen;
use crate::journey::journey;
use crate::picture::photo;

#[tokio::test]
async fn a_member_reports_with_several_photos_and_chooses_the_grid() -> Result<()> {
    journey("member-report", async |journey| {
        let member = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        member.press("link", "上报").await?;
        member.arrive("/app/report").await?;
        member.audit().await?;

        // What is missing is named, and nothing is sent.
        member.press("button", "提交上报").await?;
        member.see("请选择类别").await?;
        member.audit().await?;

        choose_category(&member, "井盖", "井盖与排水").await?;
        member.fill("情况说明", "井盖松动，车过有响声").await?;
        let files = [
            photo(&journey.site.folder, "1.jpg", [120, 120, 130])?,
            photo(&journey.site.folder, "2.jpg", [90, 60, 160])?,
            photo(&journey.site.folder, "3.jpg", [160, 140, 40])?,
        ];
        member.choose("相册", &[&files[0], &files[1], &files[2]]).await?;
        member.find("button", "删除照片 3").await?;
        let renamed = journey.file("program.jpg");
        std::fs::write(&renamed, b"MZ not a photo")?;
        member.choose("相册", &[&renamed]).await?;
        member.see("这不是照片").await?;
        choose_grid(&member).await?;
        member.fill("具体地点", "老年活动中心门口").await?;
        member.shoot("report").await?;
        member.audit().await?;

        member.press("button", "提交上报").await?;
        member.see("上报成功").await?;
        member.see("照片 3/3").await?;
        member.shoot("reported").await?;
        member.audit().await?;
        member.press("link", "查看案件").await?;
        member.arrive("/app/cases/").await?;
        member.see("井盖松动，车过有响声").await?;
        member.see_pictures(3).await?;
        view_a_photo(&member).await?;
        member.console_is_quiet().await
    })
    .await
}

async fn choose_category(member: &Browser, query: &str, name: &str) -> Result<()> {
    member.press("button", "类别").await?;
    member.see_sheet("选择类别").await?;
    member.fill("搜索类别", query).await?;
    member.audit().await?;
    member.press("button", name).await?;
    member.no_sheet().await
}

/// The first of the reader's own grids.
async fn choose_grid(member: &Browser) -> Result<()> {
    member.press("button", "选网格").await?;
    member.see_sheet("选择网格").await?;
    member.see("我的网格").await?;
    member.audit().await?;
    let own = member.find_css("dialog .group .cells .cell").await?;
    own.click().await?;
    member.no_sheet().await
}

async fn view_a_photo(member: &Browser) -> Result<()> {
    member.press("button", "查看照片 1").await?;
    member.find("button", "下一张").await?;
    member.audit().await?;
    member.press("button", "下一张").await?;
    member.find("image", "2 / 3").await?;
    member.press("button", "关闭").await?;
    member.no_sheet().await
}

#[tokio::test]
async fn the_place_of_a_report_is_found_by_the_phone_and_on_the_map() -> Result<()> {
    journey("place", async |journey| {
        let member = journey.browser(Screen::Phone).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        let (lon, lat) = journey.site.middle_of_some_grid()?;
        stand_at(&member.client, &member.origin, lon, lat).await?;
        member.sign_in(&phone, &password).await?;
        member.press("link", "上报").await?;
        member.see("误差约 12 米").await?;
        member.press("button", "地图选点").await?;
        member.see_sheet("在地图上点选位置").await?;
        member.find_css("dialog .leaflet-container path").await?;
        member.audit().await?;
        member.shoot("report-map").await?;
        member.find_css("dialog .leaflet-container").await?.click().await?;
        member.press("button", "用这个位置").await?;
        member.no_sheet().await?;
        ensure!(!member.words().await?.contains("误差约 12 米"), "the chosen point replaces the phone's");
        member.console_is_quiet().await
    })
    .await
}
