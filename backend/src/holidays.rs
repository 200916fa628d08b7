//! The holidays and make-up workdays by which working time is counted, and the calendar that is made of them.

pub mod rows;

use std::sync::{Arc, RwLock};

use actix_web::web::{Data, Path, Payload, block};
use actix_web::{HttpRequest, get, put};
use shared::holidays::{HolidayFilter, Holidays, ReplaceOptions, Year};
use shared::imports::{ImportKind, ImportOutcome};
use shared::may;
use shared::sla::Calendar;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::changes::By;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::imports::holidays as file;
use crate::input::{Query, Seen, Speak, media_type, read_body};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_holidays).service(replace_holidays);
}

/// List the holidays.
///
/// Public: the days that are not as their weekday says, of one year or of all. The ETag is that of the whole table.
#[utoipa::path(tag = "holidays", params(HolidayFilter))]
#[get("/holidays")]
async fn list_holidays(db: Data<Db>, filter: Query<HolidayFilter>) -> Answer<Found<Holidays>> {
    let holidays = db.read(move |conn| rows::list(conn, filter.0.year)).await?;
    let version = holidays.version;
    Ok(Found::at(holidays, version))
}

/// Replace the holidays of a year.
///
/// By a CSV file with the columns `day`, `kind` (`off` or `workday`) and `name`: all or nothing, every error names its place. With
/// `dry_run` only tells what would change. Clocks that run are due anew at once.
#[utoipa::path(tag = "holidays", params(ReplaceOptions), request_body(content(("text/csv"))))]
#[put("/holidays/{year}")]
#[expect(clippy::too_many_arguments, reason = "each says what the operation takes")]
async fn replace_holidays(
    db: Data<Db>,
    token: Token,
    speak: Speak,
    year: Path<Year>,
    options: Query<ReplaceOptions>,
    seen: Seen,
    request: HttpRequest,
    body: Payload,
) -> Answer<Found<ImportOutcome>> {
    media_type(&request, "text/csv", "accept")?;
    let (year, dry_run, now) = (year.into_inner(), options.0.dry_run, Moment::now());
    let bytes = read_body(body.into_inner(), file::MOST_BYTES).await?;
    // Read before the database is asked, so that no one waits; told after, so that who may not replace learns just that.
    let read = block(move || file::read(&bytes, Some(year))).await?;
    let replace = move |conn: &mut Conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::set_times(&caller))?;
        seen.check(rows::version(conn)?)?;
        let (file, outcome) = read?;
        file::run(conn, &file, outcome, dry_run, By { person: Some(caller.person), at: now })
    };
    let outcome = if dry_run { db.read(replace).await? } else { db.write(replace).await? };
    Ok(Found::new(outcome.told(ImportKind::Holidays, dry_run, speak.0)))
}

/// The calendar this server made last, under the digest of the days it is made of. Such a key is right in every transaction and for
/// every database, whatever becomes of the change it was read after.
static KEPT: RwLock<Option<(String, Arc<Calendar>)>> = RwLock::new(None);

/// The calendar that holds in this transaction: for every moment that is due, and every time that is used.
pub fn calendar(conn: &mut Conn) -> Result<Arc<Calendar>, Error> {
    let digest = rows::digest(conn)?;
    let kept = KEPT.read().ok().and_then(|kept| kept.clone());
    if let Some((_, calendar)) = kept.filter(|(kept, _)| *kept == digest) {
        return Ok(calendar);
    }
    let days = rows::days(conn)?;
    // Of the days that were read, should they have changed since the digest was.
    let digest = rows::digest_of(&days);
    let calendar = Arc::new(Calendar::new(days));
    if let Ok(mut kept) = KEPT.write() {
        *kept = Some((digest, Arc::clone(&calendar)));
    }
    Ok(calendar)
}
