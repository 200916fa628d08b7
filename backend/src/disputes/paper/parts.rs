//! The parts of a mediation file, each beginning on a page of its own.

use krilla::image::Image;
use shared::disputes::standing::Standpoint;
use shared::disputes::steps::{FilePart, FollowUp, Session, Step};
use shared::disputes::{Dispute, MadeStep};
use shared::lang::Lang;

use super::{BODY, paragraph, write_agreement};
use crate::boards::pdf::canvas::{INK, Style};
use crate::cases::file::flow::{Flow, MARGIN};
use crate::disputes::papers::Print;

const ZH: Lang = Lang::Zh;

/// The front of the file.
pub fn cover(flow: &mut Flow<'_>, dispute: &Dispute) {
    let standing = &dispute.standing;
    flow.space(90.0);
    flow.centred("人 民 调 解 卷 宗", Style::bold(28.0, INK));
    flow.space(26.0);
    let names: Vec<&str> = standing.parties.iter().map(|one| one.party.name.as_str()).collect();
    let day = |at: Option<shared::time::Moment>| at.map(|at| at.day().to_string()).unwrap_or_default();
    let last = dispute.steps.last().map(|made| made.at);
    let span = format!("{} 至 {}", day(standing.opened_at), day(last));
    for (label, value) in [
        ("卷名", format!("{}（{}）", names.join("与"), dispute.category.category().label(ZH))),
        ("卷号", dispute.number.as_ref().map(|number| number.on_paper()).unwrap_or_default()),
        ("案件编号", dispute.case_number.to_string()),
        ("调解员", standing.mediator.as_ref().map(|person| person.name.to_string()).unwrap_or_default()),
        ("起止日期", span),
        ("调解结果", standing.status.label(ZH).to_owned()),
        ("立卷人", String::new()),
        ("立卷日期", String::new()),
        ("保管期限", String::new()),
    ] {
        flow.fact(label, if value.is_empty() { "________________" } else { &value });
        flow.space(8.0);
    }
}

/// Whether there is something in a part.
pub fn is_filled(print: &Print, part: FilePart) -> bool {
    let dispute = &print.dispute;
    let has = |is: fn(&Step) -> bool| dispute.steps.iter().any(|made| is(&made.step));
    let of_step = match part {
        FilePart::Registration | FilePart::Identities | FilePart::BackCover => true,
        FilePart::RightsNotice => has(|step| matches!(step, Step::Inform(_))),
        FilePart::Mediation => has(|step| matches!(step, Step::Session(_) | Step::Promise(_) | Step::Refuse(_) | Step::Fail(_))),
        FilePart::Agreement => dispute.standing.draft.is_some(),
        FilePart::FollowUp => has(|step| matches!(step, Step::FollowUp(_))),
        FilePart::Confirmation => has(|step| matches!(step, Step::Confirm(_))),
        FilePart::Account => has(|step| matches!(step, Step::Risk(_) | Step::Extend(_))),
        FilePart::Evidence => !print.pictures.is_empty(),
        FilePart::Mandate | FilePart::Inquiry | FilePart::Performance => false,
    };
    of_step || dispute.steps.iter().any(|made| matches!(&made.step, Step::File(filing) if filing.part == part))
}

/// Writes what is in a part.
pub fn write(flow: &mut Flow<'_>, print: &Print, part: FilePart) {
    let dispute = &print.dispute;
    match part {
        FilePart::Registration => registration(flow, dispute),
        FilePart::Identities => dispute.standing.parties.iter().for_each(|one| identity(flow, one)),
        FilePart::Agreement => {
            if let Some(draft) = &dispute.standing.draft {
                write_agreement(flow, dispute, draft);
            }
        }
        FilePart::RightsNotice => notice(flow),
        FilePart::Evidence => evidence(flow, print),
        _ => {}
    }
    for made in &dispute.steps {
        step(flow, dispute, part, made);
    }
}

fn registration(flow: &mut Flow<'_>, dispute: &Dispute) {
    let Some(opening) = &dispute.standing.opening else { return };
    flow.fact("案件来源", opening.origin.label(ZH));
    flow.fact("纠纷类型", dispute.category.category().label(ZH));
    flow.fact("涉及人数", &format!("{} 人", opening.people));
    flow.fact("受理日期", &dispute.standing.opened_at.map(|at| at.to_minute()).unwrap_or_default());
    flow.fact("登记人", &dispute.standing.mediator.as_ref().map(|person| person.name.to_string()).unwrap_or_default());
    flow.space(8.0);
    paragraph(flow, "简要情况", &opening.facts);
    flow.space(20.0);
    flow.text(MARGIN, "当事人（签名）：________________        ________________", BODY);
}

fn identity(flow: &mut Flow<'_>, one: &Standpoint) {
    paragraph(flow, &one.party.name, &one.party.in_words());
    flow.fact("证件号码", one.party.id_shown.as_deref().unwrap_or("未登记，由调解员当面核实"));
    flow.space(6.0);
}

/// The photos of the case, each with its kind and when it was taken.
fn evidence(flow: &mut Flow<'_>, print: &Print) {
    let shown = print.photos.iter().filter_map(|photo| {
        let image = Image::from_jpeg(print.pictures.get(&photo.id)?.clone().into(), true).ok()?;
        Some((image, format!("{} · {}", photo.kind.label(ZH), photo.taken_at.unwrap_or(photo.received_at).to_minute())))
    });
    flow.pictures(shown.collect());
    flow.space(8.0);
}

/// 人民调解法 Art. 23 and 24.
fn notice(flow: &mut Flow<'_>) {
    const RIGHTS: &str = "当事人的权利：选择或者接受人民调解员；接受调解、拒绝调解或者要求终止调解；要求调解公开进行或者不公开进行；自主表达意愿、自愿达成调解协议。";
    const DUTIES: &str = "当事人的义务：如实陈述纠纷事实；遵守调解现场秩序，尊重人民调解员；尊重对方当事人行使权利。";
    const DATA: &str = "登记的个人信息只用于本次调解、协议履行和归档。人民调解不收取任何费用。";
    [RIGHTS, DUTIES, DATA].into_iter().for_each(|words| flow.text(MARGIN, words, BODY));
    flow.space(10.0);
}

/// What a step has to say in a part.
fn step(flow: &mut Flow<'_>, dispute: &Dispute, part: FilePart, made: &MadeStep) {
    let name = |party| dispute.standing.name_of(party).to_owned();
    let or_none = |words: Option<&str>| words.unwrap_or_default().to_owned();
    let at = made.at.to_minute();
    let (what, more): (String, Vec<String>) = match (&made.step, part) {
        (Step::Inform(it), FilePart::RightsNotice) => {
            let said = if it.agrees { "已告知，同意调解" } else { "已告知，不同意调解" };
            (format!("{}：{said}", name(it.party)), vec![or_none(it.words.as_deref())])
        }
        (Step::Session(session), FilePart::Mediation) => return write_session(flow, dispute, session, made),
        (Step::Promise(it), FilePart::Mediation) => (format!("{} 承诺 {} 前：{}", name(it.party), it.due, it.what.as_str()), vec![]),
        (Step::CheckPromise(it), FilePart::Mediation) => {
            (if it.kept { "承诺已兑现" } else { "承诺未兑现" }.to_owned(), vec![or_none(it.words.as_deref())])
        }
        (Step::Refuse(it), FilePart::Mediation) => (format!("{} 拒绝继续调解", name(it.party)), vec![or_none(it.words.as_deref())]),
        (Step::Fail(it), FilePart::Mediation) => {
            ("调解不成，已告知当事人可以仲裁、请行政机关处理或者起诉".to_owned(), vec![it.reason.to_string()])
        }
        (Step::FollowUp(it), FilePart::FollowUp) => (visit_in_words(dispute, it), vec![it.words.to_string()]),
        (Step::Confirm(it), FilePart::Confirmation) => (it.what.label(ZH).to_owned(), vec![or_none(it.words.as_deref())]),
        (Step::Risk(it), FilePart::Account) => {
            let measures = it.measures.as_ref().map(|words| format!("已采取措施：{}", words.as_str()));
            (format!("激化风险，已报告 {}", it.told.as_str()), [Some(it.words.to_string()), measures].into_iter().flatten().collect())
        }
        (Step::Extend(it), FilePart::Account) => (format!("双方同意延长至 {}", it.until), vec![it.reason.to_string()]),
        (Step::File(it), of) if it.part == of => (format!("{}（{} 页）", it.words.as_str(), it.pages), vec![]),
        _ => return,
    };
    let more: Vec<String> = more.into_iter().filter(|words| !words.is_empty()).chain([format!("记录人：{}", made.by.name)]).collect();
    flow.step(&at, &what, &more);
}

fn visit_in_words(dispute: &Dispute, visit: &FollowUp) -> String {
    let whom: Vec<&str> = visit.parties.iter().map(|party| dispute.standing.name_of(*party)).collect();
    let content = if visit.content { "满意" } else { "不满意" };
    let tense = if visit.tense { "有激化可能" } else { "无激化可能" };
    format!("回访 {}：{}，{content}，{tense}", whom.join("、"), visit.performance.label(ZH))
}

fn write_session(flow: &mut Flow<'_>, dispute: &Dispute, session: &Session, made: &MadeStep) {
    let mut more = vec![format!("地点：{}", session.place.as_str())];
    if !session.helpers.is_empty() {
        let helpers: Vec<String> = session.helpers.iter().map(|one| format!("{}（{}）", one.name, one.role.label(ZH))).collect();
        more.push(format!("受邀参加：{}", helpers.join("、")));
    }
    for one in &session.positions {
        let offer = one.offer.as_ref().map(|offer| format!("：{}", offer.as_str())).unwrap_or_default();
        more.push(format!("{}——{}{offer}", dispute.standing.name_of(one.party), one.stance.label(ZH)));
    }
    more.push(session.record.to_string());
    more.push(format!("记录人：{}", made.by.name));
    flow.step(&session.at.to_minute(), "调解", &more);
}
