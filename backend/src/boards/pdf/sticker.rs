//! Door stickers: eight of A7 on a sheet of A4, to cut along the dashed lines.

use shared::boards::BoardPerson;
use shared::lang::Lang;
use shared::staffing::Duty;

use super::A4;
use super::canvas::{BRAND, Canvas, INK, INK_SOFT, LINE, Place, Style, WHITE};
use crate::boards::print::Poster;
use crate::boards::qr::Qr;
use crate::boards::words::{self, Words};
use crate::pages::spaced;

const WIDE: f32 = A4.0 / 2.0;
const HIGH: f32 = A4.1 / 4.0;
const INSET: f32 = 16.0;

/// Draws the sheet.
pub fn draw_sheet(canvas: &mut Canvas<'_, '_>, poster: &Poster, code: &Qr, lang: Lang) {
    for row in 0..4u8 {
        for column in 0..2u8 {
            sticker(canvas, poster, code, Place::new(f32::from(column) * WIDE, f32::from(row) * HIGH, WIDE, HIGH), lang);
        }
    }
    canvas.line(&[(WIDE, 0.0), (WIDE, A4.1)], 0.5, LINE, true);
    for row in 1..4u8 {
        canvas.line(&[(0.0, f32::from(row) * HIGH), (A4.0, f32::from(row) * HIGH)], 0.5, LINE, true);
    }
}

fn sticker(canvas: &mut Canvas<'_, '_>, poster: &Poster, code: &Qr, place: Place, lang: Lang) {
    let board = &poster.board;
    let card = Place::new(place.x + 9.0, place.y + 9.0, place.w - 18.0, place.h - 18.0);
    canvas.fill(card, 9.0, BRAND);
    canvas.fill(Place::new(card.x + 1.2, card.y + 34.0, card.w - 2.4, card.h - 35.2), 8.0, WHITE);
    canvas.fill(Place::new(card.x + 1.2, card.y + 34.0, card.w - 2.4, 12.0), 0.0, WHITE);
    let (left, right) = (place.x + INSET + 4.0, place.right() - INSET - 4.0);
    let end = canvas.text(left, card.y + 23.0, &lang.noticeboard(), Style::bold(14.0, WHITE).tracked(1.0));
    let room = right - end - 10.0;
    let area = words::place_of(board);
    let style = Style::regular(10.0, WHITE);
    let width = canvas.width(&area, style).min(room);
    canvas.text_within(right - width, card.y + 22.0, room, &area, style);

    let side = 104.0;
    let (qr_x, qr_y) = (right - side + 6.0, card.y + 38.0);
    canvas.qr(qr_x, qr_y, side, code);
    canvas.text_centred(qr_x + side / 2.0, qr_y + side + 5.0, &lang.short_code(), Style::regular(8.5, INK_SOFT));
    canvas.text_centred(qr_x + side / 2.0, qr_y + side + 23.0, &words::spoken(&board.short_code), Style::bold(18.0, INK));

    let room = qr_x - left - 4.0;
    canvas.text_within(left, card.y + 60.0, room, &board.name, Style::bold(17.0, INK));
    let chosen = [Duty::Leader, Duty::FullTime].into_iter().filter_map(|duty| board.people.iter().find(|p| p.duty == duty));
    let mut y = card.y + 80.0;
    for person in chosen {
        y = contact(canvas, person, left, y, room, lang);
    }
    if let Some(phone) = &poster.board.supervision_phone {
        canvas.text_within(
            left,
            card.bottom() - 13.0,
            room,
            &format!("{} {}", lang.supervision(), spaced(phone)),
            Style::regular(10.0, INK_SOFT),
        );
    }
}

fn contact(canvas: &mut Canvas<'_, '_>, person: &BoardPerson, x: f32, y: f32, room: f32, lang: Lang) -> f32 {
    let (phone, whose) = words::phone_of(person, lang);
    let name = format!("{} {}", person.duty.label(lang), person.name);
    canvas.text_within(x, y, room, &whose.map_or_else(|| name.clone(), |other| format!("{name}（{other}）")), Style::regular(11.0, INK));
    let number = phone.unwrap_or_else(|| lang.no_public_phone());
    canvas.text_within(x, y + 19.0, room, &number, Style::bold(18.0, BRAND));
    y + 39.0
}
