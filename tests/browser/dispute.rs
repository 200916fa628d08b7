//! The story of 十村: a dispute is mediated on the doorstep, without a signal, to a signed agreement on paper.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use fantoccini::wd::PrintConfiguration;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::command::draw;
use crate::driver::Screen;
use crate::journey::journey;
use crate::line::{Line, Trouble};
use crate::outbox::{is_sent, phone};

/// Where the field for the pen is: left, top, width, height.
const FIELD: &str = "const field = [...document.querySelectorAll('svg.ink:not(.small)')].find((one) => one.getAttribute('aria-label') === arguments[0]); field.scrollIntoView({ block: 'center' }); const at = field.getBoundingClientRect(); return [at.left, at.top, at.width, at.height]";

#[tokio::test]
async fn a_dispute_is_mediated_on_the_doorstep_to_a_signed_agreement() -> Result<()> {
    journey("dispute", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        files_dispute(&member).await?;
        member.press("link", "调解").await?;
        member.see("还没有开始调解").await?;
        member.audit().await?;

        // From here on there is no network.
        line.has(Trouble::Dead);
        member.press("button", "开始调解").await?;
        member.see_sheet("开始调解").await?;
        member.press("button", "保存").await?;
        member.see("请填写这一项").await?;
        member.fill("简要情况", "两家为新房地基的界址起争执").await?;
        saves(&member).await?;
        party(&member, "张有福", "56").await?;
        party(&member, "李国强", "48").await?;
        member.shoot("dispute-parties").await?;
        for name in ["张有福", "李国强"] {
            member.press("button", &format!("告知{name}权利")).await?;
            member.see("人民调解不收费").await?;
            saves(&member).await?;
        }
        // Agreed, went back on it, and with the land assistant agreed again.
        session(&member, "同意", "同意", "").await?;
        member.press("button", "更多").await?;
        member.press("button", "记录一次调解").await?;
        held(&member, "反悔", "不同意", "").await?;
        session(&member, "同意", "同意", "徐国土").await?;
        member.shoot("dispute-course").await?;
        member.shoot_dark_and_large("dispute-course").await?;
        drafts(&member).await?;
        member.audit().await?;
        for (n, name) in ["张有福", "李国强", "调解员"].iter().enumerate() {
            signs(&member, name, n).await?;
        }
        member.see("已达成协议").await?;
        member.see("未送达").await?;
        member.shoot("dispute").await?;
        member.shoot_dark_and_large("dispute").await?;
        member.audit().await?;

        member.press("link", "看协议书").await?;
        member.see("李国强").await?;
        member.see("签于").await?;
        member.shoot("agreement").await?;
        member.shoot_dark_and_large("agreement").await?;
        member.audit().await?;
        let printed = journey.file("printed.pdf");
        std::fs::write(&printed, member.client.print(PrintConfiguration::default()).await?)?;
        reads(&printed, &["人民调解协议书", "张有福", "退让 0.6 米", "签于", "人民调解委员会（印章）"], 1)?;

        // Closed and opened again, it is all there; then the network comes back.
        let member = journey.reopened(member, Screen::Phone).await?;
        member.open("/app/day").await?;
        member.see("待送达").await?;
        line.has(Trouble::None);
        is_sent(&member).await?;
        member.open("/app/cases").await?;
        member.press("link", "新房地基过了老界石").await?;
        member.see("调解：签字").await?;
        member.press("link", "调解").await?;
        member.see("人调字第").await?;
        let page = member.path().await?;
        let desk = journey.signed_in(Screen::Desk, Duty::Leader).await?;
        desk.open(&page).await?;
        desk.see("人调字第").await?;
        desk.shoot("dispute-desk").await?;
        desk.audit().await?;

        member.press("button", "1101************2X").await?;
        member.see_sheet("查看身份证号码").await?;
        member.fill("用途", "核对协议").await?;
        member.press("button", "查看身份证号码").await?;
        member.see("11010519491231002X").await?;
        member.audit().await?;
        member.press("button", "取消").await?;
        member.no_sheet().await?;
        member.press("button", "下载协议书").await?;
        let paper = journey.downloaded(&member, "-agreement.pdf").await?;
        reads(&paper, &["人民调解协议书", "张有福", "李国强", "退让 0.6 米", "自行拆除", "国强家不再阻拦"], 1)?;
        member.press("button", "下载卷宗").await?;
        let file = journey.downloaded(&member, "-file.pdf").await?;
        reads(&file, &["卷 内 目 录", "权利义务告知书", "国土协管员", "反悔"], 6)
    })
    .await
}

async fn files_dispute(member: &Browser) -> Result<()> {
    member.open("/app/report").await?;
    member.press("button", "类别").await?;
    member.fill("搜索类别", "宅基地").await?;
    member.press("button", "建房与宅基地纠纷").await?;
    member.no_sheet().await?;
    member.fill("情况说明", "新房地基过了老界石").await?;
    member.press("button", "提交上报").await?;
    member.see("上报成功").await?;
    member.press("link", "查看案件").await
}

async fn saves(member: &Browser) -> Result<()> {
    member.press("button", "保存").await?;
    member.no_sheet().await
}

async fn party(member: &Browser, name: &str, age: &str) -> Result<()> {
    member.press("button", "登记当事人").await?;
    member.see_sheet("登记当事人").await?;
    for (field, text) in
        [("姓名或名称", name), ("年龄", age), ("职业或职务", "务农"), ("住址或单位", "十村 12 号"), ("联系电话", "13857001234")]
    {
        member.fill(field, text).await?;
    }
    member.fill("身份证号码", "11010519491231002X").await?;
    if name == "张有福" {
        member.audit().await?;
        member.shoot("dispute-party").await?;
    }
    saves(member).await?;
    member.see(name).await
}

async fn session(member: &Browser, zhang: &str, li: &str, helper: &str) -> Result<()> {
    member.press("button", "更多").await?;
    member.press("button", "记录一次调解").await?;
    held(member, zhang, li, helper).await
}

async fn held(member: &Browser, zhang: &str, li: &str, helper: &str) -> Result<()> {
    member.see_sheet("记录一次调解").await?;
    member.fill("张有福 的态度", zhang).await?;
    member.fill("李国强 的态度", li).await?;
    member.fill("张有福 提出的方案", "退让 0.6 米").await?;
    member.fill("调解记录", "双方到界石旁看过").await?;
    member.fill("地点", "村委会").await?;
    if !helper.is_empty() {
        member.fill("受邀参加的人", helper).await?;
        member.fill("身份", "国土协管员").await?;
    }
    saves(member).await
}

async fn drafts(member: &Browser) -> Result<()> {
    member.press("button", "拟定协议").await?;
    member.see_sheet("拟定协议").await?;
    for (field, text) in [
        ("争议事项和各方责任", "越界 0.6 米，张有福负主要责任"),
        ("协议内容", "张有福退让 0.6 米，李国强家不再阻拦"),
        ("履行方式", "自行拆除"),
        ("履行地点", "十村"),
    ] {
        member.fill(field, text).await?;
    }
    saves(member).await?;
    member.see("待签字").await
}

async fn signs(member: &Browser, name: &str, n: usize) -> Result<()> {
    member.press("button", &format!("{name} 签字")).await?;
    member.see_sheet(&format!("{name} 签字")).await?;
    if n == 0 {
        member.press("button", "保存").await?;
        member.see("请在框内写上完整的签名").await?;
    }
    signs_at(member, "在此签名", n).await?;
    if n == 1 {
        member.audit().await?;
        member.shoot("dispute-sign").await?;
    }
    saves(member).await
}

/// Signs on the field of this name, everybody in another way.
pub async fn signs_at(member: &Browser, name: &str, n: usize) -> Result<()> {
    let place = member.ask(FIELD, vec![name.into()]).await?;
    let [x, y, w, h]: [f64; 4] = serde_json::from_value(place).context("no field to sign on")?;
    let at = |u: f64, v: f64| (x + u * w, y + v * h);
    draw(&member.client, &[at(0.1, 0.3), at(0.25, 0.25), at(0.35, 0.7), at(0.2, 0.8)]).await?;
    Ok(draw(&member.client, &[at(0.5, 0.2), at(0.55, 0.5), at(0.6 + n as f64 * 0.05, 0.85)]).await?)
}

/// Reads a PDF as poppler does, and looks for words on so many pages or more.
pub fn reads(path: &std::path::Path, words: &[&str], pages: usize) -> Result<()> {
    let out = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().context("pdftotext, of the package poppler-utils")?;
    let text = String::from_utf8(out.stdout)?;
    // Lines end where there is no more room.
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let all = plain(&text);
    for word in words {
        ensure!(all.contains(&plain(word)), "{word} is not in {}:\n{text}", path.display());
    }
    let count = text.matches('\u{c}').count();
    ensure!(count >= pages, "{count} pages instead of {pages} or more");
    Ok(())
}
