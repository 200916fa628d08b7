//! One round with the server: what waits goes up, photos follow, what is new comes down.

use shared::call::Call;
use shared::sync::engine::{Engine, Heard, SyncFault};
use shared::sync::ops::DeviceId;
use shared::sync::records::PullHeard;
use shared::sync::uploading::UploadStep;
use shared::sync::uploads::{add_piece, announce, find_upload};
use shared::sync::{pull, push};
use shared::time::Moment;

use super::disk::{Disk, DiskFault};
use crate::api::Api;

/// Records of one page of a pull; small enough to come through a bad line whole.
const PAGE: u16 = 100;

/// A phone on the line.
pub struct Round<'a> {
    pub engine: &'a Engine<Disk>,
    pub api: &'a Api,
    pub device: DeviceId,
}

/// What happened in a part of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Something was sent, or put aside.
    Outbox,
    /// Records came or went.
    Records,
}

/// Seconds between two looks while much comes down: each of them reads all there is.
const LOOK_SECONDS: i64 = 15;

/// What screens were shown of a long fetch.
struct Looks {
    /// Something came that no screen shows yet.
    untold: bool,
    last: Option<Moment>,
}

impl Looks {
    /// Whether it is time to show what came, which is taken to be done then. The first page is shown at once.
    fn are_due(&mut self, now: Moment) -> bool {
        let due = self.untold && self.last.is_none_or(|last| now.seconds_since(last) >= LOOK_SECONDS);
        if due {
            (self.untold, self.last) = (false, Some(now));
        }
        due
    }
}

/// Where between 0 and 1 chance stands, so that phones that lost the line together do not come back together.
fn chance() -> f64 {
    js_sys::Math::random()
}

impl Round<'_> {
    /// Goes on until nothing is left to do or the line fails; `tell` hears of every step that a screen may show.
    pub async fn go(&self, tell: impl AsyncFn(News)) -> Result<(), SyncFault<DiskFault>> {
        self.send(&tell).await?;
        self.fetch(&tell).await?;
        let mut photos = false;
        while let Some(step) = self.engine.next_upload(Moment::now()).await? {
            let heard = self.step(&step).await;
            self.engine.heard_upload(&step, &heard, Moment::now(), chance()).await?;
            photos = true;
            tell(News::Outbox).await;
        }
        if photos {
            // Moves that waited for their photos go now, and the photos are part of their cases.
            self.send(&tell).await?;
            self.fetch(&tell).await?;
        }
        Ok(())
    }

    /// Sends what waits.
    async fn send(&self, tell: &impl AsyncFn(News)) -> Result<(), SyncFault<DiskFault>> {
        while let Some(sent) = self.engine.next_push(self.device, Moment::now()).await? {
            let heard = self.hears(&push(&sent), None).await;
            self.engine.heard_push(&sent, &heard, Moment::now(), chance()).await?;
            tell(News::Outbox).await;
        }
        Ok(())
    }

    /// Brings down what is new.
    async fn fetch(&self, tell: &impl AsyncFn(News)) -> Result<(), SyncFault<DiskFault>> {
        let mut looks = Looks { untold: false, last: None };
        let done = self.pages(tell, &mut looks).await;
        if looks.untold {
            tell(News::Records).await;
        }
        done
    }

    async fn pages(&self, tell: &impl AsyncFn(News), looks: &mut Looks) -> Result<(), SyncFault<DiskFault>> {
        while let Some(asked) = self.engine.next_pull(Some(PAGE), Moment::now()).await? {
            let heard = self.hears(&pull(&asked), None).await;
            match self.engine.heard_pull(&asked, &heard, Moment::now(), chance()).await? {
                PullHeard::Taken { more, changed, scope } => {
                    looks.untold |= changed > 0 || scope.is_some();
                    if !more {
                        return Ok(());
                    }
                    if looks.are_due(Moment::now()) {
                        tell(News::Records).await;
                    }
                }
                PullHeard::Anew => {}
                PullHeard::Late | PullHeard::Trouble(_) => return Ok(()),
            }
        }
        Ok(())
    }

    async fn step(&self, step: &UploadStep) -> Heard {
        match step {
            UploadStep::Announce(new) => self.hears(&announce(new), None).await,
            UploadStep::Ask(id) => self.hears(&find_upload(*id), None).await,
            UploadStep::Piece { id, offset, piece } => self.hears(&add_piece(*id, piece.clone()), Some(*offset)).await,
        }
    }

    async fn hears<A>(&self, call: &Call<A>, upload_offset: Option<i64>) -> Heard {
        self.api.hears(call, upload_offset).await
    }
}
