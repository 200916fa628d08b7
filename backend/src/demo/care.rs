//! People to look after in the demo, some in every grid, and the visits of the last two months. All of them are invented.

use diesel::prelude::*;
use shared::care::visits::{CareResult, CareVisitId, CareWay, NewCareVisit};
use shared::care::{CareBasis, CareLevel, CarePerson, CareReason, CareRecordId, NewCareRecord};
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use super::chance::Chance;
use super::ground::{Grid, HOME, Village};
use super::names;
use super::staff::Staff;
use crate::care::rows::carried;
use crate::care::rows::records::{CareRow, sealed};
use crate::care::rows::visits::VisitRow;
use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::schema::{care_records, care_visitors, care_visits};
use crate::secrets::Secrets;

/// Reasons, how often, what a visitor has to know.
const PEOPLE: [(&[CareReason], CareLevel, Option<&str>); 6] = [
    (&[CareReason::LivingAlone], CareLevel::Close, Some("耳背，敲东边窗户；灶头用完要看一眼煤气阀。")),
    (&[CareReason::Illness, CareReason::Hardship], CareLevel::Regular, Some("每月初要代买降压药。")),
    (&[CareReason::LeftBehind], CareLevel::Regular, Some("跟奶奶住，放学后在家。")),
    (&[CareReason::Disabled], CareLevel::Light, None),
    (&[CareReason::EmptyNest], CareLevel::Light, Some("老两口，儿女在杭州。")),
    (&[CareReason::Bereaved], CareLevel::Close, None),
];

/// The oldest visits are so many days old.
const DAYS: i64 = 60;
const BATCH: usize = 300;

/// Writes all of it down.
pub fn look_after(conn: &mut Conn, secrets: &Secrets, villages: &[Village], staff: &Staff, now: Moment) -> Result<(), Error> {
    let mut books = Books { secrets, now, records: Vec::new(), visits: Vec::new() };
    for grid in villages.iter().flat_map(|village| &village.grids) {
        books.of_grid(grid, staff)?;
    }
    books.write(conn)?;
    carried::fill(conn, now)
}

struct Books<'a> {
    secrets: &'a Secrets,
    now: Moment,
    records: Vec<CareRow>,
    visits: Vec<VisitRow>,
}

impl Books<'_> {
    fn of_grid(&mut self, grid: &Grid, staff: &Staff) -> Result<(), Error> {
        let mut chance = Chance::of(&format!("care {}", grid.code));
        let home = grid.code.as_str() == HOME;
        let count = if home { 4 } else { chance.between(1, 4) };
        let today = self.now.day();
        let Some(visitor) = staff.works(grid.code.as_str(), Duty::FullTime, &today) else { return Ok(()) };
        for nth in 0..count {
            let at = self.now.plus_seconds(-86_400 * (DAYS + nth));
            let which =
                usize::try_from(nth).unwrap_or_default() + if home { 0 } else { usize::try_from(chance.between(0, 5)).unwrap_or_default() };
            let (reasons, level, hint) = PEOPLE[which % PEOPLE.len()];
            let person = CarePerson {
                name: names::name(chance.happens(0.5), &mut chance).parse().map_err(Error::internal)?,
                phone: names::resident_phone(&mut chance).parse().ok(),
                address: format!("{}弄 {} 号", chance.between(1, 9), chance.between(1, 60)).parse().ok(),
                point: Some(grid.plot.somewhere(&mut chance)),
                reasons: reasons.to_vec(),
                contact: None,
                hint: hint.map(str::parse).transpose().map_err(Error::internal)?,
            };
            let new = NewCareRecord {
                id: CareRecordId::from(chance.id(at)),
                grid: grid.code.clone(),
                person,
                level,
                every_days: None,
                basis: if reasons == [CareReason::LeftBehind] { CareBasis::Guardian } else { CareBasis::Consent },
                basis_day: at.day(),
                visitor: None,
                second: None,
            };
            let row = CareRow::new(&new, visitor, sealed(self.secrets, new.id, &new.person)?, at);
            // The logins' own grid: one is late, one is due, the others are done.
            let last = if home { [12, 14, 3, 5][usize::try_from(nth).unwrap_or_default() % 4] } else { chance.between(0, 20) };
            self.visit(row, visitor, last, &mut chance)?;
        }
        Ok(())
    }

    /// Visits as often as they are due, the last one so many days ago.
    fn visit(&mut self, mut row: CareRow, visitor: PersonId, last: i64, chance: &mut Chance) -> Result<(), Error> {
        let every = i64::from(i32::from(row.level.every_days()));
        let mut back = last;
        while back < DAYS {
            let at = self.now.day().shifted(-back).begins().plus_seconds(chance.between(8 * 3600, 17 * 3600)).min(self.now);
            let note = chance.happens(0.3).then(|| "精神不错，说了会儿话。".parse()).transpose().map_err(Error::internal)?;
            let id = CareVisitId::from(chance.id(at));
            let way = if chance.happens(0.8) { CareWay::Home } else { CareWay::Phone };
            let new = NewCareVisit { id, record: row.id, at, way, result: CareResult::Well, note, report: None };
            self.visits.push(VisitRow::new(self.secrets, &new, row.grid.clone(), visitor, at)?);
            back += every;
        }
        let day = self.now.day().shifted(-last);
        (row.met_on, row.last_day, row.last_result) = (Some(day.clone()), Some(day), Some(CareResult::Well));
        self.records.push(row.due_again());
        Ok(())
    }

    fn write(self, conn: &mut Conn) -> Result<(), Error> {
        for rows in self.records.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(care_records::table).values(rows).execute(conn))?;
        }
        let visitors: Vec<_> = self
            .records
            .iter()
            .filter_map(|row| {
                let begins = care_visitors::from_at.eq(row.since.begins());
                Some((care_visitors::record.eq(row.id), care_visitors::person_id.eq(row.visitor?), begins))
            })
            .collect();
        for rows in visitors.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(care_visitors::table).values(rows).execute(conn))?;
        }
        for rows in self.visits.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(care_visits::table).values(rows).execute(conn))?;
        }
        Ok(())
    }
}
