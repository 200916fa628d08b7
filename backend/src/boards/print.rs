//! What goes on paper: the same for the browser's print view and the PDF.

use std::collections::HashMap;
use std::sync::Arc;

use maud::{DOCTYPE, Markup, html};
use shared::boards::{Board, BoardPerson};
use shared::lang::Lang;
use shared::staffing::{Duty, PersonId};
use shared::value::Fault;

use super::qr::{Qr, TooLong};
use super::words::{self, Words};
use crate::embed::asset;
use crate::pages::spaced;

/// The paper a board is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A4,
    A3,
    /// Eight door stickers of A7 on a sheet of A4.
    Sticker,
}

impl Paper {
    pub const ALL: [Self; 3] = [Self::A4, Self::A3, Self::Sticker];

    /// As in `?size=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::Sticker => "sticker",
        }
    }

    fn label(self, lang: Lang) -> String {
        match self {
            Self::A4 => lang.a4_poster(),
            Self::A3 => lang.a3_poster(),
            Self::Sticker => lang.door_stickers(),
        }
    }
}

impl std::str::FromStr for Paper {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|paper| paper.as_str() == text).ok_or(Fault::Choice)
    }
}

/// JPEG portraits of those who agreed to show them.
pub type Portraits = HashMap<PersonId, Arc<Vec<u8>>>;

/// A board and what else its paper needs.
#[derive(Debug, Clone)]
pub struct Poster {
    pub board: Board,
    /// The address in the QR code.
    pub address: String,
    /// Of all the posters printed together.
    pub portraits: Arc<Portraits>,
}

impl Poster {
    /// `base` is how residents reach this server.
    pub fn new(board: Board, base: &str, portraits: Arc<Portraits>) -> Self {
        Self { address: format!("{base}/g/{}", board.short_code), board, portraits }
    }

    /// Those who answer for the grid, at most four; and all others. Who only covers for somebody is among the others.
    pub fn by_weight(&self) -> (Vec<&BoardPerson>, Vec<&BoardPerson>) {
        let answers = |p: &&BoardPerson| matches!(p.duty, Duty::Leader | Duty::FullTime) && p.covering_for.is_none();
        let (mut big, small): (Vec<_>, Vec<_>) = self.board.people.iter().partition(answers);
        let rest = big.split_off(big.len().min(4));
        (big, rest.into_iter().chain(small).collect())
    }

    /// The address as people type it.
    pub fn shown_address(&self) -> &str {
        self.address.split_once("://").map_or(&self.address, |(_, rest)| rest)
    }
}

/// The print view of one board: sheets in true measure, and on the screen a bar that says how to print them.
pub fn print_page(poster: &Poster, paper: Paper, lang: Lang) -> Result<Markup, TooLong> {
    let code = Qr::new(&poster.address)?;
    let title = format!("{} {}", poster.board.name, lang.noticeboard());
    Ok(html! {
        (DOCTYPE)
        html lang=(lang.tag()) data-theme="light" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=830";
                title { (title) }
                @for sheet in ["tokens.css", "public-print.css"] {
                    @if let Some(address) = asset(sheet) { link rel="stylesheet" href=(address); }
                }
            }
            body {
                (bar(poster, paper, lang))
                main class={ "sheet sheet-" (paper.as_str()) } {
                    @match paper {
                        Paper::A4 | Paper::A3 => (poster_sheet(poster, &code, lang)),
                        Paper::Sticker => {
                            h1.unseen { (title) }
                            @for _ in 0..8 { (sticker(poster, &code, lang)) }
                        }
                    }
                }
            }
        }
    })
}

fn bar(poster: &Poster, paper: Paper, lang: Lang) -> Markup {
    let short = &poster.board.short_code;
    html! {
        nav.bar aria-label=(lang.print()) {
            a href={ "/g/" (short) } { (lang.back_to_board()) }
            @for other in Paper::ALL {
                a href={ "?size=" (other.as_str()) } aria-current=[(other == paper).then_some("page")] { (other.label(lang)) }
            }
            a href={ "/boards.pdf?size=" (paper.as_str()) "&code=" (short) } { (lang.as_pdf()) }
            p { (lang.how_to_print()) }
        }
    }
}

fn poster_sheet(poster: &Poster, code: &Qr, lang: Lang) -> Markup {
    let board = &poster.board;
    html! {
        header.band { p.band-title { (lang.noticeboard()) } p.band-place { (words::place_of(board)) } }
        div.body {
            h1.name { (board.name) @if let Some(class) = words::class_of(board, lang) { span.pill { (class) } } }
            p.extent { span { (words::extent_of(board, lang)) } span { (lang.grid_code()) " " (board.grid) } }
            @if board.people.is_empty() { p.nobody { (lang.no_people()) } }
            (people(poster, lang))
            @if let Some(promise) = &board.service_promise {
                section.promise { h2 { (lang.promise()) } @for line in promise.lines() { p { (line) } } }
            }
        }
        footer.foot {
            (code.svg(&lang.code_of(&board.name)))
            div.foot-words {
                p.scan { strong { (lang.scan()) } span { (lang.scan_for()) } }
                dl {
                    div { dt { (lang.short_code()) } dd { (words::spoken(&board.short_code)) } }
                    @if let Some(phone) = &board.supervision_phone { div { dt { (lang.supervision()) } dd { (spaced(phone)) } } }
                }
                p.checked { (words::checked(board, lang)) span { (poster.shown_address()) } }
            }
        }
    }
}

/// The height of a row of big and of small cards, and of all there is for them, in hundredths of the sheet's width.
const BIG_ROW: f64 = 23.5;
const SMALL_ROW: f64 = 12.5;
const ROOM: f64 = 54.0;
/// How much smaller cards may get, the class that says so, and how many small ones then fit.
const FITS: [(f64, &str); 4] = [(1.0, "fit-1"), (0.85, "fit-2"), (0.7, "fit-3"), (0.55, "fit-4")];

fn people(poster: &Poster, lang: Lang) -> Markup {
    let (big, small) = poster.by_weight();
    let needed = |small: usize| BIG_ROW * big.len().div_ceil(2) as f64 + SMALL_ROW * small.div_ceil(2) as f64;
    let fit = FITS.iter().find(|(factor, _)| needed(small.len()) * factor <= ROOM).map_or("fit-4", |(_, class)| class);
    let shown = (0..=small.len()).rev().find(|n| needed(*n) * 0.55 <= ROOM).unwrap_or_default();
    let (shown, rest) = small.split_at(shown);
    html! {
        div class={ "crew " (fit) } {
            ul.people { @for one in &big { (person(one, true, lang)) } }
            ul.people { @for one in shown { (person(one, false, lang)) } }
            @if !rest.is_empty() { p.note { (lang.more_people(rest.len())) } }
        }
    }
}

fn person(person: &BoardPerson, big: bool, lang: Lang) -> Markup {
    let (phone, whose) = words::phone_of(person, lang);
    html! {
        li.person.big[big] {
            @match &person.photo_url {
                Some(url) => img src=(url) alt="";,
                None => span.initial aria-hidden="true" { (person.name.chars().take(1).collect::<String>()) },
            }
            div {
                p.who { span.person-name { (person.name) } span.duty { (person.duty.label(lang)) } }
                p.number { span.phone { (phone.unwrap_or_else(|| lang.no_public_phone())) } @if let Some(note) = words::cover_of(person, lang).or(whose) { span.note { (note) } } }
            }
        }
    }
}

fn sticker(poster: &Poster, code: &Qr, lang: Lang) -> Markup {
    let board = &poster.board;
    let chosen = [Duty::Leader, Duty::FullTime].into_iter().filter_map(|duty| board.people.iter().find(|p| p.duty == duty));
    html! {
        section.sticker {
            header { strong { (lang.noticeboard()) } span { (words::place_of(board)) } }
            div.sticker-words {
                h2 { (board.name) }
                @for one in chosen {
                    @let (phone, whose) = words::phone_of(one, lang);
                    p { (one.duty.label(lang)) " " (one.name) @if let Some(whose) = whose { " (" (whose) ")" } }
                    p.phone { (phone.unwrap_or_else(|| lang.no_public_phone())) }
                }
                @if let Some(phone) = &board.supervision_phone { p.note { (lang.supervision()) " " (spaced(phone)) } }
            }
            div.sticker-code { (code.svg(&lang.code_of(&board.name))) p.note { (lang.short_code()) } strong { (words::spoken(&board.short_code)) } }
        }
    }
}
