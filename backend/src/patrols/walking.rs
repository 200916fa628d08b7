//! Writing a patrol down: one way for those who are online and for phones, all rules told at once.

use std::collections::HashSet;

use shared::may::{self, Caller};
use shared::patrols::places::PatrolPlaceId;
use shared::patrols::{MOST_HOURS, MOST_OF_A_PATROL, NewPatrol, is_code_of};
use shared::time::{CLOCK_AHEAD_SECONDS, Moment};

use super::rows::{self, places, walks};
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::say;

/// Writes it down. One that was written down before, by the same person and with the same words, is left as it is.
pub fn walk(conn: &mut Conn, caller: &Caller, new: &NewPatrol, now: Moment) -> Result<walks::PatrolRow, Error> {
    Error::unless(may::work_in_field(caller, &new.grid))?;
    if let Some(before) = walks::find(conn, new.id)? {
        let same = before.person_id == caller.person && before.grid == new.grid && usize::try_from(before.places) == Ok(new.places.len());
        let words = say!("这个编号已用于另一次巡查，请换一个", "This id names another patrol already; choose a new one");
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let mut faults = faults(new, now);
    faults.extend(place_faults(conn, new, now)?);
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let row = walks::add(conn, new, By { person: Some(caller.person), at: now })?;
    let seen: Vec<PatrolPlaceId> = new.places.iter().map(|seen| seen.place).collect();
    places::seen_on(conn, &seen, &row.day, now)?;
    Ok(row)
}

/// Rules that need nothing but the patrol itself.
fn faults(new: &NewPatrol, now: Moment) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let mut wrong = |pointer: &str, code: &'static str, words| faults.push(FieldFault::new(pointer, code, words));
    if new.ended_at < new.started_at {
        wrong("/ended_at", "out_of_range", say!("结束时间早于开始时间", "It ends before it begins"));
    }
    if new.ended_at.seconds_since(new.started_at) > MOST_HOURS * 3600 {
        wrong("/ended_at", "out_of_range", say!("一次巡查最长 {MOST_HOURS} 小时", "A patrol lasts {MOST_HOURS} hours at most"));
    }
    if new.ended_at > now.plus_seconds(CLOCK_AHEAD_SECONDS) {
        wrong("/ended_at", "out_of_range", say!("结束时间在将来", "It ends in the future"));
    }
    for (pointer, n) in [("/places", new.places.len()), ("/findings", new.findings.len())] {
        if n > MOST_OF_A_PATROL {
            wrong(pointer, "too_many", say!("最多 {MOST_OF_A_PATROL} 项，这里有 {n} 项", "At most {MOST_OF_A_PATROL}; there are {n}"));
        }
    }
    let mut reports = HashSet::new();
    for (i, finding) in new.findings.iter().enumerate() {
        if !reports.insert(finding.report) {
            let words = say!("同一条上报写了两次", "The same report is named twice");
            wrong(&format!("/findings/{i}/report"), "duplicate", words);
        }
    }
    if new.board.as_ref().is_some_and(|code| !is_code_of(code, &new.grid)) {
        wrong("/board", "other_board", say!("这是另一个网格的公示牌", "This is the board of another grid"));
    }
    faults
}

/// Places are the grid's own, or those that another grid has taken over from it.
fn place_faults(conn: &mut Conn, new: &NewPatrol, now: Moment) -> Result<Vec<FieldFault>, Error> {
    let named = new.places.iter().enumerate().map(|(i, seen)| (format!("/places/{i}/place"), seen.place));
    let found = new.findings.iter().enumerate().filter_map(|(i, finding)| Some((format!("/findings/{i}/place"), finding.place?)));
    let all: Vec<(String, PatrolPlaceId)> = named.chain(found).collect();
    if all.is_empty() || all.len() > 2 * MOST_OF_A_PATROL {
        return Ok(Vec::new());
    }
    let ids: Vec<PatrolPlaceId> = all.iter().map(|(_, id)| *id).collect();
    let there = places::find_all(conn, &ids, &now.day())?;
    let mut grids = rows::successors(conn, &new.grid)?;
    grids.push(new.grid.clone());
    let (mut faults, mut seen) = (Vec::new(), HashSet::new());
    for (pointer, id) in all {
        if !there.iter().any(|place| place.id == id && grids.contains(&place.grid)) {
            faults.push(FieldFault::new(pointer, "unknown_place", say!("网格里没有这个部位", "The grid has no such place")));
        } else if pointer.starts_with("/places/") && !seen.insert(id) {
            faults.push(FieldFault::new(pointer, "duplicate", say!("同一个部位写了两次", "The same place is named twice")));
        }
    }
    Ok(faults)
}
