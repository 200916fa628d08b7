//! What a move must bring along and does not, and what it brings along in vain.

use diesel::prelude::*;
use shared::cases::course::Course;
use shared::cases::{CaseId, Move, Need, NewTransition, Transition};
use shared::categories::PhotoNeed;
use shared::photos::PhotoKind;
use shared::time::Moment;
use shared::units::{UnitId, UnitLevel};

use crate::cases::rows::{self, CaseRow};
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::schema::units;
use crate::{photos, say};

/// Waiting for the resident ends after so many days unless said otherwise, and at most after so many.
const WAIT_DAYS: i64 = 7;
const LONGEST_WAIT_DAYS: i64 = 30;
const LONGEST_SUSPENSION_DAYS: i64 = 365;

/// Fills in what goes without saying.
pub fn completed(wanted: NewTransition, course: &Course, now: Moment) -> NewTransition {
    let until = match wanted.by {
        Move::Wait => wanted.until.or(Some(now.plus_seconds(WAIT_DAYS * 86_400))),
        Move::Suspend => wanted.until.or(course.asked_until),
        _ => wanted.until,
    };
    NewTransition { until, ..wanted }
}

/// What is missing or too much.
pub fn faults(
    conn: &mut Conn,
    case: &CaseRow,
    row: &Transition,
    course: &Course,
    wanted: &NewTransition,
    now: Moment,
) -> Result<Vec<FieldFault>, Error> {
    let mut faults = Vec::new();
    if row.needs_a(Need::Reason) && wanted.reason.is_none() {
        faults.push(FieldFault::new("/reason", "required", ask_for_reason(row.by)));
    }
    faults.extend(assignee_fault(conn, row, wanted, now)?);
    faults.extend(unit_fault(conn, row, course, wanted, now)?);
    faults.extend(into_fault(conn, case, row, wanted)?);
    faults.extend(until_fault(row, wanted, now));
    faults.extend(standard_fault(case, row, course, wanted));
    if row.needs_a(Need::Photos) {
        faults.extend(missing_photo(conn, case)?);
    }
    Ok(faults)
}

fn ask_for_reason(by: Move) -> Words {
    match by {
        Move::Complete | Move::SelfHandle => say!("请写明怎么处理的，上报人会看到", "Say what was done; the reporter will read it"),
        Move::Decline => say!("请写明为什么不受理，上报人会看到", "Say why it is declined; the reporter will read it"),
        Move::Return => say!("请写明为什么退回", "Say why it is returned"),
        Move::Wait => say!("请写明需要上报人补充什么，上报人会看到", "Say what is needed of the reporter, who will read it"),
        Move::Close => {
            say!("请写明核实和办结的情况，上报人会看到", "Say how it was checked and closed; the reporter will read it")
        }
        Move::Reopen => say!("请写明哪里没有解决", "Say what is not solved"),
        _ => say!("请写明情况和理由", "Say why"),
    }
}

fn assignee_fault(conn: &mut Conn, row: &Transition, wanted: &NewTransition, now: Moment) -> Result<Option<FieldFault>, Error> {
    let needed = row.needs_a(Need::Assignee);
    Ok(match wanted.assignee {
        None if needed => Some(FieldFault::new("/assignee", "required", say!("请选择由谁处理", "Say who shall handle it"))),
        Some(_) if !needed => {
            Some(FieldFault::new("/assignee", "not_allowed", say!("这一步不能改派，请用“指派”", "This move does not assign; use assign")))
        }
        Some(person) if !rows::works_today(conn, person, &now.day())? => Some(FieldFault::new(
            "/assignee",
            "not_on_duty",
            say!("没有这个人，或他今天没有任何岗位", "There is no such person, or they hold no duty today"),
        )),
        _ => None,
    })
}

fn unit_fault(
    conn: &mut Conn,
    row: &Transition,
    course: &Course,
    wanted: &NewTransition,
    now: Moment,
) -> Result<Option<FieldFault>, Error> {
    let sends = matches!(row.by, Move::Dispatch | Move::Escalate);
    if !sends && (wanted.level.is_some() || wanted.unit.is_some()) {
        let words = say!("这一步不换单位，请用“派遣”或“上报”", "This move does not change the unit; use dispatch or escalate");
        return Ok(Some(FieldFault::new("/level", "not_allowed", words)));
    }
    if row.needs_a(Need::Unit) && wanted.level.is_none() && wanted.unit.is_none() {
        return Ok(Some(FieldFault::new(
            "/level",
            "required",
            say!("请选择交给哪一级或哪个单位", "Say which level or unit shall handle it"),
        )));
    }
    if row.by == Move::Escalate && wanted.level.is_some_and(|level| level <= course.holder.level) {
        let words = say!("上报只能往上一级或更高一级", "Escalating goes up the chain only");
        return Ok(Some(FieldFault::new("/level", "not_above", words)));
    }
    let level = wanted.level.or(if row.by == Move::Escalate { course.holder.level.above() } else { None });
    match wanted.unit {
        Some(unit) => unit_of(conn, unit, level, now),
        None if level == Some(UnitLevel::County) => {
            Ok(Some(FieldFault::new("/unit", "required", say!("请选择县级部门", "Choose the department of the county"))))
        }
        None => Ok(None),
    }
}

/// Whether the unit is there, open, and of the level it is said to be of.
fn unit_of(conn: &mut Conn, unit: UnitId, level: Option<UnitLevel>, now: Moment) -> Result<Option<FieldFault>, Error> {
    let found: Option<UnitLevel> = units::table
        .find(unit)
        .filter(units::closed_on.is_null().or(units::closed_on.ge(now.day())))
        .select(units::level)
        .first(conn)
        .optional()?;
    Ok(match (found, level) {
        (None, _) => {
            Some(FieldFault::new("/unit", "unknown_unit", say!("没有这个单位，或已经撤销", "There is no such unit, or it was closed")))
        }
        (Some(of), Some(level)) if of != level => {
            Some(FieldFault::new("/unit", "other_level", say!("这个单位不在所选的层级", "The unit is not of the chosen level")))
        }
        (Some(UnitLevel::County), None) => {
            Some(FieldFault::new("/level", "required", say!("交给县级部门时请写明层级", "Give the level, too, when it goes to the county")))
        }
        _ => None,
    })
}

fn into_fault(conn: &mut Conn, case: &CaseRow, row: &Transition, wanted: &NewTransition) -> Result<Option<FieldFault>, Error> {
    let needed = row.needs_a(Need::Into);
    let Some(into) = wanted.into else {
        return Ok(needed.then(|| FieldFault::new("/into", "required", say!("请选择并入哪个案件", "Say which case it is merged into"))));
    };
    if !needed {
        return Ok(Some(FieldFault::new("/into", "not_allowed", say!("只有“并案”要写明主案", "Only merging names another case"))));
    }
    let fault = |code, words| Ok(Some(FieldFault::new("/into", code, words)));
    if into == case.id {
        return fault("itself", say!("不能并入自己", "A case cannot be merged into itself"));
    }
    match open_case(conn, into)? {
        None => fault("unknown_case", say!("没有这个未办结的案件", "There is no such open case")),
        Some(main) if main.restricted != case.restricted => {
            fault("restricted", say!("保密事项不能和一般事项并案", "A restricted case and an open one cannot be merged"))
        }
        Some(_) => Ok(None),
    }
}

fn open_case(conn: &mut Conn, id: CaseId) -> Result<Option<CaseRow>, Error> {
    match rows::find(conn, id) {
        Ok(case) => Ok(Some(case).filter(|case| case.status.is_open())),
        Err(error) if error.code == shared::problem::Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn until_fault(row: &Transition, wanted: &NewTransition, now: Moment) -> Option<FieldFault> {
    let needed = row.needs_a(Need::Until);
    let days = if row.by == Move::Wait { LONGEST_WAIT_DAYS } else { LONGEST_SUSPENSION_DAYS };
    match wanted.until {
        None if needed => Some(FieldFault::new("/until", "required", say!("请写明到哪一天恢复办理", "Say until when"))),
        Some(_) if !needed => Some(FieldFault::new("/until", "not_allowed", say!("这一步没有期限", "This move has no end"))),
        Some(until) if until <= now || until > now.plus_seconds(days * 86_400) => Some(FieldFault::new(
            "/until",
            "out_of_range",
            say!("恢复时间应在今后 {days} 天之内", "It must end within the next {days} days"),
        )),
        _ => None,
    }
}

/// A category with several standards is completed under one that was chosen; any move may choose it.
fn standard_fault(case: &CaseRow, row: &Transition, course: &Course, wanted: &NewTransition) -> Option<FieldFault> {
    let category = case.category.category();
    match &wanted.standard {
        Some(standard) if !standard.as_str().starts_with(case.category.as_str()) => Some(FieldFault::new(
            "/standard",
            "other_category",
            say!("这条立结案标准不属于本案的类别", "This standard belongs to another category"),
        )),
        None if row.needs_a(Need::Standard) && course.standard.is_none() && category.standards().len() > 1 => {
            Some(FieldFault::new("/standard", "required", say!("请选择立结案标准", "Choose the standard it is closed under")))
        }
        _ => None,
    }
}

/// The photo the category asks for and the case does not have. What a reporter photographed counts as before the work.
fn missing_photo(conn: &mut Conn, case: &CaseRow) -> Result<Option<FieldFault>, Error> {
    let need = case.category.category().photos;
    if need == PhotoNeed::NotNeeded {
        return Ok(None);
    }
    let photos = photos::rows::of_case(conn, case.id)?;
    let after = photos.iter().any(|p| p.kind == PhotoKind::After);
    let before = photos.iter().any(|p| p.kind != PhotoKind::After);
    Ok(match need {
        _ if !after => {
            Some(FieldFault::new("", "after_photo_required", say!("请先补一张处置后的照片", "Add a photo taken after the work first")))
        }
        PhotoNeed::BeforeAndAfter if !before => {
            Some(FieldFault::new("", "before_photo_required", say!("请先补一张处置前的照片", "Add a photo taken before the work first")))
        }
        _ => None,
    })
}
