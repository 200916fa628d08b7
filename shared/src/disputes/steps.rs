//! What is done in a mediation, one step after the other.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::Reason;
use crate::ink::Ink;
use crate::lang::Lang;
use crate::sync::ops::AboutCase;
use crate::sync::uploads::FileHash;
use crate::time::{Day, Moment};
use crate::value::{Phone, choice, text};

use super::identity::IdNumber;
use super::{PartyId, PromiseId, StepId};

choice! {
    /// How a dispute came to the mediators (案件来源).
    Origin {
        Application = "application", "当事人申请", "Asked for by a party";
        Initiative = "initiative", "主动调解", "Taken up by the mediators";
        Police = "police", "公安移交", "Handed over by the police";
        Court = "court", "法院委托", "Entrusted by a court";
        Government = "government", "政府指定", "Given by the government";
    }
}

choice! {
    /// GB/T 2261.1, without the two for nobody knows.
    Sex {
        Male = "male", "男", "male";
        Female = "female", "女", "female";
    }
}

choice! {
    /// Where a party stands.
    Stance {
        Agrees = "agrees", "同意", "Agrees";
        OnTerms = "on_terms", "有条件同意", "Agrees on terms";
        Disagrees = "disagrees", "不同意", "Does not agree";
        /// Agreed before, and went back on it.
        Reneged = "reneged", "反悔", "Went back on it";
    }
}

choice! {
    /// Whom the mediators asked to help (人民调解法 Art. 20).
    HelperRole {
        VillageCommittee = "village_committee", "村“两委”", "Village committee";
        LandAssistant = "land_assistant", "国土协管员", "Land assistant";
        JusticeOffice = "justice_office", "司法所", "Justice office";
        Cadre = "cadre", "驻村干部", "Resident cadre";
        Police = "police", "民警", "Police";
        Lawyer = "lawyer", "律师", "Lawyer";
        Relative = "relative", "亲友邻里", "Relative or neighbour";
        Expert = "expert", "专业人士", "Expert";
    }
}

choice! {
    /// How an agreement was kept, as found on a visit.
    Performance {
        Fully = "fully", "已全部履行", "Fully";
        Partly = "partly", "部分履行", "In part";
        NotYet = "not_yet", "尚未履行", "Not yet";
        Broken = "broken", "拒不履行", "Broken";
    }
}

choice! {
    /// What became of judicial confirmation.
    Confirmation {
        NotWanted = "not_wanted", "双方不申请", "Not wanted";
        Applied = "applied", "已共同申请", "Applied for by both";
        Confirmed = "confirmed", "法院已确认", "Confirmed by the court";
        Declined = "declined", "法院不予确认", "Declined by the court";
    }
}

choice! {
    /// The parts of a mediation file on paper, in their order (卷宗).
    FilePart {
        Registration = "registration", "调解申请书或受理登记表", "Application or registration";
        RightsNotice = "rights_notice", "权利义务告知书", "Notice of rights and duties";
        Identities = "identities", "当事人身份证明", "Identity of the parties";
        Mandate = "mandate", "授权委托书", "Mandate";
        Inquiry = "inquiry", "调查记录", "Inquiry";
        Evidence = "evidence", "证据材料", "Evidence";
        Mediation = "mediation", "调解记录", "Record of mediation";
        Agreement = "agreement", "调解协议书", "Agreement";
        Performance = "performance", "履行凭证", "Proof of performance";
        FollowUp = "follow_up", "回访记录", "Record of visits";
        Confirmation = "confirmation", "司法确认材料", "Judicial confirmation";
        Account = "account", "卷宗情况说明", "Account of the file";
        BackCover = "back_cover", "封底", "Back cover";
    }
}

text!(
    /// The name of a person or an organisation.
    PartyName, 80
);
text!(
    /// A word or two: an ethnic group, an occupation, a role.
    ShortFact, 60
);
text!(
    /// Where somebody lives, or where something takes place.
    Address, 120
);
text!(
    /// What happened, in as many lines as it takes.
    Account, 2000, lines
);
text!(
    /// One thing somebody said, offered or promised.
    Words, 500, lines
);

/// The dispute is taken up: 受理登记.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationOpening)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    pub origin: Origin,
    /// What it is about.
    pub facts: Account,
    /// How many people it concerns.
    #[schema(minimum = 2, maximum = 10000)]
    pub people: u16,
}

/// A party, new or put right: what an agreement has to say of it (Art. 29), and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub id: PartyId,
    pub name: PartyName,
    /// Who speaks for an organisation; a party with a representative is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<PartyName>,
    /// Of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnic_group: Option<ShortFact>,
    /// Of a person, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 120)]
    pub age: Option<u8>,
    /// Of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<ShortFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Where a person lives or works, or an organisation sits.
    pub address: Address,
    /// Only on its way to the server, which keeps it encrypted and answers it masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<IdNumber>,
    /// The number as it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 18, read_only)]
    pub id_shown: Option<String>,
}

impl Party {
    pub const fn is_organisation(&self) -> bool {
        self.representative.is_some()
    }

    /// `张三，男，汉族，56 岁，务农，住十村 12 号，电话 138…`
    pub fn in_words(&self) -> String {
        let age = self.age.map(|age| format!("{age} 岁"));
        let representative = self.representative.as_ref().map(|name| format!("代表人 {name}"));
        let phone = self.phone.as_ref().map(|phone| format!("电话 {}", phone.as_str()));
        let facts = [
            Some(self.name.to_string()),
            representative,
            self.sex.map(|sex| sex.label(Lang::Zh).to_owned()),
            self.ethnic_group.as_ref().map(ToString::to_string),
            age,
            self.occupation.as_ref().map(ToString::to_string),
            Some(format!("住址 {}", self.address)),
            phone,
        ];
        facts.into_iter().flatten().collect::<Vec<_>>().join("，")
    }
}

/// A party was told its rights and duties (Art. 23), and wants mediation or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Informing {
    pub party: PartyId,
    /// Wants mediation, and knows how its facts are used.
    pub agrees: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Somebody who helps, and what as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationHelper)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    pub name: PartyName,
    pub role: HelperRole,
}

/// Where a party stood at the end of a session, and what it offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PartyPosition)]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub party: PartyId,
    pub stance: Stance,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Words>,
}

/// A session (调解记录): those who came are those whose position is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationSession)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// When it was held.
    pub at: Moment,
    pub place: Address,
    #[schema(min_items = 1, max_items = 20)]
    pub positions: Vec<Position>,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub helpers: Vec<Helper>,
    pub record: Account,
}

/// It might get worse, and the police was told (Art. 25).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationRisk)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    pub words: Words,
    /// Which police station, and who there.
    pub told: Address,
    /// What was done until they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Words>,
}

/// Somebody will do something by a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PartyPromise)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    pub id: PromiseId,
    pub party: PartyId,
    pub what: Words,
    pub due: Day,
}

/// Whether a promise was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseCheck {
    pub promise: PromiseId,
    pub kept: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Both parties want to go on after the month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationExtension)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    pub until: Day,
    pub reason: Reason,
}

/// What an agreement says (人民调解法 Art. 29; 若干规定 Art. 34 adds the place).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AgreementDraft)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The main facts.
    pub facts: Account,
    /// The points in dispute and each party's responsibility.
    pub issues: Account,
    /// What was agreed on.
    pub terms: Account,
    /// How it is done.
    pub manner: Words,
    /// Where it is done.
    pub place: Address,
    /// By when it is done.
    pub due: Day,
    /// Agreed by word of mouth, and only recorded here (Art. 28): valid without signatures.
    #[serde(default)]
    pub oral: bool,
}

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    Party(PartyId),
    /// Whoever makes the step, as mediator.
    Mediator,
    /// Whoever makes the step, as the one who wrote it down.
    Recorder,
}

/// A signature under the text as it was then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AgreementSigning)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    pub by: Signer,
    /// SHA-256 of the text that was read: [`super::agreement::hash`].
    pub text: FileHash,
    pub ink: Ink,
}

/// Somebody does not want mediation, or no more of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    pub party: PartyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// No agreement was found; the parties were told of arbitration, authorities and courts (Art. 26).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Failing {
    pub reason: Reason,
    /// That the parties were told.
    pub told_other_ways: bool,
}

/// A visit afterwards (回访).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    #[schema(min_items = 1, max_items = 20)]
    pub parties: Vec<PartyId>,
    pub performance: Performance,
    /// Whether the parties are content.
    pub content: bool,
    /// Whether it might break out again.
    pub tense: bool,
    pub words: Words,
}

/// What became of judicial confirmation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirming {
    pub what: Confirmation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Something on paper that lies in the file: a mandate, an inquiry, evidence, a receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationFiling)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    pub part: FilePart,
    pub words: Words,
    #[schema(minimum = 1, maximum = 500)]
    pub pages: u16,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationStep)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Open(Opening),
    Party(Party),
    Inform(Informing),
    Session(Session),
    Risk(Risk),
    Promise(Promise),
    CheckPromise(PromiseCheck),
    Extend(Extension),
    Draft(Draft),
    Sign(Signing),
    Refuse(Refusal),
    Fail(Failing),
    FollowUp(FollowUp),
    Confirm(Confirming),
    File(Filing),
}

impl Step {
    /// As it was made by a clock that was wrong by so many milliseconds.
    #[must_use]
    pub fn shifted(self, millis: i64) -> Self {
        match self {
            Self::Session(session) => Self::Session(Session { at: session.at.plus_millis(millis), ..session }),
            other => other,
        }
    }

    /// What it is called.
    pub const fn label(&self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Open(_), Lang::Zh) => "受理登记",
            (Self::Open(_), Lang::En) => "Taken up",
            (Self::Party(_), Lang::Zh) => "登记当事人",
            (Self::Party(_), Lang::En) => "Party",
            (Self::Inform(_), Lang::Zh) => "告知权利义务",
            (Self::Inform(_), Lang::En) => "Told of rights",
            (Self::Session(_), Lang::Zh) => "调解",
            (Self::Session(_), Lang::En) => "Session",
            (Self::Risk(_), Lang::Zh) => "激化风险报告公安",
            (Self::Risk(_), Lang::En) => "Risk told to the police",
            (Self::Promise(_), Lang::Zh) => "作出承诺",
            (Self::Promise(_), Lang::En) => "Promise",
            (Self::CheckPromise(_), Lang::Zh) => "核对承诺",
            (Self::CheckPromise(_), Lang::En) => "Promise checked",
            (Self::Extend(_), Lang::Zh) => "双方同意延长",
            (Self::Extend(_), Lang::En) => "Extended by both",
            (Self::Draft(_), Lang::Zh) => "拟定协议",
            (Self::Draft(_), Lang::En) => "Agreement drafted",
            (Self::Sign(_), Lang::Zh) => "签字",
            (Self::Sign(_), Lang::En) => "Signed",
            (Self::Refuse(_), Lang::Zh) => "当事人拒绝调解",
            (Self::Refuse(_), Lang::En) => "Refused by a party",
            (Self::Fail(_), Lang::Zh) => "调解不成",
            (Self::Fail(_), Lang::En) => "Failed",
            (Self::FollowUp(_), Lang::Zh) => "回访",
            (Self::FollowUp(_), Lang::En) => "Visit",
            (Self::Confirm(_), Lang::Zh) => "司法确认",
            (Self::Confirm(_), Lang::En) => "Judicial confirmation",
            (Self::File(_), Lang::Zh) => "材料入卷",
            (Self::File(_), Lang::En) => "Filed",
        }
    }
}

/// A step to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStep {
    pub id: StepId,
    pub step: Step,
}

/// The body of `mediate`: a step that was made without a signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mediating {
    pub about: AboutCase,
    pub id: StepId,
    pub step: Step,
}
