//! Opening an emergency, changing it, telling everybody, ending it.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;
use shared::emergencies::{
    EmergencyId, EmergencyPatch, MOST_GRIDS, MOST_NOTICES, MOST_SHELTERS, NewEmergency, NewEmergencyNotice, ShelterName,
};
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::staffing::AreaCode;
use shared::time::{Day, Moment};

use super::rows::{self, EmergencyRow, carried, notices};
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::grids::rows::open_in;
use crate::input::Seen;
use crate::say;
use crate::schema::grids;

/// Opens it. One that was opened before under its id is left as it is.
pub fn open(conn: &mut Conn, caller: &Caller, new: &NewEmergency, now: Moment) -> Result<EmergencyRow, Error> {
    Error::unless(may::run_emergencies(caller))?;
    if let Some(before) = rows::find(conn, new.id)? {
        let words = say!("这个编号已用于另一次应急，请换一个", "This id names another emergency already; choose a new one");
        let said = (before.kind, &before.title, before.shelters()?, &before.public);
        let there = grids_in(conn, &new.areas, now)?.is_ok_and(|grids| rows::grids_of(conn, before.id).is_ok_and(|there| there == grids));
        let same = said == (new.kind, &new.title, new.shelters.clone(), &new.public) && there;
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let mut faults = shelter_faults(&new.shelters);
    let grids = grids_in(conn, &new.areas, now)?.unwrap_or_else(|wrong| {
        faults.extend(wrong);
        Vec::new()
    });
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let row = EmergencyRow {
        id: new.id,
        kind: new.kind,
        title: new.title.clone(),
        shelters: serde_json::to_string(&new.shelters).map_err(Error::internal)?,
        public: new.public.clone(),
        opened_at: now,
        opened_by: caller.person,
        closed_at: None,
        closing: None,
        erased_at: None,
        version: 1,
        updated_at: now,
    };
    rows::add(conn, &row, &grids, By { person: Some(caller.person), at: now })?;
    Ok(row)
}

/// Changes it, or ends it.
pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    mut row: EmergencyRow,
    patch: &EmergencyPatch,
    seen: Seen,
    now: Moment,
) -> Result<EmergencyRow, Error> {
    Error::unless(may::run_emergencies(caller))?;
    seen.check(row.version)?;
    lasts(&row)?;
    let mut faults = Vec::new();
    if let Some(shelters) = &patch.shelters {
        faults.extend(shelter_faults(shelters));
        row.shelters = serde_json::to_string(shelters).map_err(Error::internal)?;
    }
    let grids = match &patch.areas {
        Some(areas) => match grids_in(conn, areas, now)? {
            Ok(grids) => Some(grids),
            Err(wrong) => {
                faults.extend(wrong);
                None
            }
        },
        None => None,
    };
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    if let Some(grids) = &grids {
        join(conn, row.id, grids)?;
    }
    row.title = patch.title.clone().unwrap_or(row.title);
    row.public = patch.public.clone().unwrap_or(row.public);
    let mut action = "change";
    if let Some(closing) = &patch.closing {
        (row.closed_at, row.closing, row.public) = (Some(now), Some(closing.clone()), None);
        action = "close";
    }
    rows::change(conn, row, action, patch, By { person: Some(caller.person), at: now })
}

/// Tells everybody on duty. The same message again changes nothing.
pub fn tell(conn: &mut Conn, caller: &Caller, row: EmergencyRow, new: &NewEmergencyNotice, now: Moment) -> Result<EmergencyRow, Error> {
    Error::unless(may::run_emergencies(caller))?;
    if let Some((of, text)) = notices::find(conn, new.id)? {
        let words = say!("这个编号已用于另一条通知，请换一个", "This id names another message already; choose a new one");
        return if of == row.id && text == new.text { Ok(row) } else { Err(Error::conflict(words)) };
    }
    lasts(&row)?;
    let told = notices::of_all(conn, &[row.id])?.remove(&row.id).map_or(0, |all| all.len());
    if told >= MOST_NOTICES {
        return Err(Error::conflict(say!("一次应急最多 {MOST_NOTICES} 条通知", "An emergency has {MOST_NOTICES} messages at most")));
    }
    notices::add(conn, row.id, new.id, &new.text, caller.person, now)?;
    let by = By { person: Some(caller.person), at: now };
    changes::note(conn, by, "emergency_notice", &new.id.to_string(), "add", new)?;
    carried::changed(conn, &row, now)?;
    Ok(row)
}

fn lasts(row: &EmergencyRow) -> Result<(), Error> {
    if row.closed_at.is_some() { Err(Error::conflict(say!("应急已经结束", "The emergency has ended"))) } else { Ok(()) }
}

/// The open grids of areas, by code.
fn grids_in(conn: &mut Conn, areas: &[AreaCode], now: Moment) -> Result<Result<Vec<GridCode>, Vec<FieldFault>>, Error> {
    let fault = |pointer: String, code: &'static str, words| vec![FieldFault::new(pointer, code, words)];
    if areas.is_empty() {
        return Ok(Err(fault("/areas".into(), "required", say!("请至少选一个网格或村", "Choose at least one grid or village"))));
    }
    if areas.len() > MOST_GRIDS {
        return Ok(Err(fault("/areas".into(), "too_many", say!("最多 {MOST_GRIDS} 个网格", "At most {MOST_GRIDS} grids"))));
    }
    let (mut all, mut faults, today) = (BTreeSet::new(), Vec::new(), now.day());
    for (i, area) in areas.iter().enumerate() {
        let here = if area.is_grid() { open_grid(conn, area, &today)? } else { open_in(conn, area, &today)? };
        if here.is_empty() {
            let words = say!("这里没有启用的网格", "There is no open grid here");
            faults.push(FieldFault::new(format!("/areas/{i}"), "unknown_grid", words));
        }
        all.extend(here);
    }
    if all.len() > MOST_GRIDS {
        faults.extend(fault("/areas".into(), "too_many", say!("最多 {MOST_GRIDS} 个网格", "At most {MOST_GRIDS} grids")));
    }
    Ok(if faults.is_empty() { Ok(all.into_iter().collect()) } else { Err(faults) })
}

fn open_grid(conn: &mut Conn, code: &str, today: &Day) -> Result<Vec<GridCode>, Error> {
    let open = grids::closed_on.is_null().or(grids::closed_on.ge(today));
    Ok(grids::table.filter(grids::code.eq(code)).filter(open).select(grids::code).load(conn)?)
}

fn shelter_faults(shelters: &[ShelterName]) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if shelters.len() > MOST_SHELTERS {
        let words = say!("最多 {MOST_SHELTERS} 个安置点", "At most {MOST_SHELTERS} shelters");
        faults.push(FieldFault::new("/shelters", "too_many", words));
    }
    let different: HashSet<&ShelterName> = shelters.iter().collect();
    if different.len() < shelters.len() {
        faults.push(FieldFault::new("/shelters", "duplicate", say!("同一个安置点写了两次", "The same shelter is named twice")));
    }
    faults
}

/// Grids join an emergency and stay until its end: a phone without a signal may hold households of any of them.
fn join(conn: &mut Conn, id: EmergencyId, grids: &[GridCode]) -> Result<(), Error> {
    let there = rows::grids_of(conn, id)?;
    let come: Vec<GridCode> = grids.iter().filter(|grid| !there.contains(grid)).cloned().collect();
    rows::add_grids(conn, id, &come)
}
