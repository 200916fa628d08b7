//! The text of an agreement (调解协议书): what the parties read on the phone, sign, and get printed.

use sha2::{Digest, Sha256};

use super::standing::Standpoint;
use super::steps::Draft;
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
