//! The page of a receipt: what a resident sees who scans nothing, signs in nowhere and only knows the code.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::web::{Data, Form, Path};
use actix_web::{Either, FromRequest, HttpRequest, get, post};
use serde::Deserialize;
use shared::cases::Move;
use shared::lang::Lang;
use shared::problem::Code;
use shared::receipts::{NewRemark, ReceiptCode, Verdict};
use shared::time::Moment;
use shared::value::Fault;

use super::answering;
use super::view::{News, Told, receipt_page};
use super::words::Words;
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::caller::{Address, OwnForm};
use crate::db::{Conn, Db};
use crate::error::{Error, FieldFault, status};
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
    said: Option<String>,
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
    let (now, lang, news) = (Moment::now(), reader.lang, before.news(reader.lang));
    let addresses = Addresses::at(&secrets, now);
    let found = db.read(move |conn| Ok((super::find(conn, &code, lang, &addresses, now)?, House::from(&settings::find(conn)?))));
    let (receipt, house) = limits.look_up(from, now, found).await?;
    Ok(Shown::personal(receipt_page(&reader, &house, &receipt, &news, &Told::default())))
}

/// What the form for the result sends.
#[derive(Debug, Deserialize)]
struct Judged {
    #[serde(rename = "move")]
    by: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    rating: String,
}

/// 解决了 or 没解决.
#[post("/r/{code}/transitions")]
pub async fn judge(visit: Visit, _own: OwnForm, code: Path<ReceiptCode>, sent: Form<Judged>) -> Answer<Either<SeeOther, Shown>> {
    let sent = sent.into_inner();
    let by: Move = sent.by.parse().map_err(|_| Error::new(Code::Malformed))?;
    let told = Told { reason: sent.reason.clone(), ..Told::default() };
    let verdict = match optional(&sent.reason) {
        Ok(reason) => Ok(Verdict { by, reason, rating: sent.rating.parse().ok() }),
        Err(fault) => Err(Error::fields(vec![FieldFault::of("/reason", fault)])),
    };
    let said = if by == Move::Confirm { "solved" } else { "reopened" };
    visit.answer(code.into_inner(), said, told, move |conn, code, now| answering::judge(conn, code, verdict?, now)).await
}

/// What the form for a remark sends.
#[derive(Debug, Deserialize)]
struct Remarked {
    #[serde(default)]
    text: String,
}

/// A remark.
#[post("/r/{code}/remarks")]
pub async fn remark(visit: Visit, _own: OwnForm, code: Path<ReceiptCode>, sent: Form<Remarked>) -> Answer<Either<SeeOther, Shown>> {
    let told = Told { text: sent.text.clone(), ..Told::default() };
    let new = sent.text.parse().map(|text| NewRemark { text }).map_err(|fault| Error::fields(vec![FieldFault::of("/text", fault)]));
    visit.answer(code.into_inner(), "remarked", told, move |conn, code, now| answering::remark(conn, code, new?, now)).await
}

/// Nothing typed is no fault.
fn optional<T: FromStr<Err = Fault>>(typed: &str) -> Result<Option<T>, Fault> {
    if typed.trim().is_empty() { Ok(None) } else { typed.parse().map(Some) }
}

/// Takes more photos for a report; those that cannot be used are named on the receipt.
#[post("/r/{code}/photos")]
pub async fn add_photos(
    visit: Visit,
    _own: OwnForm,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    code: Path<ReceiptCode>,
    sent: Multipart,
) -> Answer<SeeOther> {
    let (code, now) = (code.into_inner(), Moment::now());
    let receipt = code.clone();
    let known = visit.db.read(move |conn| reports::rows::by_receipt(conn, &receipt).map(drop));
    visit.limits.look_up(visit.from, now, known).await?;
    let address = format!("/r/{}?", code.grouped());
    if visit.limits.count(Limited::Upload, visit.from).is_err() {
        form::read(sent, None, &|_| false).await?;
        return Ok(SeeOther(format!("{address}refused=0:too_often")));
    }
    let (typed, brought) = form::read(sent, Some(&darkroom), &|_| true).await?;
    let mut refused = brought.refused_in_address();
    let mut prints = Vec::new();
    for developed in brought.developed {
        prints.push(keep(&blobs, developed, typed.keep_place).await?);
    }
    let chosen = typed.with_photos;
    let taken = visit.db.write(move |conn| {
        let report = reports::rows::by_receipt(conn, &code)?;
        answering::may_add_photo(conn, &report)?;
        write_down(conn, Owner::of_report(&report, None), &prints, now)
    });
    let (added, left_out) = taken.await?;
    match (chosen, left_out, refused.is_empty()) {
        (false, ..) => refused = "&refused=0:none".into(),
        (true, 0, _) => {}
        (true, _, true) => refused = "&refused=0:left_out".into(),
        (true, _, false) => refused.push_str(",0:left_out"),
    }
    Ok(SeeOther(format!("{address}added={added}{refused}")))
}

/// Somebody before a receipt.
pub struct Visit {
    db: Data<Db>,
    secrets: Data<Secrets>,
    limits: Data<Limits>,
    from: Address,
    reader: Reader,
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let visit = || {
            Some(Self {
                db: request.app_data::<Data<Db>>()?.clone(),
                secrets: request.app_data::<Data<Secrets>>()?.clone(),
                limits: request.app_data::<Data<Limits>>()?.clone(),
                from: Address::of(request),
                reader: Reader::of(request),
            })
        };
        ready(visit().ok_or_else(|| Error::internal(anyhow::anyhow!("the server was put together without what receipts need"))))
    }
}

impl Visit {
    /// Writes what somebody said, and goes back to the receipt, which tells that it was heard; or shows the receipt with what was
    /// typed and what is wrong with it.
    async fn answer<F>(self, code: ReceiptCode, said: &str, told: Told, write: F) -> Answer<Either<SeeOther, Shown>>
    where
        F: FnOnce(&mut Conn, &ReceiptCode, Moment) -> Result<(), Error> + Send + 'static,
    {
        let (now, lang) = (Moment::now(), self.reader.lang);
        let written = {
            let code = code.clone();
            self.limits.look_up(self.from, now, self.db.write(move |conn| write(conn, &code, now))).await
        };
        let error = match written {
            Ok(()) => return Ok(Either::Left(SeeOther(format!("/r/{}?said={said}", code.grouped())))),
            Err(error) if matches!(error.code, Code::Invalid | Code::Conflict | Code::MoveNotPossible | Code::VersionConflict) => error,
            Err(error) => return Err(error),
        };
        let addresses = Addresses::at(&self.secrets, now);
        let found = self.db.read(move |conn| Ok((super::find(conn, &code, lang, &addresses, now)?, House::from(&settings::find(conn)?))));
        let (receipt, house) = found.await?;
        let told = Told { faults: faults(&error, lang), ..told };
        let page = receipt_page(&self.reader, &house, &receipt, &News::default(), &told);
        Ok(Either::Right(Shown::personal(page).with(status(error.code))))
    }
}

/// The fields that are not right, by their names on the page.
fn faults(error: &Error, lang: Lang) -> Vec<(Option<String>, String)> {
    if error.fields.is_empty() {
        return vec![(None, error.problem(lang, "", None).detail)];
    }
    error.fields.iter().map(|fault| (fault.pointer.strip_prefix('/').map(str::to_owned), fault.words.of(lang).to_owned())).collect()
}

impl Before {
    fn news(&self, lang: Lang) -> News {
        let refused = self.refused.iter().flat_map(|list| list.split(',')).take(20).filter_map(|one| refusal(one, lang)).collect();
        let said = match self.said.as_deref() {
            Some("solved") => Some(lang.thanks()),
            Some("reopened") => Some(lang.reopened()),
            Some("remarked") => Some(lang.remarked()),
            _ => None,
        };
        News { filed: self.filed.as_deref() == Some("1"), added: self.added.as_ref().and_then(|n| n.parse().ok()), refused, said }
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
