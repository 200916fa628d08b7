//! The courses of cases: read, changed by moves, written back on the version that was read.

use diesel::prelude::*;
use shared::cases::course::{Course, Holder, Parked};
use shared::cases::{Ask, CaseFacts, CaseId, CaseStatus};
use shared::categories::LimitUnit;
use shared::categories::standards::StandardCode;
use shared::sla::{Clock, Stage};
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::units::{UnitId, UnitLevel};

use super::CaseRow;
use crate::cases::search;
use crate::cases::times::CaseTimes;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_courses, case_parts, cases};

/// What a course keeps beside the case itself.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_courses, treat_none_as_null = true)]
pub struct CourseRow {
    pub standard: Option<StandardCode>,
    pub stage: Option<Stage>,
    pub clock_unit: Option<LimitUnit>,
    pub allotted: Option<i64>,
    pub used: Option<i64>,
    pub since: Option<Moment>,
    pub parked_level: Option<UnitLevel>,
    pub parked_unit: Option<UnitId>,
    pub parked_clock_unit: Option<LimitUnit>,
    pub parked_allotted: Option<i64>,
    pub parked_used: Option<i64>,
    pub asked: Option<Ask>,
    pub asked_until: Option<Moment>,
    pub bounces: i32,
    pub extensions: i32,
    pub suspensions: i32,
    pub reworks: i32,
    pub reopenings: i32,
    pub completed_by: Option<PersonId>,
    pub solved: Option<bool>,
}

impl CourseRow {
    pub fn of(course: &Course) -> Self {
        let (clock, parked) = (course.clock, course.parked);
        Self {
            standard: course.standard.clone(),
            stage: clock.map(|c| c.stage),
            clock_unit: clock.map(|c| c.unit),
            allotted: clock.map(|c| c.allotted),
            used: clock.map(|c| c.used),
            since: clock.and_then(|c| c.since),
            parked_level: parked.map(|p| p.holder.level),
            parked_unit: parked.and_then(|p| p.holder.unit),
            parked_clock_unit: parked.map(|p| p.clock.unit),
            parked_allotted: parked.map(|p| p.clock.allotted),
            parked_used: parked.map(|p| p.clock.used),
            asked: course.asked,
            asked_until: course.asked_until,
            bounces: course.bounces,
            extensions: course.extensions,
            suspensions: course.suspensions,
            reworks: course.reworks,
            reopenings: course.reopenings,
            completed_by: course.completed_by,
            solved: course.solved,
        }
    }

    fn clock(&self) -> Option<Clock> {
        Some(Clock { stage: self.stage?, unit: self.clock_unit?, allotted: self.allotted?, used: self.used?, since: self.since })
    }

    fn parked(&self) -> Option<Parked> {
        let holder = Holder { level: self.parked_level?, unit: self.parked_unit };
        let (unit, allotted, used) = (self.parked_clock_unit?, self.parked_allotted?, self.parked_used?);
        Some(Parked { holder, clock: Clock { stage: Stage::Handle, unit, allotted, used, since: None } })
    }

    fn with(self, case: &CaseRow) -> Course {
        Course {
            status: case.status,
            holder: Holder { level: case.level, unit: case.unit },
            assignee: case.assignee,
            clock: self.clock(),
            parked: self.parked(),
            standard: self.standard,
            degree: case.degree,
            asked: self.asked,
            asked_until: self.asked_until,
            resume_at: case.resume_at,
            bounces: self.bounces,
            extensions: self.extensions,
            suspensions: self.suspensions,
            reworks: self.reworks,
            reopenings: self.reopenings,
            completed_by: self.completed_by,
            solved: self.solved,
            late_since: case.late_since,
            merged_into: case.merged_into,
            result: case.result.clone(),
            closed_at: case.closed_at,
        }
    }
}

/// The course of a case as it stands.
pub fn of_case(conn: &mut Conn, case: &CaseRow) -> Result<Course, Error> {
    let row: CourseRow = case_courses::table.find(case.id).select(CourseRow::as_select()).first(conn)?;
    Ok(row.with(case))
}

/// The reporter's stars, and whether an appeal exempted the case.
pub fn verdict(conn: &mut Conn, case: CaseId) -> Result<(Option<i32>, bool), Error> {
    Ok(case_courses::table.find(case).select((case_courses::rating, case_courses::exempt)).first(conn)?)
}

/// Writes down the course of a new case.
pub fn add(conn: &mut Conn, case: CaseId, course: &Course) -> Result<(), Error> {
    diesel::insert_into(case_courses::table).values((case_courses::case_id.eq(case), CourseRow::of(course))).execute(conn)?;
    Ok(())
}

/// Writes a course on the version that was read; `None` when the case has moved on since.
pub fn save(conn: &mut Conn, case: &CaseRow, course: &Course, times: &CaseTimes, now: Moment) -> Result<Option<CaseRow>, Error> {
    let clock = course.clock.as_ref();
    let moved = CaseRow {
        status: course.status,
        level: course.holder.level,
        unit: course.holder.unit,
        assignee: course.assignee,
        due_at: clock.and_then(|clock| clock.due(times.calendar())),
        warn_at: clock.and_then(|clock| clock.warn_at(times.calendar())),
        resume_at: course.resume_at,
        degree: course.degree,
        late_since: course.late_since,
        merged_into: course.merged_into,
        result: course.result.clone(),
        closed_at: course.closed_at,
        version: case.version + 1,
        updated_at: now,
        ..case.clone()
    };
    let values = (
        cases::status.eq(moved.status),
        cases::level.eq(moved.level),
        cases::unit.eq(moved.unit),
        cases::assignee.eq(moved.assignee),
        cases::due_at.eq(moved.due_at),
        cases::warn_at.eq(moved.warn_at),
        cases::resume_at.eq(moved.resume_at),
        cases::degree.eq(moved.degree),
        // Once late, a case stays marked, whatever was read before the clock marked it.
        moved.late_since.map(|at| cases::late_since.eq(at)),
        cases::merged_into.eq(moved.merged_into),
        cases::result.eq(&moved.result),
        cases::closed_at.eq(moved.closed_at),
        cases::version.eq(moved.version),
        cases::updated_at.eq(now),
    );
    if diesel::update(cases::table.find(case.id).filter(cases::version.eq(case.version))).set(values).execute(conn)? == 0 {
        return Ok(None);
    }
    diesel::update(case_courses::table.find(case.id)).set(CourseRow::of(course)).execute(conn)?;
    if (moved.assignee, moved.unit) != (case.assignee, case.unit) {
        search::index(conn, case.id)?;
    }
    Ok(Some(moved))
}

/// What permissions and guards need to know of a case now.
pub fn facts(conn: &mut Conn, case: &CaseRow, now: Moment) -> Result<CaseFacts, Error> {
    let course = of_case(conn, case)?;
    let parts: Vec<(UnitId, Option<Moment>)> =
        case_parts::table.filter(case_parts::case_id.eq(case.id)).select((case_parts::unit, case_parts::done_at)).load(conn)?;
    let children = cases::table.filter(cases::parent.eq(case.id)).filter(cases::status.eq_any(CaseStatus::OPEN));
    let children_open = diesel::select(diesel::dsl::exists(children)).get_result(conn)?;
    Ok(CaseFacts {
        grid: case.grid.clone(),
        status: case.status,
        category: case.category.clone(),
        level: case.level,
        unit: case.unit,
        assignee: case.assignee,
        filed_by: case.filed_by,
        completed_by: course.completed_by,
        parts_open: parts.iter().any(|(_, done_at)| done_at.is_none()),
        parts: parts.into_iter().map(|(unit, _)| unit).collect(),
        children_open,
        degree: case.degree,
        asked: course.asked,
        extensions: course.extensions,
        suspensions: course.suspensions,
        late: case.due_at.is_some_and(|due| due < now),
        confirmed: course.solved == Some(true),
        closed_at: case.closed_at,
        now,
    })
}
