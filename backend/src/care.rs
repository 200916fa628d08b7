//! Care: people to look after, and the visits to them. Who they are leaves the table for those who visit, and for nobody else.

pub mod keeping;
pub mod rows;
pub mod visiting;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::care::visits::{CareVisit, CareVisitFilter, NewCareVisit};
use shared::care::{CareRecord, CareRecordFilter, CareRecordId, CareRecordPatch, GridCare, GridCareFilter, NewCareRecord};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::records::{self, CareRow};
use crate::answer::{Answer, Created, Found, Listed, Private};
use crate::caller::Token;
use crate::cases::rows::people_named;
use crate::changes::By;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::grids;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::patrols::rows::grids_seen;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_care_records).service(add_care_record).service(find_care_record).service(change_care_record);
    config.service(add_care_visit).service(list_care_visits).service(list_grid_care);
}

/// List care records.
///
/// Those one visits, and those of the grids one answers for; by grid. Never with who it is: that is read one by one.
#[utoipa::path(tag = "care", params(CareRecordFilter))]
#[get("/care-records")]
async fn list_care_records(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<CareRecordFilter>,
) -> Answer<Listed<CareRecord>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "care records", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let (caller, today) = (token.caller(conn, now)?, now.day());
            Error::unless(may::sees_some_care(&caller))?;
            let kept = grids::rows::held(conn, &caller, may::keeps_care_of, &today)?;
            records::list(conn, &filter, &kept, caller.person, &stretch, &today)
        })
        .await?;
    Ok(Listed(page))
}

/// Add somebody to look after.
///
/// By who answers for the grid. Name and reason are encrypted; those who visit read them, whoever added the record only while visiting.
#[utoipa::path(tag = "care")]
#[post("/care-records")]
async fn add_care_record(db: Data<Db>, secrets: Data<Secrets>, token: Token, new: Json<NewCareRecord>) -> Answer<Created<CareRecord>> {
    let (new, now) = (new.0, Moment::now());
    let record = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = keeping::add(conn, &secrets, &caller, &new, now)?;
            shown(conn, &secrets, &caller, row, now)
        })
        .await?;
    let (location, version) = (format!("/api/v1/care-records/{}", record.id), record.version);
    Ok(Created::new(record, location).at(version))
}

/// Read a care record.
///
/// With who it is for those who visit, which is written down each time; without for who answers for the grid.
#[utoipa::path(tag = "care")]
#[get("/care-records/{record}")]
async fn find_care_record(db: Data<Db>, secrets: Data<Secrets>, token: Token, record: Path<CareRecordId>) -> Answer<Found<CareRecord>> {
    let (id, now) = (*record, Moment::now());
    let record = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = known(conn, &caller, id)?;
            shown(conn, &secrets, &caller, row, now)
        })
        .await?;
    let version = record.version;
    Ok(Found::at(record, version).unkept())
}

/// Change a care record.
///
/// Those who visit change all of it; who answers for the grid says who visits (handing over) and ends it. What has ended stays as it is;
/// who it was is erased half a year later.
#[utoipa::path(tag = "care", request_body(content = CareRecordPatch, content_type = "application/merge-patch+json"))]
#[patch("/care-records/{record}")]
async fn change_care_record(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    record: Path<CareRecordId>,
    seen: Seen,
    patch: Patch<CareRecordPatch>,
) -> Answer<Found<CareRecord>> {
    let (id, patch, now) = (*record, patch.0, Moment::now());
    let record = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = known(conn, &caller, id)?;
            let row = keeping::change(conn, &secrets, &caller, row, &patch, seen, now)?;
            shown(conn, &secrets, &caller, row, now)
        })
        .await?;
    let version = record.version;
    Ok(Found::at(record, version).unkept())
}

/// Write a visit down.
///
/// By those who visit, or did when it was made. `declined` ends a record that rests on consent, `moved` ends every one. Sent again under
/// its id it is answered as it stands.
#[utoipa::path(tag = "care")]
#[post("/care-visits")]
async fn add_care_visit(db: Data<Db>, secrets: Data<Secrets>, token: Token, new: Json<NewCareVisit>) -> Answer<Created<CareVisit>> {
    let (new, now) = (new.0, Moment::now());
    let visit = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = visiting::visit(conn, &secrets, &caller, &new, now)?;
            let by = people_named(conn, [Some(row.person_id)])?.remove(&row.person_id).ok_or_else(Error::not_found)?;
            rows::visits::told(conn, &secrets, row, by.name, &caller, now)
        })
        .await?;
    let location = format!("/api/v1/care-records/{}/visits", visit.record);
    Ok(Created::new(visit, location))
}

/// List the visits of a record.
///
/// For those who visit, latest first; that they were read is written down each time.
#[utoipa::path(tag = "care", params(CareVisitFilter))]
#[get("/care-records/{record}/visits")]
async fn list_care_visits(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    record: Path<CareRecordId>,
    filter: Query<CareVisitFilter>,
) -> Answer<Private<CareVisit>> {
    let (id, filter, now) = (*record, filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, &format!("care visits {id}"), &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = known(conn, &caller, id)?;
            Error::unless(may::see_care(&caller, &row.grid, row.visitors()))?;
            records::note_read(conn, &row, By { person: Some(caller.person), at: now })?;
            rows::visits::list(conn, &secrets, id, &stretch, &caller, now)
        })
        .await?;
    Ok(Private(Listed(page)))
}

/// List how care stands, grid by grid.
///
/// In numbers, in the order of their codes: nobody is named and nobody is ranked.
#[utoipa::path(tag = "care", params(GridCareFilter))]
#[get("/care-coverage")]
async fn list_grid_care(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<GridCareFilter>) -> Answer<Listed<GridCare>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "care coverage", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let (caller, today) = (token.caller(conn, now)?, now.day());
            Error::unless(may::sees_some_field(&caller))?;
            let of = grids_seen(conn, &caller, &today)?;
            rows::coverage::list(conn, of.as_deref(), &stretch, &today)
        })
        .await?;
    Ok(Listed(page))
}

/// A record the caller may know of.
fn known(conn: &mut Conn, caller: &Caller, id: CareRecordId) -> Result<CareRow, Error> {
    let row = records::find(conn, id)?;
    let known = |row: &CareRow| may::see_care(caller, &row.grid, row.visitors()) || may::keep_care(caller, &row.grid);
    row.filter(known).ok_or_else(Error::not_found)
}

/// A record as the caller may see it. That somebody reads who it is, is written down.
fn shown(conn: &mut Conn, secrets: &Secrets, caller: &Caller, row: CareRow, now: Moment) -> Result<CareRecord, Error> {
    let person = if may::see_care(caller, &row.grid, row.visitors()) {
        records::note_read(conn, &row, By { person: Some(caller.person), at: now })?;
        row.opened(secrets)
    } else {
        None
    };
    Ok(CareRecord { person, ..records::shape(conn, row, &now.day())? })
}
