//! The public list of a grid as a page: the list, and a map of the same beside it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use shared::boards::cases::{Progress, PublicCase};
use shared::call::percent_encoded;
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::page::Page;

use crate::boards::outline::{Outline, Projection};
use crate::boards::rows::GridRow;
use crate::boards::words::Words;
use crate::pages::{House, Reader, Width, icons, page};

pub fn cases_page(
    reader: &Reader,
    house: &House,
    grid: &GridRow,
    progress: Option<Progress>,
    cases: &Page<PublicCase>,
    outline: Option<&str>,
) -> Markup {
    let lang = reader.lang;
    let title = grid_title(grid.village_name.short(), &grid.name);
    let here = format!("/g/{}/cases", grid.short_code);
    let main = html! {
        div.lead {
            p { a.tall href=(format!("/g/{}", grid.short_code)) { (title) } }
            h1 { (lang.cases()) }
            p { (lang.cases_use()) }
        }
        nav.chips aria-label=(lang.cases_filter()) {
            a href=(here) aria-current=[progress.is_none().then_some("page")] { (lang.cases_all()) }
            @for one in Progress::ALL {
                a href=(format!("{here}?progress={one}")) aria-current=[(progress == Some(*one)).then_some("page")] { (one.label(lang)) }
            }
        }
        div.columns {
            div {
                @if cases.items.is_empty() { div.notice { (icons::INFO) p { (lang.cases_none()) } } }
                ul.cells { @for case in &cases.items { li.known { (row(case, lang)) } } }
                @if let Some(cursor) = &cases.next_cursor {
                    a.button href={ (here) "?" @if let Some(progress) = progress { "progress=" (progress) "&" } "cursor=" (percent_encoded(cursor)) } { (lang.next_page()) }
                }
            }
            div { (map(&cases.items, outline, &title, lang)) }
        }
        div.dock { a.button.button-primary href=(format!("/g/{}/report", grid.short_code)) { (icons::REPORT) (lang.report()) } }
    };
    page(reader, house, Width::Desk, &lang.cases(), &main)
}

fn row(case: &PublicCase, lang: Lang) -> Markup {
    let class = match case.progress {
        Progress::Received => "badge",
        Progress::Working => "badge badge-warning",
        Progress::Solved => "badge badge-success",
    };
    html! {
        div {
            p { strong { (case.category_label) } " " span class=(class) { (case.progress.label(lang)) } }
            @if let Some(place) = &case.place_text { p { (place) } }
            p.soft.small {
                span.nowrap { (lang.filed_on(case.filed_on.as_str())) }
                @if let Some(day) = &case.closed_on { " · " span.nowrap { (lang.closed_on(day.as_str())) } }
            }
        }
        @if case.before_url.is_some() || case.after_url.is_some() {
            div.pair {
                @if let Some(url) = &case.before_url { figure { img src=(url) alt=(lang.before_photo(&case.category_label)) width="160" height="160" loading="lazy"; figcaption.small { (lang.before()) } } }
                @if let Some(url) = &case.after_url { figure { img src=(url) alt=(lang.after_photo(&case.category_label)) width="160" height="160" loading="lazy"; figcaption.small { (lang.after()) } } }
            }
        }
    }
}

/// The outline of the grid with a sign for each place; where several fall together, how many. Hidden from screen readers: the list says
/// the same.
fn map(cases: &[PublicCase], outline: Option<&str>, name: &str, lang: Lang) -> Markup {
    let outline = outline.and_then(|text| serde_json::from_str(text).ok()).as_ref().and_then(Outline::of);
    let projection = Projection::around(outline.iter());
    html! {
        @if let (Some(outline), Some(projection)) = (&outline, &projection) {
            section.card {
                h2 { (lang.cases_map()) }
                svg.map viewBox=(projection.view_box()) role="img" aria-label=(lang.cases_map_of(name)) {
                    path d=(projection.path(outline)) {}
                    @for ((x, y), (open, solved)) in places(cases, projection) { (sign(x, y, open, solved)) }
                }
                p.soft.small {
                    (lang.cases_map_use()) " "
                    span.nowrap { span.sign-open aria-hidden="true" { "●" } " " (lang.sign_open()) } " "
                    span.nowrap { span.sign-solved aria-hidden="true" { "■" } " " (lang.sign_solved()) }
                }
            }
        }
    }
}

/// How many open and solved ones there are at each place of the drawing.
fn places(cases: &[PublicCase], projection: &Projection) -> BTreeMap<(i64, i64), (usize, usize)> {
    let mut places: BTreeMap<(i64, i64), (usize, usize)> = BTreeMap::new();
    for case in cases {
        let Some(point) = case.point else { continue };
        let (x, y) = projection.place(point.lon, point.lat);
        let inside = (0.0..=projection.size.0).contains(&x) && (0.0..=projection.size.1).contains(&y);
        if inside {
            let count = places.entry((x as i64, y as i64)).or_default();
            if case.progress == Progress::Solved { count.1 += 1 } else { count.0 += 1 }
        }
    }
    places
}

/// A circle while something is open, a square once all is solved: never colour alone.
fn sign(x: i64, y: i64, open: usize, solved: usize) -> Markup {
    html! {
        @if open > 0 { circle.map-open cx=(x) cy=(y) r="14" {} } @else { rect.map-solved x=(x - 12) y=(y - 12) width="24" height="24" rx="3" {} }
        @if open + solved > 1 { text x=(x) y=(y + 7) text-anchor="middle" { (open + solved) } }
    }
}
