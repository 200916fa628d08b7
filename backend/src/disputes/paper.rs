//! The agreement (人民调解协议书) and the file (卷宗) as PDF.

mod parts;

use krilla::Document;
use krilla::metadata::Metadata;
use shared::disputes::Dispute;
use shared::disputes::agreement::{self, SignaturePlace};
use shared::disputes::steps::{Draft, FilePart};
use shared::ink::{INK_FIELD, Ink};
use shared::lang::Lang;

use super::papers::Print;
use super::words::Words;
use crate::boards::pdf::PdfError;
use crate::boards::pdf::canvas::{INK, INK_SOFT, Style};
use crate::boards::pdf::fonts::Fonts;
use crate::cases::file::flow::{Flow, MARGIN, Signature};

/// The body text of these papers.
pub const BODY: Style = Style::regular(11.0, INK);
const HEAD: Style = Style::bold(11.0, INK);

/// Draws the agreement. The same agreement gives the same bytes.
pub fn agreement(print: &Print, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut flow = Flow::new(fonts);
    if let Some(draft) = &print.dispute.standing.draft {
        write_agreement(&mut flow, &print.dispute, draft);
    }
    finish(flow, print, "人民调解协议书", lang)
}

/// Draws the whole file. Which page a part begins on is known once all is laid out, so it is laid out twice.
pub fn file(print: &Print, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let (_, starts) = laid_out(print, &[], fonts);
    let (flow, _) = laid_out(print, &starts, fonts);
    finish(flow, print, "人民调解卷宗", lang)
}

fn laid_out<'a>(print: &Print, starts: &[(FilePart, usize)], fonts: &'a Fonts) -> (Flow<'a>, Vec<(FilePart, usize)>) {
    let mut flow = Flow::new(fonts);
    parts::cover(&mut flow, &print.dispute);
    flow.turn();
    flow.centred("卷 内 目 录", Style::bold(18.0, INK));
    flow.space(12.0);
    for (number, part) in (1..).zip(FilePart::ALL) {
        let page = starts.iter().find(|(of, _)| of == part).map_or_else(|| "—".to_owned(), |(_, page)| page.to_string());
        flow.content(&format!("{number}. {}", part.label(Lang::Zh)), &page);
    }
    let mut begun = Vec::new();
    for part in FilePart::ALL.iter().filter(|part| parts::is_filled(print, **part)) {
        flow.turn();
        begun.push((*part, flow.page()));
        // The agreement has a head of its own.
        if *part != FilePart::Agreement {
            flow.centred(part.label(Lang::Zh), Style::bold(16.0, INK));
            flow.space(10.0);
        }
        parts::write(&mut flow, print, *part);
    }
    (flow, begun)
}

fn finish(flow: Flow<'_>, print: &Print, title: &str, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let number = print.dispute.number.as_ref().map(|number| number.on_paper()).unwrap_or_default();
    let made = lang.made(&print.made_for, &print.made_at.to_minute());
    let mut document = Document::new();
    flow.draw(&mut document, &format!("{title} {number}"), |n, of| (made.clone(), lang.page(n, of)))?;
    document.set_metadata(Metadata::new().title(format!("{title} {number}")).language("zh-CN".into()).creator("Wangge 网格".to_owned()));
    document.finish().map_err(|e| PdfError::Format(format!("{e:?}")))
}

/// Writes a head and what stands below it.
pub fn paragraph(flow: &mut Flow<'_>, head: &str, words: &str) {
    flow.keep(44.0);
    flow.text(MARGIN, &format!("{head}："), HEAD);
    for line in words.lines() {
        flow.text(MARGIN + 22.0, line, BODY);
    }
    flow.space(6.0);
}

/// The agreement with its signatures, beginning where the flow is.
pub fn write_agreement(flow: &mut Flow<'_>, dispute: &Dispute, draft: &Draft) {
    let standing = &dispute.standing;
    flow.centred("人民调解协议书", Style::bold(20.0, INK));
    if let Some(number) = &dispute.number {
        flow.to_right(&number.on_paper(), Style::regular(10.5, INK_SOFT));
    }
    if let Some(state) = agreement::state(standing, draft) {
        flow.centred(state, Style::bold(11.0, INK_SOFT));
    }
    flow.space(8.0);
    for (head, words) in agreement::text(&standing.parties, draft) {
        paragraph(flow, head, &words);
    }
    flow.space(6.0);
    flow.signatures(agreement::places(dispute).into_iter().map(place).collect());
    flow.keep(60.0);
    flow.to_right(&agreement::seal(dispute), BODY);
    flow.to_right(&agreement::agreed_on(standing), BODY);
    if let Some(text) = &standing.text {
        flow.space(6.0);
        flow.text(MARGIN, &agreement::check_code(text), Style::regular(7.5, INK_SOFT));
    }
}

fn place(SignaturePlace { label, ink, below }: SignaturePlace<'_>) -> Signature {
    Signature { label, strokes: ink.map(Ink::strokes).unwrap_or_default(), field: INK_FIELD, below }
}
