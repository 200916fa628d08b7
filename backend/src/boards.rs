//! Public noticeboards (网格公示牌): the API, the page behind the QR code, the list of all, and paper.

pub mod card;
pub mod cases;
pub mod index;
pub mod outline;
pub mod paper;
pub mod pdf;
pub mod print;
pub mod qr;
pub mod rows;
pub mod view;
pub mod words;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::boards::{Board, BoardFilter, BoardSummary, StaleBoard};
use shared::grids::ShortCode;
use shared::may;
use shared::problem::Code;
use shared::staffing::PersonId;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::Query;
use crate::listing::{Stretch, searched};
use crate::pages::answers::{Caching, Sent, Shown};
use crate::pages::{House, Reader};
use crate::secrets::Secrets;
use crate::{say, settings};
use words::Words;

/// The API.
pub fn routes(config: &mut ServiceConfig) {
    config.service(list_boards).service(list_stale_boards).service(find_board).service(confirm_board);
    cases::routes(config);
}

/// The pages.
pub fn pages(config: &mut actix_web::web::ServiceConfig) {
    config.service(board_page).service(contact_card).service(index_page);
    cases::pages(config);
    paper::pages(config);
}

/// List the noticeboards.
#[utoipa::path(tag = "boards", params(BoardFilter))]
#[get("/boards")]
async fn list_boards(db: Data<Db>, secrets: Data<Secrets>, filter: Query<BoardFilter>) -> Answer<Listed<BoardSummary>> {
    let (filter, now) = (filter.0, Moment::now());
    searched("?q", filter.q.as_deref())?;
    let stretch = Stretch::new(&secrets, "boards", &filter, filter.cursor.as_deref(), filter.limit)?;
    Ok(Listed(db.read(move |conn| rows::list(conn, &filter, &stretch, now)).await?))
}

/// List the noticeboards that need attention.
///
/// Not confirmed for 90 days, a phone that changed since, nobody in charge, nobody to call.
#[utoipa::path(tag = "boards", params(BoardFilter))]
#[get("/boards/stale")]
async fn list_stale_boards(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<BoardFilter>) -> Answer<Listed<StaleBoard>> {
    let (filter, now) = (filter.0, Moment::now());
    searched("?q", filter.q.as_deref())?;
    let stretch = Stretch::new(&secrets, "stale boards", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db.read(move |conn| {
        Error::unless(may::see_stale_boards(&token.caller(conn, now)?))?;
        rows::list_stale(conn, &filter, &stretch, now)
    });
    Ok(Listed(page.await?))
}

/// Read one noticeboard.
///
/// By the grid's short code or its whole code.
#[utoipa::path(tag = "boards")]
#[get("/boards/{code}")]
async fn find_board(db: Data<Db>, code: Path<String>) -> Answer<Found<Board>> {
    let (code, now) = (code.into_inner(), Moment::now());
    Ok(Found::new(db.read(move |conn| find(conn, &code, now)).await?).public())
}

/// Confirm that the board on the wall is right today.
#[utoipa::path(tag = "boards")]
#[post("/boards/{code}/confirmation")]
async fn confirm_board(db: Data<Db>, token: Token, code: Path<String>) -> Answer<Found<Board>> {
    let (code, now) = (code.into_inner(), Moment::now());
    let board = db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        let grid = open_grid(conn, &code, now)?;
        Error::unless(may::confirm_board(&caller, &grid.code))?;
        rows::confirm(conn, &grid, By { person: Some(caller.person), at: now })?;
        find(conn, &code, now)
    });
    Ok(Found::new(board.await?))
}

/// The page behind the QR code.
#[get("/g/{code}")]
async fn board_page(db: Data<Db>, reader: Reader, code: Path<String>) -> Answer<Shown> {
    let (code, now) = (code.into_inner(), Moment::now());
    let board = db.read(move |conn| find(conn, &code, now)).await?;
    Ok(Shown::public(view::board_page(&reader, &board)))
}

/// The contact card of somebody on a board, for the phone's address book.
#[get("/g/{code}/people/{person}.vcf")]
async fn contact_card(db: Data<Db>, config: Data<Config>, reader: Reader, path: Path<(String, PersonId)>) -> Answer<Sent> {
    let ((code, person), now, lang) = (path.into_inner(), Moment::now(), reader.lang);
    let board = db.read(move |conn| find(conn, &code, now)).await?;
    let person = board.people.iter().find(|p| p.id == person).ok_or_else(Error::not_found)?;
    let card = card::Card {
        name: &person.name,
        duty: &format!("{} {}", board.name, person.duty.label(lang)),
        organisation: &board.sub_district_name,
        phone: person.phone.as_ref().or(person.call_instead.as_ref().map(|c| &c.phone)),
        url: &format!("{}/g/{}", config.public_url, board.short_code),
        note: &card_note(person, lang),
    };
    let file_name = Some(format!("{}.vcf", person.name));
    Ok(Sent { content_type: "text/vcard; charset=utf-8", file_name, caching: Caching::Minute, bytes: card.to_vcf().into_bytes() })
}

/// Says whose phone stands on the card, where it is not the person's own.
fn card_note(person: &shared::boards::BoardPerson, lang: shared::lang::Lang) -> String {
    let whose = words::phone_of(person, lang).1.map(|other| format!("{} ({other}) ", lang.no_public_phone()));
    format!("{}{}", whose.unwrap_or_default(), lang.card_note())
}

/// What the page of all boards may be asked for; what cannot be used is left out, for a link may be cut or mistyped.
#[derive(Debug, serde::Deserialize)]
struct IndexQuery {
    q: Option<String>,
    cursor: Option<String>,
}

/// The page of all boards.
#[get("/boards")]
async fn index_page(db: Data<Db>, secrets: Data<Secrets>, reader: Reader, query: actix_web::web::Query<IndexQuery>) -> Answer<Shown> {
    let now = Moment::now();
    let asked: Option<String> = query.q.as_deref().map(|q| q.trim().chars().filter(|c| !c.is_control()).take(60).collect());
    let filter = BoardFilter { q: asked.filter(|q: &String| !q.is_empty()), cursor: None, limit: None };
    let stretch = Stretch::new(&secrets, "board pages", &filter, query.cursor.as_deref(), Some(shared::page::MAX_LIMIT))?;
    let q = filter.q.clone();
    let (boards, outlines, house) = db
        .read(move |conn| {
            let boards = rows::list(conn, &filter, &stretch, now)?;
            let codes: Vec<_> = boards.items.iter().map(|b| b.grid.clone()).collect();
            Ok((boards, rows::outlines(conn, &codes)?, House::from(&settings::find(conn)?)))
        })
        .await?;
    Ok(Shown::public(index::index_page(&reader, &house, q.as_deref(), &boards, &outlines)))
}

/// The board of an open grid.
fn find(conn: &mut Conn, code: &str, now: Moment) -> Result<Board, Error> {
    let grid = open_grid(conn, code, now)?;
    rows::board(conn, grid, now)
}

/// The grid of a short code or code; a closed one is gone, and names those that took over.
pub fn open_grid(conn: &mut Conn, code: &str, now: Moment) -> Result<rows::GridRow, Error> {
    // Only what can be a code reaches the database.
    let code: ShortCode = code.parse().map_err(|_| Error::not_found())?;
    let grid = rows::find_grid(conn, &code)?;
    if grid.closed_on.as_ref().is_none_or(|last| *last >= now.day()) {
        return Ok(grid);
    }
    let after = rows::successors(conn, &grid.code)?;
    let names: Vec<String> = after.iter().map(|(code, name)| format!("{name}（{}）", words::spoken(code))).collect();
    let (name, after) = (grid.name, names.join("、"));
    let words = match after.is_empty() {
        true => say!("{name} 已撤销", "{name} was closed"),
        false => say!("{name} 已并入 {after}", "{name} is now part of {after}"),
    };
    Err(Error::new(Code::Gone).saying(words))
}
