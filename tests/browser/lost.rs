//! A phone that is lost, and one that cannot be reached: what was not sent comes to the office in another way.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use shared::staffing::Duty;

use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::outbox::{cases, delivers, phone, sends_until, writes_report};

/// The page of the member whose phone it is, as the office sees it.
async fn person_page(journey: &Journey) -> Result<String> {
    let phones = journey.site.acts(Duty::Administrator, "GET", "/devices", None, &Value::Null)?;
    // The office's own browser was heard of since.
    let first = phones["items"].as_array().and_then(|all| all.last()).context("a phone that was heard of")?;
    let person = first["person"]["id"].as_str().context("whose")?;
    Ok(format!("/app/people/{person}"))
}

#[tokio::test]
async fn a_lost_phone_hands_in_what_it_has_and_forgets_everything() -> Result<()> {
    journey("lost", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        let words = "河堤有一处塌陷";
        writes_report(&member, words, &[]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;

        let desk = journey.signed_in(Screen::Desk, Duty::Administrator).await?;
        desk.open(&person_page(journey).await?).await?;
        desk.see("使用的手机").await?;
        desk.press("button", "报失").await?;
        desk.see_sheet("这台手机丢了？").await?;
        desk.audit().await?;
        desk.press("button", "报失").await?;
        desk.no_sheet().await?;
        desk.see("已报失，清除未确认").await?;

        line.has(Trouble::None);
        member.open("/app/outbox").await?;
        sends_until(&member, "这台手机已报失").await?;
        member.shoot("lost").await?;
        member.audit().await?;
        let left = "return indexedDB.databases().then((all) => new Promise((go) => {
            const request = indexedDB.open(all.find((one) => one.name.startsWith('wangge-')).name);
            request.onsuccess = async () => {
                const names = [...request.result.objectStoreNames];
                const counts = await Promise.all(names.map((name) => new Promise((found) => {
                    const count = request.result.transaction(name).objectStore(name).count();
                    count.onsuccess = () => found(count.result);
                })));
                request.result.close();
                go(counts.reduce((sum, one) => sum + one, 0));
            }; }))";
        ensure!(member.ask(left, vec![]).await? == 0, "nothing is left on the phone");
        ensure!(cases(journey, words)?.is_empty(), "nobody has decided on it");

        desk.reload().await?;
        desk.see("已报失，已清除").await?;
        desk.shoot("person-phones").await?;
        desk.audit().await?;
        desk.press("button", "处理").await?;
        desk.see_sheet("丢失手机交回的内容").await?;
        desk.see(words).await?;
        desk.audit().await?;
        desk.press("button", "补录").await?;
        desk.see("都处理完了").await?;
        ensure!(cases(journey, words)?.len() == 1, "it is entered");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn work_of_a_phone_without_a_network_is_brought_to_the_office_in_a_file() -> Result<()> {
    journey("handover", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        let words = "山路塌方，车过不去";
        writes_report(&member, words, &[]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;
        member.press("link", "待送达").await?;
        member.press("button", "存成文件交给街道").await?;
        let file = journey.downloaded(&member, ".wangge").await?;

        let desk = journey.signed_in(Screen::Desk, Duty::Administrator).await?;
        desk.open("/app/imports").await?;
        desk.see("手机交来的文件").await?;
        desk.choose("选择 .wangge 文件", &[&file]).await?;
        desk.press("button", "补录").await?;
        desk.see("1 项中已补录 1 项").await?;
        desk.shoot("handover").await?;
        desk.audit().await?;
        ensure!(cases(journey, words)?.len() == 1, "it is entered");

        line.has(Trouble::None);
        delivers(&member).await?;
        ensure!(cases(journey, words)?.len() == 1, "and not twice");
        Ok(())
    })
    .await
}
