//! The receipt as it is drawn: first where it stands, then what was done, then the way there.

use maud::{Markup, html};
use shared::cases::CaseStatus;
use shared::lang::Lang;
use shared::photos::{MAX_PHOTOS, Photo};
use shared::receipts::{Receipt, ReceiptStep};
use shared::time::Moment;

use super::words::Words;
use crate::pages::icons::{self, Icon};
use crate::pages::{House, Reader, Width, page};

/// What just happened, told at the top.
#[derive(Debug, Default)]
pub struct News {
    /// The report was filed a moment ago.
    pub filed: bool,
    /// So many photos were added a moment ago.
    pub added: Option<usize>,
    /// What was not taken, in words.
    pub refused: Vec<String>,
}

/// The whole page of one receipt.
pub fn receipt_page(reader: &Reader, house: &House, receipt: &Receipt, news: &News) -> Markup {
    let lang = reader.lang;
    let title = if news.filed { lang.filed() } else { lang.title() };
    let main = html! {
        (head(receipt, &title, lang))
        (told(receipt, news, lang))
        (status(receipt, lang))
        (outcome(receipt, lang))
        (steps(&receipt.steps, lang))
        (what(receipt, lang))
        (still_missing(receipt, lang))
        (more_photos(receipt, lang))
    };
    page(reader, house, Width::Column, &title, &main)
}

fn told(receipt: &Receipt, news: &News, lang: Lang) -> Markup {
    html! {
        @if news.filed {
            div.notice.notice-success role="status" { (icons::CHECK) div.prose { p { (lang.filed_next(&receipt.promise)) } p { (lang.filed_keep()) } } }
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
            p.board-code { span { (lang.code()) } strong.digits { (receipt.code.grouped()) } }
        }
    }
}

fn status(receipt: &Receipt, lang: Lang) -> Markup {
    let (icon, class) = sign(receipt.status);
    html! {
        section.card aria-labelledby="status" {
            h2 #status { (lang.status()) }
            div class=(class) { (icon) p { strong { (receipt.status_words) } } }
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
                @if !receipt.after_photos.is_empty() {
                    h3.small { (lang.after_photos()) }
                    (photos(&receipt.after_photos, |number| lang.after_photo(number)))
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
                (photos(&receipt.photos, |number| lang.photo(number)))
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

fn photos(photos: &[Photo], words: impl Fn(usize) -> String) -> Markup {
    html! {
        ul.photos {
            @for (i, photo) in photos.iter().enumerate() {
                li { a href=(photo.url) { img src=(photo.thumbnail_url) alt=(words(i + 1)) width=(photo.width) height=(photo.height) loading="lazy"; } }
            }
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

/// More photos can come while there is work to do.
fn more_photos(receipt: &Receipt, lang: Lang) -> Markup {
    let left = usize::from(MAX_PHOTOS).saturating_sub(receipt.photos.len());
    html! {
        @if left > 0 && receipt.status.is_open() {
            form.card #add-photos.no-print action={ "/r/" (receipt.code.grouped()) "/photos" } method="post" enctype="multipart/form-data" {
                h2 { (lang.add_photos()) }
                div.field {
                    label for="photos" { (lang.choose_photos()) }
                    p.field-hint #photos-hint { (lang.add_photos_hint(left)) }
                    label.choice { input type="checkbox" name="keep_place" value="yes"; span { (lang.keep_place()) } }
                    input.input #photos name="photos" type="file" multiple required accept="image/jpeg,image/png,image/webp" aria-describedby="photos-hint";
                }
                button.button type="submit" { (icons::CAMERA) (lang.send_photos()) }
            }
        }
    }
}

fn moment(at: Moment) -> Markup {
    html! { time datetime=(at.in_china().to_rfc3339()) { (at.to_minute()) } }
}
