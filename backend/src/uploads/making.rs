//! From pieces to a photo.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use shared::photos::PhotoId;
use shared::problem::Code;
use shared::sync::uploads::{Upload, UploadId, UploadState};
use shared::time::Moment;

use super::rows::{self, UploadRow};
use super::tus::out_of_step;
use crate::blobs::{BlobHash, Blobs};
use crate::db::Db;
use crate::error::Error;
use crate::photos::darkroom::Darkroom;
use crate::photos::taking::{self, Owner};
use crate::say;

/// Where pieces are put together.
pub struct Bench {
    db: Data<Db>,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
}

impl FromRequest for Bench {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let bench = || {
            Some(Self {
                db: request.app_data::<Data<Db>>()?.clone(),
                blobs: request.app_data::<Data<Blobs>>()?.clone(),
                darkroom: request.app_data::<Data<Darkroom>>()?.clone(),
            })
        };
        ready(bench().ok_or_else(|| Error::internal(anyhow::anyhow!("the server was put together without a place for photos"))))
    }
}

/// A file that is whole.
pub struct Whole {
    pub row: UploadRow,
    pub content: Vec<u8>,
}

impl Bench {
    /// Keeps a piece, durably. Any server may take the next one.
    pub async fn keep(&self, row: &UploadRow, piece: Vec<u8>) -> Result<(), Error> {
        if piece.is_empty() {
            return Ok(());
        }
        let (id, from, bytes) = (row.id, row.received, i64::try_from(piece.len()).map_err(Error::internal)?);
        let blob = self.blobs.put(piece).await?;
        let added = self.db.write(move |conn| rows::add_piece(conn, id, from, blob.as_str(), bytes)).await?;
        if added { Ok(()) } else { Err(out_of_step(from)) }
    }

    /// The whole file from its pieces.
    pub async fn put_together(&self, id: UploadId) -> Result<Vec<u8>, Error> {
        let pieces = self.db.read(move |conn| rows::pieces(conn, id)).await?;
        let mut content = Vec::new();
        for piece in pieces {
            let bytes = self.blobs.get(&piece.parse()?).await?;
            content
                .extend_from_slice(&bytes.ok_or_else(|| Error::internal(anyhow::anyhow!("a piece of upload {id} is not in the store")))?);
        }
        Ok(content)
    }

    /// Makes the photo. What is damaged begins anew; what is no photo is refused, and the reason told.
    pub async fn make(&self, whole: Whole, now: Moment) -> Result<Upload, Error> {
        let Whole { row, content } = whole;
        if BlobHash::of(&content).as_str() != row.sha256 {
            self.end(&row, UploadState::Open, now).await?;
            let words = say!("照片在传输中损坏，请重新上传", "The photo was damaged on the way; send it again");
            return Err(Error::invalid("", "checksum", words));
        }
        let made = self.develop(&row, content.into(), now).await;
        match made {
            // Nothing is wrong with the photo: the darkroom or the database is busy.
            Err(error) if matches!(error.code, Code::Busy | Code::Internal) => Err(error),
            Err(error) => {
                self.end(&row, UploadState::Refused, now).await?;
                Err(error)
            }
            Ok((photo, left)) => {
                self.clear(left, now).await?;
                Ok(Upload { state: UploadState::Done, offset: row.bytes, photo: Some(photo), ..row.shown() })
            }
        }
    }

    async fn develop(&self, row: &UploadRow, content: Bytes, now: Moment) -> Result<(PhotoId, Vec<String>), Error> {
        let developed = self.darkroom.develop(content).await?;
        let print = taking::keep(&self.blobs, developed, row.keep_place).await?;
        let case = row.case_id.ok_or_else(Error::not_found)?;
        let (id, owner) = (row.id, Owner { case, report: row.report_id, kind: row.kind, by: Some(row.person_id) });
        self.db
            .write(move |conn| {
                let (photo, _) = taking::add(conn, owner, &print, now)?;
                Ok((photo.id, rows::end(conn, id, UploadState::Done, Some(photo.id))?))
            })
            .await
    }

    async fn end(&self, row: &UploadRow, state: UploadState, now: Moment) -> Result<(), Error> {
        let id = row.id;
        let left = self.db.write(move |conn| rows::end(conn, id, state, None)).await?;
        self.clear(left, now).await
    }

    /// Removes blobs of pieces that nothing names any more, unless somebody has just written the same.
    async fn clear(&self, blobs: Vec<String>, now: Moment) -> Result<(), Error> {
        for blob in blobs {
            self.blobs.remove_older(&blob.parse()?, now).await?;
        }
        Ok(())
    }
}
