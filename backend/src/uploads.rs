//! Files that come in pieces, by the core of tus 1.0: what has arrived stays, however often the line breaks.

mod making;
pub mod rows;
mod tus;

use actix_web::web::{Data, Path, Payload};
use actix_web::{get, patch, post};
use shared::may::Caller;
use shared::photos::{MAX_PHOTO_BYTES, PhotoKind};
use shared::sync::uploads::{NewUpload, Upload, UploadId, UploadState};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

pub use self::making::Bench;
use self::making::Whole;
use self::rows::UploadRow;
use self::tus::{Offset, Progress, Speaks};
use crate::answer::{Answer, Created};
use crate::caller::Token;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, read_what_comes};
use crate::photos::owners;
use crate::say;
use crate::sync::dating;

pub fn routes(config: &mut ServiceConfig) {
    config.service(announce).service(find_upload).service(add_piece);
}

/// Announce a photo that comes in pieces.
///
/// Of one's own report, or of a case one handles. The id is chosen by the phone: announced twice, it is announced once. One that was
/// refused begins anew.
#[utoipa::path(tag = "uploads")]
#[post("/uploads")]
async fn announce(db: Data<Db>, token: Token, new: Json<NewUpload>) -> Answer<Created<Upload>> {
    let (new, now) = (new.0, Moment::now());
    let (row, before) = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            announced(conn, &caller, new, now)
        })
        .await?;
    let location = format!("/api/v1/uploads/{}", row.id);
    Ok(Created::new(row.shown(), location).replayed(before))
}

/// Tell how much of a photo has arrived.
///
/// In `Upload-Offset`, and in the body for those who ask with `GET`. One's own only.
#[utoipa::path(tag = "uploads")]
#[get("/uploads/{upload}")]
async fn find_upload(db: Data<Db>, token: Token, upload: Path<UploadId>) -> Answer<Progress> {
    Ok(Progress::told(own(&db, token, *upload, Moment::now()).await?.shown()))
}

/// Bring a piece of a photo.
///
/// The body is the file from byte `Upload-Offset` on. Answers 204 with the new offset, 409 when the piece does not begin where the others
/// end (ask, and go on from there), and 200 when it was the last and the photo is made.
#[utoipa::path(tag = "uploads", request_body(content(("application/offset+octet-stream"))))]
#[patch("/uploads/{upload}")]
async fn add_piece(
    db: Data<Db>,
    bench: Bench,
    token: Token,
    _speaks: Speaks,
    upload: Path<UploadId>,
    at: Offset,
    body: Payload,
) -> Answer<Progress> {
    let (id, now) = (*upload, Moment::now());
    let row = own(&db, token, id, now).await?;
    if row.state == UploadState::Done {
        return Ok(Progress::told(row.shown()));
    }
    at.fits(&row)?;
    let most = usize::try_from(row.bytes - row.received).unwrap_or(MAX_PHOTO_BYTES);
    let (piece, end) = read_what_comes(body.into_inner(), most).await;
    let came = row.received + i64::try_from(piece.len()).map_err(Error::internal)?;
    // A file that comes in one piece is never stored but as a photo.
    let content = if came == row.bytes && row.received == 0 {
        piece
    } else {
        bench.keep(&row, piece).await?;
        end?;
        if came < row.bytes {
            return Ok(Progress::so_far(came));
        }
        bench.put_together(id).await?
    };
    let upload = bench.make(Whole { row, content }, now).await?;
    Ok(Progress::told(upload))
}

/// An upload that is announced, and whether it was before.
fn announced(conn: &mut Conn, caller: &Caller, new: NewUpload, now: Moment) -> Result<(UploadRow, bool), Error> {
    match rows::announced(conn, new.id)? {
        Some(row) => Ok((again(conn, caller, row, &new)?, true)),
        None => Ok((begin(conn, caller, new, now)?, false)),
    }
}

/// Takes a photo that did not come in pieces, as if its owner had sent it.
pub async fn take_whole(db: &Db, bench: &Bench, owner: Caller, new: NewUpload, content: Vec<u8>, now: Moment) -> Result<Upload, Error> {
    let (row, _) = db.write(move |conn| announced(conn, &owner, new, now)).await?;
    if row.state == UploadState::Done { Ok(row.shown()) } else { bench.make(Whole { row, content }, now).await }
}

/// An upload of the caller's own.
async fn own(db: &Db, token: Token, id: UploadId, now: Moment) -> Result<UploadRow, Error> {
    db.read(move |conn| {
        let caller = token.caller(conn, now)?;
        rows::find(conn, id, caller.person)
    })
    .await
}

/// A file that was announced before: by the same person, and the same file.
fn again(conn: &mut Conn, caller: &Caller, row: UploadRow, new: &NewUpload) -> Result<UploadRow, Error> {
    if (row.person_id, &*row.sha256, row.bytes) != (caller.person, &*new.sha256, new.bytes) {
        return Err(Error::conflict(say!("这个编号已用于另一个文件", "This id names another file already")));
    }
    if row.state == UploadState::Refused {
        rows::end(conn, row.id, UploadState::Open, None)?;
        return Ok(UploadRow { state: UploadState::Open, received: 0, ..row });
    }
    Ok(row)
}

fn begin(conn: &mut Conn, caller: &Caller, new: NewUpload, now: Moment) -> Result<UploadRow, Error> {
    fits(&new)?;
    let captured = new.captured_at.map_or(now, |at| dating::captured(at, 0, None, now).at);
    let caller = dating::caller_then(conn, caller, captured, now)?;
    let owner = match (new.report, new.case) {
        (Some(report), None) if new.kind == PhotoKind::Scene => owners::of_report(conn, &caller, report, now)?,
        (Some(report), None) => {
            let case = crate::reports::rows::find(conn, report)?.case_id;
            owners::of_case(conn, &caller, case, new.kind, now)?
        }
        (None, Some(case)) => {
            owners::of_the_work(new.kind, "/kind")?;
            owners::of_case(conn, &caller, case, new.kind, now)?
        }
        _ => {
            return Err(Error::invalid(
                "/report",
                "required",
                say!("请写明属于哪条上报或哪个案件", "Name the report or the case it belongs to"),
            ));
        }
    };
    let row = UploadRow {
        id: new.id,
        person_id: caller.person,
        report_id: owner.report,
        case_id: Some(owner.case),
        kind: owner.kind,
        bytes: new.bytes,
        received: 0,
        sha256: new.sha256.into(),
        keep_place: new.keep_place,
        state: UploadState::Open,
        photo_id: None,
        announced_at: now,
    };
    rows::add(conn, &row)?;
    Ok(row)
}

fn fits(new: &NewUpload) -> Result<(), Error> {
    let most = i64::try_from(MAX_PHOTO_BYTES).unwrap_or(i64::MAX);
    if (1..=most).contains(&new.bytes) {
        return Ok(());
    }
    let mib = MAX_PHOTO_BYTES / 1024 / 1024;
    Err(Error::invalid("/bytes", "out_of_range", say!("照片最大 {mib} MB", "A photo has at most {mib} MB")))
}
