//! Who may do what: pure functions that the server enforces next to the data and the page hides buttons with.

use crate::cases::{CaseStatus, Move, Mover, TRANSITIONS, Transition};
use crate::grids::GridCode;
use crate::staffing::{AreaCode, Duty, PersonId};

/// One duty that holds today, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub duty: Duty,
    pub area: AreaCode,
}

/// Somebody who is signed in, with the duties that hold today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub person: PersonId,
    pub duties: Vec<Held>,
}

impl Caller {
    fn holds(&self, duties: &[Duty]) -> bool {
        self.duties.iter().any(|h| duties.contains(&h.duty))
    }

    fn holds_in(&self, duties: &[Duty], code: &str) -> bool {
        self.duties.iter().any(|h| duties.contains(&h.duty) && h.area.contains(code))
    }

    /// Whether the caller sits in the office rather than in a grid.
    pub fn is_office(&self) -> bool {
        self.holds(OFFICE)
    }

    /// The areas whose cases the caller sees.
    pub fn areas(&self) -> impl Iterator<Item = &AreaCode> {
        self.duties.iter().map(|h| &h.area)
    }
}

/// What permissions need to know of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    pub grid: GridCode,
    pub status: CaseStatus,
    pub restricted: bool,
    pub assignee: Option<PersonId>,
    /// Who entered the first report, when a member did.
    pub filed_by: Option<PersonId>,
}

const GRID: &[Duty] = &[Duty::Leader, Duty::FullTime, Duty::PartTime, Duty::Instructor];
/// Those of a grid who answer for it and so see restricted matters.
const ANSWERABLE: &[Duty] = &[Duty::Leader, Duty::FullTime, Duty::Instructor];
const OFFICE: &[Duty] = &[Duty::Dispatcher, Duty::Handler, Duty::Assessor, Duty::Administrator];

/// See the staff, their phones and appointments.
pub fn see_staff(caller: &Caller) -> bool {
    caller.holds(GRID) || caller.is_office()
}

/// See a person's whole phone number: colleagues of the same grid or village, and the office.
pub fn see_phone(caller: &Caller, person: PersonId, areas: &[AreaCode]) -> bool {
    caller.person == person || caller.is_office() || areas.iter().any(|a| caller.areas().any(|mine| mine.contains(a) || a.contains(mine)))
}

/// Change divisions, grids, boundaries, people and appointments; import and export them.
pub fn manage_staffing(caller: &Caller) -> bool {
    caller.holds(&[Duty::Assessor, Duty::Administrator])
}

/// Open and disable accounts, appoint to the office, change settings.
pub fn administer(caller: &Caller) -> bool {
    caller.holds(&[Duty::Administrator])
}

/// Appoint somebody to a duty: grid duties are staffing, office duties are the administrator's.
pub fn appoint(caller: &Caller, duty: Duty) -> bool {
    if duty.is_of_grid() { manage_staffing(caller) } else { administer(caller) }
}

/// Confirm that a grid's board is right: its leader or full-time member, and the office that keeps the boards.
pub fn confirm_board(caller: &Caller, grid: &GridCode) -> bool {
    manage_staffing(caller) || caller.holds_in(&[Duty::Leader, Duty::FullTime, Duty::Instructor], grid)
}

/// See the list of boards that need attention.
pub fn see_stale_boards(caller: &Caller) -> bool {
    caller.is_office()
}

/// File a report as staff.
pub fn file_report(caller: &Caller) -> bool {
    caller.holds(GRID) || caller.is_office()
}

/// See a case and its reports. A handler sees what is assigned to him; the command room and the governance office see all.
pub fn see_case(caller: &Caller, case: &CaseFacts) -> bool {
    let involved = case.assignee == Some(caller.person) || case.filed_by == Some(caller.person);
    let of_grid = if case.restricted { ANSWERABLE } else { GRID };
    involved || sees_all_cases(caller) || caller.holds_in(of_grid, &case.grid)
}

/// See the cases of all grids.
pub fn sees_all_cases(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor])
}

/// Whether restricted cases of an area are listed for the caller.
pub fn sees_restricted_of(held: &Held) -> bool {
    ANSWERABLE.contains(&held.duty)
}

/// Handle a case: the assignee, the grid's own people, the command room. Whoever does may add photos of the work.
pub fn handle_case(caller: &Caller, case: &CaseFacts) -> bool {
    let worker = case.assignee == Some(caller.person) || caller.holds_in(GRID, &case.grid);
    see_case(caller, case) && (worker || caller.holds(&[Duty::Dispatcher]))
}

/// See who the resident behind a report is and how to call: those who handle the case, and who entered the report.
pub fn see_reporter(caller: &Caller, case: &CaseFacts, entered_by: Option<PersonId>) -> bool {
    entered_by == Some(caller.person) || handle_case(caller, case)
}

/// Make a move that the transition table allows.
pub fn make_move(caller: &Caller, case: &CaseFacts, transition: &Transition) -> bool {
    match transition.mover {
        Mover::Office => see_case(caller, case) && caller.holds(&[Duty::Dispatcher]),
        Mover::Worker => handle_case(caller, case),
    }
}

/// The moves a caller can make now.
pub fn moves(caller: &Caller, case: &CaseFacts) -> Vec<Move> {
    TRANSITIONS.iter().filter(|t| t.from == case.status && make_move(caller, case, t)).map(|t| t.by).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Fault;

    const GRID_1: &str = "330881003207001";

    fn caller(duty: Duty, area: &str) -> Result<Caller, Fault> {
        Ok(Caller { person: PersonId::new(), duties: vec![Held { duty, area: area.parse()? }] })
    }

    fn case(restricted: bool) -> Result<CaseFacts, Fault> {
        Ok(CaseFacts { grid: GRID_1.parse()?, status: CaseStatus::Filed, restricted, assignee: None, filed_by: None })
    }

    #[test]
    fn who_sees_a_case() -> Result<(), Fault> {
        for (duty, area, open, restricted) in [
            (Duty::FullTime, GRID_1, true, true),
            (Duty::PartTime, GRID_1, true, false),
            (Duty::FullTime, "330881003207002", false, false),
            (Duty::Instructor, "330881003207", true, true),
            (Duty::Instructor, "330881003206", false, false),
            (Duty::Dispatcher, "330881003", true, true),
            (Duty::Handler, "330881003", false, false),
            (Duty::Administrator, "330881003", false, false),
        ] {
            let caller = caller(duty, area)?;
            assert_eq!((see_case(&caller, &case(false)?), see_case(&caller, &case(true)?)), (open, restricted), "{duty} of {area}");
        }
        Ok(())
    }

    #[test]
    fn who_makes_which_move() -> Result<(), Fault> {
        assert_eq!(moves(&caller(Duty::FullTime, GRID_1)?, &case(false)?), [Move::Accept]);
        assert_eq!(moves(&caller(Duty::Dispatcher, "330881003")?, &case(false)?), [Move::Accept, Move::Decline, Move::Assign]);
        assert_eq!(moves(&caller(Duty::Administrator, "330881003")?, &case(false)?), []);
        let handler = caller(Duty::Handler, "330881003")?;
        let assigned = CaseFacts { status: CaseStatus::Accepted, assignee: Some(handler.person), ..case(true)? };
        assert_eq!(moves(&handler, &assigned), [Move::Complete]);
        Ok(())
    }
}
