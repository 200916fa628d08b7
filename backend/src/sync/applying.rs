//! Doing an operation, by the functions that do the same for those who are online.

use shared::announcements::NewAnnouncementAnswer;
use shared::care::visits::NewCareVisit;
use shared::cases::{CaseId, transition};
use shared::disputes::steps::{Mediating, NewStep};
use shared::emergencies::steps::NewEmergencyStep;
use shared::may::{self, Caller};
use shared::patrols::NewPatrol;
use shared::problem::Code;
use shared::reports::{FiledReport, NewReport};
use shared::safety::NewSafetyFeedback;
use shared::sync::ops::{AboutCase, CaseMove, CaseRemark, MOST_AWAITED, Op, OpKind, Outcome};
use shared::sync::outbox::report_key;
use shared::sync::uploads::UploadId;
use shared::time::Moment;
use shared::witnessed::HandingOver;

use super::pushing::{Desk, waits};
use crate::care::visiting::visit;
use crate::cases::moving::{self, Actor};
use crate::cases::remarking::remark;
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::Conn;
use crate::disputes::making::{self, Hand};
use crate::emergencies::stepping::take;
use crate::error::{Error, FieldFault};
use crate::input::parse;
use crate::patrols::walking::walk;
use crate::reports::filing::{Filer, Filing, file};
use crate::reports::rows as reports;
use crate::safety::answering::answer;
use crate::{announcements, say, uploads, witnessed};

/// What an operation did.
pub struct Applied {
    pub outcome: Outcome,
    /// The case it changed or opened, with its version afterwards.
    pub case: Option<(CaseId, i32)>,
    pub filed: Option<FiledReport>,
}

/// Does an operation for somebody with the duties of its day.
pub fn apply(conn: &mut Conn, desk: &Desk, caller: &Caller, op: &Op, body: &[u8], captured_at: Moment) -> Result<Applied, Error> {
    let Ok(kind) = op.kind.parse() else {
        let words = say!("服务器不认识这种操作，请更新应用", "The server does not know this kind of operation; update the app");
        return Err(Error::invalid("/kind", "choice", words));
    };
    // What the phone's clock was wrong by: the moments that the body tells are put right by it.
    let shift = captured_at.millis().saturating_sub(op.captured_at.millis());
    match kind {
        OpKind::FileReport => file_report(conn, desk, caller, parse(body)?, captured_at),
        OpKind::MoveCase => move_case(conn, caller, parse(body)?, desk.now),
        OpKind::RemarkCase => remark_case(conn, caller, &parse(body)?, desk.now),
        OpKind::Mediate => mediate(conn, desk, caller, parse(body)?, captured_at, shift),
        OpKind::HandOverProperty => hand_over_property(conn, caller, parse(body)?, shift, desk.now),
        OpKind::Patrol => patrol(conn, caller, parse(body)?, shift, desk.now),
        OpKind::AnswerAnnouncement => answer_announcement(conn, caller, parse(body)?, shift, desk.now),
        OpKind::EmergencyStep => emergency_step(conn, caller, parse(body)?, shift, desk.now),
        OpKind::CareVisit => care_visit(conn, desk, caller, parse(body)?, shift),
        OpKind::SafetyFeedback => safety_feedback(conn, caller, &parse(body)?, captured_at, desk.now),
    }
}

/// What an operation is about: those that come after and are about the same wait when it has to.
pub fn subjects(op: &Op) -> Vec<String> {
    let about = op.body.get("about");
    let named = ["case", "report"].into_iter().filter_map(|member| {
        let id = about?.get(member)?.as_str()?;
        Some(format!("{member}/{id}"))
    });
    let filed = op.body.get("id").and_then(|id| id.as_str()?.parse().ok()).map(report_key);
    named.chain(filed).collect()
}

fn file_report(conn: &mut Conn, desk: &Desk, caller: &Caller, new: NewReport, captured_at: Moment) -> Result<Applied, Error> {
    if new.id.is_none() {
        return Err(Error::invalid("/id", "required", say!("离线上报要自带编号", "A report from a phone needs its id")));
    }
    let new = NewReport { captured_at: Some(captured_at), ..new };
    let filing = Filing { filer: Filer::Staff(caller.clone()), new, prints: Vec::new(), proof: None };
    let filed = file(conn, &desk.tools.map, filing, &desk.tools.public_url, desk.now)?;
    let version = cases::find(conn, filed.case)?.version;
    Ok(Applied { outcome: Outcome::Applied, case: Some((filed.case, version)), filed: Some(filed) })
}

fn move_case(conn: &mut Conn, caller: &Caller, wanted: CaseMove, now: Moment) -> Result<Applied, Error> {
    let case = find(conn, caller, wanted.about, now)?;
    if wanted.photos.len() > MOST_AWAITED {
        return Err(Error::invalid("/photos", "too_many_photos", say!("最多等 {MOST_AWAITED} 张照片", "At most {MOST_AWAITED} photos")));
    }
    // What is no longer possible does not wait for its photos, and holds up nothing behind it.
    if transition(wanted.transition.by, case.status).is_some() {
        wait_for(conn, caller, &wanted.photos)?;
    }
    let moved = moving::make(conn, Actor::Person(caller), &case, wanted.transition, now)?;
    // The table decided; that somebody else had moved it too is only told.
    let outcome = if wanted.version.is_none_or(|seen| seen == case.version) { Outcome::Applied } else { Outcome::Merged };
    Ok(Applied { outcome, case: Some((moved.id, moved.version)), filed: None })
}

fn remark_case(conn: &mut Conn, caller: &Caller, wanted: &CaseRemark, now: Moment) -> Result<Applied, Error> {
    let case = find(conn, caller, wanted.about, now)?;
    let case = remark(conn, caller, &case, &wanted.note, now)?;
    Ok(Applied { outcome: Outcome::Applied, case: Some((case.id, case.version)), filed: None })
}

fn mediate(conn: &mut Conn, desk: &Desk, caller: &Caller, wanted: Mediating, at: Moment, shift: i64) -> Result<Applied, Error> {
    let Mediating { about, id, step } = wanted;
    let case = find(conn, caller, about, desk.now)?;
    let hand = Hand { caller, secrets: &desk.tools.secrets, at, now: desk.now };
    making::make(conn, hand, &case, NewStep { id, step: step.shifted(shift) })?;
    Ok(Applied { outcome: Outcome::Applied, case: Some((case.id, case.version)), filed: None })
}

fn hand_over_property(conn: &mut Conn, caller: &Caller, wanted: HandingOver, shift: i64, now: Moment) -> Result<Applied, Error> {
    let case = find(conn, caller, AboutCase { case: Some(wanted.case), report: None }, now)?;
    witnessed::make(conn, caller, &case, &wanted.handover.shifted(shift), now)?;
    Ok(Applied { outcome: Outcome::Applied, case: Some((case.id, case.version)), filed: None })
}

fn patrol(conn: &mut Conn, caller: &Caller, new: NewPatrol, shift: i64, now: Moment) -> Result<Applied, Error> {
    walk(conn, caller, &new.shifted(shift), now)?;
    Ok(Applied { outcome: Outcome::Applied, case: None, filed: None })
}

fn safety_feedback(conn: &mut Conn, caller: &Caller, new: &NewSafetyFeedback, said_at: Moment, now: Moment) -> Result<Applied, Error> {
    answer(conn, caller, new, said_at, now)?;
    Ok(Applied { outcome: Outcome::Applied, case: None, filed: None })
}

fn care_visit(conn: &mut Conn, desk: &Desk, caller: &Caller, new: NewCareVisit, shift: i64) -> Result<Applied, Error> {
    visit(conn, &desk.tools.secrets, caller, &new.shifted(shift), desk.now)?;
    Ok(Applied { outcome: Outcome::Applied, case: None, filed: None })
}

fn emergency_step(conn: &mut Conn, caller: &Caller, new: NewEmergencyStep, shift: i64, now: Moment) -> Result<Applied, Error> {
    take(conn, caller, &new.shifted(shift), now)?;
    Ok(Applied { outcome: Outcome::Applied, case: None, filed: None })
}

fn answer_announcement(conn: &mut Conn, caller: &Caller, new: NewAnnouncementAnswer, shift: i64, now: Moment) -> Result<Applied, Error> {
    announcements::answering::answer(conn, caller, &new.shifted(shift), now)?;
    Ok(Applied { outcome: Outcome::Applied, case: None, filed: None })
}

/// The case something is about, if the caller sees it. A report that is not here may still be on its way.
fn find(conn: &mut Conn, caller: &Caller, about: AboutCase, now: Moment) -> Result<CaseRow, Error> {
    let case = match (about.case, about.report) {
        (Some(case), None) => case,
        (None, Some(report)) => match reports::filed_as(conn, report)? {
            Some(report) => report.case_id,
            None => return Err(waits(say!("它所属的上报还没有送达", "The report it belongs to has not arrived yet"))),
        },
        _ => {
            let words = say!("请写明是哪个案件，或哪条上报", "Name the case, or the report");
            return Err(Error::fields(vec![FieldFault::new("/about", "required", words)]));
        }
    };
    let case = cases::find(conn, case)?;
    let facts = cases::course::facts(conn, &case, now)?;
    if may::see_case(caller, &facts) { Ok(case) } else { Err(Error::new(Code::NotFound)) }
}

/// A move waits for the photos that were taken for it.
fn wait_for(conn: &mut Conn, caller: &Caller, photos: &[UploadId]) -> Result<(), Error> {
    match uploads::rows::missing(conn, caller.person, photos)? {
        0 => Ok(()),
        n => Err(waits(say!("还有 {n} 张照片没有传完", "{n} photos have not arrived yet"))),
    }
}
