//! The poster: what hangs on the wall of the village square.

use krilla::image::Image;
use shared::boards::BoardPerson;
use shared::lang::Lang;

use super::A4;
use super::canvas::{BRAND, BRAND_LIGHT, BRAND_PALE, BRAND_SOFT, Canvas, INK, INK_SOFT, LINE, Place, Style, WHITE};
use crate::boards::print::Poster;
use crate::boards::qr::Qr;
use crate::boards::words::{self, Words};
use crate::pages::spaced;

const MARGIN: f32 = 40.0;
const INSIDE: f32 = A4.0 - 2.0 * MARGIN;
const GAP: f32 = 12.0;
/// Where the people begin, and where the lower block begins.
const PEOPLE: f32 = 214.0;
const LOWER: f32 = 636.0;

/// Draws the whole page in the measure of A4.
pub fn draw(canvas: &mut Canvas<'_, '_>, poster: &Poster, code: &Qr, lang: Lang) {
    band(canvas, poster, lang);
    title(canvas, poster, lang);
    let promise = poster.board.service_promise.as_deref().map_or(0.0, |text| promise(canvas, text, lang));
    people(canvas, poster, Place::new(MARGIN, PEOPLE, INSIDE, LOWER - 16.0 - promise - PEOPLE), lang);
    lower(canvas, poster, code, lang);
}

fn band(canvas: &mut Canvas<'_, '_>, poster: &Poster, lang: Lang) {
    canvas.fill(Place::new(0.0, 0.0, A4.0, 126.0), 0.0, BRAND);
    // A village cut into grids, pale on the band.
    for (from, to) in [
        ((380.0, 0.0), (352.0, 126.0)),
        ((452.0, 0.0), (438.0, 126.0)),
        ((536.0, 0.0), (520.0, 126.0)),
        ((330.0, 62.0), (595.3, 30.0)),
        ((322.0, 108.0), (595.3, 84.0)),
    ] {
        canvas.line(&[from, to], 1.4, BRAND_LIGHT, false);
    }
    canvas.text(
        MARGIN,
        72.0,
        &lang.noticeboard(),
        Style::bold(if lang == Lang::Zh { 46.0 } else { 38.0 }, WHITE).tracked(if lang == Lang::Zh { 5.0 } else { 0.0 }),
    );
    canvas.text_within(MARGIN + 1.0, 103.0, INSIDE, &words::place_of(&poster.board), Style::regular(17.0, WHITE).tracked(1.0));
}

fn title(canvas: &mut Canvas<'_, '_>, poster: &Poster, lang: Lang) {
    let board = &poster.board;
    let right = A4.0 - MARGIN;
    let class = words::class_of(board, lang);
    let class_room = class.as_ref().map_or(0.0, |text| canvas.width(text, Style::bold(13.0, BRAND)) + 34.0);
    let end = canvas.text_within(MARGIN, 172.0, INSIDE - class_room, &board.name, Style::bold(36.0, INK));
    if let Some(text) = class {
        let pill = Place::new(end + 14.0, 150.0, class_room - 12.0, 24.0);
        canvas.fill(pill, 12.0, BRAND_SOFT);
        canvas.text_centred(pill.x + pill.w / 2.0, 166.7, &text, Style::bold(13.0, BRAND));
    }
    canvas.text(MARGIN, 198.0, &words::extent_of(board, lang), Style::regular(12.5, INK_SOFT));
    let number = format!("{} {}", lang.grid_code(), board.grid);
    canvas.text_to(right, 198.0, &number, Style::regular(12.5, INK_SOFT));
}

/// Draws the promise just above the lower block and answers the height it took.
fn promise(canvas: &mut Canvas<'_, '_>, text: &str, lang: Lang) -> f32 {
    let style = Style::regular(13.0, INK);
    let mut lines = canvas.lines(text, INSIDE - 36.0, style);
    lines.truncate(6);
    let height = 44.0 + 20.0 * lines.len() as f32;
    let place = Place::new(MARGIN, LOWER - 16.0 - height, INSIDE, height);
    canvas.fill(place, 10.0, BRAND_SOFT);
    canvas.text(place.x + 18.0, place.y + 25.0, &lang.promise(), Style::bold(14.0, BRAND));
    for (n, line) in lines.iter().enumerate() {
        canvas.text(place.x + 18.0, place.y + 47.0 + 20.0 * n as f32, line, style);
    }
    height + GAP
}

fn people(canvas: &mut Canvas<'_, '_>, poster: &Poster, place: Place, lang: Lang) {
    let (big, small) = poster.by_weight();
    if big.is_empty() && small.is_empty() {
        canvas.fill(Place::new(place.x, place.y, place.w, 70.0), 10.0, BRAND_SOFT);
        canvas.text_centred(place.x + place.w / 2.0, place.y + 40.0, &lang.no_people(), Style::regular(15.0, INK));
        return;
    }
    let big_rows = big.len().div_ceil(2) as f32;
    let mut small_rows = small.len().div_ceil(2) as f32;
    // Rows share the height that is there: big ones twice and a half the small ones, none beyond what looks well.
    let unit = |rows: f32| ((place.h - GAP * (big_rows + rows - 1.0)) / (big_rows * 2.0 + rows)).min(88.0);
    while unit(small_rows) < 44.0 && small_rows > 1.0 {
        small_rows -= 1.0;
    }
    let unit = unit(small_rows);
    let rest = small.len().saturating_sub(small_rows as usize * 2);
    let mut y = place.y;
    for row in big.chunks(2) {
        y = draw_row(canvas, poster, row, Place::new(place.x, y, place.w, unit * 2.0), lang);
    }
    let shown = small.get(..small.len() - if rest > 0 { rest + 1 } else { 0 }).unwrap_or_default();
    for row in shown.chunks(2) {
        let here = y;
        y = draw_row(canvas, poster, row, Place::new(place.x, y, place.w, unit), lang);
        if rest > 0 && row.len() == 1 {
            canvas.text(
                place.x + (place.w + GAP) / 2.0 + 14.0,
                here + unit / 2.0 + 5.0,
                &lang.more_people(rest + 1),
                Style::regular(13.0, INK_SOFT),
            );
        }
    }
}

fn draw_row(canvas: &mut Canvas<'_, '_>, poster: &Poster, row: &[&BoardPerson], place: Place, lang: Lang) -> f32 {
    let width = (place.w - GAP) / 2.0;
    for (n, person) in row.iter().enumerate() {
        person_card(canvas, poster, person, Place::new(place.x + n as f32 * (width + GAP), place.y, width, place.h), lang);
    }
    place.bottom() + GAP
}

fn person_card(canvas: &mut Canvas<'_, '_>, poster: &Poster, person: &BoardPerson, place: Place, lang: Lang) {
    canvas.fill(place, 10.0, WHITE);
    canvas.outline(place, 10.0, 0.9, LINE);
    let inset = (place.h * 0.09).clamp(6.0, 13.0);
    let high = place.h - 2.0 * inset;
    let photo = Place::new(place.x + inset, place.y + inset, high * 0.76, high);
    portrait(canvas, poster, person, photo);
    let left = photo.right() + inset + 4.0;
    let words = Place::new(left, photo.y, place.right() - inset - left, high);
    if high > 66.0 { big_words(canvas, person, words, lang) } else { small_words(canvas, person, words, lang) }
}

/// Duty, name, phone, and a note where there is one, each on a line of its own.
fn big_words(canvas: &mut Canvas<'_, '_>, person: &BoardPerson, place: Place, lang: Lang) {
    let note = note_of(person, lang);
    let lines = if note.is_some() { [0.17, 0.45, 0.72, 0.95] } else { [0.2, 0.54, 0.86, 1.0] };
    let at = |n: usize| lines.get(n).map_or(place.y, |part| place.y + place.h * part);
    canvas.text_within(place.x, at(0), place.w, person.duty.label(lang), Style::bold((place.h * 0.16).min(13.5), BRAND));
    canvas.text_within(place.x, at(1), place.w, &person.name, Style::bold((place.h * 0.27).min(27.0), INK).tracked(2.0));
    phone(canvas, person, Place { y: at(2), ..place }, (place.h * 0.225).min(20.5), lang);
    if let Some(note) = note {
        canvas.text_within(place.x, at(3), place.w, &note, Style::regular((place.h * 0.15).min(12.0), INK_SOFT));
    }
}

/// Name and duty on the first line, the phone and the note on the second.
fn small_words(canvas: &mut Canvas<'_, '_>, person: &BoardPerson, place: Place, lang: Lang) {
    let size = (place.h * 0.34).min(18.0);
    let duty = person.duty.label(lang);
    let duty_style = Style::regular(size * 0.64, BRAND);
    let name_room = place.w - canvas.width(duty, duty_style).min(place.w * 0.5) - 8.0;
    let end = canvas.text_within(place.x, place.y + place.h * 0.42, name_room, &person.name, Style::bold(size, INK).tracked(0.5));
    canvas.text_within(end + 7.0, place.y + place.h * 0.42, place.right() - end - 7.0, duty, duty_style);
    let end = phone(canvas, person, Place { y: place.y + place.h * 0.87, ..place }, size * 0.94, lang);
    if let Some(note) = note_of(person, lang) {
        canvas.text_within(end + 7.0, place.y + place.h * 0.87, place.right() - end - 7.0, &note, Style::regular(size * 0.6, INK_SOFT));
    }
}

/// Writes the number to call on the baseline `place.y` and answers where it ends.
fn phone(canvas: &mut Canvas<'_, '_>, person: &BoardPerson, place: Place, size: f32, lang: Lang) -> f32 {
    match words::phone_of(person, lang).0 {
        Some(number) => canvas.text_within(place.x, place.y, place.w, &number, Style::bold(size, INK)),
        None => canvas.text_within(place.x, place.y, place.w, &lang.no_public_phone(), Style::regular(size * 0.8, INK_SOFT)),
    }
}

fn note_of(person: &BoardPerson, lang: Lang) -> Option<String> {
    words::cover_of(person, lang).or_else(|| words::phone_of(person, lang).1)
}

fn portrait(canvas: &mut Canvas<'_, '_>, poster: &Poster, person: &BoardPerson, place: Place) {
    let image = poster.portraits.get(&person.id).and_then(|jpeg| Image::from_jpeg(jpeg.clone().into(), true).ok());
    match image {
        Some(image) => canvas.picture(place, 6.0, image),
        None => {
            canvas.fill(place, 6.0, BRAND_SOFT);
            let first: String = person.name.chars().take(1).collect();
            let size = place.w * 0.5;
            canvas.text_centred(place.x + place.w / 2.0, place.y + place.h / 2.0 + size * 0.37, &first, Style::bold(size, BRAND));
        }
    }
}

fn lower(canvas: &mut Canvas<'_, '_>, poster: &Poster, code: &Qr, lang: Lang) {
    let board = &poster.board;
    canvas.fill(Place::new(0.0, LOWER, A4.0, A4.1 - LOWER), 0.0, BRAND);
    let side = 150.0;
    let frame = Place::new(MARGIN, LOWER + 24.0, side, side);
    canvas.fill(frame, 10.0, WHITE);
    canvas.qr(frame.x + 3.0, frame.y + 3.0, side - 6.0, code);
    let (x, room) = (frame.right() + 26.0, A4.0 - MARGIN - frame.right() - 26.0);
    canvas.text(x, frame.y + 21.0, &lang.scan(), Style::bold(21.0, WHITE).tracked(1.0));
    canvas.text_within(x, frame.y + 43.0, room, &lang.scan_for(), Style::regular(13.5, BRAND_PALE));
    canvas.line(&[(x, frame.y + 60.0), (x + room, frame.y + 60.0)], 0.9, BRAND_LIGHT, false);
    let half = room / 2.0;
    canvas.text(x, frame.y + 82.0, &lang.short_code(), Style::regular(13.0, BRAND_PALE));
    canvas.text_within(x, frame.y + 115.0, half - 10.0, &words::spoken(&board.short_code), Style::bold(33.0, WHITE));
    if let Some(phone) = &poster.board.supervision_phone {
        canvas.text(x + half, frame.y + 82.0, &lang.supervision(), Style::regular(13.0, BRAND_PALE));
        canvas.text_within(x + half, frame.y + 115.0, half, &spaced(phone), Style::bold(25.0, WHITE));
    }
    let last = format!("{}   {}", words::checked(board, lang), poster.shown_address());
    canvas.text_within(x, frame.y + 146.0, room, &last, Style::regular(11.0, BRAND_PALE));
}
