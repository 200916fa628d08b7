//! The forms of a receipt: solved or not, a remark, more photos. Each works without a script.

use maud::{Markup, html};
use shared::cases::Move;
use shared::lang::Lang;
use shared::photos::MAX_PHOTOS;
use shared::receipts::Receipt;

use super::Told;
use crate::pages::icons;
use crate::receipts::words::{self, Words};

/// What has to be corrected, at the top.
pub fn summary(typed: &Told, lang: Lang) -> Markup {
    html! {
        @if !typed.faults.is_empty() {
            section.error-summary role="alert" aria-labelledby="to-correct" tabindex="-1" autofocus {
                h2 #to-correct { (lang.to_correct()) }
                ul { @for (field, words) in &typed.faults { li { @match field { Some(field) => a href={ "#" (field) } { (words) }, None => (words) } } } }
            }
        }
    }
}

/// 解决了 with stars, or 没解决 with what is left to do.
pub fn verdict(receipt: &Receipt, typed: &Told, lang: Lang) -> Markup {
    let offered = |by: Move| receipt.moves.contains(&by);
    html! {
        @if offered(Move::Confirm) || offered(Move::Reopen) {
            section.card.no-print #verdict aria-labelledby="judge" {
                h2 #judge { (lang.judge()) }
                p.soft { (lang.judge_hint()) }
                @if offered(Move::Confirm) { (confirm(receipt, lang)) }
                @if offered(Move::Reopen) { (reopen(receipt, typed, lang)) }
            }
        }
    }
}

fn confirm(receipt: &Receipt, lang: Lang) -> Markup {
    html! {
        form.field action={ "/r/" (receipt.code.grouped()) "/transitions" } method="post" {
            input type="hidden" name="move" value=(Move::Confirm);
            fieldset.stars {
                legend.field-hint { (lang.stars()) }
                div {
                    @for count in 1..=5_u8 {
                        label {
                            input type="radio" name="rating" value=(count);
                            span aria-hidden="true" { "★" }
                            span.small { span.unseen { (count) " " } (words::stars(count, lang)) }
                        }
                    }
                }
            }
            button.button.button-primary type="submit" { (icons::CHECK) (lang.solved()) }
        }
    }
}

fn reopen(receipt: &Receipt, typed: &Told, lang: Lang) -> Markup {
    let wrong = fault_of("reason", typed);
    html! {
        details open[wrong.is_some()] {
            summary.button.button-plain { (icons::CROSS) (lang.not_solved()) }
            form.field action={ "/r/" (receipt.code.grouped()) "/transitions" } method="post" {
                input type="hidden" name="move" value=(Move::Reopen);
                label for="reason" { (lang.what_is_left()) }
                p.field-hint #reason-hint { (lang.what_is_left_hint()) }
                @if let Some(words) = wrong { p.field-error #reason-error { (words) } }
                textarea.input #reason name="reason" rows="4" maxlength="500" required aria-describedby=(described("reason", wrong)) aria-invalid=[wrong.map(|_| "true")] { "\n" (typed.reason) }
                button.button type="submit" { (lang.reopen()) }
            }
        }
    }
}

/// A remark and more photos can come while there is work to do.
pub fn add(receipt: &Receipt, typed: &Told, lang: Lang) -> Markup {
    let (wrong, left) = (fault_of("text", typed), usize::from(MAX_PHOTOS).saturating_sub(receipt.photos.len()));
    html! {
        @if receipt.can_add {
            form.card.no-print #add-remark action={ "/r/" (receipt.code.grouped()) "/remarks" } method="post" {
                h2 { (lang.add_remark()) }
                div.field {
                    label for="text" { (lang.remark_label()) }
                    p.field-hint #text-hint { (lang.remark_hint()) }
                    @if let Some(words) = wrong { p.field-error #text-error { (words) } }
                    textarea.input #text name="text" rows="3" maxlength="500" required aria-describedby=(described("text", wrong)) aria-invalid=[wrong.map(|_| "true")] { "\n" (typed.text) }
                }
                button.button type="submit" { (lang.send_remark()) }
            }
            @if left > 0 { (photos(receipt, left, lang)) }
        }
    }
}

fn photos(receipt: &Receipt, left: usize, lang: Lang) -> Markup {
    html! {
        form.card.no-print #add-photos action={ "/r/" (receipt.code.grouped()) "/photos" } method="post" enctype="multipart/form-data" {
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

fn fault_of<'a>(field: &str, typed: &'a Told) -> Option<&'a str> {
    typed.faults.iter().find(|(of, _)| of.as_deref() == Some(field)).map(|(_, words)| words.as_str())
}

fn described(field: &str, wrong: Option<&str>) -> String {
    if wrong.is_some() { format!("{field}-hint {field}-error") } else { format!("{field}-hint") }
}
