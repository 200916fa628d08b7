//! A virtual phone: the real engine on a store in memory, the real server, and a line between them that fails as lines do.

use std::cell::Cell;
use std::io::Cursor;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use backend::db::Db;
use image::{ImageFormat, Rgb, RgbImage};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use shared::call::Call;
use shared::cases::CaseId;
use shared::photos::PhotoKind;
use shared::reports::ReportId;
use shared::sync::engine::{Answered, Engine, Heard};
use shared::sync::memory::Memory;
use shared::sync::ops::{DeviceId, OpId};
use shared::sync::outbox::{EntryState, NewPhoto, Work};
use shared::sync::records::PullHeard;
use shared::sync::uploading::UploadStep;
use shared::sync::uploads::{NewUpload, PIECE, TUS_VERSION, UploadId, announce, find_upload};
use shared::sync::{pull, push};
use shared::time::Moment;

use crate::world::{Person, Reply, World, caught_up};

/// What happens to one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Good,
    /// The server has done it, and the answer is lost.
    AnswerLost,
    /// Nothing, or only the beginning of it, gets through.
    Cut,
    /// Somebody else answers 200 with a page.
    Portal,
    /// A proxy answers 502.
    BadGateway,
    /// It arrives twice, and the second answer comes back.
    Twice,
    /// The answer comes back cut short.
    Truncated,
}

pub const FATES: [Fate; 7] = [Fate::Good, Fate::AnswerLost, Fate::Cut, Fate::Portal, Fate::BadGateway, Fate::Twice, Fate::Truncated];

/// A phone and whose it is.
pub struct Phone {
    pub engine: Engine<Memory>,
    pub device: DeviceId,
    pub owner: Person,
    db: Db,
    /// The phone's clock, ahead of the world's by so many milliseconds.
    ahead: Cell<i64>,
}

impl Phone {
    pub fn of(world: &World, owner: &Person) -> Self {
        let (engine, db) = (Engine::new(Memory::default()), world.state.db.clone());
        Self { engine, device: DeviceId::new(), owner: owner.clone(), db, ahead: Cell::new(0) }
    }

    pub fn now(&self) -> Moment {
        Moment::from_millis(Moment::now().millis() + self.ahead.get())
    }

    /// Lets time pass on the phone.
    pub fn pass(&self, seconds: i64) {
        self.ahead.set(self.ahead.get() + seconds * 1000);
    }

    pub async fn does(&self, work: Work) -> OpId {
        self.engine.save(work, self.now()).await.expect("room")
    }

    /// Sends what is to be sent and fetches what is new, while the line holds: each exchange has the fate that is drawn for it.
    pub async fn syncs(&self, mut fate: impl FnMut() -> Fate) {
        while let Some(sent) = self.engine.next_push(self.device, self.now()).await.expect("a store") {
            let heard = self.calls(&push(&sent), fate()).await;
            let settled = self.engine.heard_push(&sent, &heard, self.now(), 0.5).await.expect("a store");
            if settled.trouble.is_some() {
                return;
            }
        }
        while let Some(step) = self.engine.next_upload(self.now()).await.expect("a store") {
            let heard = self.steps(&step, fate()).await;
            self.engine.heard_upload(&step, &heard, self.now(), 0.5).await.expect("a store");
        }
        caught_up(&self.db).await;
        while let Some(asked) = self.engine.next_pull(Some(7), self.now()).await.expect("a store") {
            let heard = self.calls(&pull(&asked), fate()).await;
            match self.engine.heard_pull(&asked, &heard, self.now(), 0.5).await.expect("a store") {
                PullHeard::Taken { more: true, .. } | PullHeard::Anew => {}
                _ => return,
            }
        }
    }

    /// Syncs on a good line until nothing is left to do but what a person has to look at.
    pub async fn settles(&self) {
        for _ in 0..40 {
            self.pass(6 * 3600);
            self.engine.wake().await.expect("a store");
            self.syncs(|| Fate::Good).await;
            let waits = self.engine.unsent().await.expect("a store").iter().any(|entry| entry.state == EntryState::Ready);
            let uploads = self.engine.uploads().await.expect("a store").iter().any(|entry| entry.problem.is_none());
            if !waits && !uploads {
                return;
            }
        }
    }

    async fn calls<A: DeserializeOwned>(&self, call: &Call<A>, fate: Fate) -> Heard {
        let send = || async { self.owner.tries(call).await };
        // Half a body is no JSON: the server does nothing with it.
        if fate == Fate::Cut { Heard::Nothing } else { self.meets(fate, send, send).await }
    }

    async fn steps(&self, step: &UploadStep, fate: Fate) -> Heard {
        match step {
            UploadStep::Announce(new) => self.calls(&announce(new), fate).await,
            UploadStep::Ask(id) => self.calls(&find_upload(*id), fate).await,
            UploadStep::Piece { id, offset, piece } => {
                let send = || self.sends_piece(*id, *offset, piece.clone());
                let cut = || self.sends_piece(*id, *offset, piece[..piece.len() / 2].to_vec());
                self.meets(fate, send, cut).await
            }
        }
    }

    /// An exchange and its fate; `part` is what of it gets through when the line is cut.
    async fn meets<S, P>(&self, fate: Fate, send: impl Fn() -> S, part: impl Fn() -> P) -> Heard
    where
        S: Future<Output = Reply>,
        P: Future<Output = Reply>,
    {
        match fate {
            Fate::Good => heard(&send().await),
            Fate::AnswerLost => {
                send().await;
                Heard::Nothing
            }
            Fate::Cut => {
                part().await;
                Heard::Nothing
            }
            Fate::Portal => page(200),
            Fate::BadGateway => page(502),
            Fate::Twice => {
                send().await;
                heard(&send().await)
            }
            Fate::Truncated => {
                let mut reply = send().await;
                reply.body.truncate(reply.body.len() / 2);
                heard(&reply)
            }
        }
    }

    async fn sends_piece(&self, id: UploadId, offset: i64, piece: Vec<u8>) -> Reply {
        self.owner.asks(piece_of(id, offset, piece)).await
    }
}

/// The request that brings a piece.
pub fn piece_of(id: UploadId, offset: i64, piece: Vec<u8>) -> TestRequest {
    TestRequest::patch()
        .uri(&format!("/api/v1/uploads/{id}"))
        .insert_header(("tus-resumable", TUS_VERSION))
        .insert_header(("upload-offset", offset.to_string()))
        .insert_header((CONTENT_TYPE, PIECE))
        .set_payload(piece)
}

fn heard(reply: &Reply) -> Heard {
    let number = |name: &str| reply.header(name).and_then(|value| value.parse().ok());
    Heard::Answer(Answered {
        status: reply.status.as_u16(),
        content_type: reply.header("content-type").unwrap_or_default().into(),
        retry_after: number("retry-after"),
        upload_offset: number("upload-offset"),
        body: reply.body.clone(),
    })
}

fn page(status: u16) -> Heard {
    let body = b"<html><title>Wi-Fi</title></html>".to_vec();
    Heard::Answer(Answered { status, content_type: "text/html".into(), body, ..Answered::default() })
}

/// A picture; another seed is another picture.
pub fn snapshot(seed: u32) -> Vec<u8> {
    let [r, g, b, _] = seed.wrapping_mul(2_654_435_761).to_be_bytes();
    let plain = RgbImage::from_pixel(8, 8, Rgb([r, g, b]));
    let mut bytes = Cursor::new(Vec::new());
    plain.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// What a photo belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Report(ReportId),
    Case(CaseId),
}

/// A photo to announce.
pub fn photo(of: Of, kind: PhotoKind, content: Vec<u8>) -> NewPhoto {
    let (report, case) = match of {
        Of::Report(id) => (Some(id), None),
        Of::Case(id) => (None, Some(id)),
    };
    let sha256: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    let sha256 = sha256.parse().expect("a hash");
    let bytes = i64::try_from(content.len()).expect("a small file");
    let upload = NewUpload { id: UploadId::new(), report, case, kind, bytes, sha256, captured_at: None, keep_place: false };
    NewPhoto { upload, content }
}
