//! Staff as XLSX or CSV: the template's columns in, the same out.

pub mod columns;
mod people;
mod posts;
pub mod reading;
pub mod writing;

use shared::imports::ChangeKind;
use shared::lang::Lang;
use shared::staffing::{NewAppointment, NewPerson, PersonPatch};
use shared::time::Day;
use shared::units::UnitName;
use shared::value::Phone;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::{Error, Words};
use crate::imports::outcome::Outcome;
use crate::imports::staff::people::{Planned, Roll};
use crate::imports::staff::posts::{Allowed, Post, Posts};
use crate::imports::staff::reading::StaffFile;
use crate::say;
use crate::staffing::rows;
use crate::staffing::rules::Term;

/// Compares a staff table with what is there, and writes what differs unless `dry_run`. `allowed` says to which duties the importer
/// may appoint.
pub fn run(conn: &mut Conn, file: &StaffFile, mut outcome: Outcome, allowed: Allowed<'_>, dry_run: bool, by: By) -> Result<Outcome, Error> {
    let today = by.at.day();
    let roll = people::call_roll(conn, file, &mut outcome)?;
    let posts = posts::settle(conn, file, &roll, allowed, &today, &mut outcome)?;
    let names = rows::area_names(conn, posts.terms.iter().map(|term| &term.area))?;
    for ((line, person), post) in file.lines.iter().zip(&roll.of_lines).zip(&posts.of_lines) {
        let (Some(planned), Some((post, at))) = (person.and_then(|place| roll.people.get(place)), post) else { continue };
        let first = planned.row == line.row;
        let kind = match post {
            Post::New => ChangeKind::Add,
            Post::None if first && planned.known.is_none() => ChangeKind::Add,
            Post::Ends => ChangeKind::Change,
            _ if first && planned.changes() => ChangeKind::Change,
            _ => ChangeKind::Keep,
        };
        if kind == ChangeKind::Keep {
            outcome.keep();
            continue;
        }
        outcome.count(line.row + 1, kind, || {
            let term = posts.terms.get(*at).filter(|_| *post != Post::None);
            let area = term.and_then(|term| names.get(&term.area)).map_or("", String::as_str);
            (planned.name.to_string(), in_words(planned, first, *post, term, area, line.unit.as_ref()))
        });
    }
    if !dry_run {
        outcome.faultless()?;
        write(conn, &roll, &posts, by)?;
        let Outcome { rows, added, changed, .. } = outcome;
        changes::note(conn, by, "import", "staff", "import", &serde_json::json!({ "rows": rows, "added": added, "changed": changed }))?;
    }
    Ok(outcome)
}

/// What happens to a person and an appointment.
fn in_words(planned: &Planned, first: bool, post: Post, term: Option<&Term>, area: &str, unit: Option<&UnitName>) -> Words {
    let mut parts: Vec<Words> = Vec::new();
    if first && planned.known.is_none() {
        let phone = planned.phone.as_ref().map_or_else(|| "-".into(), Phone::masked);
        parts.push(say!("新增人员（{phone}）", "new person ({phone})"));
    } else if first && planned.changes() {
        let shown = |public: Option<bool>| public.unwrap_or_default();
        let (phone, photo) = (shown(planned.phone_public), shown(planned.photo_public));
        parts.push(Words {
            zh: format!("公开设置：电话{}、照片{}", yes(phone), yes(photo)),
            en: format!("shown to residents: phone {phone}, portrait {photo}"),
        });
    }
    if let Some(term) = term {
        let (zh, en) = (term.duty.label(Lang::Zh), term.duty.label(Lang::En));
        let (from, to) = (&term.from_day, term.to_day.as_ref().map_or("", Day::as_str));
        match post {
            Post::New if term.covering_for.is_some() => parts
                .push(Words { zh: format!("替班{area}{zh}，{from} 至 {to}"), en: format!("covers as {en} of {area}, {from} to {to}") }),
            Post::New => {
                let (of, of_en) = unit.map_or_else(Default::default, |unit| (format!("（{unit}）"), format!(" ({unit})")));
                parts.push(Words { zh: format!("任{area}{zh}{of}，自 {from} 起"), en: format!("{en}{of_en} of {area} from {from}") });
            }
            Post::Ends if to.is_empty() => {
                parts.push(Words { zh: format!("{area}{zh}不再有结束日期"), en: format!("{en} of {area} without an end") })
            }
            Post::Ends => parts.push(Words { zh: format!("{area}{zh}到 {to} 为止"), en: format!("{en} of {area} until {to}") }),
            Post::None | Post::Same => {}
        }
    }
    let zh = parts.iter().map(|w| w.zh.as_str()).collect::<Vec<_>>().join("；");
    let en = parts.iter().map(|w| w.en.as_str()).collect::<Vec<_>>().join("; ");
    Words { zh, en }
}

const fn yes(public: bool) -> &'static str {
    if public { "公开" } else { "不公开" }
}

fn write(conn: &mut Conn, roll: &Roll, posts: &Posts, by: By) -> Result<(), Error> {
    for planned in &roll.people {
        match &planned.known {
            None => {
                let (phone_public, photo_public) = (planned.phone_public.unwrap_or(false), planned.photo_public.unwrap_or(false));
                let new = NewPerson { name: planned.name.clone(), phone: planned.phone.clone(), phone_public, photo_public };
                rows::add_person_as(conn, planned.id, &new, by)?;
            }
            Some(known) if planned.changes() => {
                let patch =
                    PersonPatch { phone_public: planned.phone_public, photo_public: planned.photo_public, ..PersonPatch::default() };
                rows::store(conn, known.id, known.version, &patch, None, by)?;
            }
            Some(_) => {}
        }
    }
    for (post, at) in posts.of_lines.iter().flatten() {
        let Some(term) = posts.terms.get(*at) else { continue };
        match (post, term.id) {
            (Post::New, None) => {
                let Term { person, duty, area, unit, covering_for, from_day, to_day, .. } = term.clone();
                rows::appoint(conn, &NewAppointment { person, duty, area, unit, covering_for, from_day, to_day }, by)?;
            }
            (Post::Ends, Some(id)) => rows::end_appointment(conn, id, term.version, term.to_day.as_ref(), by)?,
            _ => {}
        }
    }
    Ok(())
}
