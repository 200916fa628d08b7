//! A case with all its caller may see of it.

use std::collections::HashMap;

use shared::cases::course::Course;
use shared::cases::{Case, CaseClock, CaseEvent, CaseTallies};
use shared::may::{self, Caller};
use shared::photos::Photo;
use shared::reports::{Report, ReportId};
use shared::sla::{Calendar, Clock};
use shared::staffing::{PersonId, PersonRef};
use shared::time::Moment;
use shared::units::{UnitId, UnitRef};

use super::rows::timeline::Event;
use super::rows::{self, CaseRow};
use super::times::CaseTimes;
use super::{opening, sharing};
use crate::db::Conn;
use crate::error::Error;
use crate::photos;
use crate::photos::addresses::Addresses;
use crate::reports;
use crate::reports::rows::ReportRow;

/// Puts a case together for somebody who may see it.
pub fn show(conn: &mut Conn, case: CaseRow, caller: &Caller, addresses: &Addresses, now: Moment) -> Result<Case, Error> {
    let (grid_name, village) = rows::names_of(conn, &case.grid)?;
    let timeline = rows::timeline::of_case(conn, case.id)?;
    let reports = reports::rows::of_case(conn, case.id)?;
    let people = rows::people_named(conn, people_in(&case, &timeline, &reports))?;
    let (mut of_reports, of_work) = sorted(photos::rows::of_case(conn, case.id)?, addresses);
    let units = rows::units_named(conn, timeline.iter().map(|event| event.unit).chain([case.unit]))?;
    let facts = rows::course::facts(conn, &case, now)?;
    let course = rows::course::of_case(conn, &case)?;
    let calendar = CaseTimes::of(conn, &case.category)?;
    let parts = sharing::parts(conn, &case, &facts, caller)?;
    let suggested = opening::suggested(conn, &case, &course)?;
    let (rating, exempt) = rows::course::verdict(conn, case.id)?;
    let related = rows::related::of_case(conn, &case)?;
    let named_unit = |id: Option<UnitId>| id.and_then(|id| units.get(&id).cloned());
    let named = |id: Option<PersonId>| id.and_then(|id| people.get(&id).cloned());
    let reports: Vec<Report> = reports
        .into_iter()
        .map(|report| {
            let (filed_by, photos) = (named(report.filed_by), of_reports.remove(&report.id).unwrap_or_default());
            let with_reporter = may::see_reporter(caller, &facts, report.filed_by);
            report.shown(with_reporter, filed_by, photos)
        })
        .collect();
    Ok(Case {
        moves: may::moves(caller, &facts),
        acts: may::acts(caller, &facts),
        parts,
        suggested,
        place: case.place(),
        id: case.id,
        number: case.number,
        status: case.status,
        category: case.category,
        summary: case.summary,
        grid: case.grid,
        grid_name,
        village_name: village.short().to_owned(),
        place_text: case.place_text.map(Into::into),
        level: case.level,
        unit: named_unit(case.unit),
        assignee: named(case.assignee),
        degree: case.degree,
        clock: course.clock.map(|clock| read(&clock, calendar.calendar(), now)),
        tallies: tallies(&course, rating, exempt),
        standard: course.standard,
        merged_into: related.merged_into,
        parent: related.parent,
        related: related.others,
        leader: named(case.leader),
        full_time: named(case.full_time),
        filed_at: case.filed_at,
        closed_at: case.closed_at,
        reports,
        photos: of_work,
        timeline: timeline.into_iter().map(|event| told(event, &named, &named_unit)).collect(),
        version: case.version,
        updated_at: case.updated_at,
    })
}

fn people_in<'a>(case: &CaseRow, timeline: &'a [Event], reports: &'a [ReportRow]) -> impl Iterator<Item = Option<PersonId>> + use<'a> {
    let of_case = [case.assignee, case.leader, case.full_time];
    let of_events = timeline.iter().flat_map(|event| [event.by_person, event.assignee]);
    of_case.into_iter().chain(of_events).chain(reports.iter().map(|report| report.filed_by))
}

/// Photos by report, and those of the work.
fn sorted(rows: Vec<photos::rows::PhotoRow>, addresses: &Addresses) -> (HashMap<ReportId, Vec<Photo>>, Vec<Photo>) {
    let (mut of_reports, mut of_work): (HashMap<ReportId, Vec<Photo>>, _) = (HashMap::new(), Vec::new());
    for row in rows {
        let photo = addresses.photo(&row);
        match row.report_id {
            Some(report) => of_reports.entry(report).or_default().push(photo),
            None => of_work.push(photo),
        }
    }
    (of_reports, of_work)
}

/// A clock as it reads now.
fn read(clock: &Clock, calendar: &Calendar, now: Moment) -> CaseClock {
    CaseClock {
        stage: clock.stage,
        unit: clock.unit,
        allotted_ms: clock.allotted,
        remaining_ms: clock.remaining(calendar, now),
        due_at: clock.due(calendar),
        light: clock.light(calendar, now),
    }
}

fn tallies(course: &Course, rating: Option<i32>, exempt: bool) -> CaseTallies {
    CaseTallies {
        bounces: course.bounces,
        extensions: course.extensions,
        suspensions: course.suspensions,
        reworks: course.reworks,
        reopenings: course.reopenings,
        asked: course.asked,
        asked_until: course.asked_until,
        resume_at: course.resume_at,
        late_since: course.late_since,
        exempt,
        solved: course.solved,
        rating,
    }
}

fn told(
    event: Event,
    named: &impl Fn(Option<PersonId>) -> Option<PersonRef>,
    named_unit: &impl Fn(Option<UnitId>) -> Option<UnitRef>,
) -> CaseEvent {
    CaseEvent {
        at: event.at,
        kind: event.kind,
        by_move: event.by_move,
        by: named(event.by_person),
        status: event.status,
        level: event.level,
        unit: named_unit(event.unit),
        assignee: named(event.assignee),
        other: event.other,
        until: event.until,
        reason: event.reason,
        note: event.note,
    }
}
