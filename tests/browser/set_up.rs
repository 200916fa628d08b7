//! The first day: from an empty server to villages, a colleague and a password that only she knows.

use std::path::Path;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::{Journey, first_journey};

const PASSWORD: &str = "第一天 网格 上线";

#[tokio::test]
async fn the_first_administrator_imports_the_villages_and_opens_an_account() -> Result<()> {
    first_journey("set-up", async |journey| {
        let desk = journey.browser(Screen::Desk).await?;
        set_up(journey, &desk).await?;
        import_the_villages(&desk).await?;
        let initial = appoint_a_dispatcher(&desk).await?;

        let colleague = journey.browser(Screen::Phone).await?;
        colleague.open("/app").await?;
        colleague.fill("手机号", "13805700002").await?;
        colleague.fill("密码", &initial).await?;
        colleague.press("button", "登录").await?;
        colleague.see("先修改初始密码").await?;
        colleague.audit().await?;
        // Nothing else opens before that.
        colleague.open("/app/cases").await?;
        colleague.see("先修改初始密码").await?;
        colleague.fill("当前密码", &initial).await?;
        colleague.fill("新密码", "只有我知道的一句话").await?;
        colleague.fill("再输一次新密码", "只有我知道的一句话").await?;
        colleague.press("button", "修改密码").await?;
        colleague.find("heading", "案件").await?;
        colleague.console_is_quiet().await?;
        desk.console_is_quiet().await
    })
    .await
}

/// With the code that the server printed.
async fn set_up(journey: &Journey, desk: &Browser) -> Result<()> {
    let code = desk
        .until("the code to be printed", async || {
            Ok(journey.site.server.printed().split_once("with the code ").map(|(_, code)| code.trim().to_owned()))
        })
        .await?;
    desk.open("/app/setup").await?;
    desk.find("heading", "建立第一位管理员").await?;
    desk.audit().await?;
    desk.fill("一次性设置码", &code).await?;
    desk.fill("街道代码", "330881003").await?;
    desk.fill("街道名称", "清湖街道").await?;
    desk.fill("姓名", "周全").await?;
    desk.fill("手机号", "13805700001").await?;
    desk.fill("新密码", PASSWORD).await?;
    desk.press("button", "建立并登录").await?;
    desk.see("还没有村").await?;
    desk.audit().await
}

/// The real list of Qinghu's 26.
async fn import_the_villages(desk: &Browser) -> Result<()> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/qinghu-villages.csv").canonicalize()?;
    desk.press("link", "数据导入").await?;
    desk.press("box", "区划").await?;
    desk.choose("选择文件", &[&list]).await?;
    desk.press("button", "检查文件").await?;
    desk.see("可以导入").await?;
    desk.press("button", "确认导入").await?;
    desk.see("导入完成").await?;
    desk.press("link", "公示牌与人员").await?;
    desk.see("十村").await
}

/// Returns her initial password.
async fn appoint_a_dispatcher(desk: &Browser) -> Result<String> {
    desk.open("/app/people").await?;
    desk.press("button", "新增人员").await?;
    desk.see_sheet("新增人员").await?;
    desk.fill("姓名", "毛春燕").await?;
    desk.fill("工作电话", "13805700002").await?;
    desk.press("button", "保存").await?;
    desk.find("heading", "毛春燕").await?;
    desk.press("button", "任命").await?;
    desk.see_sheet("任命").await?;
    desk.fill("职务", "指挥室调度员").await?;
    desk.fill("范围编码", "330881003").await?;
    desk.audit().await?;
    desk.press("button", "任命").await?;
    desk.no_sheet().await?;
    desk.press("button", "开通账号").await?;
    desk.see_sheet("初始密码").await?;
    desk.audit().await?;
    let password = desk.find_css("dialog .secret").await?.text().await?;
    desk.press("button", "关闭").await?;
    desk.no_sheet().await?;
    Some(password).filter(|password| password.len() >= 8).context("an initial password")
}
