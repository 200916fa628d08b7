//! The invented year keeps every rule that the real one has to keep.

use std::collections::BTreeSet;

use shared::cases::{CaseFacts, Mover};
use shared::categories::PhotoNeed;
use shared::may;

use super::*;
use crate::demo::staff::Staff;
use crate::demo::{Size, ground, staff, stories::Stories};

/// A Monday morning, and the first minutes of a month.
const MOMENTS: [i64; 2] = [1_795_400_400_000, 1_772_295_300_000];

struct Made {
    staff: Staff,
    lives: Vec<Life>,
}

fn made(now: i64) -> anyhow::Result<Made> {
    let now = Moment::from_millis(now);
    let villages = ground::lay_out(now)?;
    let staff = staff::hire(&villages, Size::Full, now)?;
    let stories = Stories::read()?;
    let year = Year::new(&stories, &villages, &staff, Size::Full, now);
    let lives = live(&year, year.sightings())?;
    Ok(Made { lives, staff })
}

#[test]
fn a_year_has_420_reports_of_all_categories_and_cases_of_all_kinds() -> anyhow::Result<()> {
    for now in MOMENTS {
        let Made { lives, .. } = made(now)?;
        let reports: Vec<&Report> = lives.iter().flat_map(|life| &life.reports).collect();
        let categories: BTreeSet<&str> = reports.iter().map(|r| r.sighting.category.as_str()).collect();
        assert_eq!((reports.len(), categories.len()), (420, 46));
        let count = |status| lives.iter().filter(|life| life.course.status == status).count();
        for (status, least) in [
            (CaseStatus::Filed, 2),
            (CaseStatus::Handling, 10),
            (CaseStatus::Completed, 4),
            (CaseStatus::Declined, 6),
            (CaseStatus::Closed, 300),
        ] {
            assert!(count(status) >= least, "{} {status}", count(status));
        }
        assert!((15..=25).contains(&(420 - lives.len())), "{} cases", lives.len());
        assert!(reports.iter().all(|r| r.sighting.at.millis() <= now && r.sighting.at.millis() > now - 366 * 86_400_000));
    }
    Ok(())
}

fn facts(first: &Sighting, course: &Course, now: Moment) -> CaseFacts {
    CaseFacts {
        grid: first.grid.clone(),
        status: course.status,
        category: first.category.clone(),
        level: course.holder.level,
        unit: course.holder.unit,
        assignee: course.assignee,
        filed_by: first.filed_by,
        completed_by: course.completed_by,
        parts: Vec::new(),
        parts_open: false,
        children_open: false,
        degree: course.degree,
        asked: course.asked,
        extensions: course.extensions,
        suspensions: course.suspensions,
        late: course.clock.is_some_and(|clock| clock.is_overdue(Calendar::shipped(), now)),
        confirmed: course.solved == Some(true),
        closed_at: course.closed_at,
        now,
    }
}

#[test]
fn every_move_was_there_to_make_and_made_by_somebody_who_may() -> anyhow::Result<()> {
    let Made { staff, lives } = made(MOMENTS[0])?;
    for life in &lives {
        let first = life.reports.first().map(|r| &r.sighting).ok_or_else(|| anyhow::anyhow!("a case without a report"))?;
        assert!(life.leader.is_some() && life.full_time.is_some());
        assert!(life.events.iter().is_sorted_by_key(|e| e.at) && life.events[0].kind == EventKind::Filed);
        for (before, event) in life.events.iter().zip(&life.events[1..]) {
            let Some(by_move) = event.by_move else { continue };
            let facts = facts(first, &before.course, event.at);
            let row = transition(by_move, facts.status).ok_or_else(|| anyhow::anyhow!("{by_move} out of {}", facts.status))?;
            let may = event.by.map_or(row.mover == Mover::Reporter, |by| may::make_move(&staff.caller(by, &event.at.day()), &facts, row));
            assert!(may, "{by_move} of a case of {} on {}", facts.grid, event.at.day());
            assert!(row.guards.iter().all(|guard| guard.lets_pass(&facts)), "{by_move}");
            assert_eq!((row.leads_to(facts.status), row.needs_a(Need::Reason) && event.reason.is_none()), (event.course.status, false));
        }
        assert_eq!(life.events.last().map(|e| e.course.status), Some(life.course.status));
    }
    Ok(())
}

#[test]
fn what_was_completed_has_the_photos_its_category_asks_for() -> anyhow::Result<()> {
    let Made { lives, .. } = made(MOMENTS[0])?;
    let asked = Moment::from_millis(MOMENTS[0]).plus_seconds(-100 * 86_400);
    let completed = |life: &&Life| life.events.iter().any(|e| e.by_move == Some(Move::Complete) && e.at > asked);
    for life in lives.iter().filter(completed).filter(|life| life.reports[0].sighting.at > asked) {
        let need = life.reports[0].sighting.category.category().photos;
        let after = life.photos.iter().any(|p| p.kind == PhotoKind::After);
        let before = life.photos.iter().any(|p| p.kind != PhotoKind::After);
        assert!(after || need == PhotoNeed::NotNeeded);
        assert!(before || need != PhotoNeed::BeforeAndAfter);
        assert!(life.photos.iter().is_sorted_by_key(|p| p.at));
    }
    Ok(())
}

#[test]
fn boards_have_something_to_count_in_the_middle_of_a_month() -> anyhow::Result<()> {
    let Made { lives, .. } = made(MOMENTS[0])?;
    let month = Moment::from_millis(MOMENTS[0]).day().first_of_month().begins();
    let solved: BTreeSet<&str> = lives
        .iter()
        .filter(|life| life.course.closed_at.is_some_and(|at| at >= month))
        .map(|life| life.reports[0].sighting.grid.as_str())
        .collect();
    assert!(solved.len() >= 30, "{} grids solved something", solved.len());
    Ok(())
}
