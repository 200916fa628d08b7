//! The papers of a mediation: the agreement, and the whole file.

use actix_web::get;
use actix_web::web::{Data, Path, block};
use shared::cases::CaseId;
use shared::disputes::Dispute;
use shared::staffing::PersonName;
use shared::time::Moment;

use super::{paper, seen_by, showing};
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::boards::paper::{told, turn};
use crate::boards::pdf::fonts::Fonts;
use crate::caller::Token;
use crate::cases::file::{MOST_PHOTOS, Pdf, Pictures, fetched};
use crate::cases::rows as cases;
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::input::Speak;
use crate::photos::rows::PhotoRow;
use crate::{photos, say};

/// What is printed, and for whom.
pub struct Print {
    pub dispute: Dispute,
    pub made_for: PersonName,
    pub made_at: Moment,
    /// The case's photos: what is in the file as evidence.
    pub photos: Vec<PhotoRow>,
    pub pictures: Pictures,
}

/// Print the agreement of a mediation.
///
/// A PDF in A4 with what the law asks for, the signatures that stand under the present text, and places for those that are missing.
#[utoipa::path(tag = "disputes")]
#[get("/cases/{case}/dispute/agreement")]
pub async fn dispute_agreement(db: Data<Db>, config: Data<Config>, token: Token, speak: Speak, case: Path<CaseId>) -> Answer<Pdf> {
    let print = taken(&db, token, *case, Paper::Agreement).await?;
    let (lang, font) = (speak.0, config.font.clone());
    let name = format!("{}-agreement.pdf", print.dispute.case_number);
    let _turn = turn().await?;
    let bytes = block(move || paper::agreement(&print, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Pdf { name, bytes })
}

/// Print the whole file of a mediation.
///
/// 卷宗: cover, contents and the thirteen parts in their order, as far as there is something in them; the photos of the case are the evidence. It is written down that it was
/// printed, and for whom.
#[utoipa::path(tag = "disputes")]
#[get("/cases/{case}/dispute/file")]
pub async fn dispute_file(
    db: Data<Db>,
    blobs: Data<Blobs>,
    config: Data<Config>,
    token: Token,
    speak: Speak,
    case: Path<CaseId>,
) -> Answer<Pdf> {
    let _turn = turn().await?;
    let mut print = taken(&db, token, *case, Paper::File).await?;
    print.pictures = fetched(&blobs, print.photos.iter().map(|photo| (photo.id, photo.large.clone())).collect()).await?;
    let (lang, font) = (speak.0, config.font.clone());
    let name = format!("{}-file.pdf", print.dispute.case_number);
    let bytes = block(move || paper::file(&print, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Pdf { name, bytes })
}

/// What is printed.
#[derive(Clone, Copy, PartialEq)]
enum Paper {
    Agreement,
    File,
}

async fn taken(db: &Db, token: Token, case: CaseId, paper: Paper) -> Result<Print, Error> {
    let now = Moment::now();
    db.write(move |conn| {
        let (caller, case) = seen_by(conn, token, case, now)?;
        let dispute = showing::show(conn, &case)?.ok_or_else(Error::not_found)?;
        if paper == Paper::Agreement && dispute.standing.draft.is_none() {
            return Err(Error::conflict(say!("还没有拟定协议", "No agreement was drafted yet")));
        }
        let action = if paper == Paper::Agreement { "print_agreement" } else { "print_file" };
        let by = By { person: Some(caller.person), at: now };
        changes::note(conn, by, "dispute", &case.id.to_string(), action, &serde_json::json!({ "number": dispute.number }))?;
        let named = cases::people_named(conn, [Some(caller.person)])?;
        let made_for = named.get(&caller.person).map(|person| person.name.clone()).ok_or_else(Error::not_found)?;
        let mut photos = if paper == Paper::File { photos::rows::of_case(conn, case.id)? } else { Vec::new() };
        photos.truncate(MOST_PHOTOS);
        Ok(Print { dispute, made_for, made_at: now, photos, pictures: Pictures::new() })
    })
    .await
}
