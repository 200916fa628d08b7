//! The pictures of the demo, drawn, developed like any photo, and kept by their content.

use std::collections::BTreeMap;

use actix_web::web::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use shared::cases::CaseId;
use shared::photos::PhotoId;
use shared::time::Moment;

use super::canvas::Picture;
use super::lives::{Life, Shot};
use super::portraits::Face;
use super::scenes::Scene;
use super::staff::Staff;
use crate::app::State;
use crate::photos::rows::PhotoRow;
use crate::photos::taking::{Owner, Print, keep};

/// How many are drawn at the same time.
const AT_ONCE: usize = 2;
const QUALITY: u8 = 86;

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Motif {
    Scene(Scene),
    Face(Face),
}

/// Each picture that is needed, in the store.
pub struct Prints(BTreeMap<Motif, Print>);

impl Prints {
    /// Draws what these cases and people show.
    pub async fn make(state: &State, lives: &[Life], staff: &Staff) -> anyhow::Result<Self> {
        let scenes = lives.iter().flat_map(|life| &life.photos).map(|shot| Motif::Scene(shot.scene));
        let mut motifs: Vec<Motif> = scenes.chain(staff.people.iter().filter_map(|p| p.face).map(Motif::Face)).collect();
        motifs.sort_unstable();
        motifs.dedup();
        let made = stream::iter(motifs).map(|motif| async move { anyhow::Ok((motif, print(state, motif).await?)) });
        Ok(Self(made.buffer_unordered(AT_ONCE).try_collect().await?))
    }

    /// The large and the small rendition of a portrait.
    pub fn portrait(&self, face: Face) -> Option<(String, String)> {
        let print = self.0.get(&Motif::Face(face))?;
        Some((print.large.to_string(), print.small.to_string()))
    }

    /// The row of a photo of a case.
    pub fn photo(&self, id: PhotoId, case: CaseId, shot: &Shot) -> Option<PhotoRow> {
        let print = self.0.get(&Motif::Scene(shot.scene))?;
        let owner = Owner { case, report: shot.report, kind: shot.kind, by: shot.by };
        // Seen when it was taken in: the clock of a phone is not far off.
        let taken_at: Option<Moment> = shot.by.map(|_| shot.at.plus_seconds(-3));
        Some(PhotoRow { id, taken_at, ..print.row(owner, shot.at) })
    }
}

async fn print(state: &State, motif: Motif) -> anyhow::Result<Print> {
    let jpeg = actix_web::web::block(move || motif.draw()).await??;
    let developed = state.darkroom.develop(Bytes::from(jpeg)).await?;
    Ok(keep(&state.blobs, developed, false).await?)
}

impl Motif {
    /// The file as a phone would send it.
    fn draw(self) -> anyhow::Result<Vec<u8>> {
        let Picture { width, height, rgb } = match self {
            Self::Scene(scene) => scene.paint()?,
            Self::Face(face) => face.paint()?,
        };
        let mut jpeg = Vec::with_capacity(256 * 1024);
        jpeg_encoder::Encoder::new(&mut jpeg, QUALITY).encode(&rgb, width.try_into()?, height.try_into()?, jpeg_encoder::ColorType::Rgb)?;
        Ok(jpeg)
    }
}
