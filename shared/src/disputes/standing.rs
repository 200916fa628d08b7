//! How a mediation stands after its steps, and which step may follow. Pure: the phone decides as the server will.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::agreement;
use super::steps::{
    Confirmation, Draft, Extension, Failing, FollowUp, Informing, Opening, Party, Performance, Promise, PromiseCheck, Session, Signer,
    Signing, Stance, Step,
};
use super::{DisputeStatus, MOST_STEPS, MadeStep, NORM_DAYS, PartyId, StepId};
use crate::lang::Lang;
use crate::staffing::{PersonId, PersonRef};
use crate::sync::uploads::FileHash;
use crate::time::{Day, Moment};

/// A party and what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Standpoint {
    pub party: Party,
    /// Was told its rights and wants mediation; `null` until it was told.
    pub agrees: Option<bool>,
    /// At the end of the last session it came to.
    pub stance: Option<Stance>,
}

/// A promise, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PromiseStanding {
    pub promise: Promise,
    pub kept: Option<bool>,
}

/// A signature that is good under the present text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Signed {
    pub by: Signer,
    /// Who held the pen, or the phone for the party.
    pub person: PersonRef,
    pub at: Moment,
    /// The step with the strokes.
    pub step: StepId,
}

/// How a mediation stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    pub status: DisputeStatus,
    /// Who took it up.
    pub mediator: Option<PersonRef>,
    pub opened_at: Option<Moment>,
    pub opening: Option<Opening>,
    /// The day by which it should end.
    pub norm: Option<Day>,
    #[schema(max_items = 20)]
    pub parties: Vec<Standpoint>,
    #[schema(minimum = 0)]
    pub sessions: u16,
    #[schema(max_items = 100)]
    pub promises: Vec<PromiseStanding>,
    pub draft: Option<Draft>,
    /// SHA-256 of the text of the agreement, which whoever signs has read.
    pub text: Option<FileHash>,
    /// Under the text as it is now; a change of the text voids them.
    #[schema(max_items = 40)]
    pub signatures: Vec<Signed>,
    pub agreed_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub performance: Option<Performance>,
    pub visited_at: Option<Moment>,
    pub confirmation: Option<Confirmation>,
    #[schema(minimum = 0)]
    pub steps: u16,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            status: DisputeStatus::UnderWay,
            mediator: None,
            opened_at: None,
            opening: None,
            norm: None,
            parties: Vec::new(),
            sessions: 0,
            promises: Vec::new(),
            draft: None,
            text: None,
            signatures: Vec::new(),
            agreed_at: None,
            ended_at: None,
            performance: None,
            visited_at: None,
            confirmation: None,
            steps: 0,
        }
    }
}

/// Why a step cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepFault {
    NotOpened,
    OpenedAlready,
    TooManySteps,
    TooManyParties,
    /// A member of a party that an agreement needs.
    Missing(&'static str),
    UnknownParty,
    /// Was not told its rights yet, or does not agree to mediation.
    NotInformed(String),
    Ended,
    UnknownPromise,
    PromiseChecked,
    NotLater,
    /// An agreement needs two parties.
    OneParty,
    NoSession,
    NothingToSign,
    OtherText,
    SignedAlready,
    NotAgreed,
    NotToldOtherWays,
    TwicePresent,
    /// A number outside of its bounds, or too few or too many of something: where, the least, the most.
    OutOfRange(&'static str, usize, usize),
}

impl StepFault {
    /// Where in the step it is wrong, as a JSON pointer below the step.
    pub fn pointer(&self) -> String {
        match self {
            Self::Missing(member) => format!("/party/{member}"),
            Self::NotLater => "/extend/until".into(),
            Self::OtherText => "/sign/text".into(),
            Self::SignedAlready => "/sign/by".into(),
            Self::NotToldOtherWays => "/fail/told_other_ways".into(),
            Self::TwicePresent => "/session/positions".into(),
            Self::OutOfRange(pointer, ..) => (*pointer).into(),
            _ => String::new(),
        }
    }

    /// Whether somebody else's step made it impossible, rather than a mistake in this one.
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::OpenedAlready | Self::Ended | Self::PromiseChecked | Self::OtherText | Self::SignedAlready | Self::NothingToSign
        )
    }

    /// What to tell the person.
    pub fn in_words(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        match self {
            Self::NotOpened => both("请先受理登记，再做这一步", "Take the dispute up first"),
            Self::OpenedAlready => both("这起纠纷已经受理登记", "This dispute was taken up already"),
            Self::TooManySteps => both("一起纠纷最多记录 500 步", "A dispute has at most 500 steps"),
            Self::TooManyParties => both("当事人最多 20 位", "There are at most 20 parties"),
            Self::Missing("sex") => both("请选择性别，协议书上要写", "Choose the sex; the agreement has to name it"),
            Self::Missing("age") => both("请填写年龄，协议书上要写", "Give the age; the agreement has to name it"),
            Self::Missing("ethnic_group") => both("请填写民族，协议书上要写", "Give the ethnic group; the agreement has to name it"),
            Self::Missing(_) => both("请填写职业或职务，协议书上要写", "Give the occupation; the agreement has to name it"),
            Self::UnknownParty => both("没有登记这位当事人", "There is no such party"),
            Self::NotInformed(name) => both(
                &format!("还没有向{name}告知权利义务并得到同意"),
                &format!("{name} was not told of the rights and duties yet, or has not agreed"),
            ),
            Self::Ended => both("调解已经结束，当事人同意后可以继续", "The mediation has ended; it goes on once a party agrees to it"),
            Self::UnknownPromise => both("没有记录这项承诺", "There is no such promise"),
            Self::PromiseChecked => both("这项承诺已经核对过了", "This promise was checked already"),
            Self::NotLater => both("延长后的日期要晚于现在的期限", "The new day must be later than the present one"),
            Self::OneParty => both("协议至少要有两位当事人", "An agreement needs two parties"),
            Self::NoSession => both("还没有调解过，请先记录调解经过", "There was no session yet; record it first"),
            Self::NothingToSign => both("现在没有等待签字的协议", "There is no agreement to sign now"),
            Self::OtherText => both("协议文本改过了，请重新阅读后再签字", "The text was changed; read it again before signing"),
            Self::SignedAlready => both("这一位已经签过字", "This one has signed already"),
            Self::NotAgreed => both("还没有达成协议", "There is no agreement yet"),
            Self::NotToldOtherWays => both(
                "调解不成的，要告知当事人可以仲裁、请行政机关处理或者起诉",
                "When mediation fails, the parties are to be told of arbitration, authorities and courts",
            ),
            Self::TwicePresent => both("同一位当事人写了两次", "One party is named twice"),
            Self::OutOfRange(_, least, most) => {
                both(&format!("应在 {least} 到 {most} 之间"), &format!("Must lie between {least} and {most}"))
            }
        }
    }
}

/// The most parties of a dispute.
const MOST_PARTIES: usize = 20;

/// What the shapes say of numbers and lengths, and no parser checks.
fn within_bounds(step: &Step) -> Result<(), StepFault> {
    let fits = |n: usize, pointer: &'static str, least: usize, most: usize| {
        if (least..=most).contains(&n) { Ok(()) } else { Err(StepFault::OutOfRange(pointer, least, most)) }
    };
    match step {
        Step::Open(opening) => fits(opening.people.into(), "/open/people", 2, 10_000),
        Step::Party(party) => party.age.map_or(Ok(()), |age| fits(age.into(), "/party/age", 1, 120)),
        Step::Session(session) => {
            fits(session.positions.len(), "/session/positions", 1, MOST_PARTIES)?;
            fits(session.helpers.len(), "/session/helpers", 0, MOST_PARTIES)
        }
        Step::FollowUp(visit) => fits(visit.parties.len(), "/follow_up/parties", 1, MOST_PARTIES),
        Step::File(filing) => fits(filing.pages.into(), "/file/pages", 1, 500),
        _ => Ok(()),
    }
}

impl Standing {
    /// How it stands after these steps; those that could not be made change nothing.
    pub fn of(steps: &[MadeStep]) -> Self {
        let mut standing = Self::default();
        for step in steps {
            // What was taken once is not refused: the server keeps only what could be made.
            let _ = standing.take(step);
        }
        standing
    }

    /// Makes a step, or says why it cannot be made and changes nothing.
    pub fn take(&mut self, made: &MadeStep) -> Result<(), StepFault> {
        within_bounds(&made.step)?;
        if usize::from(self.steps) >= MOST_STEPS {
            return Err(StepFault::TooManySteps);
        }
        let opens = matches!(made.step, Step::Open(_));
        match (opens, self.opening.is_some()) {
            (true, true) => return Err(StepFault::OpenedAlready),
            (false, false) => return Err(StepFault::NotOpened),
            _ => {}
        }
        let mut after = self.clone();
        after.make(made)?;
        after.steps = after.steps.saturating_add(1);
        *self = after;
        Ok(())
    }

    fn make(&mut self, made: &MadeStep) -> Result<(), StepFault> {
        match &made.step {
            Step::Open(opening) => self.open(opening, made),
            Step::Party(party) => self.register(party)?,
            Step::Inform(informing) => self.inform(informing, made.at)?,
            Step::Session(session) => self.session(session)?,
            Step::Risk(_) | Step::File(_) => {}
            Step::Promise(promise) => self.promise(promise)?,
            Step::CheckPromise(check) => self.check(check)?,
            Step::Extend(extension) => self.extend(extension)?,
            Step::Draft(draft) => self.draft(draft, made.at)?,
            Step::Sign(signing) => self.sign(signing, made)?,
            Step::Refuse(refusal) => {
                self.party(refusal.party)?.agrees = Some(false);
                self.end(DisputeStatus::Refused, made.at)?;
            }
            Step::Fail(failing) => self.fail(failing, made.at)?,
            Step::FollowUp(visit) => self.follow_up(visit, made.at)?,
            Step::Confirm(confirming) => {
                self.must_be_agreed()?;
                self.confirmation = Some(confirming.what);
            }
        }
        Ok(())
    }

    /// Who signed how, as far as the present text goes.
    pub fn has_signed(&self, by: Signer) -> bool {
        self.signatures.iter().any(|signed| signed.by == by)
    }

    /// The parties that have not signed yet.
    pub fn unsigned(&self) -> impl Iterator<Item = &Standpoint> {
        self.parties.iter().filter(|one| !self.has_signed(Signer::Party(one.party.id)))
    }

    pub fn name_of(&self, party: PartyId) -> &str {
        self.parties.iter().find(|one| one.party.id == party).map_or("", |one| &one.party.name)
    }

    fn open(&mut self, opening: &Opening, made: &MadeStep) {
        self.opening = Some(opening.clone());
        self.mediator = Some(made.by.clone());
        self.opened_at = Some(made.at);
        self.norm = Some(made.at.day().shifted(NORM_DAYS));
    }

    fn party(&mut self, id: PartyId) -> Result<&mut Standpoint, StepFault> {
        self.parties.iter_mut().find(|one| one.party.id == id).ok_or(StepFault::UnknownParty)
    }

    fn register(&mut self, party: &Party) -> Result<(), StepFault> {
        if !party.is_organisation() {
            let members = [
                ("sex", party.sex.is_some()),
                ("age", party.age.is_some()),
                ("ethnic_group", party.ethnic_group.is_some()),
                ("occupation", party.occupation.is_some()),
            ];
            if let Some((missing, _)) = members.into_iter().find(|(_, there)| !there) {
                return Err(StepFault::Missing(missing));
            }
        }
        let full = self.parties.len() >= MOST_PARTIES;
        match self.parties.iter_mut().find(|one| one.party.id == party.id) {
            Some(known) => known.party = party.clone(),
            None if full => return Err(StepFault::TooManyParties),
            None => self.parties.push(Standpoint { party: party.clone(), agrees: None, stance: None }),
        }
        self.text_changed();
        Ok(())
    }

    fn inform(&mut self, informing: &Informing, at: Moment) -> Result<(), StepFault> {
        self.party(informing.party)?.agrees = Some(informing.agrees);
        match (informing.agrees, self.status) {
            (false, status) if status.is_open() => self.end(DisputeStatus::Refused, at)?,
            // The parties have come back.
            (true, DisputeStatus::Refused | DisputeStatus::Failed) => {
                self.status = if self.draft.is_some() { DisputeStatus::ToSign } else { DisputeStatus::UnderWay };
                self.ended_at = None;
            }
            _ => {}
        }
        Ok(())
    }

    fn session(&mut self, session: &Session) -> Result<(), StepFault> {
        self.must_be_open()?;
        for (n, position) in session.positions.iter().enumerate() {
            if session.positions.iter().take(n).any(|other| other.party == position.party) {
                return Err(StepFault::TwicePresent);
            }
            self.must_be_informed(position.party)?;
        }
        for position in &session.positions {
            self.party(position.party)?.stance = Some(position.stance);
        }
        self.sessions = self.sessions.saturating_add(1);
        Ok(())
    }

    fn promise(&mut self, promise: &Promise) -> Result<(), StepFault> {
        if !self.status.is_open() && self.status != DisputeStatus::Agreed {
            return Err(StepFault::Ended);
        }
        self.party(promise.party)?;
        match self.promises.iter_mut().find(|one| one.promise.id == promise.id) {
            Some(known) if known.kept.is_some() => return Err(StepFault::PromiseChecked),
            Some(known) => known.promise = promise.clone(),
            None => self.promises.push(PromiseStanding { promise: promise.clone(), kept: None }),
        }
        Ok(())
    }

    fn check(&mut self, check: &PromiseCheck) -> Result<(), StepFault> {
        let known = self.promises.iter_mut().find(|one| one.promise.id == check.promise).ok_or(StepFault::UnknownPromise)?;
        if known.kept.is_some() {
            return Err(StepFault::PromiseChecked);
        }
        known.kept = Some(check.kept);
        Ok(())
    }

    fn extend(&mut self, extension: &Extension) -> Result<(), StepFault> {
        self.must_be_open()?;
        if self.norm.as_ref().is_some_and(|norm| extension.until <= *norm) {
            return Err(StepFault::NotLater);
        }
        self.norm = Some(extension.until.clone());
        Ok(())
    }

    fn draft(&mut self, draft: &Draft, at: Moment) -> Result<(), StepFault> {
        if !self.status.is_open() && self.status != DisputeStatus::Agreed {
            return Err(StepFault::Ended);
        }
        if self.parties.len() < 2 {
            return Err(StepFault::OneParty);
        }
        let all: Vec<PartyId> = self.parties.iter().map(|one| one.party.id).collect();
        all.into_iter().try_for_each(|party| self.must_be_informed(party))?;
        if self.sessions == 0 {
            return Err(StepFault::NoSession);
        }
        if self.draft.as_ref().is_some_and(|before| before.oral) && !draft.oral {
            // Whoever agreed by word of mouth has not signed the same words yet.
            self.text = None;
        }
        self.draft = Some(draft.clone());
        self.text_changed();
        if draft.oral {
            self.status = DisputeStatus::Agreed;
            self.agreed_at = Some(at);
        }
        Ok(())
    }

    /// What stood under the former text does not stand under this one.
    fn text_changed(&mut self) {
        let Some(draft) = &self.draft else { return };
        let text = agreement::hash(&self.parties, draft);
        if self.text.as_ref() == Some(&text) {
            return;
        }
        self.text = Some(text);
        self.signatures.clear();
        self.agreed_at = None;
        if self.status.is_open() || self.status == DisputeStatus::Agreed {
            self.status = DisputeStatus::ToSign;
        }
    }

    fn sign(&mut self, signing: &Signing, made: &MadeStep) -> Result<(), StepFault> {
        if !matches!(self.status, DisputeStatus::ToSign | DisputeStatus::Agreed) || self.draft.is_none() {
            return Err(StepFault::NothingToSign);
        }
        if self.text.as_ref() != Some(&signing.text) {
            return Err(StepFault::OtherText);
        }
        if let Signer::Party(party) = signing.by {
            self.party(party)?;
        }
        if self.has_signed(signing.by) {
            return Err(StepFault::SignedAlready);
        }
        self.signatures.push(Signed { by: signing.by, person: made.by.clone(), at: made.at, step: made.id });
        if self.status == DisputeStatus::ToSign && self.unsigned().next().is_none() && self.has_signed(Signer::Mediator) {
            self.status = DisputeStatus::Agreed;
            self.agreed_at = Some(made.at);
        }
        Ok(())
    }

    fn fail(&mut self, failing: &Failing, at: Moment) -> Result<(), StepFault> {
        if !failing.told_other_ways {
            return Err(StepFault::NotToldOtherWays);
        }
        self.end(DisputeStatus::Failed, at)
    }

    fn end(&mut self, status: DisputeStatus, at: Moment) -> Result<(), StepFault> {
        self.must_be_open()?;
        (self.status, self.ended_at) = (status, Some(at));
        Ok(())
    }

    fn follow_up(&mut self, visit: &FollowUp, at: Moment) -> Result<(), StepFault> {
        if self.status.is_open() {
            return Err(StepFault::NotAgreed);
        }
        visit.parties.iter().try_for_each(|party| self.party(*party).map(drop))?;
        (self.performance, self.visited_at) = (Some(visit.performance), Some(at));
        Ok(())
    }

    const fn must_be_open(&self) -> Result<(), StepFault> {
        if self.status.is_open() { Ok(()) } else { Err(StepFault::Ended) }
    }

    fn must_be_agreed(&self) -> Result<(), StepFault> {
        if self.status == DisputeStatus::Agreed { Ok(()) } else { Err(StepFault::NotAgreed) }
    }

    fn must_be_informed(&mut self, party: PartyId) -> Result<(), StepFault> {
        let one = self.party(party)?;
        if one.agrees == Some(true) { Ok(()) } else { Err(StepFault::NotInformed(one.party.name.to_string())) }
    }

    /// Whether this person took it up.
    pub fn is_mediator(&self, person: PersonId) -> bool {
        self.mediator.as_ref().is_some_and(|mediator| mediator.id == person)
    }
}
