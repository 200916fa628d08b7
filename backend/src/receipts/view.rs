//! The receipt as it is drawn: first where it stands, then what was done, then the way there.

use maud::{Markup, html};
use shared::cases::{CaseStatus, Move};
use shared::lang::Lang;
use shared::receipts::{Receipt, ReceiptStep};
use shared::time::Moment;

use super::words::{self, Words};
use crate::pages::icons::{self, Icon};
use crate::pages::{House, Reader, Width, page};

mod forms;
mod pictures;

/// What just happened, told at the top.
#[derive(Debug, Default)]
pub struct News {
    /// The report was filed a moment ago.
    pub filed: bool,
    /// So many photos were added a moment ago.
    pub added: Option<usize>,
    /// What was not taken, in words.
    pub refused: Vec<String>,
    /// What the reporter said a moment ago was heard.
    pub said: Option<String>,
}

/// What was typed into the forms of the receipt and is not right.
#[derive(Debug, Default)]
pub struct Told {
    pub reason: String,
    pub text: String,
    /// The field, or none for the whole, and what to do.
    pub faults: Vec<(Option<String>, String)>,
}

/// The whole page of one receipt.
pub fn receipt_page(reader: &Reader, house: &House, receipt: &Receipt, news: &News, typed: &Told) -> Markup {
    let lang = reader.lang;
    let title = if news.filed { lang.filed() } else { lang.title() };
    // What is needed of the reader stands where it is seen first.
    let asked = receipt.status == CaseStatus::Waiting;
    let main = html! {
        (forms::summary(typed, lang))
        (head(receipt, &title, lang))
        (told(receipt, news, lang))
        (status(receipt, lang))
        @if asked { (forms::add(receipt, typed, lang)) }
        (outcome(receipt, lang))
        (forms::verdict(receipt, typed, lang))
        (steps(&receipt.steps, lang))
        (what(receipt, lang))
        (still_missing(receipt, lang))
        @if !asked { (forms::add(receipt, typed, lang)) }
    };
    let title = if typed.faults.is_empty() { title } else { format!("{}{title}", lang.error_title()) };
    page(reader, house, Width::Column, &title, &main)
}

fn told(receipt: &Receipt, news: &News, lang: Lang) -> Markup {
    html! {
        @if news.filed {
            div.notice.notice-success role="status" { (icons::CHECK) div.prose { p { (lang.filed_next(&receipt.promise)) } p { (lang.filed_keep()) } } }
        }
        @if let Some(words) = &news.said {
            div.notice.notice-success role="status" { (icons::CHECK) p { (words) } }
        }
        @if let Some(count) = news.added.filter(|count| *count > 0) {
            div.notice.notice-success role="status" { (icons::CHECK) p { (lang.photos_added(count)) } }
        }
        @if !news.refused.is_empty() {
            section.error-summary role="alert" aria-labelledby="not-taken" {
                h2 #not-taken { (lang.not_taken()) }
                ul { @for words in &news.refused { li { (words) } } }
            }
        }
    }
}

fn head(receipt: &Receipt, title: &str, lang: Lang) -> Markup {
    html! {
        section.board-head {
            p { (receipt.grid_name) " · " (receipt.category_label) }
            h1 { (title) }
            p.board-code.code-line { span { (lang.code()) } strong.digits { (receipt.code.grouped()) } }
        }
    }
}

fn status(receipt: &Receipt, lang: Lang) -> Markup {
    let (icon, class) = sign(receipt.status);
    let wait = Move::Wait.to_reporter(lang);
    let asked = receipt.steps.iter().rev().find(|step| receipt.status == CaseStatus::Waiting && step.words.starts_with(wait));
    html! {
        section.card aria-labelledby="status" {
            h2 #status { (lang.status()) }
            div class=(class) {
                (icon)
                div.prose {
                    @match asked {
                        Some(step) => p { strong { (step.words) } },
                        None => p { strong { (receipt.status_words) } },
                    }
                    @if let Some(due) = &receipt.due_words { p { (due) } }
                }
            }
            @if let Some(level) = receipt.level { p { (lang.with_level(words::level(level, lang))) } }
            @if receipt.merged { p.soft { (lang.merged()) } }
        }
    }
}

/// Never colour alone: an icon and the words beside it say the same.
fn sign(status: CaseStatus) -> (Icon, &'static str) {
    match status {
        CaseStatus::Filed => (icons::RECEIPT, "notice"),
        CaseStatus::Accepted | CaseStatus::Dispatched | CaseStatus::Handling | CaseStatus::Waiting | CaseStatus::Suspended => {
            (icons::CLOCK, "notice notice-warning")
        }
        CaseStatus::Completed | CaseStatus::Verified | CaseStatus::Closed => (icons::CHECK, "notice notice-success"),
        CaseStatus::Declined | CaseStatus::Merged | CaseStatus::Void => (icons::INFO, "notice"),
    }
}

fn outcome(receipt: &Receipt, lang: Lang) -> Markup {
    let title = if receipt.status == CaseStatus::Declined { lang.reason() } else { lang.result() };
    html! {
        @if let Some(result) = &receipt.result {
            section.card {
                h2 { (title) }
                @for line in result.lines() { p { (line) } }
                (pictures::before_and_after(receipt, lang))
                @if receipt.solved == Some(true) {
                    p.soft { (lang.said_solved()) @if let Some(stars) = receipt.rating { " " (lang.said_stars(stars)) } }
                }
            }
        }
    }
}

fn steps(steps: &[ReceiptStep], lang: Lang) -> Markup {
    html! {
        section.card {
            h2 { (lang.steps()) }
            ol.timeline reversed {
                @for step in steps.iter().rev() { li { p { (step.words) } p.soft.small { (moment(step.at)) } } }
            }
        }
    }
}

fn what(receipt: &Receipt, lang: Lang) -> Markup {
    html! {
        section.card {
            h2 { (lang.your_words()) }
            @for line in receipt.text.lines() { p { (line) } }
            @if !receipt.photos.is_empty() {
                h3.small { (lang.your_photos()) }
                (pictures::list(&receipt.photos, |number| lang.photo(number)))
            }
        }
        dl.cells {
            div.cell { dt { (lang.category()) } dd { (receipt.category_label) } }
            div.cell { dt { (lang.promise()) } dd { (receipt.promise) } }
            div.cell { dt { (lang.grid()) } dd { (receipt.grid_name) } }
            div.cell { dt { (lang.received_at()) } dd { (moment(receipt.received_at)) } }
        }
    }
}

/// Photos that were announced and have not come; nobody else would notice.
fn still_missing(receipt: &Receipt, lang: Lang) -> Markup {
    let (here, announced) = (receipt.photos.len(), usize::from(receipt.photo_count));
    html! {
        @if here < announced && receipt.status.is_open() {
            div.notice.notice-warning.no-print { (icons::CAMERA) p { (lang.photos_missing(here, announced)) } }
        }
    }
}

fn moment(at: Moment) -> Markup {
    html! { time datetime=(at.in_china().to_rfc3339()) { (at.to_minute()) } }
}
