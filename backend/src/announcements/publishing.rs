//! Publishing an announcement, and saying how long it is shown.

use std::collections::HashSet;

use diesel::prelude::*;
use shared::announcements::files::MOST_FILES;
use shared::announcements::{AnnouncementKind, AnnouncementPatch, MOST_AREAS, MOST_OF_NEWS, NewAnnouncement};
use shared::may::{self, Caller};
use shared::time::Moment;
use shared::value::Fault;

use super::rows::{self, AnnouncementRow};
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::input::Seen;
use crate::say;
use crate::schema::{divisions, grids};

/// Publishes it. One that was published before under its id is left as it is.
pub fn publish(conn: &mut Conn, caller: &Caller, new: &NewAnnouncement, now: Moment) -> Result<AnnouncementRow, Error> {
    Error::unless(may::publish_announcements(caller))?;
    if let Some(before) = rows::find(conn, new.id)? {
        let words = say!("这个编号已用于另一条通知，请换一个", "This id names another announcement already; choose a new one");
        let again = AnnouncementRow::new(new, before.by_person, before.published_at);
        let said = |row: &AnnouncementRow| {
            (row.kind, row.title.clone(), row.text.clone(), row.link.clone(), row.duties.clone(), row.due_on.clone())
        };
        let mut areas = new.areas.clone();
        areas.sort_unstable();
        let mut positions = new.files.clone();
        positions.sort_unstable();
        let there = rows::files::of(conn, &[new.id])?.remove(&new.id).unwrap_or_default();
        let same_files = there.iter().map(|file| file.position).eq(positions);
        let same = same_files && said(&before) == said(&again) && rows::areas_of(conn, &[new.id])?.remove(&new.id) == Some(areas);
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let mut faults = faults(new, now);
    faults.extend(area_faults(conn, new)?);
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let row = AnnouncementRow::new(new, caller.person, now);
    if !rows::files::settle(conn, new.id, &new.files)? {
        let words = say!("有文件没有传上来，请重新添加", "A file is not here; add it again");
        return Err(Error::invalid("/files", "unknown_file", words));
    }
    rows::add(conn, &row, &new.areas, By { person: Some(caller.person), at: now })?;
    Ok(row)
}

pub fn change(
    conn: &mut Conn,
    caller: &Caller,
    mut row: AnnouncementRow,
    patch: &AnnouncementPatch,
    seen: Seen,
    now: Moment,
) -> Result<AnnouncementRow, Error> {
    Error::unless(may::publish_announcements(caller))?;
    seen.check(row.version)?;
    if let Some(until) = &patch.until {
        row.until = until.clone();
    }
    rows::change(conn, row, patch, By { person: Some(caller.person), at: now })
}

fn faults(new: &NewAnnouncement, now: Moment) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let mut wrong = |pointer: &str, code: &'static str, words| faults.push(FieldFault::new(pointer, code, words));
    if new.kind == AnnouncementKind::News && new.text.chars().count() > MOST_OF_NEWS {
        wrong("/text", "too_long", Fault::TooLong(MOST_OF_NEWS).into());
    }
    if new.files.len() > MOST_FILES {
        wrong("/files", "too_many", say!("最多 {MOST_FILES} 个文件", "At most {MOST_FILES} files"));
    }
    if new.until < now.day() {
        wrong("/until", "out_of_range", say!("最后一天已经过去", "The last day has passed"));
    }
    match (new.kind, &new.due_on) {
        (AnnouncementKind::Publicity, Some(day)) if *day < now.day() => {
            wrong("/due_on", "out_of_range", say!("完成日期已经过去", "The day it is due has passed"));
        }
        (AnnouncementKind::Publicity, Some(day)) if *day > new.until => {
            wrong("/until", "out_of_range", say!("最后一天早于完成日期", "It is shown no more before it is due"));
        }
        (AnnouncementKind::Notice | AnnouncementKind::News, Some(_)) => {
            wrong("/due_on", "choice", say!("只有宣传任务有完成日期", "Only a publicity task is due"));
        }
        _ => {}
    }
    if new.kind == AnnouncementKind::News && !new.duties.is_empty() {
        wrong("/duties", "choice", say!("便民信息面向群众，不选职务", "News is for residents and has no duties"));
    }
    if new.duties.iter().any(|duty| !duty.is_of_grid()) {
        wrong("/duties", "choice", say!("请选网格和村里的职务", "Choose duties of grids and villages"));
    }
    faults
}

/// Places are there, each once.
fn area_faults(conn: &mut Conn, new: &NewAnnouncement) -> Result<Vec<FieldFault>, Error> {
    if new.areas.is_empty() {
        return Ok(vec![FieldFault::new("/areas", "required", say!("请选择发给哪里", "Choose where it is for"))]);
    }
    if new.areas.len() > MOST_AREAS {
        let words = say!("最多 {MOST_AREAS} 个网格或村", "At most {MOST_AREAS} grids or villages");
        return Ok(vec![FieldFault::new("/areas", "too_many", words)]);
    }
    let (mut faults, mut seen) = (Vec::new(), HashSet::new());
    for (i, area) in new.areas.iter().enumerate() {
        let there: bool = match area.is_grid() {
            true => diesel::select(diesel::dsl::exists(grids::table.filter(grids::code.eq(area.as_str())))).get_result(conn)?,
            false => diesel::select(diesel::dsl::exists(divisions::table.filter(divisions::code.eq(area.as_str())))).get_result(conn)?,
        };
        if !there {
            faults.push(FieldFault::new(format!("/areas/{i}"), "unknown_area", say!("没有这个地方", "There is no such place")));
        } else if !seen.insert(area) {
            faults.push(FieldFault::new(format!("/areas/{i}"), "duplicate", say!("同一个地方写了两次", "The same place is named twice")));
        }
    }
    Ok(faults)
}
