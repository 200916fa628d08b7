//! The receipt of a handover (财物见证移交清单).

use krilla::Document;
use krilla::metadata::Metadata;
use shared::ink::{INK_FIELD, Ink};
use shared::lang::Lang;
use shared::witnessed::cash::{in_capitals, yuan};

use super::Print;
use crate::boards::pdf::PdfError;
use crate::boards::pdf::canvas::{INK, INK_SOFT, Style};
use crate::boards::pdf::fonts::Fonts;
use crate::cases::file::flow::{Flow, MARGIN, Signature};

shared::messages! {
    /// The foot of a page; the receipt itself is Chinese.
    trait Foot;
    made(name: &str, at: &str) => "{name} 于 {at} 打印 · 内含个人信息，请妥善保管", "Printed by {name}, {at} · holds personal data, keep it safe";
    page(number: usize, of: usize) => "第 {number} 页，共 {of} 页", "Page {number} of {of}";
}

/// Draws the receipt. The same handover gives the same bytes.
pub fn draw(print: &Print, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    const TITLE: &str = "财物见证移交清单";
    let handover = &print.made.handover;
    let mut flow = Flow::new(fonts);
    flow.centred(TITLE, Style::bold(20.0, INK));
    flow.to_right(&format!("案件编号 {}", print.case.number), Style::regular(10.5, INK_SOFT));
    flow.space(8.0);
    flow.fact("移交时间", &handover.at.to_minute());
    flow.fact("移交地点", &handover.place);
    flow.fact("发现经过", &handover.found);
    list(&mut flow, print);
    flow.head("接收人");
    let recipient = &handover.recipient;
    flow.fact("姓名", &recipient.name);
    flow.fact("与失主关系", &recipient.relation);
    flow.fact("核对凭据", &recipient.proof);
    if let Some(phone) = &recipient.phone {
        flow.fact("联系电话", phone);
    }
    flow.space(8.0);
    flow.text(MARGIN, "以上财物经在场人员当面清点无误，已全部交接收人收讫。", Style::regular(11.0, INK));
    flow.space(10.0);
    flow.signatures(signatures(print));

    let mut document = Document::new();
    let made = lang.made(&print.made_for, &print.made_at.to_minute());
    flow.draw(&mut document, &format!("{TITLE} {}", print.case.number), |n, of| (made.clone(), lang.page(n, of)))?;
    let title = format!("{TITLE} {}", print.case.number);
    document.set_metadata(Metadata::new().title(title).language("zh-CN".into()).creator("Wangge 网格".to_owned()));
    document.finish().map_err(|e| PdfError::Format(format!("{e:?}")))
}

/// Things, then cash by denomination, then the sum in figures and words.
fn list(flow: &mut Flow<'_>, print: &Print) {
    let handover = &print.made.handover;
    flow.head("清单");
    for (number, item) in (1..).zip(&handover.items) {
        let note = item.note.as_ref().map(|note| format!("（{}）", note.as_str())).unwrap_or_default();
        flow.content(&format!("{number}. {}{note}", item.name.as_str()), &format!("{} 件", item.count));
    }
    for line in &handover.cash {
        let sum = line.denomination.fen() * i64::from(line.count);
        flow.content(&format!("现金 {} × {} 张（枚）", line.denomination.label(Lang::Zh), line.count), &format!("{} 元", yuan(sum)));
    }
    if !handover.cash.is_empty() {
        flow.content("现金合计", &format!("{} 元", yuan(handover.cash_fen)));
        flow.content("大写", &in_capitals(handover.cash_fen));
    }
}

fn signatures(print: &Print) -> Vec<Signature> {
    let handover = &print.made.handover;
    let place = |label: String, ink: &Ink| Signature { label, strokes: ink.strokes(), field: INK_FIELD, below: String::new() };
    let witness = |one: &shared::witnessed::Witness| {
        let role = one.role.as_ref().map(|role| format!("（{}）", role.as_str())).unwrap_or_default();
        place(format!("见证人：{}{role}", one.name.as_str()), &one.ink)
    };
    let recipient = place(format!("接收人：{}", handover.recipient.name.as_str()), &handover.recipient.ink);
    let by = place(format!("移交人：{}", print.made.by.name), &handover.ink);
    [by, recipient].into_iter().chain(handover.witnesses.iter().map(witness)).collect()
}
