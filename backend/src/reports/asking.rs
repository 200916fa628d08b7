//! The step before a report is filed: this is known already, is it the same?

use maud::{Markup, html};
use shared::duplicates::{Similar, SimilarCase};
use shared::lang::Lang;

use super::form::Typed;
use super::page::Ground;
use super::words::Words;
use crate::pages::{Reader, Width, icons, page};

/// The step as a page of its own, for who runs no script: what was typed goes along unseen, and photos need not be chosen again.
pub fn page_of(reader: &Reader, ground: &Ground, typed: &Typed, kept: &[String], similar: &Similar) -> Markup {
    let lang = reader.lang;
    let title = if similar.cases.is_empty() { lang.look_again() } else { lang.known_title() };
    let main = html! {
        div.lead {
            p { (ground.village.short()) " · " (ground.name) }
            h1 { (title) }
            @if !similar.cases.is_empty() { p { (lang.known_lead()) } }
        }
        form.buttons action=(format!("/g/{}/report", ground.short_code)) method="post" enctype="multipart/form-data" {
            (hidden(typed, kept))
            (warning(similar, lang))
            @if !similar.cases.is_empty() { (cases(&similar.cases, lang)) }
            @if !kept.is_empty() { p.soft { (lang.photos_kept(kept.len())) } }
            button.button.button-primary type="submit" name="checked" value="1" { (if similar.cases.is_empty() { lang.go_on() } else { lang.not_the_same() }) }
            p.small { a.tall href=(format!("/g/{}/report", ground.short_code)) { (lang.start_again()) } }
        }
    };
    page(reader, &ground.house, Width::Column, &title, &main)
}

/// The step as a piece of the form, fetched while somebody types.
pub fn piece(similar: Option<&Similar>, lang: Lang) -> Markup {
    html! {
        @if let Some(similar) = similar {
            (warning(similar, lang))
            @if !similar.cases.is_empty() {
                section.card aria-labelledby="known" {
                    h2 #known { (lang.known_title()) }
                    p { (lang.known_lead()) }
                    (cases(&similar.cases, lang))
                    p.soft.small { (lang.else_send()) }
                }
            }
        }
    }
}

fn hidden(typed: &Typed, kept: &[String]) -> Markup {
    let fields = [
        ("category", &typed.category),
        ("text", &typed.text),
        ("place_text", &typed.place_text),
        ("name", &typed.name),
        ("phone", &typed.phone),
        ("lon", &typed.lon),
        ("lat", &typed.lat),
        ("accuracy", &typed.accuracy),
        ("proof", &typed.proof),
    ];
    html! {
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
        @for note in kept { input type="hidden" name="kept" value=(note); }
    }
}

fn warning(similar: &Similar, lang: Lang) -> Markup {
    html! {
        @if let Some(words) = &similar.warning {
            div.notice.notice-warning { (icons::WARNING) div.prose { p { (words) } p.small { (lang.not_shown_why()) } } }
        }
    }
}

fn cases(cases: &[SimilarCase], lang: Lang) -> Markup {
    html! {
        ul.cells { @for case in cases { li.known { (one(case, lang)) } } }
    }
}

fn one(case: &SimilarCase, lang: Lang) -> Markup {
    let day = |day: &shared::time::Day| day.to_string();
    html! {
        div {
            p { strong { (case.category_label) } " " span.badge { (case.progress.label(lang)) } }
            @if let Some(place) = &case.place_text { p { (place) } }
            p.soft.small {
                (case.closed_on.as_ref().map_or_else(|| lang.filed_on(&day(&case.filed_on)), |closed| lang.closed_on(&day(closed))))
                @if let Some(metres) = case.distance_m { " · " (if metres == 0 { lang.right_here() } else { lang.metres(metres) }) }
            }
        }
        @if case.can_join {
            button.button type="submit" name="joins" value=(case.case) formnovalidate { (lang.me_too()) span.unseen { (lang.me_too_of(&case.category_label)) } }
        } @else {
            p.soft.small { (lang.closed_again()) }
        }
    }
}
