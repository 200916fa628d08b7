//! Doing a step: one way for those who are online and for phones that send later.

use std::collections::HashSet;

use shared::emergencies::households::{EvacueeId, MOST_PEOPLE, NewHousehold};
use shared::emergencies::steps::{EmergencyStep, NewEmergencyStep, Receiving};
use shared::may::{self, Caller};
use shared::time::{CLOCK_AHEAD_SECONDS, Moment};

use super::rows::households as lists;
use super::rows::steps::{self, StepRow};
use super::rows::{self, EmergencyRow, carried, grids_of, notices};
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::say;
use crate::sync::pushing::waits;

/// Does it. One that was done before under its id is left as it is.
pub fn take(conn: &mut Conn, caller: &Caller, new: &NewEmergencyStep, now: Moment) -> Result<(), Error> {
    let emergency = rows::locked(conn, new.emergency)?.ok_or_else(Error::not_found)?;
    if !may::see_emergency(caller, &grids_of(conn, emergency.id)?) {
        return Err(Error::not_found());
    }
    let row = StepRow::new(new, caller.person, now)?;
    if let Some(before) = steps::find(conn, new.id)? {
        let same = before.by_person == caller.person
            && before.step == row.step
            && before.household == row.household
            && is_as_added(conn, &new.step)?;
        let words = say!("这个编号已用于另一步，请换一个", "This id names another step already; choose a new one");
        return if same { Ok(()) } else { Err(Error::conflict(words)) };
    }
    if new.at > now.plus_seconds(CLOCK_AHEAD_SECONDS) {
        return Err(Error::invalid("/at", "out_of_range", say!("时间在将来", "It lies in the future")));
    }
    // What was told may be read afterwards.
    let over = emergency.erased_at.is_some() || emergency.closed_at.is_some_and(|closed| new.at > closed);
    if over && !matches!(new.step, EmergencyStep::Receive(_)) {
        return Err(Error::conflict(say!("应急已经结束", "The emergency has ended")));
    }
    match &new.step {
        EmergencyStep::Household(household) => add(conn, caller, &emergency, household, &row, now),
        EmergencyStep::Receive(Receiving { notice }) => {
            let known = notices::find(conn, *notice)?.is_some_and(|(of, _)| of == emergency.id);
            if !known {
                return Err(Error::invalid("/step/receive/notice", "unknown_notice", say!("没有这条通知", "There is no such message")));
            }
            steps::add(conn, &row)?;
            notices::receive(conn, *notice, caller.person, new.at)?;
            carried::received(conn, emergency.id, caller.person, now)
        }
        step => act(conn, caller, &emergency, step, &row, now),
    }
}

/// Whether a household, if it is one, is what was added under its id.
fn is_as_added(conn: &mut Conn, step: &EmergencyStep) -> Result<bool, Error> {
    let EmergencyStep::Household(new) = step else { return Ok(true) };
    let Some(before) = lists::find(conn, new.id)? else { return Ok(false) };
    let ids: Vec<EvacueeId> = new.people.iter().map(|person| person.id).collect();
    let people = usize::try_from(lists::of_household(conn, new.id, &ids)?).map_err(Error::internal)?;
    Ok((&before.name, &before.address, &before.phone, &before.note) == (&new.name, &new.address, &new.phone, &new.note)
        && people == ids.len())
}

/// A household comes onto the list. One that is on it already stays as it was added.
fn add(conn: &mut Conn, caller: &Caller, emergency: &EmergencyRow, new: &NewHousehold, row: &StepRow, now: Moment) -> Result<(), Error> {
    Error::unless(may::work_in_emergency(caller, &new.grid))?;
    let mut faults = Vec::new();
    let mut wrong = |pointer: &str, code: &'static str, words| faults.push(FieldFault::new(pointer, code, words));
    if !grids_of(conn, emergency.id)?.contains(&new.grid) {
        wrong("/step/household/grid", "unknown_grid", say!("这个网格不在应急范围内", "The grid is not part of the emergency"));
    }
    let ids: Vec<EvacueeId> = new.people.iter().map(|person| person.id).collect();
    let different: HashSet<&EvacueeId> = ids.iter().collect();
    if ids.is_empty() {
        wrong("/step/household/people", "required", say!("请至少写一个人", "Name at least one person"));
    } else if ids.len() > MOST_PEOPLE {
        wrong("/step/household/people", "too_many", say!("一户最多 {MOST_PEOPLE} 人", "A household has {MOST_PEOPLE} people at most"));
    } else if different.len() < ids.len() || lists::knows_any(conn, &ids)? {
        wrong("/step/household/people", "duplicate", say!("名单里已有同样编号的人", "Somebody with the same id is on the list already"));
    }
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    if lists::find(conn, new.id)?.is_some() {
        return Err(Error::conflict(say!("这一户已在名单里", "This household is on the list already")));
    }
    lists::add(conn, emergency.id, new, now)?;
    steps::add(conn, row)?;
    carried::household_changed(conn, new.id, &new.grid, emergency.closed_at, now)
}

/// People of a household were moved, counted, or went home.
fn act(conn: &mut Conn, caller: &Caller, emergency: &EmergencyRow, step: &EmergencyStep, row: &StepRow, now: Moment) -> Result<(), Error> {
    let Some(id) = step.household() else { return Err(Error::not_found()) };
    let household = lists::locked(conn, id, now)?.filter(|household| household.emergency == emergency.id);
    let Some(household) = household else {
        return Err(waits(say!("这一户还没有送达", "The household has not arrived yet")));
    };
    Error::unless(may::work_in_emergency(caller, &household.grid))?;
    let people: HashSet<EvacueeId> = step.people().into_iter().collect();
    let ids: Vec<EvacueeId> = people.iter().copied().collect();
    let count = i64::try_from(ids.len()).map_err(Error::internal)?;
    let twice = step.people().len() > ids.len();
    if ids.is_empty() || twice || ids.len() > MOST_PEOPLE || lists::of_household(conn, id, &ids)? != count {
        let words = say!("请选这一户的人，每人一次", "Choose people of this household, each once");
        return Err(Error::invalid("/step", "unknown_person", words));
    }
    steps::add(conn, row)?;
    lists::stand(conn, id)?;
    carried::household_changed(conn, id, &household.grid, emergency.closed_at, now)
}
