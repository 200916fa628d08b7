//! The report form as it is drawn.

use maud::{Markup, html};
use shared::categories::{CATEGORIES, CategoryGroup};
use shared::challenges::Challenge;
use shared::lang::Lang;

use super::form::Typed;
use super::page::Ground;
use super::words::{Words, common};
use crate::embed::asset;
use crate::pages::words::Words as Frame;
use crate::pages::{Reader, Width, icons, page};

/// What has to be corrected: the field, or none for the form as a whole, and what to do.
pub type Faults = Vec<(Option<&'static str>, String)>;

/// The form, with what was typed and what is wrong with it.
pub fn form_page(reader: &Reader, ground: &Ground, typed: &Typed, faults: &Faults, challenge: Option<&Challenge>) -> Markup {
    let lang = reader.lang;
    let title = if faults.is_empty() { lang.title() } else { format!("{}{}", lang.error_title(), lang.title()) };
    let main = html! {
        (summary(faults, lang))
        (proving(challenge, ground, lang))
        div.lead {
            p { (ground.village.short()) " · " (ground.name) }
            h1 { (lang.title()) }
            p { (lang.lead()) }
        }
        div.notice.notice-warning { (icons::WARNING) p { (lang.danger()) } }
        form #report action=(format!("/g/{}/report", ground.short_code)) method="post" enctype="multipart/form-data" novalidate[!faults.is_empty()] data-challenge=[challenge.map(|c| &c.challenge)] data-bits=[challenge.map(|c| c.bits)] {
            // Before the photos: what lets them in must be known when they arrive.
            input type="hidden" name="proof" value="";
            input type="hidden" name="checked" value=(if typed.checked { "1" } else { "" });
            @for note in &typed.kept { input type="hidden" name="kept" value=(note); }
            div.buttons {
                (what(typed, faults, lang))
                (place(typed, faults, lang))
                div #similar.buttons role="status" hidden {}
                (more(typed, faults, lang))
                button.button.button-primary type="submit" data-sending=(lang.sending()) { (lang.send()) }
            }
        }
        @if let Some(script) = asset("report.js") { script type="module" src=(script) {} }
    };
    page(reader, &ground.house, Width::Column, &title, &main)
}

/// Why the phone has to compute, and what to do where it cannot.
fn proving(challenge: Option<&Challenge>, ground: &Ground, lang: Lang) -> Markup {
    html! {
        @if challenge.is_some() {
            div.notice.notice-warning #proving role="alert" data-proving=(lang.proving()) data-proved=(lang.proved()) {
                (icons::CLOCK)
                div.prose {
                    p { (lang.prove()) }
                    p role="status" { (lang.prove_without()) }
                    p { a.tall href=(format!("/g/{}", ground.short_code)) { (lang.whom_to_call()) } }
                }
            }
        }
    }
}

fn summary(faults: &Faults, lang: Lang) -> Markup {
    html! {
        @if !faults.is_empty() {
            section.error-summary role="alert" aria-labelledby="to-correct" tabindex="-1" autofocus {
                h2 #to-correct { (lang.to_correct()) }
                ul {
                    @for (field, words) in faults {
                        li { @match field { Some(field) => a href={ "#" (field) } { (words) }, None => { (words) } } }
                    }
                }
            }
        }
    }
}

fn what(typed: &Typed, faults: &Faults, lang: Lang) -> Markup {
    html! {
        fieldset.card {
            legend { h2 { (lang.part_what()) } }
            div.field {
                label for="category" { (lang.category()) }
                p.field-hint #category-hint { (lang.category_hint()) }
                (said("category", faults))
                select.input #category name="category" required aria-describedby=[described("category", true, faults)] aria-invalid=[invalid("category", faults)] {
                    option value="" { (lang.choose()) }
                    (categories(&typed.category, lang))
                }
            }
            div.field {
                label for="text" { (lang.text()) }
                p.field-hint #text-hint { (lang.text_hint()) }
                (said("text", faults))
                textarea.input #text name="text" rows="5" maxlength="2000" required aria-describedby=[described("text", true, faults)] aria-invalid=[invalid("text", faults)] {
                    // A browser drops the first line break of a textarea.
                    "\n" (typed.text)
                }
            }
        }
    }
}

/// What residents meet most, in their words, then the whole tree.
fn categories(chosen: &str, lang: Lang) -> Markup {
    let of_common = common(lang).any(|(code, _)| code == chosen);
    html! {
        optgroup label=(lang.common()) {
            @for (code, words) in common(lang) { option value=(code) selected[code == chosen] { (words) } }
        }
        @for group in CategoryGroup::ALL {
            optgroup label=(group.label(lang)) {
                @for leaf in CATEGORIES.iter().filter(|leaf| leaf.group() == *group) {
                    option value=(leaf.code) selected[leaf.code == chosen && !of_common] { (leaf.label(lang)) }
                }
            }
        }
    }
}

fn place(typed: &Typed, faults: &Faults, lang: Lang) -> Markup {
    html! {
        fieldset.card {
            legend { h2 { (lang.part_where()) } }
            div.field {
                label for="place_text" { (lang.place_text()) }
                p.field-hint #place_text-hint { (lang.place_text_hint()) }
                (said("place_text", faults))
                input.input #place_text name="place_text" value=(typed.place_text) maxlength="120" autocomplete="off" enterkeyhint="next" aria-describedby=[described("place_text", true, faults)] aria-invalid=[invalid("place_text", faults)];
            }
            div.field #locate hidden data-locating=(lang.locating()) data-located=(lang.located()) data-not-located=(lang.not_located()) {
                button.button type="button" { (icons::PIN) (lang.locate()) }
                p.field-hint { (lang.locate_hint()) }
                p role="status" {}
            }
            @for (name, value) in [("lon", &typed.lon), ("lat", &typed.lat), ("accuracy", &typed.accuracy)] {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

fn more(typed: &Typed, faults: &Faults, lang: Lang) -> Markup {
    html! {
        fieldset.card {
            legend { h2 { (lang.part_more()) } }
            // Before the photos, so that the consent is known when they arrive.
            div.field {
                label for="photos" { (lang.photos()) }
                p.field-hint #photos-hint { (lang.photos_hint()) }
                @if typed.with_photos { p.field-error { (lang.photos_again()) } }
                label.choice { input type="checkbox" name="keep_place" value="yes" checked[typed.keep_place]; span { (lang.keep_place()) } }
                input.input #photos name="photos" type="file" multiple accept="image/jpeg,image/png,image/webp" aria-describedby="photos-hint";
            }
            div.field {
                label for="name" { (lang.name()) }
                (said("name", faults))
                input.input #name name="name" value=(typed.name) maxlength="40" autocomplete="name" enterkeyhint="next" aria-describedby=[described("name", false, faults)] aria-invalid=[invalid("name", faults)];
            }
            div.field {
                label for="phone" { (lang.phone()) }
                p.field-hint #phone-hint { (lang.phone_hint()) }
                (said("phone", faults))
                input.input #phone name="phone" type="tel" value=(typed.phone) maxlength="20" autocomplete="tel" enterkeyhint="done" aria-describedby=[described("phone", true, faults)] aria-invalid=[invalid("phone", faults)];
            }
            p.small { a href="/privacy" { (lang.kept()) } }
        }
    }
}

fn fault_of<'a>(field: &str, faults: &'a Faults) -> Option<&'a String> {
    faults.iter().find(|(of, _)| *of == Some(field)).map(|(_, words)| words)
}

fn said(field: &str, faults: &Faults) -> Markup {
    html! { @if let Some(words) = fault_of(field, faults) { p.field-error id={ (field) "-error" } { (words) } } }
}

fn invalid(field: &str, faults: &Faults) -> Option<&'static str> {
    fault_of(field, faults).map(|_| "true")
}

/// The ids of hint and fault of a field.
fn described(field: &str, has_hint: bool, faults: &Faults) -> Option<String> {
    let hint = has_hint.then(|| format!("{field}-hint"));
    let error = fault_of(field, faults).map(|_| format!("{field}-error"));
    let ids: Vec<String> = [hint, error].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
