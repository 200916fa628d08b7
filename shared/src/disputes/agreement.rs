//! The text of an agreement (调解协议书): what the parties read on the phone, sign, and get printed.

use sha2::{Digest, Sha256};

use super::standing::{Standing, Standpoint};
use super::steps::{Draft, Signer, Step};
use super::{Dispute, DisputeStatus, StepId};
use crate::ink::Ink;
use crate::sync::uploads::FileHash;

/// One paragraph: its head, and what stands below.
pub type Paragraph = (&'static str, String);

/// The text, paragraph by paragraph. Chinese, whatever language the reader uses: it is a legal document.
pub fn text(parties: &[Standpoint], draft: &Draft) -> Vec<Paragraph> {
    let people = (1..).zip(parties).map(|(n, one)| format!("{n}. {}", one.party.in_words())).collect::<Vec<_>>().join("\n");
    let due = draft.due.date().format("%Y 年 %-m 月 %-d 日").to_string();
    let copies = parties.len() + 1;
    vec![
        ("当事人", people),
        ("纠纷主要事实", draft.facts.to_string()),
        ("争议事项和各方责任", draft.issues.to_string()),
        ("经调解，自愿达成如下协议", draft.terms.to_string()),
        ("履行方式", draft.manner.to_string()),
        ("履行地点", draft.place.to_string()),
        ("履行时限", format!("{due}前")),
        ("份数", format!("本协议一式 {copies} 份，当事人各执一份，调解委员会留存一份。")),
    ]
}

/// What stands below the title of one that is not signed by all, or by nobody because it was only spoken.
pub fn state(standing: &Standing, draft: &Draft) -> Option<&'static str> {
    match (draft.oral, standing.status) {
        (true, _) => Some("口头协议，由调解员记录（人民调解法第二十八条）"),
        (false, DisputeStatus::Agreed) => None,
        (false, _) => Some("尚未全部签字，未生效"),
    }
}

/// Where somebody signs, and what is there.
#[derive(Debug, Clone, PartialEq)]
pub struct SignaturePlace<'a> {
    pub label: String,
    /// Where somebody has signed the present text.
    pub ink: Option<&'a Ink>,
    pub below: String,
}

/// A place for each party, the mediator and the recorder.
pub fn places(dispute: &Dispute) -> Vec<SignaturePlace<'_>> {
    let standing = &dispute.standing;
    let signed = |by: Signer| standing.signatures.iter().find(|signed| signed.by == by);
    let ink_of = |id: StepId| {
        dispute.steps.iter().find(|made| made.id == id).and_then(|made| match &made.step {
            Step::Sign(signing) => Some(&signing.ink),
            _ => None,
        })
    };
    let place = |by: Signer, label: String| {
        let signed = signed(by);
        let below = signed.map_or_else(|| "（签名、盖章或按指印）".to_owned(), |signed| format!("签于 {}", signed.at.to_minute()));
        SignaturePlace { label, ink: signed.and_then(|signed| ink_of(signed.step)), below }
    };
    let mut places: Vec<SignaturePlace<'_>> =
        standing.parties.iter().map(|one| place(Signer::Party(one.party.id), format!("当事人：{}", one.party.name))).collect();
    let named = |by: Signer| signed(by).map(|signed| signed.person.name.to_string());
    let mediator = named(Signer::Mediator).or_else(|| standing.mediator.as_ref().map(|person| person.name.to_string()));
    places.push(place(Signer::Mediator, format!("人民调解员：{}", mediator.unwrap_or_default())));
    places.push(place(Signer::Recorder, format!("记录人：{}", named(Signer::Recorder).unwrap_or_default())));
    places
}

/// Where the committee's seal goes.
pub fn seal(dispute: &Dispute) -> String {
    format!("{}人民调解委员会（印章）", dispute.village_name)
}

/// The day of the agreement, or room to write it.
pub fn agreed_on(standing: &Standing) -> String {
    let day = standing.agreed_at.map(|at| at.in_china().format("%Y 年 %-m 月 %-d 日").to_string());
    day.unwrap_or_else(|| "      年    月    日".into())
}

/// By what the text on paper is known to be the one that was signed.
pub fn check_code(text: &FileHash) -> String {
    format!("协议文本校验码（SHA-256）：{}", text.as_str())
}

/// SHA-256 of the text in UTF-8, a line for each head and each paragraph.
pub fn hash(parties: &[Standpoint], draft: &Draft) -> FileHash {
    let mut hash = Sha256::new();
    for (head, words) in text(parties, draft) {
        hash.update(head);
        hash.update("\n");
        hash.update(words);
        hash.update("\n");
    }
    FileHash::of(&hash.finalize().into())
}
