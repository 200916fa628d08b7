//! Photos on their way into the outbox.

use sha2::{Digest, Sha256};
use shared::cases::CaseId;
use shared::photos::PhotoKind;
use shared::reports::ReportId;
use shared::sync::outbox::NewPhoto;
use shared::sync::uploads::{FileHash, NewUpload};
use shared::time::Moment;

use crate::photo::{Shot, bytes};

/// Photos of what was seen; `None` when the browser no longer has one of them.
pub async fn of_report(report: ReportId, shots: &[Shot]) -> Option<Vec<NewPhoto>> {
    let mut photos = Vec::with_capacity(shots.len());
    for shot in shots {
        photos.push(photo(shot, PhotoKind::Scene, Some(report), None).await?);
    }
    Some(photos)
}

/// Photos of the work on a case.
pub async fn of_case(case: CaseId, shots: &[(PhotoKind, Shot)]) -> Option<Vec<NewPhoto>> {
    let mut photos = Vec::with_capacity(shots.len());
    for (kind, shot) in shots {
        photos.push(photo(shot, *kind, None, Some(case)).await?);
    }
    Some(photos)
}

async fn photo(shot: &Shot, kind: PhotoKind, report: Option<ReportId>, case: Option<CaseId>) -> Option<NewPhoto> {
    let content = bytes(&shot.blob).await.ok()?;
    let upload = NewUpload {
        id: shot.id,
        report,
        case,
        kind,
        bytes: i64::try_from(content.len()).ok()?,
        sha256: FileHash::of(&Sha256::digest(&content).into()),
        captured_at: Some(Moment::now()),
        keep_place: shot.keep,
    };
    Some(NewPhoto { upload, content })
}
