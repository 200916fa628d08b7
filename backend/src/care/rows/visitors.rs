//! Who visits whom, from when to when; and letting go of those who work in the grid no more.

use diesel::prelude::*;
use shared::care::CareRecordId;
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::staffing::PersonId;
use shared::time::{Day, Moment};

use super::records::{self, CareRow};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{care_records, care_visitors};
use crate::session;

/// Makes the table say who visits from now on.
pub fn follow(conn: &mut Conn, row: &CareRow, now: Moment) -> Result<(), Error> {
    let open = || care_visitors::table.filter(care_visitors::record.eq(row.id)).filter(care_visitors::to_at.is_null());
    let visit = row.visitors().map(|person| person.filter(|_| row.ended_on.is_none()));
    let before: Vec<PersonId> = open().select(care_visitors::person_id).load(conn)?;
    for person in before.iter().filter(|person| !visit.contains(&Some(**person))) {
        diesel::update(open().filter(care_visitors::person_id.eq(*person))).set(care_visitors::to_at.eq(now)).execute(conn)?;
    }
    for person in visit.into_iter().flatten().filter(|person| !before.contains(person)) {
        let begins = (care_visitors::record.eq(row.id), care_visitors::person_id.eq(person), care_visitors::from_at.eq(now));
        diesel::insert_into(care_visitors::table).values(begins).execute(conn)?;
    }
    Ok(())
}

/// Whether somebody was asked to visit on a day: who hands over at ten and calls at eleven, without a signal, has called.
pub fn visited_on(conn: &mut Conn, record: CareRecordId, person: PersonId, day: &Day) -> Result<bool, Error> {
    let (begins, ends) = (day.begins(), day.shifted(1).begins());
    let then = care_visitors::table
        .filter(care_visitors::record.eq(record))
        .filter(care_visitors::person_id.eq(person))
        .filter(care_visitors::from_at.lt(ends))
        .filter(care_visitors::to_at.is_null().or(care_visitors::to_at.ge(begins)));
    Ok(diesel::select(diesel::dsl::exists(then)).get_result(conn)?)
}

/// Whether somebody works in a grid on the day, and so may visit there.
pub fn works_in(conn: &mut Conn, person: PersonId, grid: &GridCode, now: Moment) -> Result<bool, Error> {
    let duties = session::rows::duties_on(conn, person, &now.day())?;
    Ok(may::visit_in(&Caller { person, duties }, grid))
}

/// Takes the records of those who do not work in the grid any more from them, of one person or of all: they wait to be handed over.
pub fn let_go(conn: &mut Conn, of: Option<PersonId>, by: By) -> Result<(), Error> {
    let mut pairs: Vec<(PersonId, GridCode)> = Vec::new();
    let firsts = care_records::table.filter(care_records::ended_on.is_null()).filter(care_records::visitor.is_not_null());
    pairs.extend(
        firsts.select((care_records::visitor.assume_not_null(), care_records::grid)).distinct().load::<(PersonId, GridCode)>(conn)?,
    );
    let seconds = care_records::table.filter(care_records::ended_on.is_null()).filter(care_records::second.is_not_null());
    pairs.extend(
        seconds.select((care_records::second.assume_not_null(), care_records::grid)).distinct().load::<(PersonId, GridCode)>(conn)?,
    );
    pairs.retain(|(person, _)| of.is_none_or(|of| of == *person));
    pairs.sort();
    pairs.dedup();
    for (person, grid) in pairs {
        if works_in(conn, person, &grid, by.at)? {
            continue;
        }
        let rows: Vec<CareRow> = care_records::table
            .filter(care_records::grid.eq(&grid))
            .filter(care_records::ended_on.is_null())
            .filter(care_records::visitor.eq(person).or(care_records::second.eq(person)).assume_not_null())
            .order(care_records::id)
            .select(CareRow::as_select())
            .load(conn)?;
        for mut row in rows {
            // Whoever visits as well goes on alone.
            let stays = row.visitors().into_iter().flatten().find(|it| *it != person);
            (row.visitor, row.second) = (stays, None);
            records::change(conn, row, "let_go", by)?;
        }
    }
    Ok(())
}
