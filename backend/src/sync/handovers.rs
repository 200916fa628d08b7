//! Files that phones hand over because they cannot send: done once, in their owner's name, and the office that brings one answers for it.

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::post;
use actix_web::web::{Data, Payload};
use serde_json::json;
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::staffing::{PersonId, PersonRef};
use shared::sync::MOST_OPS;
use shared::sync::handover::{
    HANDOVER, HandedOver, HandedPhoto, Handover, HandoverFault, MOST_HANDED_OPS, MOST_HANDED_PHOTOS, MOST_HANDOVER_BYTES, PhotoResult,
};
use shared::sync::ops::{Op, OpId, OpResult, Outcome, Push};
use shared::sync::uploads::UploadState;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::pushing::Tools;
use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::changes::{self, By};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{media_type, read_body};
use crate::uploads::{self, Bench};
use crate::{cases, say, session};

pub fn routes(config: &mut ServiceConfig) {
    config.service(hand_over);
}

/// Have done what a phone could not send.
///
/// Takes the file the phone has written. Each operation is done once, in the name of the phone's owner, and answered as a push answers it;
/// what the phone sends itself later on is a duplicate. Photos that are in the file are taken too. A file that is damaged changes nothing.
/// Who brought it is written down.
#[utoipa::path(tag = "sync", request_body(content(("application/x-ndjson"))))]
#[post("/sync/handovers")]
async fn hand_over(
    db: Data<Db>,
    tools: Tools,
    bench: Bench,
    token: Token,
    request: HttpRequest,
    body: Payload,
) -> Answer<Found<HandedOver>> {
    let now = Moment::now();
    media_type(&request, HANDOVER, "accept")?;
    db.read(move |conn| Error::unless(may::keep_devices(&token.caller(conn, now)?))).await?;
    let file = read_body(body.into_inner(), MOST_HANDOVER_BYTES).await?;
    let handover = Handover::read(&file).map_err(|fault| Error::new(Code::FileUnreadable).saying(words(&fault)))?;
    let Handover { person, device, made_at, ops, photos } = handover;
    let detail = json!({ "person": person, "device": device, "made_at": made_at, "ops": ops.len(), "photos": photos.len() });
    let owner = db
        .write(move |conn| {
            let by = By { person: Some(token.caller(conn, now)?.person), at: now };
            let owner = owner(conn, person)?;
            changes::note(conn, by, "handover", &device.to_string(), "import", &detail)?;
            Ok(owner)
        })
        .await?;
    let import = Import { db: &db, tools, bench, person, device, now };
    let mut done = import.does(&ops).await?;
    let photos = import.takes(photos).await;
    // What waited for one of the photos, or for what waited.
    let waited: Vec<Op> =
        ops.iter().filter(|op| done.get(&op.id).is_some_and(|result| result.outcome == Outcome::Deferred)).cloned().collect();
    done.extend(import.does(&waited).await?);
    let ops = ops.iter().filter_map(|op| done.remove(&op.id)).collect();
    Ok(Found::new(HandedOver { person: owner, device, made_at, ops, photos }).unkept())
}

/// Whose file it is.
fn owner(conn: &mut Conn, person: PersonId) -> Result<PersonRef, Error> {
    let words = say!("文件里的人员不在本系统中", "The person of the file is not known here");
    cases::rows::people_named(conn, [Some(person)])?.remove(&person).ok_or_else(|| Error::new(Code::FileUnreadable).saying(words))
}

fn words(fault: &HandoverFault) -> crate::error::Words {
    match fault {
        HandoverFault::TooLarge => say!("文件太大", "The file is too large"),
        HandoverFault::NotOne => say!("这不是手机导出的待发数据文件", "This is not a file a phone has exported"),
        HandoverFault::Format(version) => {
            say!(
                "文件的版本是 {version}，这里还不认识，请先升级系统",
                "The file is of version {version}, which is not known here: update the server first"
            )
        }
        HandoverFault::Damaged => say!("文件损坏或不完整，请重新导出", "The file is damaged or cut short; export it again"),
        HandoverFault::Unreadable(why) => say!("文件内容无法读取：{why}", "The file cannot be read: {why}"),
        HandoverFault::TooMany => say!(
            "文件超过 {MOST_HANDED_OPS} 项操作或 {MOST_HANDED_PHOTOS} 张照片",
            "The file has more than {MOST_HANDED_OPS} operations or {MOST_HANDED_PHOTOS} photos"
        ),
        HandoverFault::Twice(op) => say!("文件中有重复的操作 {op}", "The operation {op} is in the file twice"),
    }
}

/// A file that is being done.
struct Import<'a> {
    db: &'a Db,
    tools: Tools,
    bench: Bench,
    person: PersonId,
    device: shared::sync::ops::DeviceId,
    now: Moment,
}

impl Import<'_> {
    /// Does operations, as many at once as a push has.
    async fn does(&self, ops: &[Op]) -> Result<HashMap<OpId, OpResult>, Error> {
        let mut done = HashMap::new();
        for some in ops.chunks(MOST_OPS) {
            let push = Push { device: self.device, ops: some.to_vec() };
            let (tools, person, now) = (self.tools.clone(), self.person, self.now);
            let pushed = self
                .db
                .write(move |conn| {
                    let caller = Caller { person, duties: session::rows::duties_on(conn, person, &now.day())? };
                    tools.desk(caller, now).take(conn, &push)
                })
                .await?;
            done.extend(pushed.results.into_iter().map(|result| (result.op, result)));
        }
        Ok(done)
    }

    /// Takes the photos, each by itself.
    async fn takes(&self, photos: Vec<HandedPhoto>) -> Vec<PhotoResult> {
        let mut results = Vec::with_capacity(photos.len());
        for photo in photos {
            let upload = photo.upload.id;
            let (done, problem) = match self.take(photo).await {
                Ok(done) => (done, None),
                Err(error) => (false, Some(self.tools.problem(&error))),
            };
            results.push(PhotoResult { upload, done, problem });
        }
        results
    }

    async fn take(&self, photo: HandedPhoto) -> Result<bool, Error> {
        let content = photo.bytes().ok_or_else(|| {
            Error::invalid("", "required", say!("照片还在手机上，文件里没有", "The photo is on the phone still; it is not in the file"))
        })?;
        let (person, now) = (self.person, self.now);
        let duties = self.db.read(move |conn| session::rows::duties_on(conn, person, &now.day())).await?;
        let taken = uploads::take_whole(self.db, &self.bench, Caller { person, duties }, photo.upload, content, now).await?;
        Ok(taken.state == UploadState::Done)
    }
}
