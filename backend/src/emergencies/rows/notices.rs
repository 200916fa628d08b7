//! Messages to everybody on duty, and who has read them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use shared::emergencies::situation::NoticeReceipts;
use shared::emergencies::{EmergencyId, EmergencyNotice, EmergencyNoticeId, EmergencyText};
use shared::grids::GridCode;
use shared::staffing::{AreaCode, PersonId, PersonName, PersonRef};
use shared::time::{Day, Moment};

use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::schema::{emergency_notices, emergency_receipts, people};
use crate::staffing::rows::on_duty;

type Row = (EmergencyNoticeId, EmergencyId, EmergencyText, Moment, PersonId, PersonName);

/// The messages of some emergencies, latest first.
pub fn of_all(conn: &mut Conn, ids: &[EmergencyId]) -> Result<BTreeMap<EmergencyId, Vec<EmergencyNotice>>, Error> {
    let rows: Vec<Row> = emergency_notices::table
        .inner_join(people::table)
        .filter(emergency_notices::emergency.eq_any(ids))
        .order((emergency_notices::at.desc(), emergency_notices::id.desc()))
        .select((
            emergency_notices::id,
            emergency_notices::emergency,
            emergency_notices::text,
            emergency_notices::at,
            emergency_notices::by_person,
            people::name,
        ))
        .load(conn)?;
    let mut all: BTreeMap<EmergencyId, Vec<EmergencyNotice>> = BTreeMap::new();
    for (id, emergency, text, at, by, name) in rows {
        all.entry(emergency).or_default().push(EmergencyNotice { id, text, at, by: PersonRef { id: by, name } });
    }
    Ok(all)
}

/// The emergency and the words of a message, if there is one.
pub fn find(conn: &mut Conn, id: EmergencyNoticeId) -> Result<Option<(EmergencyId, EmergencyText)>, Error> {
    Ok(emergency_notices::table.find(id).select((emergency_notices::emergency, emergency_notices::text)).first(conn).optional()?)
}

pub fn add(
    conn: &mut Conn,
    emergency: EmergencyId,
    id: EmergencyNoticeId,
    text: &EmergencyText,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    let row = (
        emergency_notices::id.eq(id),
        emergency_notices::emergency.eq(emergency),
        emergency_notices::text.eq(text),
        emergency_notices::at.eq(now),
        emergency_notices::by_person.eq(by),
    );
    diesel::insert_into(emergency_notices::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes down that somebody has read a message; the first time counts.
pub fn receive(conn: &mut Conn, notice: EmergencyNoticeId, person: PersonId, at: Moment) -> Result<(), Error> {
    let row = (emergency_receipts::notice.eq(notice), emergency_receipts::person_id.eq(person), emergency_receipts::at.eq(at));
    on_either!(conn, diesel::insert_into(emergency_receipts::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

/// The messages of an emergency that somebody has read.
pub fn read_by(conn: &mut Conn, emergency: EmergencyId, person: PersonId) -> Result<Vec<EmergencyNoticeId>, Error> {
    Ok(emergency_receipts::table
        .inner_join(emergency_notices::table)
        .filter(emergency_notices::emergency.eq(emergency))
        .filter(emergency_receipts::person_id.eq(person))
        .order(emergency_receipts::at)
        .select(emergency_receipts::notice)
        .load(conn)?)
}

/// The most people who are named for not having read a message.
const NAMED: usize = 100;

/// Each message with who has read it.
pub fn receipts(conn: &mut Conn, emergency: EmergencyId, grids: &[GridCode]) -> Result<Vec<NoticeReceipts>, Error> {
    let notices = of_all(conn, &[emergency])?.remove(&emergency).unwrap_or_default();
    let areas: Vec<AreaCode> = grids.iter().cloned().map(AreaCode::from).collect();
    // Who was on duty when it was told, whoever is today.
    let mut duty: BTreeMap<Day, BTreeMap<PersonId, PersonName>> = BTreeMap::new();
    for notice in &notices {
        let day = notice.at.day();
        if let Entry::Vacant(unknown) = duty.entry(day) {
            let there = on_duty(conn, &areas, &[], unknown.key())?;
            unknown.insert(there);
        }
    }
    let ids: Vec<EmergencyNoticeId> = notices.iter().map(|notice| notice.id).collect();
    let read: Vec<(EmergencyNoticeId, PersonId)> = emergency_receipts::table
        .filter(emergency_receipts::notice.eq_any(ids))
        .select((emergency_receipts::notice, emergency_receipts::person_id))
        .load(conn)?;
    let mut of_notice: BTreeMap<EmergencyNoticeId, BTreeSet<PersonId>> = BTreeMap::new();
    for (notice, person) in read {
        of_notice.entry(notice).or_default().insert(person);
    }
    let told = |notice: EmergencyNotice| {
        let read = of_notice.remove(&notice.id).unwrap_or_default();
        let silent: Vec<PersonRef> = duty
            .get(&notice.at.day())
            .into_iter()
            .flatten()
            .filter(|(id, _)| !read.contains(id) && **id != notice.by.id)
            .map(|(id, name)| PersonRef { id: *id, name: name.clone() })
            .collect();
        NoticeReceipts {
            notice,
            received: read.len() as i64,
            silent_count: silent.len() as i64,
            silent: silent.into_iter().take(NAMED).collect(),
        }
    };
    Ok(notices.into_iter().map(told).collect())
}
