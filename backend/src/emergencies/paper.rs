//! The report of an emergency (应急处置情况报告): numbers, what was told, what was brought to safety. It names no evacuee.

use krilla::Document;
use krilla::metadata::Metadata;
use shared::emergencies::Emergency;
use shared::emergencies::households::PropertyMoved;
use shared::emergencies::situation::{Heads, Situation};
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::staffing::PersonName;
use shared::time::Moment;

use crate::boards::pdf::PdfError;
use crate::boards::pdf::canvas::{INK, INK_SOFT, Style};
use crate::boards::pdf::fonts::Fonts;
use crate::cases::file::flow::{Flow, MARGIN};

shared::messages! {
    /// The foot of a page; the report itself is Chinese.
    trait Foot;
    made(name: &str, at: &str) => "{name} 于 {at} 打印", "Printed by {name}, {at}";
    page(number: usize, of: usize) => "第 {number} 页，共 {of} 页", "Page {number} of {of}";
}

/// What is printed, and for whom.
pub struct Print {
    pub emergency: Emergency,
    pub situation: Situation,
    /// When the first and the last of it was done.
    pub span: Option<(Moment, Moment)>,
    pub property: Vec<PropertyMoved>,
    pub made_for: PersonName,
    pub made_at: Moment,
}

/// Draws the report. The same emergency gives the same bytes.
pub fn draw(print: &Print, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    const TITLE: &str = "应急处置情况报告";
    let (emergency, situation) = (&print.emergency, &print.situation);
    let mut flow = Flow::new(fonts);
    flow.centred(TITLE, Style::bold(20.0, INK));
    flow.centred(&emergency.title, Style::regular(13.0, INK_SOFT));
    flow.space(8.0);
    flow.fact("类别", emergency.kind.label(Lang::Zh));
    flow.fact("启动", &format!("{}，{}", emergency.opened_at.to_minute(), emergency.opened_by.name));
    flow.fact("结束", &emergency.closed_at.map_or_else(|| "尚未结束".to_owned(), |at| at.to_minute()));
    flow.fact("范围", &format!("{} 个网格", emergency.grids.len()));
    if let Some((first, last)) = print.span {
        flow.fact("转移与清点", &format!("{} 至 {}", first.to_minute(), last.to_minute()));
    }
    flow.head("人员");
    flow.text(MARGIN, &in_words(situation.heads), Style::regular(11.0, INK));
    flow.head("各网格");
    for it in situation.grids.iter().filter(|it| it.households > 0) {
        let name = grid_title(&it.village_name, &it.grid_name);
        flow.content(&format!("{name}　{} 户", it.households), &format!("{} 人，已脱险 {} 人", it.heads.all(), it.heads.safe()));
    }
    flow.head("安置点");
    for it in &situation.shelters {
        flow.content(&it.name, &format!("接收过 {} 人，现有 {} 人", it.brought, it.people));
    }
    told(&mut flow, print);
    if let Some(closing) = &emergency.closing {
        flow.head("总结");
        flow.text(MARGIN, closing, Style::regular(11.0, INK));
    }
    let mut document = Document::new();
    let made = lang.made(&print.made_for, &print.made_at.to_minute());
    flow.draw(&mut document, &format!("{TITLE} · {}", emergency.title), |n, of| (made.clone(), lang.page(n, of)))?;
    let title = format!("{TITLE} {}", emergency.title);
    document.set_metadata(Metadata::new().title(title).language("zh-CN".into()).creator("Wangge 网格".to_owned()));
    document.finish().map_err(|e| PdfError::Format(format!("{e:?}")))
}

fn in_words(heads: Heads) -> String {
    let Heads { waiting, moved, present, missing, returned } = heads;
    format!(
        "名单共 {} 人：待转移 {waiting} 人，已转移 {moved} 人，清点到 {present} 人，没有清点到 {missing} 人，已返回 {returned} 人。",
        heads.all()
    )
}

/// Property, and the messages with how many read them.
fn told(flow: &mut Flow<'_>, print: &Print) {
    if !print.property.is_empty() {
        flow.head("转移的财物");
        for it in &print.property {
            flow.step(&it.at.to_minute(), &it.what, &[]);
        }
    }
    if !print.situation.notices.is_empty() {
        flow.head("通知");
        for it in print.situation.notices.iter().rev() {
            let read = format!("{} 人收到，{} 人未确认", it.received, it.silent_count);
            flow.step(&it.notice.at.to_minute(), &it.notice.text, &[read]);
        }
    }
}
