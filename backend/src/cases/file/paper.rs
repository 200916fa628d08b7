//! The file of a case from head to foot.

use krilla::Document;
use krilla::image::Image;
use krilla::metadata::Metadata;
use shared::cases::{Case, CaseEvent, CaseRef, EventKind, Move};
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::reports::Report;
use shared::sla::remaining_in_words;
use shared::staffing::{PersonName, PersonRef};
use shared::time::Moment;
use shared::units::{UnitLevel, UnitRef};

use super::Pictures;
use super::flow::{Flow, MARGIN};
use super::rows::Part;
use super::words::Words;
use crate::boards::pdf::PdfError;
use crate::boards::pdf::canvas::{INK, INK_SOFT, Style};
use crate::boards::pdf::fonts::Fonts;

/// What is printed, and for whom.
pub struct File {
    pub case: Case,
    pub parts: Vec<Part>,
    pub made_for: PersonName,
    pub made_at: Moment,
}

/// Draws the file. The same file gives the same bytes.
pub fn draw(file: &File, pictures: &Pictures, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let (case, mut flow) = (&file.case, Flow::new(fonts));
    flow.text(MARGIN, &lang.title(), Style::regular(10.5, INK_SOFT));
    flow.text(MARGIN, &case.summary, Style::bold(18.0, INK));
    flow.text(MARGIN, &format!("{} · {}", case.number, case.status.label(lang)), Style::regular(11.0, INK_SOFT));
    facts(&mut flow, case, lang);
    course(&mut flow, case, lang);
    flow.head(&lang.reports(case.reports.len()));
    for (number, report) in (1..).zip(&case.reports) {
        told(&mut flow, number, report, lang);
    }
    photos(&mut flow, case, pictures, lang);
    if !file.parts.is_empty() {
        flow.head(&lang.parts());
        file.parts.iter().for_each(|part| part_of(&mut flow, part, lang));
    }
    flow.head(&lang.timeline());
    case.timeline.iter().for_each(|event| step(&mut flow, event, lang));

    let mut document = Document::new();
    let made = lang.made(&file.made_for, &file.made_at.to_minute());
    flow.draw(&mut document, &format!("{} {} {}", lang.title(), case.number, case.summary), |n, of| (made.clone(), lang.page(n, of)))?;
    let title = format!("{} {}", lang.title(), case.number);
    document.set_metadata(Metadata::new().title(title).language(lang.tag().to_owned()).creator("Wangge 网格".to_owned()));
    document.finish().map_err(|e| PdfError::Format(format!("{e:?}")))
}

fn facts(flow: &mut Flow<'_>, case: &Case, lang: Lang) {
    flow.head(&lang.facts());
    let category = case.category.category();
    flow.fact(&lang.category(), &format!("{} {}", category.code, category.label(lang)));
    let standard = case.standard.as_ref().map(|standard| standard.to_string());
    let at_grid = format!("{}（{}）", grid_title(&case.village_name, &case.grid_name), case.grid);
    let point = case.place.map(|place| format!("{:.6}, {:.6} (WGS-84)", place.point.lon, place.point.lat));
    let place: Vec<String> = case.place_text.iter().cloned().chain(point).collect();
    let person = |person: &Option<PersonRef>| person.as_ref().map(|person| person.name.to_string());
    let case_of = |other: &Option<CaseRef>| other.as_ref().map(|other| format!("{} {}", other.number, other.summary));
    let related: Vec<String> = case.related.iter().map(|other| format!("{} {}", other.number, other.summary)).collect();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    for (label, value) in [
        (lang.standard(), standard),
        (lang.grid(), Some(at_grid)),
        (lang.place(), some(place.join("  "))),
        (lang.filed_at(), Some(case.filed_at.to_minute())),
        (lang.closed_at(), case.closed_at.map(|at| at.to_minute())),
        (lang.with(), Some(holder(case.level, case.unit.as_ref(), lang))),
        (lang.handled_by(), person(&case.assignee)),
        (lang.leader(), person(&case.leader)),
        (lang.full_time(), person(&case.full_time)),
        (lang.merged_into(), case_of(&case.merged_into)),
        (lang.parent(), case_of(&case.parent)),
        (lang.related(), some(related.join("\n"))),
    ] {
        if let Some(value) = value {
            flow.fact(&label, &value);
        }
    }
}

fn holder(level: UnitLevel, unit: Option<&UnitRef>, lang: Lang) -> String {
    unit.map_or_else(|| level.label(lang).to_owned(), |unit| format!("{} · {}", level.label(lang), unit.name))
}

fn course(flow: &mut Flow<'_>, case: &Case, lang: Lang) {
    flow.head(&lang.course());
    if let Some(clock) = &case.clock {
        let remaining = remaining_in_words(clock.unit, clock.remaining_ms, lang);
        flow.fact(&lang.clock(), &lang.clock_of(clock.stage.label(lang), &remaining));
        flow.fact(&lang.due_at(), &clock.due_at.map_or_else(|| lang.standing_still(), |at| at.to_minute()));
    }
    let tallies = &case.tallies;
    if let Some(late) = tallies.late_since {
        let exempt = if tallies.exempt { format!("（{}）", lang.exempt()) } else { String::new() };
        flow.fact(&lang.late_since(), &format!("{}{exempt}", late.to_minute()));
    }
    flow.fact(&lang.degree(), case.degree.label(lang));
    let counted = lang.tally(tallies.bounces, tallies.extensions, tallies.suspensions, tallies.reworks, tallies.reopenings);
    flow.fact(&lang.tallies(), &counted);
    let solved = tallies.solved.map(|solved| if solved { lang.solved() } else { lang.not_solved() });
    let said: Vec<String> = solved.into_iter().chain(tallies.rating.map(|stars| lang.stars(stars))).collect();
    if !said.is_empty() {
        flow.fact(&lang.feedback(), &said.join(" · "));
    }
}

fn told(flow: &mut Flow<'_>, number: usize, report: &Report, lang: Lang) {
    flow.keep(40.0);
    let head = lang.report_of(number, report.channel.label(lang), &report.received_at.to_minute());
    flow.text(MARGIN, &head, Style::regular(9.5, INK_SOFT));
    flow.text(MARGIN, &report.text, Style::regular(10.5, INK));
    let soft = Style::regular(9.5, INK_SOFT);
    if let Some(place) = &report.place_text {
        flow.text(MARGIN, place, soft);
    }
    if let Some(person) = &report.filed_by {
        flow.text(MARGIN, &lang.entered_by(&person.name), soft);
    }
    let (name, phone) = (report.reporter_name.as_deref().unwrap_or_default(), report.reporter_phone.as_deref().unwrap_or_default());
    if !(name.is_empty() && phone.is_empty()) {
        flow.text(MARGIN, &lang.reporter(name, phone), soft);
    }
    flow.space(8.0);
}

/// Those of the reports, then those of the work, so that before stands before after.
fn photos(flow: &mut Flow<'_>, case: &Case, pictures: &Pictures, lang: Lang) {
    let all = case.reports.iter().flat_map(|report| &report.photos).chain(&case.photos);
    let shown: Vec<(Image, String)> = all
        .filter_map(|photo| {
            let image = Image::from_jpeg(pictures.get(&photo.id)?.clone().into(), true).ok()?;
            Some((image, format!("{} · {}", photo.kind.label(lang), photo.taken_at.unwrap_or(photo.received_at).to_minute())))
        })
        .collect();
    if !shown.is_empty() {
        flow.head(&lang.photos(shown.len()));
        flow.pictures(shown);
    }
}

fn part_of(flow: &mut Flow<'_>, part: &Part, lang: Lang) {
    let done = match part.done_at {
        Some(at) => lang.part_done(&at.to_minute(), part.result.as_deref().unwrap_or_default()),
        None => lang.part_open(),
    };
    flow.step(&part.asked_at.to_minute(), &part.unit, &[part.task.clone(), done]);
}

fn step(flow: &mut Flow<'_>, event: &CaseEvent, lang: Lang) {
    let what = event.by_move.map_or(event.kind.label(lang), |by| by.label(lang));
    let by_resident = match event.kind {
        EventKind::Filed | EventKind::Joined | EventKind::PhotoAdded | EventKind::Remarked => true,
        _ => matches!(event.by_move, Some(Move::Confirm | Move::Reopen)),
    };
    let by = match &event.by {
        Some(person) => person.name.to_string(),
        None if by_resident => lang.by_resident(),
        None => lang.by_clock(),
    };
    let whom = [Some(holder(event.level, event.unit.as_ref(), lang)), event.assignee.as_ref().map(|person| person.name.to_string())];
    let whom: Vec<String> = whom.into_iter().flatten().collect();
    let mut more = vec![format!("{by} · {} {}", event.status.label(lang), lang.to(&whom.join(" ")))];
    more.extend(event.until.map(|until| lang.until(&until.to_minute())));
    more.extend(event.reason.clone());
    more.extend(event.note.as_deref().map(|note| lang.internal(note)));
    flow.step(&event.at.to_minute(), what, &more);
}
