//! Notices, and whom they concern.

mod staff;

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::cases::{CaseFacts, CaseId, CaseNumber, CaseStatus, Move};
use shared::categories::CategoryCode;
use shared::divisions::DivisionName;
use shared::grids::{GridName, grid_title};
use shared::notices::{Digest, Notice, NoticeCase, NoticeFilter, NoticeId, NoticeKind, NoticesRead, Unread, Workload};
use shared::page::Page;
use shared::staffing::PersonId;
use shared::time::{Day, Moment};

pub use self::staff::{staff_around, staff_on};
use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::on_either;
use crate::schema::{case_courses, case_events, cases, digests, divisions, grids, notices};

/// Days after which what was read is forgotten, and what nobody ever read.
const READ_DAYS: i64 = 90;
const UNREAD_DAYS: i64 = 365;

/// Where a notice stands in the list: whether it was read, when it was told, its id.
pub type Position = (bool, Moment, NoticeId);

#[derive(Queryable)]
struct NoticeRow {
    id: NoticeId,
    kind: NoticeKind,
    at: Moment,
    todo: Option<i32>,
    late: Option<i32>,
    soon: Option<i32>,
    read_at: Option<Moment>,
}

type Columns = (notices::id, notices::kind, notices::at, notices::todo, notices::late, notices::soon, notices::read_at);
const COLUMNS: Columns = (notices::id, notices::kind, notices::at, notices::todo, notices::late, notices::soon, notices::read_at);

type CaseColumns = (CaseId, CaseNumber, CaseStatus, CategoryCode, bool, Option<Moment>);

/// A notice, its case, and the names of the grid and the village.
type WithCase = (NoticeRow, Option<CaseColumns>, Option<GridName>, Option<DivisionName>);

/// The page of somebody's notices.
pub fn list(conn: &mut Conn, person: PersonId, filter: &NoticeFilter, stretch: &Stretch<Position>) -> Result<Page<Notice>, Error> {
    let mut query = notices::table
        .left_join(cases::table.inner_join(grids::table.inner_join(divisions::table)))
        .filter(notices::person_id.eq(person))
        .select((
            COLUMNS,
            (cases::id, cases::number, cases::status, cases::category, cases::restricted, cases::due_at).nullable(),
            grids::name.nullable(),
            divisions::name.nullable(),
        ))
        .into_boxed();
    if filter.unread == Some(true) {
        query = query.filter(notices::read_at.is_null());
    }
    if let Some((read, at, id)) = stretch.after {
        let older = notices::at.lt(at).or(notices::at.eq(at).and(notices::id.lt(id)));
        query = match read {
            false => query.filter(notices::read_at.is_not_null().or(older)),
            true => query.filter(notices::read_at.is_not_null().and(older)),
        };
    }
    let rows: Vec<WithCase> =
        query.order((notices::read_at.is_null().desc(), notices::at.desc(), notices::id.desc())).limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |(notice, ..)| (notice.read_at.is_some(), notice.at, notice.id));
    Ok(page.map(|(notice, case, grid, village)| shown(notice, case, grid, village)))
}

fn shown(notice: NoticeRow, case: Option<CaseColumns>, grid: Option<GridName>, village: Option<DivisionName>) -> Notice {
    let case = case.map(|(id, number, status, category, restricted, due_at)| NoticeCase {
        id,
        number,
        status,
        category: Some(category).filter(|_| !restricted),
        grid_name: village.zip(grid).filter(|_| !restricted).map(|(village, grid)| grid_title(village.short(), &grid)),
        due_at,
    });
    let digest = notice.todo.map(|todo| Digest { todo, late: notice.late.unwrap_or(0), soon: notice.soon.unwrap_or(0) });
    Notice { id: notice.id, kind: notice.kind, at: notice.at, case, digest, read_at: notice.read_at }
}

/// What a notice tells of a case.
pub fn about(case: &CaseRow, grid: &GridName, village: &DivisionName) -> NoticeCase {
    NoticeCase {
        id: case.id,
        number: case.number.clone(),
        status: case.status,
        category: Some(case.category.clone()).filter(|_| !case.restricted),
        grid_name: Some(grid_title(village.short(), grid)).filter(|_| !case.restricted),
        due_at: case.due_at,
    }
}

pub fn unread(conn: &mut Conn, person: PersonId) -> Result<Unread, Error> {
    let count = notices::table.filter(notices::person_id.eq(person)).filter(notices::read_at.is_null()).count().get_result(conn)?;
    Ok(Unread { count })
}

/// Marks somebody's own notices as read.
pub fn mark_read(conn: &mut Conn, person: PersonId, which: &NoticesRead, now: Moment) -> Result<(), Error> {
    let own = notices::table.filter(notices::person_id.eq(person)).filter(notices::read_at.is_null());
    let read = notices::read_at.eq(now);
    match which.up_to {
        Some(moment) => diesel::update(own.filter(notices::at.le(moment))).set(read).execute(conn)?,
        None => diesel::update(own.filter(notices::id.eq_any(&which.ids))).set(read).execute(conn)?,
    };
    Ok(())
}

/// Puts a notice of a case into inboxes.
pub fn add(conn: &mut Conn, people: impl Iterator<Item = PersonId>, kind: NoticeKind, case: CaseId, at: Moment) -> Result<(), Error> {
    let rows: Vec<_> = people
        .map(|person| {
            (
                notices::id.eq(NoticeId::new()),
                notices::person_id.eq(person),
                notices::at.eq(at),
                notices::kind.eq(kind),
                notices::case_id.eq(case),
            )
        })
        .collect();
    on_either!(conn, diesel::insert_into(notices::table).values(&rows).execute(conn))?;
    Ok(())
}

/// Who asked the command room for something about a case last.
pub fn last_asker(conn: &mut Conn, case: CaseId) -> Result<Option<PersonId>, Error> {
    let asker: Option<Option<PersonId>> = case_events::table
        .filter(case_events::case_id.eq(case))
        .filter(case_events::by_move.eq_any([Move::AskExtension, Move::AskSuspension]))
        .order(case_events::id.desc())
        .select(case_events::by_person)
        .first(conn)
        .optional()?;
    Ok(asker.flatten())
}

/// Takes the digest of a day upon itself; `false` when it was written already.
pub fn begin_digest(conn: &mut Conn, day: &Day, now: Moment) -> Result<bool, Error> {
    let written: bool = diesel::select(diesel::dsl::exists(digests::table.find(day))).get_result(conn)?;
    let row = (digests::day.eq(day), digests::at.eq(now));
    Ok(!written && on_either!(conn, diesel::insert_into(digests::table).values(row).on_conflict_do_nothing().execute(conn))? == 1)
}

/// All cases for which somebody has something to do.
pub fn open_cases(conn: &mut Conn, now: Moment) -> Result<Vec<Workload>, Error> {
    let working = CaseStatus::OPEN.iter().filter(|status| !matches!(status, CaseStatus::Waiting | CaseStatus::Suspended));
    let rows: Vec<(CaseRow, Option<PersonId>)> = case_courses::table
        .inner_join(cases::table)
        .filter(cases::status.eq_any(working))
        .select((CaseRow::as_select(), case_courses::completed_by))
        .load(conn)?;
    let soon = now.day().shifted(2).begins();
    Ok(rows
        .into_iter()
        .map(|(case, completed_by)| Workload {
            late: case.due_at.is_some_and(|due| due < now),
            soon: case.due_at.is_some_and(|due| due < soon),
            case: facts(case, completed_by, now),
        })
        .collect())
}

/// What the digest needs to know of a case; it counts none for the units that only help.
fn facts(case: CaseRow, completed_by: Option<PersonId>, now: Moment) -> CaseFacts {
    CaseFacts {
        grid: case.grid,
        status: case.status,
        category: case.category,
        level: case.level,
        unit: case.unit,
        assignee: case.assignee,
        filed_by: case.filed_by,
        completed_by,
        parts: Vec::new(),
        parts_open: false,
        children_open: false,
        degree: case.degree,
        asked: None,
        extensions: 0,
        suspensions: 0,
        late: case.due_at.is_some_and(|due| due < now),
        confirmed: false,
        closed_at: case.closed_at,
        now,
    }
}

pub fn add_digests(conn: &mut Conn, loads: &BTreeMap<PersonId, Digest>, now: Moment) -> Result<(), Error> {
    let rows: Vec<_> = loads
        .iter()
        .map(|(person, digest)| {
            (
                notices::id.eq(NoticeId::new()),
                notices::person_id.eq(*person),
                notices::at.eq(now),
                notices::kind.eq(NoticeKind::Digest),
                notices::todo.eq(digest.todo),
                notices::late.eq(digest.late),
                notices::soon.eq(digest.soon),
            )
        })
        .collect();
    on_either!(conn, diesel::insert_into(notices::table).values(&rows).execute(conn))?;
    Ok(())
}

/// Forgets what was read long ago, and what nobody read for a year.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    let (read, told) = (now.plus_seconds(-READ_DAYS * 86_400), now.plus_seconds(-UNREAD_DAYS * 86_400));
    let digests = diesel::delete(digests::table.filter(digests::at.lt(read))).execute(conn)?;
    Ok(digests + diesel::delete(notices::table.filter(notices::read_at.lt(read).or(notices::at.lt(told)))).execute(conn)?)
}
