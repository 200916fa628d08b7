//! Walks through the table: by hand where the deadlines are known, at random where only the rules are.

use proptest::prelude::*;

use super::*;
use crate::cases::guards::CaseFacts;
use crate::cases::moves::{Need, TRANSITIONS, transition};
use crate::may::{self, Caller, Held};
use crate::staffing::Duty;

const GRID: &str = "330881003207001";
const DAY: i64 = 86_400;

/// A moment in China: `2026-09-28 09:00`.
fn at(text: &str) -> Moment {
    let (day, clock) = text.split_once(' ').expect("a day and a time");
    let (hour, minute) = clock.split_once(':').expect("hours and minutes");
    let seconds = hour.parse::<i64>().expect("hours") * 3600 + minute.parse::<i64>().expect("minutes") * 60;
    day.parse::<crate::time::Day>().expect("a day").begins().plus_seconds(seconds)
}

fn timed<T>(category: &CategoryCode, f: impl FnOnce(&Times<'_>) -> T) -> T {
    let limit = |stage: Stage, standard: Option<&StandardCode>| Times::default_limit(category, stage, standard);
    f(&Times { calendar: Calendar::shipped(), limit: &limit })
}

/// One case with somebody's hand on it.
struct Walk {
    category: CategoryCode,
    course: Course,
}

impl Walk {
    fn filed(category: &str, when: &str) -> Self {
        let category: CategoryCode = category.parse().expect("a category");
        let course = timed(&category, |times| Course::filed(None, times, at(when)));
        Self { category, course }
    }

    fn makes(&mut self, by: Move, when: &str, change: impl FnOnce(&mut Moving)) -> &mut Self {
        let transition = transition(by, self.course.status).unwrap_or_else(|| panic!("{by} out of {}", self.course.status));
        let mut moving = moving(transition);
        change(&mut moving);
        self.course = timed(&self.category, |times| self.course.after(&moving, times, at(when)));
        self
    }

    fn due(&self) -> Option<String> {
        self.course.clock.and_then(|clock| clock.due(Calendar::shipped())).map(Moment::to_minute)
    }
}

fn moving(transition: &'static Transition) -> Moving {
    Moving { transition, by: Some(PersonId::new()), reason: None, assignee: None, to: None, into: None, until: None, standard: None }
}

fn unit(nth: u128) -> Option<Holder> {
    Some(Holder { level: UnitLevel::SubDistrict, unit: Some(uuid::Uuid::from_u128(nth).into()) })
}

#[test]
fn the_national_holidays_a_suspension_an_extension_and_a_return_move_the_deadline_as_by_hand() {
    // A broken road: five working days of eight hours. Sunday 20 September and Saturday 10 October 2026 are worked, 1-7 October are free.
    let mut road = Walk::filed("0601", "2026-09-28 09:00");
    road.makes(Move::Accept, "2026-09-28 09:30", |_| ());
    road.makes(Move::Dispatch, "2026-09-28 10:00", |m| m.to = unit(1));
    // Mon 10:00 + 40 h: Mon 6, Tue 8, Wed 8 (22), holidays, Thu 8 (30), Fri 8 (38), make-up Saturday 2.
    assert_eq!(road.due().as_deref(), Some("2026-10-10 10:00"));
    road.makes(Move::Take, "2026-09-29 14:00", |_| ());
    assert_eq!(road.due().as_deref(), Some("2026-10-10 10:00"), "taking it on changes nothing");
    // Suspended on Wednesday at 10:00 with 16 h used (6 + 8 + 2), until Monday the 12th at 8:00: 24 h are left.
    road.makes(Move::Suspend, "2026-09-30 10:00", |m| m.until = Some(at("2026-10-12 08:00")));
    assert_eq!(road.due(), None);
    road.makes(Move::Resume, "2026-10-12 08:00", |_| ());
    assert_eq!(road.due().as_deref(), Some("2026-10-14 18:00"));
    // One extension: once more five working days.
    road.makes(Move::Extend, "2026-10-13 09:00", |_| ());
    assert_eq!(road.due().as_deref(), Some("2026-10-21 18:00"));
    // Returned on Wednesday at noon with 36 of its 80 h used (16 before, Monday 8, Tuesday 8, Wednesday 4).
    road.makes(Move::Return, "2026-10-14 12:00", |_| ());
    assert_eq!((road.course.bounces, road.due().as_deref()), (1, Some("2026-10-14 18:00")), "four working hours to dispatch");
    // The same unit gets back what it had left: 44 h from Thursday 8:00.
    road.makes(Move::Dispatch, "2026-10-15 08:00", |m| m.to = unit(1));
    assert_eq!(road.due().as_deref(), Some("2026-10-22 12:00"));
    // Another one starts anew.
    road.makes(Move::Dispatch, "2026-10-15 08:00", |m| m.to = unit(2));
    assert_eq!(road.due().as_deref(), Some("2026-10-21 18:00"));
}

#[test]
fn spring_festival_and_round_the_clock_limits() {
    // A street light, two working days, taken on Friday 13 February 2026 at 15:00. The 14th and 28th are worked, 15-23 are free.
    let mut light = Walk::filed("0602", "2026-02-13 14:00");
    light.makes(Move::Take, "2026-02-13 15:00", |_| ());
    assert_eq!(light.due().as_deref(), Some("2026-02-24 15:00"), "3 h on Friday, 8 on the worked Saturday, 5 after the holidays");
    // Burst pipes wait for nobody: one hour, at night and on a holiday.
    let mut pipe = Walk::filed("0604", "2026-02-17 02:10");
    pipe.makes(Move::Take, "2026-02-17 02:20", |_| ());
    assert_eq!(pipe.due().as_deref(), Some("2026-02-17 03:20"));
    // A dispute, thirty natural days.
    let mut dispute = Walk::filed("0102", "2026-02-10 09:00");
    dispute.makes(Move::Take, "2026-02-10 10:00", |_| ());
    assert_eq!(dispute.due().as_deref(), Some("2026-03-12 10:00"));
}

#[test]
fn reopening_begins_a_new_clock_and_forgets_what_was_left() {
    let mut light = Walk::filed("0602", "2026-03-02 08:00");
    light.makes(Move::Take, "2026-03-02 08:00", |_| ());
    light.makes(Move::Complete, "2026-03-03 17:00", |m| m.reason = "换了灯泡".parse().ok());
    light.makes(Move::Confirm, "2026-03-04 09:00", |m| m.by = None);
    assert_eq!((light.course.status, light.course.solved, light.course.clock), (CaseStatus::Closed, Some(true), None));
    light.makes(Move::Reopen, "2026-03-06 09:00", |m| m.by = None);
    assert_eq!((light.course.status, light.course.reopenings, light.course.closed_at), (CaseStatus::Accepted, 1, None));
    light.makes(Move::Take, "2026-03-06 10:00", |_| ());
    assert_eq!(light.due().as_deref(), Some("2026-03-10 10:00"), "two whole working days");
}

#[test]
fn lateness_is_a_fact_that_stays() {
    let mut light = Walk::filed("0602", "2026-03-02 08:00");
    light.makes(Move::Take, "2026-03-02 08:00", |_| ());
    light.makes(Move::Complete, "2026-03-05 08:00", |_| ());
    assert_eq!(light.course.late_since.map(Moment::to_minute).as_deref(), Some("2026-03-03 18:00"));
    light.makes(Move::Confirm, "2026-03-05 09:00", |_| ());
    assert!(light.course.late_since.is_some());
}

/// Somebody of every kind who takes part in cases, and the reporter.
fn people() -> Vec<Caller> {
    let of = |duty, area: &str, unit| Caller {
        person: PersonId::new(),
        duties: vec![Held { duty, area: area.parse().expect("an area"), unit }],
    };
    vec![
        of(Duty::FullTime, GRID, None),
        of(Duty::PartTime, GRID, None),
        of(Duty::Leader, GRID, None),
        of(Duty::VillageCadre, "330881003207", None),
        of(Duty::Instructor, "330881003207", None),
        of(Duty::Handler, "330881003", unit(1).and_then(|holder| holder.unit)),
        of(Duty::Handler, "330881003", unit(2).and_then(|holder| holder.unit)),
        of(Duty::Dispatcher, "330881003", None),
        of(Duty::Dispatcher, "330881003", None),
        of(Duty::Assessor, "330881003", None),
    ]
}

fn facts(category: &CategoryCode, course: &Course, now: Moment) -> CaseFacts {
    CaseFacts {
        grid: GRID.parse().expect("a grid"),
        status: course.status,
        category: category.clone(),
        level: course.holder.level,
        unit: course.holder.unit,
        assignee: course.assignee,
        filed_by: None,
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

/// What a move needs, found at random.
fn filled(transition: &'static Transition, by: Option<PersonId>, dice: u32, people: &[Caller], course: &Course, now: Moment) -> Moving {
    let somebody = people[dice as usize % people.len()].person;
    let targets = [
        Some(Holder { level: UnitLevel::Grid, unit: None }),
        Some(Holder { level: UnitLevel::Village, unit: None }),
        Some(Holder { level: UnitLevel::Instructor, unit: None }),
        Some(Holder { level: UnitLevel::SubDistrict, unit: None }),
        unit(1),
        unit(2),
    ];
    let to = match transition.by {
        Move::Escalate => course.holder.level.above().map(|level| Holder { level, unit: None }),
        _ => targets[dice as usize % targets.len()],
    };
    Moving {
        by,
        reason: transition.needs_a(Need::Reason).then(|| "有理由".parse().expect("a reason")),
        assignee: transition.needs_a(Need::Assignee).then_some(somebody),
        to: matches!(transition.by, Move::Dispatch | Move::Escalate).then_some(to).flatten(),
        into: transition.needs_a(Need::Into).then(CaseId::new),
        until: transition.needs_a(Need::Until).then(|| now.plus_seconds(i64::from(dice % 20 + 1) * DAY)),
        ..moving(transition)
    }
}

/// What must be true of every case at every moment.
fn sound(course: &Course, facts: &CaseFacts, people: &[Caller]) -> Result<(), TestCaseError> {
    let open = course.status.is_open();
    prop_assert_eq!(course.clock.is_some(), open, "an open case has a clock, an ended one has none: {}", course.status);
    let paused = matches!(course.status, CaseStatus::Waiting | CaseStatus::Suspended);
    prop_assert_eq!(course.clock.is_some_and(|clock| clock.since.is_none()), paused, "it stands still only while it waits");
    prop_assert_eq!(course.resume_at.is_some(), paused, "what stands still goes on by itself");
    prop_assert!(course.extensions <= 2 && course.suspensions <= 1);
    prop_assert!(course.closed_at.is_some() == (course.status == CaseStatus::Closed));
    prop_assert!(course.asked.is_none() || course.status == CaseStatus::Handling);
    prop_assert!(course.merged_into.is_some() == (course.status == CaseStatus::Merged));
    if open {
        let holders = people.iter().filter(|who| may::holds_case(who, facts)).count();
        prop_assert!(holders > 0, "somebody has it");
        let moves_on = |who: &Caller| {
            may::moves(who, facts)
                .iter()
                .any(|by| transition(*by, course.status).is_some_and(|t| t.leads_to(course.status) != course.status))
        };
        prop_assert!(people.iter().any(moves_on), "there is a way on out of {}", course.status);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever a case is sent, it has an owner, a clock and a way on.
    #[test]
    fn no_walk_loses_a_case(
        category in prop::sample::select(vec!["0102", "0203", "0401", "0602", "0604", "0703", "0806"]),
        steps in prop::collection::vec((any::<u32>(), any::<u32>(), 1_i64..3 * DAY), 1..40),
    ) {
        let (category, people): (CategoryCode, _) = (category.parse().expect("a category"), people());
        let mut now = at("2026-09-28 09:00");
        let mut course = timed(&category, |times| Course::filed(None, times, now));
        for (which, dice, pause) in steps {
            now = now.plus_seconds(pause);
            let who = &people[dice as usize % people.len()];
            let before = facts(&category, &course, now);
            let by_person = may::moves(who, &before);
            let by_reporter = may::reporter_moves(&before);
            let Some((by, mover)) = by_person.iter().map(|by| (*by, Some(who.person))).chain(by_reporter.iter().map(|by| (*by, None))).nth(which as usize % (by_person.len() + by_reporter.len()).max(1)) else { continue };
            let row = transition(by, course.status).expect("a move that may be made is in the table");
            course = timed(&category, |times| course.after(&filled(row, mover, dice, &people, &course, now), times, now));
            sound(&course, &facts(&category, &course, now), &people)?;
        }
    }
}

#[test]
fn a_row_with_an_end_says_until_when() {
    for row in TRANSITIONS.iter().filter(|row| row.clock == ClockEffect::Pause) {
        assert!(row.needs_a(Need::Until), "{}", row.by);
    }
}
