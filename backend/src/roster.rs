//! Duty rosters: who can be called and comes, by week.

pub mod rows;
pub mod rules;

use actix_web::web::{Data, Path};
use actix_web::{get, put};
use shared::may::{self, Caller};
use shared::roster::{MOST_ENTRIES, NewRoster, NewRosterEntry, Roster, RosterFilter, week_of};
use shared::staffing::AreaCode;
use shared::time::{Day, Moment};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::{Error, FieldFault};
use crate::input::{Json, Query, Seen};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;
use crate::staffing::rules::area_fault;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_rosters).service(find_roster).service(replace_roster);
}

/// List duty rosters.
///
/// Those of the areas the caller works in, around them and within them, or all for the office; the latest week first.
#[utoipa::path(tag = "rosters", params(RosterFilter))]
#[get("/rosters")]
async fn list_rosters(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<RosterFilter>) -> Answer<Listed<Roster>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "rosters", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::see_staff(&caller))?;
            rows::list(conn, &filter, &caller, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Read the duty roster of a week.
///
/// `week` is any day of it. Where none was written it is empty and has the ETag `"r0"`.
#[utoipa::path(tag = "rosters")]
#[get("/rosters/{area}/{week}")]
async fn find_roster(db: Data<Db>, token: Token, of: Path<(AreaCode, Day)>) -> Answer<Found<Roster>> {
    let ((area, day), now) = (of.into_inner(), Moment::now());
    let roster = db
        .read(move |conn| {
            visible(&token.caller(conn, now)?, &area)?;
            area_fault(conn, &area, &now.day())?.map_or(Ok(()), |_| Err(Error::not_found()))?;
            rows::find(conn, &area, &day)
        })
        .await?;
    let version = roster.version;
    Ok(Found::at(roster, version))
}

/// Replace the duty roster of a week.
///
/// By the office, and by a village's committee for itself and its grids. Everybody who is new on it works there on that day and is not on leave.
/// `If-Match` is `"r0"` where none was written.
#[utoipa::path(tag = "rosters")]
#[put("/rosters/{area}/{week}")]
async fn replace_roster(db: Data<Db>, token: Token, of: Path<(AreaCode, Day)>, seen: Seen, new: Json<NewRoster>) -> Answer<Found<Roster>> {
    let ((area, day), new, now) = (of.into_inner(), new.0, Moment::now());
    let roster = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            visible(&caller, &area)?;
            Error::unless(may::keep_roster(&caller, &area))?;
            area_fault(conn, &area, &now.day())?.map_or(Ok(()), |_| Err(Error::not_found()))?;
            let week = week_of(&day);
            if new.entries.len() > MOST_ENTRIES {
                let words = say!("一周最多 {MOST_ENTRIES} 人次", "At most {MOST_ENTRIES} entries a week");
                return Err(Error::invalid("/entries", "too_many", words));
            }
            let before: Vec<NewRosterEntry> = rows::find(conn, &area, &week)?.entries.iter().map(Into::into).collect();
            let faults = rules::faults(conn, &area, &week, &new.entries, &before)?;
            if !faults.is_empty() {
                let told = faults.into_iter().map(|it| FieldFault::new(format!("/entries/{}/{}", it.entry, it.member), it.code, it.words));
                return Err(Error::fields(told.collect()));
            }
            rows::replace(conn, &area, &week, &new.entries, seen, By { person: Some(caller.person), at: now })?;
            rows::find(conn, &area, &week)
        })
        .await?;
    let version = roster.version;
    Ok(Found::at(roster, version))
}

/// A roster one may not see is as if it were not there.
fn visible(caller: &Caller, area: &AreaCode) -> Result<(), Error> {
    if may::see_roster(caller, area) { Ok(()) } else { Err(Error::not_found()) }
}
