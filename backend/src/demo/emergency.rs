//! A heavy rain of some months ago in the demo: three villages, some households, everybody counted and back home.

use diesel::prelude::*;
use shared::emergencies::households::{Evacuee, EvacueeId, HouseholdId, NewHousehold};
use shared::emergencies::steps::{Counting, EmergencyStep, EmergencyStepId, Moving, NewEmergencyStep, Returning};
use shared::emergencies::{EmergencyId, EmergencyKind, EmergencyNoticeId, ShelterName};
use shared::grids::GridCode;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use super::chance::Chance;
use super::ground::{Grid, Village};
use super::names;
use super::staff::Staff;
use crate::changes::By;
use crate::db::Conn;
use crate::emergencies::rows::households as lists;
use crate::emergencies::rows::steps::{self, StepRow};
use crate::emergencies::rows::{self, EmergencyRow, notices};
use crate::error::Error;
use crate::schema::emergencies;

/// So many days ago it rained.
const DAYS_AGO: i64 = 40;
const VILLAGES: usize = 3;
const PROPERTY: [&str; 4] = ["粮食 6 袋，放在文化礼堂", "摩托车 1 辆、电视机 1 台", "鸡 12 只，寄在邻居家", "被褥和常用药"];

/// Writes it down; nobody in the office has to be there.
pub fn rained(conn: &mut Conn, villages: &[Village], staff: &Staff, now: Moment) -> Result<(), Error> {
    let mut chance = Chance::of("heavy rain");
    let opened_at = now.day().shifted(-DAYS_AGO).begins().plus_seconds(15 * 3600);
    let Some(office) = staff.on(super::SUB_DISTRICT.0, Duty::Dispatcher, &opened_at.day()) else { return Ok(()) };
    let grids: Vec<&Grid> = villages.iter().take(VILLAGES).flat_map(|village| &village.grids).collect();
    let codes: Vec<GridCode> = grids.iter().map(|grid| grid.code.clone()).collect();
    let shelters = ["清湖初级中学", "十村文化礼堂"].map(str::parse::<ShelterName>);
    let shelters: Vec<ShelterName> = shelters.into_iter().collect::<Result<_, _>>().map_err(Error::internal)?;
    let row = EmergencyRow {
        id: EmergencyId::from(chance.id(opened_at)),
        kind: EmergencyKind::Flood,
        title: "秋汛强降雨转移".parse().map_err(Error::internal)?,
        shelters: serde_json::to_string(&shelters).map_err(Error::internal)?,
        public: None,
        opened_at,
        opened_by: office,
        closed_at: None,
        closing: None,
        erased_at: None,
        version: 1,
        updated_at: opened_at,
    };
    rows::add(conn, &row, &codes, By { person: Some(office), at: opened_at })?;
    let text = "傍晚前完成低洼处转移，先老人小孩，转移一户记一户".parse().map_err(Error::internal)?;
    let notice = EmergencyNoticeId::from(chance.id(opened_at));
    notices::add(conn, row.id, notice, &text, office, opened_at.plus_seconds(300))?;
    for grid in grids {
        let Some(member) = staff.works(grid.code.as_str(), Duty::FullTime, &opened_at.day()) else { continue };
        notices::receive(conn, notice, member, opened_at.plus_seconds(chance.between(400, 2400)))?;
        for _ in 0..chance.between(1, 3) {
            bring(conn, row.id, grid, member, &shelters, opened_at, &mut chance)?;
        }
    }
    let closed_at = opened_at.plus_seconds(26 * 3600);
    let ended = (
        emergencies::closed_at.eq(closed_at),
        emergencies::closing.eq("转移人员全部安全返回；后山水塘溢洪道已清淤，低洼三户列入下次预转移名单。"),
    );
    diesel::update(emergencies::table.find(row.id)).set(ended).execute(conn)?;
    let row = rows::find(conn, row.id)?.ok_or_else(Error::not_found)?;
    rows::carried::changed(conn, &row, now)
}

/// One household: listed, moved, counted, back home.
fn bring(
    conn: &mut Conn,
    emergency: EmergencyId,
    grid: &Grid,
    member: PersonId,
    shelters: &[ShelterName],
    opened_at: Moment,
    chance: &mut Chance,
) -> Result<(), Error> {
    let listed = opened_at.plus_seconds(chance.between(1800, 5400));
    let householder = names::name(chance.happens(0.4), chance);
    let mut people = Vec::new();
    for i in 0..chance.between(1, 4) {
        let name = if i == 0 { householder.clone() } else { names::name(chance.happens(0.5), chance) };
        let id = EvacueeId::from(chance.id(listed));
        people.push(Evacuee { id, name: name.parse().map_err(Error::internal)?, needs_help: chance.happens(0.2) });
    }
    let new = NewHousehold {
        id: HouseholdId::from(chance.id(listed)),
        grid: grid.code.clone(),
        name: householder.parse().map_err(Error::internal)?,
        address: format!("溪边 {} 号", chance.between(1, 40)).parse().ok(),
        phone: None,
        note: None,
        people,
    };
    let (household, everybody): (HouseholdId, Vec<EvacueeId>) = (new.id, new.people.iter().map(|person| person.id).collect());
    lists::add(conn, emergency, &new, listed)?;
    let to = chance.pick(shelters).clone();
    let property = if chance.happens(0.4) { chance.pick(&PROPERTY).parse().ok() } else { None };
    let moved = listed.plus_seconds(chance.between(900, 3600));
    let course = [
        (listed, EmergencyStep::Household(new)),
        (moved, EmergencyStep::Move(Moving { household, people: everybody.clone(), to, property })),
        (moved.plus_seconds(7200), EmergencyStep::Count(Counting { household, present: everybody.clone(), missing: Vec::new() })),
        (opened_at.plus_seconds(24 * 3600), EmergencyStep::Return(Returning { household, people: everybody })),
    ];
    for (at, step) in course {
        let new = NewEmergencyStep { id: EmergencyStepId::from(chance.id(at)), emergency, at, step };
        steps::add(conn, &StepRow::new(&new, member, at)?)?;
    }
    lists::stand(conn, household)
}
