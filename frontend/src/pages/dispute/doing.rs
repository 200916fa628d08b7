//! Which steps can be made now, the likeliest first.

use shared::disputes::standing::Standing;
use shared::disputes::steps::{Performance, Signer, Stance};
use shared::disputes::{DisputeStatus, PartyId, PromiseId};
use shared::lang::Lang;

use crate::words::DisputeWords;

/// One step that somebody is about to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    Open,
    /// A new party, or one to put right.
    Party(Option<PartyId>),
    Inform(PartyId),
    Session,
    Promise,
    Check(PromiseId),
    Draft,
    Sign(Signer),
    FollowUp,
    Confirm,
    Risk,
    Extend,
    File,
    Refuse,
    Fail,
}

impl Doing {
    /// What its button says.
    pub fn label(self, lang: Lang, standing: &Standing) -> String {
        let both = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        match self {
            Self::Open => lang.begin(),
            Self::Party(None) => both("登记当事人", "Add a party"),
            Self::Party(Some(_)) => both("修改当事人", "Change the party"),
            Self::Inform(party) => {
                both(&format!("告知{}权利", standing.name_of(party)), &format!("Tell {} the rights", standing.name_of(party)))
            }
            Self::Session => both("记录一次调解", "Record a session"),
            Self::Promise => both("记录承诺", "Record a promise"),
            Self::Check(_) => both("核对承诺", "Check a promise"),
            Self::Draft if standing.draft.is_some() => both("修改协议", "Change the agreement"),
            Self::Draft => both("拟定协议", "Draft the agreement"),
            Self::Sign(Signer::Party(party)) => lang.sign_as(standing.name_of(party)),
            Self::Sign(Signer::Mediator) => lang.sign_as(&lang.mediator()),
            Self::Sign(Signer::Recorder) => lang.sign_as(&lang.recorder()),
            Self::FollowUp => both("回访", "Visit the parties"),
            Self::Confirm => both("司法确认", "Judicial confirmation"),
            Self::Risk => both("激化风险，报告公安", "Risk: tell the police"),
            Self::Extend => both("双方同意延长", "Extend the time"),
            Self::File => both("材料入卷", "File a paper"),
            Self::Refuse => both("当事人拒绝调解", "A party refuses"),
            Self::Fail => both("调解不成", "It has failed"),
        }
    }

    /// Whether it ends the mediation.
    pub const fn ends_it(self) -> bool {
        matches!(self, Self::Refuse | Self::Fail)
    }
}

/// Everything that can be done, the likeliest first.
pub fn possible(standing: &Standing) -> Vec<Doing> {
    if standing.opening.is_none() {
        return vec![Doing::Open];
    }
    let mut all: Vec<Doing> = likeliest(standing).into_iter().collect();
    let mut add = |doing: Doing| {
        if !all.contains(&doing) {
            all.push(doing);
        }
    };
    standing.parties.iter().filter(|one| one.agrees != Some(true)).for_each(|one| add(Doing::Inform(one.party.id)));
    if standing.status.is_open() {
        [Doing::Session, Doing::Promise].into_iter().for_each(&mut add);
    }
    if standing.status == DisputeStatus::ToSign {
        standing.unsigned().for_each(|one| add(Doing::Sign(Signer::Party(one.party.id))));
        [Signer::Mediator, Signer::Recorder].into_iter().filter(|by| !standing.has_signed(*by)).for_each(|by| add(Doing::Sign(by)));
    }
    if can_draft(standing) {
        add(Doing::Draft);
    }
    add(Doing::Party(None));
    if standing.status.is_open() {
        [Doing::Risk, Doing::Extend, Doing::File, Doing::Refuse, Doing::Fail].into_iter().for_each(&mut add);
    } else {
        [Doing::FollowUp, Doing::Risk, Doing::File].into_iter().for_each(&mut add);
    }
    if standing.status == DisputeStatus::Agreed {
        add(Doing::Confirm);
    }
    all
}

fn can_draft(standing: &Standing) -> bool {
    let informed = standing.parties.iter().all(|one| one.agrees == Some(true));
    standing.parties.len() >= 2
        && informed
        && standing.sessions > 0
        && !matches!(standing.status, DisputeStatus::Failed | DisputeStatus::Refused)
}

/// What comes next, as a rule.
pub fn likeliest(standing: &Standing) -> Option<Doing> {
    let uninformed = standing.parties.iter().find(|one| one.agrees.is_none());
    let ready = standing.parties.iter().all(|one| matches!(one.stance, Some(Stance::Agrees | Stance::OnTerms)));
    match (standing.status, uninformed) {
        _ if standing.opening.is_none() => Some(Doing::Open),
        (DisputeStatus::UnderWay, _) if standing.parties.len() < 2 => Some(Doing::Party(None)),
        (DisputeStatus::UnderWay, Some(one)) => Some(Doing::Inform(one.party.id)),
        (DisputeStatus::UnderWay, None) if ready && can_draft(standing) => Some(Doing::Draft),
        (DisputeStatus::UnderWay, None) => Some(Doing::Session),
        (DisputeStatus::ToSign, Some(one)) => Some(Doing::Inform(one.party.id)),
        (DisputeStatus::ToSign, None) => {
            Some(Doing::Sign(standing.unsigned().next().map_or(Signer::Mediator, |one| Signer::Party(one.party.id))))
        }
        (DisputeStatus::Agreed, _) if standing.performance != Some(Performance::Fully) => Some(Doing::FollowUp),
        (DisputeStatus::Agreed, _) if standing.confirmation.is_none() => Some(Doing::Confirm),
        (DisputeStatus::Agreed | DisputeStatus::Failed | DisputeStatus::Refused, _) => None,
    }
}
