//! Who is told what: pure functions of an event, the case and the staff of the day.

use std::collections::{BTreeMap, BTreeSet};

use super::{Digest, NoticeKind};
use crate::cases::{CaseFacts, CaseStatus};
use crate::grids::GridCode;
use crate::may::{self, Caller};
use crate::staffing::{Duty, PersonId};
use crate::units::{UnitId, UnitLevel};

/// The part somebody plays in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those with whom it lies now.
    Holder,
    /// The level above the one it lies with.
    Above,
    Assignee,
    CommandRoom,
    Governance,
    /// Who asked the command room for something.
    Asker,
    /// The member who entered the report.
    Filer,
    /// Those who check on site what was done.
    Verifier,
    /// The people of the unit that was asked to handle a part.
    Helper,
    Appellant,
}

/// Something that happened to a case and that somebody should know of.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    pub kind: NoticeKind,
    /// Who did it; is not told. `None` for the reporter and the clock.
    pub by: Option<PersonId>,
    /// The case as it stands afterwards.
    pub case: &'a CaseFacts,
    /// Who asked for more time or for suspension last.
    pub asker: Option<PersonId>,
    pub appellant: Option<PersonId>,
    /// The unit that was just asked for a part.
    pub helper: Option<UnitId>,
}

/// Whom a notice of this kind is for.
pub const fn parts(kind: NoticeKind) -> &'static [Part] {
    match kind {
        NoticeKind::New
        | NoticeKind::Joined
        | NoticeKind::Dispatched
        | NoticeKind::Returned
        | NoticeKind::Escalated
        | NoticeKind::Resumed
        | NoticeKind::Reminded
        | NoticeKind::YellowCard
        | NoticeKind::RedCard
        | NoticeKind::Lifted
        | NoticeKind::Rework
        | NoticeKind::Remarked
        | NoticeKind::PartDone => &[Part::Holder],
        NoticeKind::Assigned => &[Part::Assignee],
        NoticeKind::Reopened => &[Part::Holder, Part::Assignee],
        NoticeKind::Overdue => &[Part::Holder, Part::Above],
        NoticeKind::Asked | NoticeKind::Appealed => &[Part::CommandRoom],
        NoticeKind::Granted => &[Part::Asker, Part::Assignee],
        NoticeKind::Refused => &[Part::Asker],
        NoticeKind::Completed => &[Part::Verifier],
        NoticeKind::Closed | NoticeKind::Declined | NoticeKind::Merged => &[Part::Filer, Part::Assignee],
        NoticeKind::PartAsked => &[Part::Helper],
        NoticeKind::AppealSeconded => &[Part::Governance],
        NoticeKind::AppealUpheld | NoticeKind::AppealRefused => &[Part::Appellant, Part::Assignee],
        NoticeKind::MediationDue | NoticeKind::Digest => &[],
    }
}

/// Who of the staff is told: those whom it concerns and who may see the case, but never the one who did it.
pub fn recipients(news: &News<'_>, staff: &[Caller]) -> BTreeSet<PersonId> {
    let told = |who: &&Caller| {
        news.by != Some(who.person) && may::see_case(who, news.case) && parts(news.kind).iter().any(|part| plays(who, *part, news))
    };
    staff.iter().filter(told).map(|who| who.person).collect()
}

fn plays(who: &Caller, part: Part, news: &News<'_>) -> bool {
    let (case, me) = (news.case, Some(who.person));
    match part {
        Part::Holder => holds(who, case),
        Part::Above => is_above(who, case),
        Part::Assignee => case.assignee == me,
        Part::CommandRoom => has(who, &[Duty::Dispatcher]),
        Part::Governance => has(who, &[Duty::Assessor]),
        Part::Asker => news.asker == me,
        Part::Filer => case.filed_by == me,
        Part::Verifier => verifies(who, case),
        Part::Helper => who.units().any(|mine| news.helper == Some(mine)),
        Part::Appellant => news.appellant == me,
    }
}

/// Whether the case is this one's to do something about now.
fn holds(who: &Caller, case: &CaseFacts) -> bool {
    match (case.status, case.assignee) {
        (CaseStatus::Completed | CaseStatus::Verified, _) => verifies(who, case),
        // What was reopened or returned has to be dispatched anew; what is new is its worker's, or else the command room's.
        (CaseStatus::Accepted, _) => has(who, &[Duty::Dispatcher]),
        (CaseStatus::Filed, None) => has(who, &[Duty::Dispatcher]),
        (_, Some(assignee)) => who.person == assignee,
        (_, None) => is_at(who, case.level, case.unit, &case.grid),
    }
}

fn is_at(who: &Caller, level: UnitLevel, unit: Option<UnitId>, grid: &GridCode) -> bool {
    match (level, unit) {
        (UnitLevel::Grid, _) => has_in(who, &[Duty::Leader, Duty::FullTime], grid),
        (UnitLevel::Village, _) => has_in(who, &[Duty::VillageCadre], grid),
        (UnitLevel::Instructor, _) => has_in(who, &[Duty::Instructor], grid),
        (UnitLevel::SubDistrict | UnitLevel::County, Some(unit)) => who.units().any(|mine| mine == unit),
        (UnitLevel::SubDistrict | UnitLevel::County, None) => has(who, &[Duty::Dispatcher]),
    }
}

/// The level above answers for the one below only while that one has the case; the command room is above all of them at the end.
fn is_above(who: &Caller, case: &CaseFacts) -> bool {
    match (case.status, case.level) {
        (CaseStatus::Dispatched | CaseStatus::Handling, UnitLevel::Grid) => is_at(who, UnitLevel::Village, None, &case.grid),
        (CaseStatus::Dispatched | CaseStatus::Handling, UnitLevel::Village) => is_at(who, UnitLevel::Instructor, None, &case.grid),
        _ => has(who, &[Duty::Dispatcher]),
    }
}

fn verifies(who: &Caller, case: &CaseFacts) -> bool {
    let near = has(who, &[Duty::Dispatcher]) || has_in(who, &[Duty::Leader, Duty::FullTime], &case.grid);
    near && case.completed_by != Some(who.person)
}

fn has(who: &Caller, duties: &[Duty]) -> bool {
    who.duties.iter().any(|held| duties.contains(&held.duty))
}

fn has_in(who: &Caller, duties: &[Duty], grid: &GridCode) -> bool {
    who.duties.iter().any(|held| duties.contains(&held.duty) && held.area.contains(grid))
}

/// An open case as the digest counts it.
#[derive(Debug, Clone)]
pub struct Workload {
    pub case: CaseFacts,
    /// Its present stage is late, or due by the end of tomorrow.
    pub late: bool,
    pub soon: bool,
}

/// What waits for each of the staff; who has nothing to do is not in it. Cases that wait for somebody else do not count.
pub fn loads(open: &[Workload], staff: &[Caller]) -> BTreeMap<PersonId, Digest> {
    let mut loads: BTreeMap<PersonId, Digest> = BTreeMap::new();
    let working = |one: &&Workload| !matches!(one.case.status, CaseStatus::Waiting | CaseStatus::Suspended);
    for one in open.iter().filter(working) {
        for who in staff.iter().filter(|who| holds(who, &one.case) && may::see_case(who, &one.case)) {
            let load = loads.entry(who.person).or_default();
            load.todo += 1;
            load.late += i32::from(one.late);
            load.soon += i32::from(one.soon && !one.late);
        }
    }
    loads
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cases::Degree;
    use crate::may::Held;
    use crate::time::Moment;
    use crate::value::Fault;

    const GRID: &str = "330881003207001";

    fn caller(duty: Duty, area: &str, unit: Option<UnitId>) -> Result<Caller, Fault> {
        Ok(Caller { person: PersonId::new(), duties: vec![Held { duty, area: area.parse()?, unit }] })
    }

    /// One of each duty: leader, full-time, part-time, instructor, village cadre, dispatcher, handler of a unit, assessor.
    fn cast(unit: UnitId) -> Result<Vec<Caller>, Fault> {
        Ok(vec![
            caller(Duty::Leader, GRID, None)?,
            caller(Duty::FullTime, GRID, None)?,
            caller(Duty::PartTime, GRID, None)?,
            caller(Duty::Instructor, &GRID[..12], None)?,
            caller(Duty::VillageCadre, &GRID[..12], None)?,
            caller(Duty::Dispatcher, &GRID[..9], None)?,
            caller(Duty::Handler, &GRID[..9], Some(unit))?,
            caller(Duty::Assessor, &GRID[..9], None)?,
        ])
    }

    const LEADER: usize = 0;
    const FULL_TIME: usize = 1;
    const PART_TIME: usize = 2;
    const CADRE: usize = 4;
    const DISPATCHER: usize = 5;
    const HANDLER: usize = 6;
    const ASSESSOR: usize = 7;

    fn case(category: &str, status: CaseStatus) -> Result<CaseFacts, Fault> {
        Ok(CaseFacts {
            grid: GRID.parse()?,
            status,
            category: category.parse()?,
            level: UnitLevel::Grid,
            unit: None,
            assignee: None,
            filed_by: None,
            completed_by: None,
            parts: Vec::new(),
            parts_open: false,
            children_open: false,
            degree: Degree::None,
            asked: None,
            extensions: 0,
            suspensions: 0,
            late: false,
            confirmed: false,
            closed_at: None,
            now: Moment::from_millis(0),
        })
    }

    #[test]
    fn each_is_told_to_those_it_concerns() -> Result<(), Fault> {
        let unit = UnitId::new();
        let cast = cast(unit)?;
        let who = |i: usize| Some(cast[i].person);
        let worked = |status| case("0602", status).map(|it| CaseFacts { assignee: who(FULL_TIME), ..it });
        let with_unit = |status| case("0602", status).map(|it| CaseFacts { level: UnitLevel::SubDistrict, unit: Some(unit), ..it });
        let table: [(NoticeKind, CaseFacts, Option<usize>, &[usize]); 20] = [
            (NoticeKind::New, worked(CaseStatus::Filed)?, None, &[FULL_TIME]),
            (NoticeKind::New, worked(CaseStatus::Filed)?, Some(FULL_TIME), &[]),
            (NoticeKind::New, case("0602", CaseStatus::Filed)?, None, &[DISPATCHER]),
            (NoticeKind::Dispatched, with_unit(CaseStatus::Dispatched)?, Some(DISPATCHER), &[HANDLER]),
            (NoticeKind::Dispatched, case("0602", CaseStatus::Dispatched)?, Some(DISPATCHER), &[LEADER, FULL_TIME]),
            (
                NoticeKind::Escalated,
                CaseFacts { level: UnitLevel::Village, ..case("0602", CaseStatus::Dispatched)? },
                Some(FULL_TIME),
                &[CADRE],
            ),
            (
                NoticeKind::Returned,
                CaseFacts { level: UnitLevel::SubDistrict, ..case("0602", CaseStatus::Accepted)? },
                Some(HANDLER),
                &[DISPATCHER],
            ),
            (NoticeKind::Asked, worked(CaseStatus::Handling)?, Some(FULL_TIME), &[DISPATCHER]),
            (NoticeKind::Refused, worked(CaseStatus::Handling)?, Some(DISPATCHER), &[LEADER]),
            (NoticeKind::Reminded, worked(CaseStatus::Handling)?, Some(ASSESSOR), &[FULL_TIME]),
            (
                NoticeKind::Completed,
                CaseFacts { completed_by: who(FULL_TIME), ..worked(CaseStatus::Completed)? },
                Some(FULL_TIME),
                &[LEADER, DISPATCHER],
            ),
            (NoticeKind::Reopened, worked(CaseStatus::Accepted)?, None, &[FULL_TIME, DISPATCHER]),
            (NoticeKind::Remarked, worked(CaseStatus::Handling)?, None, &[FULL_TIME]),
            (NoticeKind::Overdue, worked(CaseStatus::Handling)?, None, &[FULL_TIME, CADRE]),
            (NoticeKind::Overdue, with_unit(CaseStatus::Handling)?, None, &[DISPATCHER, HANDLER]),
            (
                NoticeKind::Merged,
                CaseFacts { filed_by: who(PART_TIME), ..case("0602", CaseStatus::Merged)? },
                Some(DISPATCHER),
                &[PART_TIME],
            ),
            (NoticeKind::PartAsked, CaseFacts { parts: vec![unit], ..worked(CaseStatus::Handling)? }, Some(FULL_TIME), &[HANDLER]),
            (NoticeKind::Assigned, worked(CaseStatus::Accepted)?, Some(DISPATCHER), &[FULL_TIME]),
            (NoticeKind::AppealSeconded, worked(CaseStatus::Closed)?, Some(DISPATCHER), &[ASSESSOR]),
            (NoticeKind::AppealUpheld, worked(CaseStatus::Closed)?, Some(ASSESSOR), &[LEADER, FULL_TIME]),
        ];
        for (kind, case, by, told) in table {
            let news = News { kind, by: by.and_then(who), case: &case, asker: who(LEADER), appellant: who(LEADER), helper: Some(unit) };
            let expected: BTreeSet<PersonId> = told.iter().map(|i| cast[*i].person).collect();
            assert_eq!(recipients(&news, &cast), expected, "{kind} in {}", case.status);
        }
        Ok(())
    }

    #[test]
    fn a_day_s_load_counts_what_lies_with_somebody() -> Result<(), Fault> {
        let cast = cast(UnitId::new())?;
        let mine = |status, late, soon| {
            case("0602", status).map(|it| Workload { case: CaseFacts { assignee: Some(cast[FULL_TIME].person), ..it }, late, soon })
        };
        let open = [
            mine(CaseStatus::Filed, false, true)?,
            mine(CaseStatus::Handling, true, true)?,
            mine(CaseStatus::Handling, false, false)?,
            mine(CaseStatus::Suspended, false, false)?,
            mine(CaseStatus::Accepted, false, false)?,
        ];
        let loads = loads(&open, &cast);
        assert_eq!(loads.get(&cast[FULL_TIME].person), Some(&Digest { todo: 3, late: 1, soon: 1 }));
        assert_eq!(loads.get(&cast[DISPATCHER].person), Some(&Digest { todo: 1, late: 0, soon: 0 }));
        assert_eq!(loads.len(), 2);
        Ok(())
    }

    proptest! {
        #[test]
        fn nobody_is_told_of_what_he_did_or_may_not_see(
            kind in 0..NoticeKind::ALL.len(), status in 0..CaseStatus::ALL.len(), level in 0..UnitLevel::ALL.len(),
            restricted: bool, by in 0..8_usize, assignee in proptest::option::of(0..8_usize),
        ) {
            let unit = UnitId::new();
            let cast = cast(unit).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
            let case = case(if restricted { "0102" } else { "0602" }, CaseStatus::ALL[status]).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
            let level = UnitLevel::ALL[level];
            let case = CaseFacts { level, unit: level.has_units().then_some(unit), assignee: assignee.map(|i| cast[i].person), ..case };
            let news = News { kind: NoticeKind::ALL[kind], by: Some(cast[by].person), case: &case, asker: None, appellant: Some(cast[LEADER].person), helper: Some(unit) };
            let told = recipients(&news, &cast);
            prop_assert!(!told.contains(&cast[by].person));
            prop_assert!(cast.iter().filter(|who| told.contains(&who.person)).all(|who| may::see_case(who, &case)));
        }
    }
}
