//! What the office keeps for its own work, and its inbox on a phone.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;

#[tokio::test]
async fn the_office_keeps_its_reply_templates() -> Result<()> {
    journey("templates", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        desk.press("link", "常用语").await?;
        desk.arrive("/app/templates").await?;
        desk.find("button", "不在本街道").await?;
        desk.audit().await?;
        desk.shoot("templates").await?;
        desk.press("button", "新增").await?;
        desk.see_sheet("新增常用语").await?;
        desk.press("button", "保存").await?;
        desk.find_css("dialog [aria-invalid=true]").await?;
        desk.audit().await?;
        desk.fill("用在哪一步", "不予受理").await?;
        desk.fill("标题", "归属地不明").await?;
        desk.fill("内容", "请补充【地点】后重新上报。").await?;
        // From wherever one types.
        desk.keys(&[char::from(Key::Control), char::from(Key::Enter)]).await?;
        desk.no_sheet().await?;
        desk.find("button", "归属地不明").await?;

        // It is offered where the move is made, on a phone too.
        let board = journey.site.own_board()?;
        journey.site.report(&board, "0602", "路灯不亮，不知道在哪")?;
        let phone = journey.signed_in(Screen::Phone, Duty::Dispatcher).await?;
        phone.open("/app/inbox").await?;
        phone.press("link", "路灯不亮，不知道在哪").await?;
        phone.press("button", "更多").await?;
        phone.press("button", "不予受理").await?;
        phone.see_sheet("不予受理").await?;
        phone.press("button", "归属地不明").await?;
        ensure!(phone.value("不予受理的理由").await?.contains("【地点】"), "the words are filled in");
        phone.shoot("template-offered").await?;

        phone.open("/app/templates").await?;
        phone.press("button", "归属地不明").await?;
        phone.see_sheet("修改常用语").await?;
        phone.audit().await?;
        phone.shoot("template-phone").await?;
        phone.press("button", "停用").await?;
        phone.no_sheet().await?;
        phone.until("it to be gone", async || Ok((!phone.offers("button", "归属地不明").await?).then_some(()))).await?;
        phone.press("button", "含已停用").await?;
        phone.press("button", "归属地不明").await?;
        phone.press("button", "恢复使用").await?;
        phone.no_sheet().await?;
        phone.audit().await?;
        phone.console_is_quiet().await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn several_cases_are_moved_together_on_a_phone() -> Result<()> {
    journey("bulk-phone", async |journey| {
        let board = journey.site.own_board()?;
        for place in ["桥头", "祠堂边"] {
            journey.site.report(&board, "0601", &format!("晨巡发现{place}路面坑洼"))?;
        }
        let phone = journey.signed_in(Screen::Phone, Duty::Dispatcher).await?;
        phone.open("/app/inbox").await?;
        phone.fill("搜索情况", "晨巡").await?;
        phone.until("two cases to be left", async || Ok((phone.attributes(".case-row", "class").await?.len() == 2).then_some(()))).await?;
        phone.press("button", "选择").await?;
        phone.see("点选要一起办理的案件").await?;
        phone.press("box", "晨巡发现桥头").await?;
        phone.press("box", "晨巡发现祠堂边").await?;
        phone.see("已选 2 件").await?;
        phone.audit().await?;
        phone.shoot("inbox-phone-selected").await?;
        phone.press("button", "受理").await?;
        phone.see_sheet("受理 2 件").await?;
        phone.audit().await?;
        phone.shoot("bulk-phone").await?;
        phone.press("button", "受理").await?;
        phone.no_sheet().await?;
        phone.see("受理：办好 2 件").await?;
        phone.press("button", "待派遣").await?;
        phone.find("button", "选择").await?;
        phone.find("link", "晨巡发现桥头").await?;
        phone.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn a_channel_carries_the_cases_of_one_unit() -> Result<()> {
    journey("channel-unit", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Administrator).await?;
        desk.open("/app/channels").await?;
        desk.press("button", "添加渠道").await?;
        desk.see_sheet("添加渠道").await?;
        desk.fill("名称", "执法中队工作群").await?;
        desk.fill("机器人或网关地址", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc").await?;
        let unit = first_unit(&desk).await?;
        desk.fill("只发这个单位的案件", &unit).await?;
        desk.audit().await?;
        desk.shoot("channel-unit").await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.find("heading", "执法中队工作群").await?;
        desk.see(&unit).await?;

        // It stays chosen, and can be let go again.
        desk.press("button", "修改").await?;
        desk.see_sheet("修改渠道").await?;
        desk.fill("只发这个单位的案件", "不限单位").await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.until("the unit to be gone", async || Ok((!desk.words().await?.contains(&unit)).then_some(()))).await?;
        desk.audit().await?;
        desk.shoot("channels").await?;
        desk.console_is_quiet().await
    })
    .await
}

/// The first unit the form offers, after the choice of all.
async fn first_unit(desk: &Browser) -> Result<String> {
    let field = desk.find("field", "只发这个单位的案件").await?;
    let field = serde_json::to_value(&field)?;
    desk.until("units to choose from", async || {
        let name = desk.ask("return arguments[0].options[1]?.label ?? null", vec![field.clone()]).await?;
        Ok(name.as_str().map(str::to_owned))
    })
    .await
}
