//! All boards as a page: a list to read and search, and a map of outlines beside it that says the same.

use std::collections::HashMap;

use maud::{Markup, html};
use serde_json::Value;
use shared::boards::BoardSummary;
use shared::call::percent_encoded;
use shared::grids::{GridCode, grid_title};
use shared::lang::Lang;
use shared::page::Page;

use super::outline::{Outline, Projection};
use super::words::Words;
use crate::pages::{House, Reader, Width, icons, page};

/// The page of one stretch of the list.
pub fn index_page(reader: &Reader, house: &House, q: Option<&str>, boards: &Page<BoardSummary>, outlines: &[(GridCode, String)]) -> Markup {
    let lang = reader.lang;
    let main = html! {
        div.lead { h1 { (lang.all_boards()) } p { (lang.all_boards_use()) } }
        form.search role="search" action="/boards" method="get" {
            label for="q" { (lang.search_label()) }
            input.input #q name="q" type="search" value=[q] maxlength="60" enterkeyhint="search";
            button.button.button-primary type="submit" { (icons::SEARCH) span { (lang.search()) } }
        }
        @if let Some(q) = q { p.soft role="status" { (lang.found(q, boards.items.len())) " " a.tall href="/boards" { (lang.show_all()) } } }
        div.columns {
            div { (list(boards, q, lang)) }
            div { (map(boards, outlines, lang)) }
        }
    };
    page(reader, house, Width::Desk, &lang.all_boards(), &main)
}

fn list(boards: &Page<BoardSummary>, q: Option<&str>, lang: Lang) -> Markup {
    let villages = boards.items.chunk_by(|a, b| a.village_name == b.village_name);
    html! {
        @if boards.items.is_empty() {
            div.notice { (icons::INFO) p { (lang.nothing_found()) } }
        }
        @for village in villages {
            @if let Some(first) = village.first() {
                section.group {
                    h2.cells-title { (first.village_name) }
                    ul.cells { @for board in village { li { (row(board, lang)) } } }
                }
            }
        }
        @if let Some(cursor) = &boards.next_cursor {
            a.button href={ "/boards?" @if let Some(q) = q { "q=" (percent_encoded(q)) "&" } "cursor=" (percent_encoded(cursor)) } { (lang.next_page()) }
        }
    }
}

fn row(board: &BoardSummary, lang: Lang) -> Markup {
    html! {
        a.cell href={ "/g/" (board.short_code) } {
            span.cell-body {
                span { (board.name) }
                span.cell-note { (board.leader.as_ref().map_or_else(|| lang.no_leader(), |name| lang.led_by(name))) }
            }
            span.cell-note.digits { (super::words::spoken(&board.short_code)) }
        }
    }
}

/// Pointers and fingers may use the map; keyboards and screen readers have the list, which holds the same links.
fn map(boards: &Page<BoardSummary>, outlines: &[(GridCode, String)], lang: Lang) -> Markup {
    let by_code: HashMap<&GridCode, &BoardSummary> = boards.items.iter().map(|b| (&b.grid, b)).collect();
    let shape = |text: &String| serde_json::from_str::<Value>(text).ok().as_ref().and_then(Outline::of);
    let drawn: Vec<_> = outlines.iter().filter_map(|(code, text)| Some((*by_code.get(code)?, shape(text)?))).collect();
    let projection = Projection::around(drawn.iter().map(|(_, outline)| outline));
    html! {
        @if let Some(projection) = projection {
            section.card {
                h2 { (lang.map()) }
                svg.map viewBox=(projection.view_box()) aria-hidden="true" {
                    @for (board, outline) in &drawn {
                        a href={ "/g/" (board.short_code) } tabindex="-1" {
                            title { (grid_title(&board.village_name, &board.name)) }
                            path d=(projection.path(outline)) {}
                        }
                    }
                }
                p.soft.small { (lang.map_use()) }
            }
        }
    }
}
