//! Files that come in and go out: divisions, staff, boundaries, holidays, duty rosters.

pub mod boundaries;
pub mod csv;
pub mod divisions;
pub mod exports;
pub mod files;
pub mod holidays;
pub mod outcome;
pub mod roster;
pub mod sheet;
pub mod staff;
pub mod workbook;
mod writing;

use std::collections::BTreeMap;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use actix_web::web::{Data, Path, Payload, block};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, Responder, get, post};
use serde::Deserialize;
use shared::imports::{ExportOptions, ImportKind, ImportOptions, ImportOutcome, TableFormat};
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::time::Moment;
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, IntoResponses};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::changes::{self, By};
use crate::db::Db;
use crate::error::Error;
use crate::imports::exports::{GEO_JSON, Written, XLSX};
use crate::imports::files::{Allowed, File};
use crate::input::{Query, Speak, read_body};
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(import_file).service(staff_template).service(export_file);
}

/// Import a file.
///
/// Divisions (CSV with the columns of the national list), staff (XLSX or CSV, see the template), boundaries (GeoJSON), holidays (CSV;
/// the years it names are replaced) or duty rosters (XLSX or CSV as they are exported; the weeks it names are replaced). All or nothing; every
/// error names its place. With `dry_run` only tells what would change.
#[utoipa::path(tag = "imports", params(ImportOptions), request_body(content(("application/octet-stream"))))]
#[post("/imports/{kind}")]
async fn import_file(
    db: Data<Db>,
    token: Token,
    speak: Speak,
    kind: Path<ImportKind>,
    options: Query<ImportOptions>,
    request: HttpRequest,
    body: Payload,
) -> Answer<Found<ImportOutcome>> {
    let (kind, options, now) = (kind.into_inner(), options.0, Moment::now());
    fits(kind, &request)?;
    // Asked before the file is read, and again in the transaction that writes it down: reading a large one takes memory and time.
    db.read(move |conn| Error::unless(may_move(&token.caller(conn, now)?, kind))).await?;
    let bytes = read_body(body.into_inner(), files::most_bytes(kind)).await?;
    // Read before the database is asked, so that no one waits; told after, so that who may not import learns just that.
    let read = block(move || File::read(kind, &bytes, options.coordinates)).await?;
    let import = move |conn: &mut crate::db::Conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may_move(&caller, kind))?;
        let allowed = Allowed { appoints: &|duty| may::appoint(&caller, duty), keeps: &|area| may::keep_roster(&caller, area) };
        read?.import(conn, &allowed, options.dry_run, By { person: Some(caller.person), at: now })
    };
    let outcome = if options.dry_run { db.read(import).await? } else { db.write(import).await? };
    Ok(Found::new(outcome.told(kind, options.dry_run, speak.0)))
}

/// Whether the caller may bring in and take out files of a kind.
fn may_move(caller: &Caller, kind: ImportKind) -> bool {
    match kind {
        ImportKind::Divisions | ImportKind::Staff | ImportKind::Boundaries => may::manage_staffing(caller),
        ImportKind::Holidays => may::set_times(caller),
        ImportKind::Roster => may::keeps_some_roster(caller),
    }
}

/// Whether a file of a kind holds whole phone numbers.
const fn holds_phones(kind: ImportKind) -> bool {
    matches!(kind, ImportKind::Staff | ImportKind::Roster)
}

/// What may be sent for a kind; what the file really is shows when it is read.
fn fits(kind: ImportKind, request: &HttpRequest) -> Result<(), Error> {
    let fit: &[&str] = match kind {
        ImportKind::Divisions | ImportKind::Holidays => &["text/csv", "application/octet-stream"],
        ImportKind::Staff | ImportKind::Roster => &[XLSX, "text/csv", "application/octet-stream"],
        ImportKind::Boundaries => &[GEO_JSON, "application/json", "application/octet-stream"],
    };
    if fit.iter().any(|known| request.content_type().eq_ignore_ascii_case(known)) {
        return Ok(());
    }
    let known = fit.join(", ");
    Err(Error::new(Code::UnsupportedMediaType)
        .saying(say!("内容类型应为 {known} 之一", "Send one of {known}"))
        .header(HeaderName::from_static("accept"), &known))
}

/// How the template is wanted.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TemplateOptions {
    /// XLSX when left out.
    #[serde(default, deserialize_with = "shared::value::empty_is_none")]
    format: Option<TableFormat>,
}

/// Download the empty staff table.
///
/// With lists to choose from, and a sheet that explains the columns.
#[utoipa::path(tag = "imports", params(TemplateOptions))]
#[get("/imports/staff/template")]
async fn staff_template(db: Data<Db>, token: Token, options: Query<TemplateOptions>) -> Answer<Download> {
    let now = Moment::now();
    db.read(move |conn| {
        Error::unless(may::manage_staffing(&token.caller(conn, now)?))?;
        exports::staff_template(options.0.format).map(Download)
    })
    .await
}

/// Export a file.
///
/// In the form it is imported in, so that it can go back in. Exports of staff and rosters hold whole phone numbers and are written down.
#[utoipa::path(tag = "imports", params(ExportOptions))]
#[get("/exports/{kind}")]
async fn export_file(db: Data<Db>, token: Token, kind: Path<ImportKind>, options: Query<ExportOptions>) -> Answer<Download> {
    let (kind, options, now) = (kind.into_inner(), options.0, Moment::now());
    let export = move |conn: &mut crate::db::Conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may_move(&caller, kind))?;
        if holds_phones(kind) {
            changes::note(
                conn,
                By { person: Some(caller.person), at: now },
                "export",
                kind.as_str(),
                "export",
                &serde_json::json!({ "area": options.area }),
            )?;
        }
        exports::write(conn, kind, &options, &|area| may::see_roster(&caller, area), &now.day()).map(Download)
    };
    if holds_phones(kind) { db.write(export).await } else { db.read(export).await }
}

/// 200 with a file to save.
struct Download(Written);

impl Responder for Download {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let Written { name, media_type, bytes } = self.0;
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, media_type))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(bytes)
    }
}

impl IntoResponses for Download {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        // Bytes have no schema (OpenAPI 3.1, "Considerations for File Uploads").
        let file = || Content::new(None::<RefOr<Schema>>);
        let response = ResponseBuilder::new()
            .description("The file.")
            .content("text/csv", file())
            .content(XLSX, file())
            .content(GEO_JSON, file())
            .build();
        BTreeMap::from([("200".to_owned(), response.into())])
    }
}
