//! Who may do what: pure functions that the server enforces next to the data and the page hides buttons with.

use crate::appeals::{AppealFacts, ReviewStage};
use crate::cases::{CaseAct, CaseFacts, Move, Mover, TRANSITIONS, Transition};
use crate::grids::GridCode;
use crate::staffing::{AreaCode, Duty, PersonId};
use crate::units::{UnitId, UnitLevel};

/// One duty that holds today, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub duty: Duty,
    pub area: AreaCode,
    /// The office or department a handler belongs to.
    pub unit: Option<UnitId>,
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

    /// The offices and departments the caller handles cases for.
    pub fn units(&self) -> impl Iterator<Item = UnitId> {
        self.duties.iter().filter(|h| h.duty == Duty::Handler).filter_map(|h| h.unit)
    }

    fn handles_for(&self, unit: UnitId) -> bool {
        self.units().any(|mine| mine == unit)
    }

    /// Whether the case, or a part of it, lies with a unit of the caller's.
    fn handles_some_of(&self, case: &CaseFacts) -> bool {
        case.unit.iter().chain(&case.parts).any(|unit| self.handles_for(*unit))
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

/// The grid's own people, its village's committee and the cadre attached to it.
const GRID: &[Duty] = &[Duty::Leader, Duty::FullTime, Duty::PartTime, Duty::Instructor, Duty::VillageCadre];
/// Those of a grid who answer for it and so see restricted matters.
const ANSWERABLE: &[Duty] = &[Duty::Leader, Duty::FullTime, Duty::Instructor, Duty::VillageCadre];
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

/// Change what clocks go by: the holidays, and the limits of the stages.
pub fn set_times(caller: &Caller) -> bool {
    manage_staffing(caller)
}

/// Add, change and close units, and write the rules by which cases find their way.
pub fn manage_units(caller: &Caller) -> bool {
    caller.holds(&[Duty::Assessor, Duty::Administrator])
}

/// Open and disable accounts, appoint to the office, change settings.
pub fn administer(caller: &Caller) -> bool {
    caller.holds(&[Duty::Administrator])
}

/// See everybody's phones, mark one as lost, and decide on work that came in another way than from its owner's phone.
pub fn keep_devices(caller: &Caller) -> bool {
    manage_staffing(caller)
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

/// See a case and its reports. A handler sees what lies with his unit, what his unit has a part in, and what is assigned to him; the
/// command room and the governance office see all.
pub fn see_case(caller: &Caller, case: &CaseFacts) -> bool {
    let involved = case.assignee == Some(caller.person) || case.filed_by == Some(caller.person);
    let of_grid = if case.restricted() { ANSWERABLE } else { GRID };
    involved || caller.handles_some_of(case) || sees_all_cases(caller) || caller.holds_in(of_grid, &case.grid)
}

/// See the cases of all grids.
pub fn sees_all_cases(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor])
}

/// Whether restricted cases of an area are listed for the caller.
pub fn sees_restricted_of(held: &Held) -> bool {
    ANSWERABLE.contains(&held.duty)
}

/// Whether somebody's phone carries the cases of a duty's area, to work on them without a signal: the grid's own people. The office works
/// at a desk.
pub fn carries_cases_of(held: &Held) -> bool {
    GRID.contains(&held.duty)
}

/// Add a remark for colleagues to a case: those who handle it.
pub fn remark(caller: &Caller, case: &CaseFacts) -> bool {
    handle_case(caller, case)
}

/// Whether a case lies with the caller: the assignee, the people of the level or unit it was given to, the command room.
pub fn holds_case(caller: &Caller, case: &CaseFacts) -> bool {
    let of_level: &[Duty] = match case.level {
        UnitLevel::Grid => &[Duty::Leader, Duty::FullTime, Duty::PartTime, Duty::Instructor],
        UnitLevel::Village => &[Duty::VillageCadre],
        UnitLevel::Instructor => &[Duty::Instructor],
        UnitLevel::SubDistrict | UnitLevel::County => &[],
    };
    let with = case.assignee == Some(caller.person)
        || caller.holds_in(of_level, &case.grid)
        || case.unit.is_some_and(|unit| caller.handles_for(unit))
        || caller.holds(&[Duty::Dispatcher]);
    with && see_case(caller, case)
}

/// Handle a case: who holds it, and the grid's own people wherever it went. They add photos of the work and see the reporter.
pub fn handle_case(caller: &Caller, case: &CaseFacts) -> bool {
    let of_part = case.parts.iter().any(|unit| caller.handles_for(*unit));
    holds_case(caller, case) || (see_case(caller, case) && (of_part || caller.holds_in(GRID, &case.grid)))
}

/// See who the resident behind a report is and how to call: those who handle the case, and who entered the report.
pub fn see_reporter(caller: &Caller, case: &CaseFacts, entered_by: Option<PersonId>) -> bool {
    entered_by == Some(caller.person) || handle_case(caller, case)
}

/// See the resident behind every report, and find cases by name and phone: the command room.
pub fn see_reporters(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher])
}

/// See the reply templates: whoever moves cases.
pub fn see_templates(caller: &Caller) -> bool {
    see_staff(caller)
}

/// Add, change and retire reply templates.
pub fn keep_templates(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor, Duty::Administrator])
}

/// Make a move that the transition table allows.
pub fn make_move(caller: &Caller, case: &CaseFacts, transition: &Transition) -> bool {
    see_case(caller, case)
        && match transition.mover {
            Mover::Office | Mover::Reporter => caller.holds(&[Duty::Dispatcher]),
            Mover::Supervisor => supervise(caller),
            Mover::Holder => holds_case(caller, case),
            Mover::Verifier => {
                case.completed_by != Some(caller.person) && (caller.holds(&[Duty::Dispatcher]) || caller.holds_in(GRID, &case.grid))
            }
        }
}

/// See the mediation of a case: who answers for the grid, who holds the case, and the command room. The governance office does not.
pub fn see_dispute(caller: &Caller, case: &CaseFacts) -> bool {
    mediate(caller, case) || (see_case(caller, case) && caller.holds(&[Duty::Dispatcher]))
}

/// Mediate: who answers for the grid, and who holds the case.
pub fn mediate(caller: &Caller, case: &CaseFacts) -> bool {
    let works = case.assignee == Some(caller.person) || caller.handles_some_of(case);
    see_case(caller, case) && (works || caller.holds_in(ANSWERABLE, &case.grid))
}

/// See the mediations of all grids.
pub fn see_all_disputes(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher])
}

/// Split a case or ask other units for a part: those who hold it.
pub fn share_out(caller: &Caller, case: &CaseFacts) -> bool {
    holds_case(caller, case)
}

/// What the caller can do with a case beside moving it.
pub fn acts(caller: &Caller, case: &CaseFacts) -> Vec<CaseAct> {
    CaseAct::ALL.iter().copied().filter(|act| act.fits(case.status) && share_out(caller, case)).collect()
}

/// Say that a unit's part in a case is done: those who handle cases for that unit, and the command room.
pub fn finish_part(caller: &Caller, case: &CaseFacts, unit: UnitId) -> bool {
    see_case(caller, case) && (caller.handles_for(unit) || caller.holds(&[Duty::Dispatcher]))
}

/// Hand the open cases of one person to another.
pub fn hand_over_cases(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher])
}

/// Try rules on the cases of a month.
pub fn try_rules(caller: &Caller) -> bool {
    manage_units(caller) || sees_all_cases(caller)
}

/// Watch over cases: remind, show cards.
pub fn supervise(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor])
}

/// Appeal against the lateness of a case: who completed it, who had it last, the unit it lay with, and the grid's own people.
pub fn appeal(caller: &Caller, case: &CaseFacts) -> bool {
    let worked = [case.completed_by, case.assignee].contains(&Some(caller.person));
    let of_unit = case.unit.is_some_and(|unit| caller.handles_for(unit));
    see_case(caller, case) && (worked || of_unit || caller.holds_in(GRID, &case.grid))
}

/// See the appeals of all grids.
pub fn see_appeals(caller: &Caller) -> bool {
    sees_all_cases(caller)
}

/// Review an appeal: the command room first, the governance office second; neither who appealed nor the same person twice.
pub fn review_appeal(caller: &Caller, appeal: &AppealFacts) -> bool {
    let own = appeal.appellant == caller.person || appeal.first == Some(caller.person);
    let office = match appeal.state.stage() {
        Some(ReviewStage::First) => caller.holds(&[Duty::Dispatcher]),
        Some(ReviewStage::Second) => caller.holds(&[Duty::Assessor]),
        None => false,
    };
    office && !own
}

/// Whoever walks through a grid: its leader, its members and its instructor.
const FIELD: &[Duty] = &[Duty::Leader, Duty::FullTime, Duty::PartTime, Duty::Instructor];

/// Make patrols of a grid and answer for its day.
pub fn work_in_field(caller: &Caller, grid: &GridCode) -> bool {
    caller.holds_in(FIELD, grid)
}

/// See the places, patrols and daily feedback of a grid: its own people, the command room and the governance office.
pub fn see_field(caller: &Caller, grid: &GridCode) -> bool {
    sees_all_field(caller) || caller.holds_in(GRID, grid)
}

/// See the places, patrols and daily feedback of all grids.
pub fn sees_all_field(caller: &Caller) -> bool {
    sees_all_cases(caller) || manage_staffing(caller)
}

/// See those of any grid at all.
pub fn sees_some_field(caller: &Caller) -> bool {
    sees_all_field(caller) || caller.holds(GRID)
}

/// Add places to patrol to a grid, and move them on the map: the office, the grid's leader and its full-time member.
pub fn add_patrol_place(caller: &Caller, grid: &GridCode) -> bool {
    manage_staffing(caller) || caller.holds_in(&[Duty::Leader, Duty::FullTime], grid)
}

/// Change what a place to patrol is and how often it is seen; write the plans.
pub fn plan_patrols(caller: &Caller) -> bool {
    manage_staffing(caller)
}

/// Add people to look after to a grid, see how the visits stand, hand them over: who answers for the grid. Not who they are.
pub fn keep_care(caller: &Caller, grid: &GridCode) -> bool {
    caller.holds_in(ANSWERABLE, grid)
}

/// Whether somebody's duty lets him keep the care of its area.
pub fn keeps_care_of(held: &Held) -> bool {
    ANSWERABLE.contains(&held.duty)
}

/// Look after people of a grid: its own people, each those given to him.
pub fn visit_in(caller: &Caller, grid: &GridCode) -> bool {
    caller.holds_in(GRID, grid)
}

/// See who somebody is and why he is looked after: those who visit, as long as they work there. Nobody else, whatever the office.
pub fn see_care(caller: &Caller, grid: &GridCode, visitors: [Option<PersonId>; 2]) -> bool {
    visitors.contains(&Some(caller.person)) && visit_in(caller, grid)
}

/// Whether there can be anybody for the caller to look after.
pub fn sees_some_care(caller: &Caller) -> bool {
    caller.holds(GRID)
}

/// Open emergencies, tell everybody on duty, watch all grids, end them: the office.
pub fn run_emergencies(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor, Duty::Administrator])
}

/// See an emergency: the people of its grids, and the office.
pub fn see_emergency(caller: &Caller, grids: &[GridCode]) -> bool {
    run_emergencies(caller) || grids.iter().any(|grid| caller.holds_in(GRID, grid))
}

/// Add households of a grid, move people, count heads.
pub fn work_in_emergency(caller: &Caller, grid: &GridCode) -> bool {
    run_emergencies(caller) || caller.holds_in(GRID, grid)
}

/// Whether there can be an emergency for the caller to see.
pub fn sees_some_emergency(caller: &Caller) -> bool {
    run_emergencies(caller) || caller.holds(GRID)
}

/// Publish announcements, publicity tasks and news, and see whom they have reached: the office.
pub fn publish_announcements(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor, Duty::Administrator])
}

/// Whether an announcement is for the caller: by a duty in one of its areas, around it or within it. Without duties it is for all of a grid.
pub fn is_addressed(caller: &Caller, areas: &[AreaCode], duties: &[Duty]) -> bool {
    let here = |held: &Held| areas.iter().any(|area| area.contains(&held.area) || held.area.contains(area));
    caller.duties.iter().any(|held| GRID.contains(&held.duty) && (duties.is_empty() || duties.contains(&held.duty)) && here(held))
}

/// Whether there can be announcements for the caller.
pub fn sees_some_announcement(caller: &Caller) -> bool {
    publish_announcements(caller) || caller.holds(GRID)
}

/// See the duty roster of an area: those who work in it, around it or within it, and the office.
pub fn see_roster(caller: &Caller, area: &AreaCode) -> bool {
    caller.is_office() || caller.duties.iter().any(|held| area.contains(&held.area) || held.area.contains(area))
}

/// Write the duty roster of an area: the office, and a village's committee its own and its grids'.
pub fn keep_roster(caller: &Caller, area: &AreaCode) -> bool {
    keeps_all_rosters(caller) || caller.holds_in(&[Duty::VillageCadre], area)
}

/// Write the rosters of all areas.
pub fn keeps_all_rosters(caller: &Caller) -> bool {
    caller.holds(&[Duty::Dispatcher, Duty::Assessor, Duty::Administrator])
}

/// Whether there can be a roster for the caller to write.
pub fn keeps_some_roster(caller: &Caller) -> bool {
    keeps_all_rosters(caller) || caller.holds(&[Duty::VillageCadre])
}

/// Ask for leave: whoever holds a duty in a grid or village.
pub fn ask_for_leave(caller: &Caller) -> bool {
    caller.holds(GRID)
}

/// Decide on leave and say who covers, ask for others: who appoints to the grids' duties.
pub fn decide_leaves(caller: &Caller) -> bool {
    manage_staffing(caller)
}

/// See a leave: whoever is away, whoever covers, and the office that decides.
pub fn see_leave(caller: &Caller, away: PersonId, covering: &[PersonId]) -> bool {
    decide_leaves(caller) || caller.person == away || covering.contains(&caller.person)
}

/// Set up where notices go outside the app.
pub fn manage_channels(caller: &Caller) -> bool {
    administer(caller)
}

/// The moves a caller can make now.
pub fn moves(caller: &Caller, case: &CaseFacts) -> Vec<Move> {
    open_moves(case).filter(|t| make_move(caller, case, t)).map(|t| t.by).collect()
}

/// The moves the reporter can make now, by the receipt code.
pub fn reporter_moves(case: &CaseFacts) -> Vec<Move> {
    open_moves(case).filter(|t| t.mover == Mover::Reporter).map(|t| t.by).collect()
}

/// The rows of the table that nothing but permission stands in the way of.
fn open_moves(case: &CaseFacts) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(|t| t.from.contains(&case.status) && t.guards.iter().all(|guard| guard.lets_pass(case)))
}

#[cfg(test)]
mod tests;
