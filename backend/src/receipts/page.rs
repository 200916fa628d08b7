//! The page of a receipt: what a resident sees who scans nothing, signs in nowhere and only knows the code.

use actix_multipart::Multipart;
use actix_web::web::{Data, Path};
use actix_web::{get, post};
use serde::Deserialize;
use shared::lang::Lang;
use shared::receipts::ReceiptCode;
use shared::time::Moment;

use super::view::{News, receipt_page};
use super::words::Words;
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::caller::Address;
use crate::db::Db;
use crate::limits::{Limited, Limits};
use crate::pages::answers::{SeeOther, Shown};
use crate::pages::{House, Reader};
use crate::photos::addresses::Addresses;
use crate::photos::darkroom::Darkroom;
use crate::photos::fault::PhotoFault;
use crate::photos::taking::{Owner, keep, write_down};
use crate::reports::form;
use crate::secrets::Secrets;
use crate::{reports, settings};

/// What the address tells of the moment before; anything that cannot be read tells nothing.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    filed: Option<String>,
    added: Option<String>,
    refused: Option<String>,
}

#[get("/r/{code}")]
pub async fn show(
    db: Data<Db>,
    secrets: Data<Secrets>,
    limits: Data<Limits>,
    from: Address,
    reader: Reader,
    code: Path<ReceiptCode>,
    before: actix_web::web::Query<Before>,
) -> Answer<Shown> {
    limits.count(Limited::Lookup, from)?;
    let (addresses, lang, news) = (Addresses::at(&secrets, Moment::now()), reader.lang, before.news(reader.lang));
    let (receipt, house) =
        db.read(move |conn| Ok((super::find(conn, &code, lang, &addresses)?, House::from(&settings::find(conn)?)))).await?;
    Ok(Shown::personal(receipt_page(&reader, &house, &receipt, &news)))
}

/// Takes more photos for a report; those that cannot be used are named on the receipt.
#[post("/r/{code}/photos")]
pub async fn add_photos(
    db: Data<Db>,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    limits: Data<Limits>,
    from: Address,
    code: Path<ReceiptCode>,
    sent: Multipart,
) -> Answer<SeeOther> {
    limits.count(Limited::Lookup, from)?;
    let (code, now) = (code.into_inner(), Moment::now());
    let receipt = code.clone();
    db.read(move |conn| reports::rows::by_receipt(conn, &receipt).map(drop)).await?;
    let address = format!("/r/{}?", code.grouped());
    if limits.count(Limited::Upload, from).is_err() {
        form::read(sent, None).await?;
        return Ok(SeeOther(format!("{address}refused=0:too_often")));
    }
    let (typed, brought) = form::read(sent, Some(&darkroom)).await?;
    let mut refused = brought.refused_in_address();
    let mut prints = Vec::new();
    for developed in brought.developed {
        prints.push(keep(&blobs, developed, typed.keep_place).await?);
    }
    let chosen = typed.with_photos;
    let (added, left_out) = db
        .write(move |conn| {
            let owner = Owner::of_report(&reports::rows::by_receipt(conn, &code)?, None);
            write_down(conn, owner, &prints, now)
        })
        .await?;
    match (chosen, left_out, refused.is_empty()) {
        (false, ..) => refused = "&refused=0:none".into(),
        (true, 0, _) => {}
        (true, _, true) => refused = "&refused=0:left_out".into(),
        (true, _, false) => refused.push_str(",0:left_out"),
    }
    Ok(SeeOther(format!("{address}added={added}{refused}")))
}

impl Before {
    fn news(&self, lang: Lang) -> News {
        let refused = self.refused.iter().flat_map(|list| list.split(',')).take(20).filter_map(|one| refusal(one, lang)).collect();
        News { filed: self.filed.as_deref() == Some("1"), added: self.added.as_ref().and_then(|n| n.parse().ok()), refused }
    }
}

/// `2:photo_heic` in words.
fn refusal(one: &str, lang: Lang) -> Option<String> {
    let (number, code) = one.split_once(':')?;
    let number: usize = number.parse().ok().filter(|n| *n < 1000)?;
    let why = match code {
        "too_many" => lang.too_many(),
        "busy" => lang.busy(),
        "too_often" => return Some(lang.too_often()),
        "left_out" => return Some(lang.left_out()),
        "none" => return Some(lang.no_photos_chosen()),
        code => PhotoFault::named(code)?.in_words(lang),
    };
    Some(lang.not_taken_photo(number, &why))
}
