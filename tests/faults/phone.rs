//! A phone with the real engine, on a line.

use std::time::Duration;

use anyhow::Result;
use serde::de::DeserializeOwned;
use shared::call::Call;
use shared::sync::engine::{Engine, Heard};
use shared::sync::memory::Memory;
use shared::sync::ops::DeviceId;
use shared::sync::outbox::EntryState;
use shared::sync::push;
use shared::sync::uploading::{UploadHeard, UploadStep};
use shared::sync::uploads::{TUS_VERSION, add_piece, announce, find_upload};
use shared::time::Moment;
use tests::calling;
use tests::http::Http;

use crate::line::Line;

pub struct Phone<'a> {
    pub engine: Engine<Memory>,
    device: DeviceId,
    bearer: &'a str,
    line: &'a Line,
}

impl<'a> Phone<'a> {
    pub fn new(bearer: &'a str, line: &'a Line) -> Self {
        Self { engine: Engine::new(Memory::default()), device: DeviceId::new(), bearer, line }
    }

    /// Sends what is to be sent, until nothing is left or the line has trouble: whether it had. A phone gives up on an answer that
    /// takes longer than it has patience.
    pub async fn sends(&self, patience: Duration) -> Result<bool> {
        self.engine.wake().await?;
        while let Some(sent) = self.engine.next_push(self.device, Moment::now()).await? {
            let heard = self.exchange(&push(&sent), &[], patience)?;
            if self.engine.heard_push(&sent, &heard, Moment::now(), 0.5).await?.trouble.is_some() {
                return Ok(true);
            }
        }
        while let Some(step) = self.engine.next_upload(Moment::now()).await? {
            let heard = match &step {
                UploadStep::Announce(new) => self.exchange(&announce(new), &[], patience)?,
                UploadStep::Ask(id) => self.exchange(&find_upload(*id), &[], patience)?,
                UploadStep::Piece { id, offset, piece } => {
                    let head = [("tus-resumable", TUS_VERSION), ("upload-offset", &offset.to_string())];
                    self.exchange(&add_piece(*id, piece.clone()), &head, patience)?
                }
            };
            if matches!(self.engine.heard_upload(&step, &heard, Moment::now(), 0.5).await?, UploadHeard::Trouble(_)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whatever goes wrong on the line is nothing heard.
    fn exchange<A: DeserializeOwned>(&self, call: &Call<A>, head: &[(&str, &str)], patience: Duration) -> Result<Heard> {
        let port = self.line.port(&format!("{} {}", call.method.as_str(), call.path))?;
        let answer = Http::connect(port).and_then(|http| calling::send(&mut http.patient(patience)?, call, self.bearer, head));
        Ok(answer.map_or(Heard::Nothing, calling::heard))
    }

    /// How many operations and files are not sent yet.
    pub async fn unsent(&self) -> Result<usize> {
        Ok(self.engine.unsent().await?.len() + self.engine.uploads().await?.len())
    }

    /// How many the server has refused, so that a person has to look at them.
    pub async fn aside(&self) -> Result<usize> {
        let ops = self.engine.unsent().await?.iter().filter(|entry| entry.state == EntryState::Quarantined).count();
        Ok(ops + self.engine.uploads().await?.iter().filter(|file| file.problem.is_some()).count())
    }
}
