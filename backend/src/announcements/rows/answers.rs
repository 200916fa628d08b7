//! Who has read an announcement, and what came of it. Rows are added, never changed; of a person's results the last counts.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::announcements::{AnnouncementAnswer, AnnouncementAnswerId, AnnouncementId, NewAnnouncementAnswer, PublicityResult, Reach};
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::{Day, Moment};

use super::{AnnouncementRow, areas_of, carried};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{announcement_answers as answers, people};
use crate::staffing::rows::on_duty;

/// How many answers, and how many who have not answered, are named.
const MOST_ANSWERS: usize = 500;
const MOST_SILENT: usize = 100;

type Found = (PersonId, AnnouncementId, Option<PublicityResult>);

/// The answer that was written down under an id, if one was.
pub fn find(conn: &mut Conn, id: AnnouncementAnswerId) -> Result<Option<Found>, Error> {
    Ok(answers::table.find(id).select((answers::person_id, answers::announcement, answers::result)).first(conn).optional()?)
}

pub fn add(conn: &mut Conn, new: &NewAnnouncementAnswer, person: PersonId, now: Moment) -> Result<(), Error> {
    let row = (
        answers::id.eq(new.id),
        answers::announcement.eq(new.announcement),
        answers::person_id.eq(person),
        answers::at.eq(new.at),
        answers::result.eq(&new.result),
        answers::received_at.eq(now),
    );
    diesel::insert_into(answers::table).values(row).execute(conn)?;
    carried::answered(conn, new.announcement, person, now)
}

type Row = (PersonId, PersonName, Moment, Option<PublicityResult>);

/// What everybody has answered, by person; the last result of each.
fn all_of(conn: &mut Conn, id: AnnouncementId, person: Option<PersonId>) -> Result<BTreeMap<PersonId, AnnouncementAnswer>, Error> {
    let mut query = answers::table
        .inner_join(people::table)
        .filter(answers::announcement.eq(id))
        .select((answers::person_id, people::name, answers::at, answers::result))
        .order((answers::at, answers::id))
        .into_boxed();
    if let Some(person) = person {
        query = query.filter(answers::person_id.eq(person));
    }
    let mut all: BTreeMap<PersonId, AnnouncementAnswer> = BTreeMap::new();
    for (id, name, at, result) in query.load::<Row>(conn)? {
        let answer = all.entry(id).or_insert_with(|| AnnouncementAnswer { person: PersonRef { id, name }, read_at: at, result: None });
        answer.result = result.or_else(|| answer.result.take());
    }
    Ok(all)
}

/// What somebody has answered.
pub fn of_person(conn: &mut Conn, id: AnnouncementId, person: PersonId) -> Result<Option<AnnouncementAnswer>, Error> {
    Ok(all_of(conn, id, Some(person))?.remove(&person))
}

/// Whom an announcement has reached.
pub fn reach(conn: &mut Conn, row: &AnnouncementRow, today: &Day) -> Result<Reach, Error> {
    let areas = areas_of(conn, &[row.id])?.remove(&row.id).unwrap_or_default();
    let (people, answered) = (on_duty(conn, &areas, &row.duties(), today)?, all_of(conn, row.id, None)?);
    // Whoever has answered and works elsewhere by now has been reached all the same.
    let unread = people.keys().filter(|id| !answered.contains_key(id)).count();
    let silent = people.iter().filter(|(id, _)| !answered.contains_key(id)).map(|(id, name)| PersonRef { id: *id, name: name.clone() });
    let silent: Vec<PersonRef> = silent.take(MOST_SILENT).collect();
    let (read, done) = (answered.len(), answered.values().filter(|answer| answer.result.is_some()).count());
    let mut answers: Vec<AnnouncementAnswer> = answered.into_values().collect();
    answers.sort_by_key(|answer| std::cmp::Reverse(answer.read_at));
    answers.truncate(MOST_ANSWERS);
    Ok(Reach { people: (read + unread) as i64, read: read as i64, done: done as i64, answers, silent })
}
