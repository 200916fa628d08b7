//! Material of announcements: taken before one is published, handed out to those it is for.

use std::collections::BTreeMap;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ContentEncoding};
use actix_web::web::{Bytes, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, Responder, get, post};
use shared::announcements::files::{AnnouncementFile, FileKind, FileOptions, MOST_FILE_BYTES};
use shared::announcements::{AnnouncementId, AnnouncementKind};
use shared::call::percent_encoded;
use shared::may;
use shared::problem::Code;
use shared::time::Moment;
use utoipa::IntoResponses;
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder, Schema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows::{self, files};
use crate::answer::{Answer, Created};
use crate::blobs::Blobs;
use crate::caller::{Address, MaybeToken, Token};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Query, read_body};
use crate::limits::{Limited, Limits};
use crate::photos::darkroom::Darkroom;
use crate::photos::taking::keep;
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(add_announcement_file).service(show_announcement_file);
}

/// Add a file to an announcement that will be published.
///
/// A PDF or a picture (JPEG, PNG, WebP) of at most 10 MB, under the id the announcement will have, which then names up to three of them by
/// their positions. After a day without the announcement they are forgotten. The same file again is answered as it stands.
#[utoipa::path(tag = "announcements", params(FileOptions), request_body(content(("application/pdf"), ("image/jpeg"), ("image/png"), ("image/webp"))))]
#[post("/announcements/{announcement}/files")]
async fn add_announcement_file(
    db: Data<Db>,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    token: Token,
    announcement: Path<AnnouncementId>,
    options: Query<FileOptions>,
    body: Payload,
) -> Answer<Created<AnnouncementFile>> {
    let (id, name, now) = (*announcement, options.0.name, Moment::now());
    // Asked before the file is read, and again in the transaction that writes it down.
    let allowed = move |conn: &mut Conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::publish_announcements(&caller))?;
        Ok(caller)
    };
    db.read(move |conn| allowed(conn).map(drop)).await?;
    let bytes = read_body(body.into_inner(), MOST_FILE_BYTES).await?;
    let (kind, blob, size) = kept(&blobs, &darkroom, bytes).await?;
    let file = db
        .write(move |conn| {
            let caller = allowed(conn)?;
            if rows::find(conn, id)?.is_some() {
                return Err(Error::conflict(say!("通知已经发布，不能再加文件", "It is published already; no file can be added")));
            }
            files::add(conn, id, &files::New { name, kind, size, blob }, caller.person, now)
        })
        .await?;
    let location = file.url.clone();
    Ok(Created::new(file, location))
}

/// A PDF as it is; a picture as the darkroom makes it.
async fn kept(blobs: &Blobs, darkroom: &Darkroom, bytes: Bytes) -> Result<(FileKind, String, usize), Error> {
    if bytes.starts_with(b"%PDF-") {
        let size = bytes.len();
        return Ok((FileKind::Pdf, blobs.put(bytes).await?.to_string(), size));
    }
    let is_picture = [&b"\xff\xd8\xff"[..], b"\x89PNG", b"RIFF"].iter().any(|begin| bytes.starts_with(begin));
    if !is_picture {
        let words = say!("请选 PDF 或图片（JPEG、PNG、WebP）", "Choose a PDF or a picture (JPEG, PNG, WebP)");
        return Err(Error::new(Code::UnsupportedMediaType).saying(words));
    }
    let print = keep(blobs, darkroom.develop(bytes).await?, false).await?;
    let jpeg = blobs.get(&print.large).await?.ok_or_else(|| Error::internal(anyhow::anyhow!("a picture is gone as it is kept")))?;
    Ok((FileKind::Picture, print.large.to_string(), jpeg.len()))
}

/// Fetch a file of an announcement.
///
/// Of news that is shown anybody may, of everything else those it is for and the office.
#[utoipa::path(tag = "announcements")]
#[get("/announcements/{announcement}/files/{position}")]
async fn show_announcement_file(
    db: Data<Db>,
    blobs: Data<Blobs>,
    limits: Data<Limits>,
    from: Address,
    token: MaybeToken,
    of: Path<(AnnouncementId, i32)>,
) -> Answer<Material> {
    let ((id, position), now) = (of.into_inner(), Moment::now());
    if token.0.is_none() {
        limits.count(Limited::Lookup, from)?;
    }
    let (file, hash) = db
        .read(move |conn| {
            let row = rows::find(conn, id)?.ok_or_else(Error::not_found)?;
            let public = row.kind == AnnouncementKind::News && row.until >= now.day();
            let seen = public
                || match token.caller(conn, now)? {
                    Some(caller) => may::publish_announcements(&caller) || rows::is_for(conn, &row, &caller)?,
                    None => false,
                };
            if seen { files::find(conn, id, position) } else { Err(Error::not_found()) }
        })
        .await?;
    let bytes = blobs.get(&hash.parse()?).await?.ok_or_else(|| Error::internal(anyhow::anyhow!("the file {hash} is not in the store")))?;
    Ok(Material { file, bytes })
}

/// 200 with a file to save. Nothing in it runs here: it is saved, or shown in a sandbox.
struct Material {
    file: AnnouncementFile,
    bytes: Bytes,
}

impl Responder for Material {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let ending = if self.file.kind == FileKind::Pdf { "pdf" } else { "jpg" };
        let name = percent_encoded(&self.file.name);
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, self.file.kind.as_str()))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"file.{ending}\"; filename*=UTF-8''{name}")))
            .insert_header((CONTENT_SECURITY_POLICY, "sandbox"))
            // Both kinds are small already: packing ten megabytes anew helps nobody.
            .insert_header(ContentEncoding::Identity)
            .insert_header((CACHE_CONTROL, "private, max-age=3600"))
            .body(self.bytes)
    }
}

impl IntoResponses for Material {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        // Bytes have no schema (OpenAPI 3.1, "Considerations for File Uploads").
        let file = || Content::new(None::<RefOr<Schema>>);
        let response =
            ResponseBuilder::new().description("The file.").content("application/pdf", file()).content("image/jpeg", file()).build();
        BTreeMap::from([("200".to_owned(), response.into())])
    }
}
