//! Adding people to look after, changing what is known of them, handing them over, ending it.

use std::collections::HashSet;

use diesel::prelude::*;
use shared::care::{CarePerson, CareRecordPatch, MOST_REASONS, NewCareRecord};
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::staffing::PersonId;
use shared::time::{Day, Moment};

use super::rows::records::{self, CareRow, sealed};
use super::rows::visitors::works_in;
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::input::Seen;
use crate::say;
use crate::schema::grids;
use crate::secrets::Secrets;

/// Adds a record. One that was added before under its id, by one of its visitors, is left as it is.
pub fn add(conn: &mut Conn, secrets: &Secrets, caller: &Caller, new: &NewCareRecord, now: Moment) -> Result<CareRow, Error> {
    Error::unless(may::keep_care(caller, &new.grid))?;
    let visitor = new.visitor.unwrap_or(caller.person);
    if let Some(before) = records::find(conn, new.id)? {
        let same = before.grid == new.grid
            && before.visitors() == [Some(visitor), new.second]
            && (before.level, before.basis, &before.basis_day) == (new.level, new.basis, &new.basis_day)
            && before.every_days == new.every_days.map(Into::into)
            && before.opened(secrets).as_ref() == Some(&new.person);
        let words = say!("这个编号已用于另一位关爱对象，请换一个", "This id names another record already; choose a new one");
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let mut faults = person_faults(&new.person);
    faults.extend(basis_faults(&new.basis_day, now));
    faults.extend(grid_faults(conn, &new.grid, now)?);
    faults.extend(visitor_faults(conn, &new.grid, [Some(visitor), new.second], now)?);
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let row = CareRow::new(new, visitor, sealed(secrets, new.id, &new.person)?, now);
    records::add(conn, &row, By { person: Some(caller.person), at: now })?;
    Ok(row)
}

/// Changes a record: all of it by those who visit; who visits, and that it ends, also by who answers for the grid.
pub fn change(
    conn: &mut Conn,
    secrets: &Secrets,
    caller: &Caller,
    mut row: CareRow,
    patch: &CareRecordPatch,
    seen: Seen,
    now: Moment,
) -> Result<CareRow, Error> {
    let visits = may::see_care(caller, &row.grid, row.visitors());
    Error::unless(visits || patch.only_hands_over() && may::keep_care(caller, &row.grid))?;
    seen.check(row.version)?;
    if row.ended_on.is_some() {
        return Err(Error::conflict(say!("已经结束，不能再改", "It has ended and cannot be changed")));
    }
    let mut faults = Vec::new();
    if !visits && row.visitor.is_some() {
        faults.extend(self_fault(caller, patch));
    }
    if let Some(person) = &patch.person {
        faults.extend(person_faults(person));
        row.person = Some(sealed(secrets, row.id, person)?);
    }
    if let Some(day) = &patch.basis_day {
        faults.extend(basis_faults(day, now));
        row.basis_day = day.clone();
    }
    row.level = patch.level.unwrap_or(row.level);
    row.basis = patch.basis.unwrap_or(row.basis);
    row.every_days = patch.every_days.map_or(row.every_days, |days| days.map(Into::into));
    row.visitor = patch.visitor.or(row.visitor);
    row.second = patch.second.unwrap_or(row.second);
    if patch.visitor.is_some() || patch.second.is_some() {
        faults.extend(visitor_faults(conn, &row.grid, row.visitors(), now)?);
    }
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    if let Some(end) = patch.end {
        (row.ended_on, row.end_reason) = (Some(now.day()), Some(end));
    }
    let action = if patch.only_hands_over() { "hand_over" } else { "change" };
    records::change(conn, row, action, By { person: Some(caller.person), at: now })
}

/// Who answers for the grid does not make himself a visitor to learn who it is: that is for whoever visits to say, or for nobody's.
fn self_fault(caller: &Caller, patch: &CareRecordPatch) -> Option<FieldFault> {
    let me = Some(caller.person);
    let pointer = if patch.visitor == me { "/visitor" } else { "/second" };
    let words = say!("请由现在的走访人交接给您", "Whoever visits now has to hand this person over to you");
    (patch.visitor == me || patch.second == Some(me)).then(|| FieldFault::new(pointer, "not_yourself", words))
}

fn person_faults(person: &CarePerson) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let mut wrong = |code: &'static str, words| faults.push(FieldFault::new("/person/reasons", code, words));
    let different: HashSet<_> = person.reasons.iter().collect();
    if person.reasons.is_empty() {
        wrong("required", say!("请至少选一个原因", "Choose at least one reason"));
    } else if person.reasons.len() > MOST_REASONS {
        wrong("too_many", say!("最多选 {MOST_REASONS} 个原因", "At most {MOST_REASONS} reasons"));
    } else if different.len() < person.reasons.len() {
        wrong("duplicate", say!("同一个原因选了两次", "The same reason is named twice"));
    }
    faults
}

fn basis_faults(day: &Day, now: Moment) -> Option<FieldFault> {
    let future = *day > now.day();
    future.then(|| FieldFault::new("/basis_day", "out_of_range", say!("同意的日期在将来", "The day of the consent lies in the future")))
}

fn grid_faults(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<Option<FieldFault>, Error> {
    let closed_on: Option<Option<Day>> = grids::table.find(grid).select(grids::closed_on).first(conn).optional()?;
    let open = closed_on.is_some_and(|closed_on| closed_on.is_none_or(|last| last >= now.day()));
    let words = say!("没有这个网格，或已停用", "There is no such grid, or it was closed");
    Ok((!open).then(|| FieldFault::new("/grid", "unknown_grid", words)))
}

/// Whoever visits works in the grid, and is not named twice.
fn visitor_faults(conn: &mut Conn, grid: &GridCode, visit: [Option<PersonId>; 2], now: Moment) -> Result<Vec<FieldFault>, Error> {
    let mut faults = Vec::new();
    for (pointer, person) in [("/visitor", visit[0]), ("/second", visit[1])] {
        let Some(person) = person else { continue };
        if !works_in(conn, person, grid, now)? {
            let words = say!("走访人要在这个网格任职", "Whoever visits has to work in this grid");
            faults.push(FieldFault::new(pointer, "not_of_grid", words));
        }
    }
    if visit[1].is_some() && visit[0] == visit[1] {
        let words = say!("两位走访人是同一个人", "The two who visit are the same person");
        faults.push(FieldFault::new("/second", "duplicate", words));
    }
    Ok(faults)
}
