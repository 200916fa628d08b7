//! The board as a page: who answers for this grid, and how to reach them. No script, no sign-in, under 30 KB.

use maud::{Markup, html};
use shared::boards::{Board, BoardPerson};
use shared::lang::Lang;
use shared::staffing::Duty;

use super::outline::{Outline, drawing};
use super::words::{self, Words};
use crate::pages::icons::{self, Icon};
use crate::pages::{House, Reader, Width, page, spaced};

/// The whole page of one board.
pub fn board_page(reader: &Reader, board: &Board) -> Markup {
    let lang = reader.lang;
    let sub_district = Some(board.sub_district_name.clone()).filter(|name| !name.is_empty());
    let house = House { sub_district, supervision_phone: board.supervision_phone.clone() };
    let title = format!("{} {}", board.name, lang.noticeboard());
    let main = html! {
        (head(board, lang))
        @for alert in &board.alerts {
            div.notice.notice-danger role="alert" { (icons::WARNING) p { strong { (alert) } } }
        }
        div.columns {
            div {
                (people(board, lang))
            }
            div {
                (on_duty(board, lang))
                (facts(board, lang))
                (news(board, lang))
                @if let Some(promise) = &board.service_promise {
                    section.card { h2 { (lang.promise()) } @for line in promise.lines() { p { (line) } } }
                }
                (more(board, lang))
            }
        }
        div.dock { a.button.button-primary href={ "/g/" (board.short_code) "/report" } { (icons::REPORT) (lang.report()) } }
    };
    page(reader, &house, Width::Desk, &title, &main)
}

fn head(board: &Board, lang: Lang) -> Markup {
    html! {
        section.board-head {
            p { (words::place_of(board)) }
            h1 { (board.name) }
            p.badges {
                @if let Some(class) = words::class_of(board, lang) { span.badge { (class) } }
                span.badge { (board.kind.label(lang)) }
            }
            p.board-code {
                span { (lang.short_code()) " " span.small { (lang.short_code_use()) } }
                strong.digits { (words::spoken(&board.short_code)) }
            }
        }
    }
}

fn people(board: &Board, lang: Lang) -> Markup {
    html! {
        section.group {
            h2.cells-title { (lang.people()) }
            @if board.people.is_empty() {
                div.notice.notice-warning { (icons::WARNING) p { (lang.no_people()) } }
                @if let Some(phone) = &board.supervision_phone { (call(phone, &lang.supervision(), true)) }
            } @else {
                ul.cells { @for one in &board.people { (person(one, lang)) } }
            }
        }
    }
}

fn person(person: &BoardPerson, lang: Lang) -> Markup {
    let answerable = matches!(person.duty, Duty::Leader | Duty::FullTime);
    html! {
        li.person {
            @match &person.photo_url {
                Some(url) => img.avatar src=(url) alt=(lang.portrait_of(&person.name)) width="56" height="56" loading="lazy";,
                None => span.avatar aria-hidden="true" { (person.name.chars().take(1).collect::<String>()) },
            }
            div {
                h3.person-name { (person.name) span class=(if answerable { "badge badge-brand" } else { "badge" }) { (person.duty.label(lang)) } }
                @if let Some(responsibility) = responsibility(person, lang) { p.soft.small { (responsibility) } }
                @if let Some(cover) = words::cover_of(person, lang) { p.small { strong { (cover) } } }
                @if person.phone.is_none() { p.soft.small { (lang.no_public_phone()) } }
            }
            div.person-actions {
                @match (&person.phone, &person.call_instead) {
                    (Some(phone), _) => (call(phone, &person.name, answerable)),
                    (None, Some(other)) => (call_instead(other.name.as_deref(), &other.phone, lang)),
                    (None, None) => {}
                }
                a.button.button-plain href=(person.card_url) download { (icons::CONTACT) span { (lang.card()) span.unseen { (lang.card_of(&person.name)) } } }
            }
        }
    }
}

/// Who can be called and comes now, nearest first.
fn on_duty(board: &Board, lang: Lang) -> Markup {
    html! {
        @if !board.on_duty.is_empty() {
            section.group {
                h2.cells-title { (lang.on_duty()) }
                ul.cells {
                    @for one in &board.on_duty {
                        li.cell.on-duty {
                            div {
                                h3.person-name { (one.name) span.badge { (one.role.label(lang)) } }
                                p.soft.small { (one.area_name) " · " (one.shift.label(lang)) }
                            }
                            @if let Some(phone) = &one.phone { (call(phone, &one.name, false)) }
                        }
                    }
                }
            }
        }
    }
}

/// What residents may want to know.
fn news(board: &Board, lang: Lang) -> Markup {
    html! {
        @if !board.news.is_empty() {
            section.card {
                h2 { (lang.news()) }
                @for one in &board.news {
                    article.news {
                        h3 { (one.title) }
                        p.soft.small { (words::day(one.published_on.begins(), lang)) }
                        @for line in one.text.lines() { p { (line) } }
                        @if let Some(link) = &one.link { p { a.tall href=(link) rel="noopener noreferrer" { (lang.news_more()) } } }
                        @for file in &one.files { p { a.tall href=(file.url) download { (file.name) } } }
                    }
                }
            }
        }
    }
}

/// Who covers for somebody does the work; the responsibility stays where it is.
fn responsibility(person: &BoardPerson, lang: Lang) -> Option<String> {
    match person.duty {
        _ if person.covering_for.is_some() => None,
        Duty::Leader => Some(lang.first_responsible()),
        Duty::FullTime => Some(lang.directly_responsible()),
        _ => None,
    }
}

fn call(phone: &shared::value::Phone, name: &str, primary: bool) -> Markup {
    html! {
        a class=(if primary { "button button-primary" } else { "button" }) href={ "tel:" (phone) } {
            (icons::PHONE) span.unseen { (name) " " } span.nowrap { (spaced(phone)) }
        }
    }
}

fn call_instead(name: Option<&str>, phone: &shared::value::Phone, lang: Lang) -> Markup {
    html! {
        a.button href={ "tel:" (phone) } {
            (icons::PHONE) span { (name.map_or_else(|| lang.supervision(), |name| lang.call_other(name))) " " span.nowrap { (spaced(phone)) } }
        }
    }
}

fn facts(board: &Board, lang: Lang) -> Markup {
    let outline = board.boundary.as_ref().and_then(Outline::of);
    html! {
        section.card {
            h2 { (lang.about()) }
            dl.figures {
                div { dt { (lang.solved()) } dd { (board.solved_this_month) } }
                @if let Some(count) = board.households { div { dt { (lang.homes()) } dd { (count) } } }
                @if let Some(count) = board.population { div { dt { (lang.population()) } dd { (count) } } }
                @if let Some(m2) = board.area_m2 { div { dt { (lang.extent()) } dd { (words::area(m2, lang)) } } }
            }
            @if let Some(outline) = outline { (drawing(&outline, &lang.outline_of(&board.name))) }
        }
        dl.cells {
            @if let Some(phone) = &board.supervision_phone {
                div.cell { dt { (lang.supervision()) } dd { a.tall href={ "tel:" (phone) } { (spaced(phone)) } } }
            }
            div.cell { dt { (lang.grid_code()) } dd.digits { (board.grid) } }
            div.cell {
                dt { (lang.last_checked()) }
                dd {
                    (board.checked_at.map_or_else(|| lang.not_checked(), |at| words::day(at, lang)))
                    @if board.stale { " " span.badge.badge-warning { (lang.stale()) } }
                }
            }
        }
    }
}

fn more(board: &Board, lang: Lang) -> Markup {
    html! {
        nav.cells.no-print aria-label=(lang.more_here()) {
            (link(&format!("/g/{}/cases", board.short_code), icons::RECEIPT, &lang.cases()))
            (link(&format!("/boards/{}/print", board.short_code), icons::PRINT, &lang.print()))
            (link("/verify", icons::SHIELD, &lang.check_visitor()))
            (link("/boards", icons::PEOPLE, &lang.all_boards()))
        }
    }
}

/// A row that leads somewhere.
pub fn link(href: &str, icon: Icon, words: &str) -> Markup {
    html! { a.cell href=(href) { span.cell-icon { (icon) } span.cell-body { (words) } } }
}
