//! Filing and reviewing: the rules that stand in the way, and what follows.

use shared::appeals::{self, AppealId, AppealState, MOST_PHOTOS, NewAppeal, NewReview};
use shared::cases::EventKind;
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::notices::NoticeKind;
use shared::photos::PhotoId;
use shared::time::Moment;

use super::rows::{self, AppealRow, ReviewRow};
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self as cases, CaseRow};
use crate::cases::times::CaseTimes;
use crate::db::Conn;
use crate::error::Error;
use crate::input::Seen;
use crate::notices::{Announcement, announce};
use crate::photos;
use crate::say;

/// Files an appeal; the caller may, and has seen the case as it is.
pub fn file(conn: &mut Conn, caller: &Caller, case: &CaseRow, new: NewAppeal, now: Moment) -> Result<AppealRow, Error> {
    let times = CaseTimes::of(conn, &case.category)?;
    if let Some(obstacle) = appeals::obstacle(case.status, case.late_since, case.closed_at, times.calendar(), now) {
        let (zh, en) = (obstacle.label(Lang::Zh), obstacle.label(Lang::En));
        return Err(Error::conflict(say!("{zh}", "{en}")));
    }
    if rows::of_case(conn, case.id)?.is_some() {
        return Err(Error::conflict(say!("这个案件已经申诉过，每个案件只能申诉一次", "The case was appealed already; it can be once")));
    }
    let photos = own_photos(conn, case, new.photos)?;
    let appeal = AppealRow {
        id: AppealId::new(),
        case_id: case.id,
        appellant: caller.person,
        reason: new.reason.to_string(),
        state: AppealState::Filed,
        filed_at: now,
        version: 1,
        updated_at: now,
    };
    rows::add(conn, &appeal, &photos)?;
    tell(conn, case, &appeal, caller, &appeal.reason, now)?;
    Ok(appeal)
}

/// The photos, each once; they are the case's own.
fn own_photos(conn: &mut Conn, case: &CaseRow, mut wanted: Vec<PhotoId>) -> Result<Vec<PhotoId>, Error> {
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() > MOST_PHOTOS {
        return Err(Error::invalid("/photos", "too_many_photos", say!("最多 {MOST_PHOTOS} 张照片", "At most {MOST_PHOTOS} photos")));
    }
    let of_case = photos::rows::of_case(conn, case.id)?;
    if wanted.iter().all(|photo| of_case.iter().any(|row| row.id == *photo)) {
        return Ok(wanted);
    }
    Err(Error::invalid("/photos", "unknown_photo", say!("只能引用这个案件的照片", "Only photos of the case itself can be pointed to")))
}

/// Reviews an appeal the caller may see.
pub fn review(conn: &mut Conn, caller: &Caller, appeal: AppealRow, new: NewReview, seen: Seen, now: Moment) -> Result<AppealRow, Error> {
    let facts = rows::facts(conn, &appeal)?;
    let Some(stage) = appeal.state.stage() else {
        seen.check(appeal.version)?;
        return Err(Error::conflict(say!("这个申诉已经有结论", "The appeal was decided already")));
    };
    if !may::review_appeal(caller, &facts) {
        let own = facts.appellant == caller.person || facts.first == Some(caller.person);
        return Err(match own && may::see_appeals(caller) {
            true => Error::forbidden().saying(say!(
                "申诉要由两位不同的人评审，本人申诉的不能自己评审",
                "An appeal is reviewed by two different people, and never by who made it"
            )),
            false => Error::forbidden(),
        });
    }
    seen.check(appeal.version)?;
    let state = AppealState::after(stage, new.uphold);
    let review =
        ReviewRow { appeal: appeal.id, stage, reviewer: caller.person, uphold: new.uphold, reason: new.reason.to_string(), at: now };
    let appeal = rows::decide(conn, appeal, &review, state, now)?;
    let case = cases::find(conn, appeal.case_id)?;
    if state == AppealState::Upheld {
        rows::exempt(conn, case.id)?;
    }
    tell(conn, &case, &appeal, caller, &review.reason, now)?;
    Ok(appeal)
}

/// Writes the timeline's line, for colleagues only, and tells those whom it concerns.
fn tell(conn: &mut Conn, case: &CaseRow, appeal: &AppealRow, caller: &Caller, words: &str, now: Moment) -> Result<(), Error> {
    let note = format!("{}：{words}", appeal.state.label(Lang::Zh));
    let event = Event { note: Some(note), ..Event::of(case, EventKind::Appealed, Some(caller.person), now) };
    timeline::note(conn, event)?;
    let kind = match appeal.state {
        AppealState::Filed => NoticeKind::Appealed,
        AppealState::Seconded => NoticeKind::AppealSeconded,
        AppealState::Upheld => NoticeKind::AppealUpheld,
        AppealState::Refused => NoticeKind::AppealRefused,
    };
    announce(conn, case, Announcement { kind, by: Some(caller.person), appellant: Some(appeal.appellant), helper: None, at: now })
}
