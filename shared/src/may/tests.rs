use super::*;
use crate::cases::{CaseStatus, Degree};
use crate::time::Moment;
use crate::value::Fault;

const GRID_1: &str = "330881003207001";

fn caller(duty: Duty, area: &str) -> Result<Caller, Fault> {
    Ok(Caller { person: PersonId::new(), duties: vec![Held { duty, area: area.parse()?, unit: None }] })
}

fn handler(unit: UnitId) -> Result<Caller, Fault> {
    let held = Held { duty: Duty::Handler, area: "330881003".parse()?, unit: Some(unit) };
    Ok(Caller { person: PersonId::new(), duties: vec![held] })
}

fn case(category: &str) -> Result<CaseFacts, Fault> {
    Ok(CaseFacts {
        grid: GRID_1.parse()?,
        status: CaseStatus::Filed,
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
fn who_sees_a_case() -> Result<(), Fault> {
    for (duty, area, open, restricted) in [
        (Duty::FullTime, GRID_1, true, true),
        (Duty::PartTime, GRID_1, true, false),
        (Duty::FullTime, "330881003207002", false, false),
        (Duty::Instructor, "330881003207", true, true),
        (Duty::VillageCadre, "330881003207", true, true),
        (Duty::Instructor, "330881003206", false, false),
        (Duty::Dispatcher, "330881003", true, true),
        (Duty::Handler, "330881003", false, false),
        (Duty::Administrator, "330881003", false, false),
    ] {
        let caller = caller(duty, area)?;
        assert_eq!((see_case(&caller, &case("0602")?), see_case(&caller, &case("0102")?)), (open, restricted), "{duty} of {area}");
    }
    Ok(())
}

#[test]
fn a_handler_sees_what_lies_with_his_unit_and_what_it_has_a_part_in() -> Result<(), Fault> {
    let unit = UnitId::new();
    let (mine, other) = (handler(unit)?, handler(UnitId::new())?);
    let with_unit = CaseFacts { level: UnitLevel::SubDistrict, unit: Some(unit), status: CaseStatus::Dispatched, ..case("0602")? };
    let with_part = CaseFacts { parts: vec![unit], ..case("0602")? };
    for (case, holds) in [(&with_unit, true), (&with_part, false)] {
        assert_eq!((see_case(&mine, case), see_case(&other, case), holds_case(&mine, case)), (true, false, holds));
    }
    assert_eq!(moves(&mine, &with_unit), [Move::Take, Move::Update, Move::Return, Move::Escalate]);
    Ok(())
}

#[test]
fn who_makes_which_move() -> Result<(), Fault> {
    let new = case("0602")?;
    assert_eq!(moves(&caller(Duty::FullTime, GRID_1)?, &new), [Move::Take, Move::SelfHandle]);
    assert_eq!(moves(&caller(Duty::VillageCadre, "330881003207")?, &new), []);
    assert_eq!(moves(&caller(Duty::Assessor, "330881003")?, &new), [Move::Remind, Move::YellowCard, Move::RedCard]);
    assert_eq!(moves(&caller(Duty::Administrator, "330881003")?, &new), []);
    let office = moves(&caller(Duty::Dispatcher, "330881003")?, &new);
    assert!([Move::Accept, Move::Decline, Move::Dispatch, Move::Assign, Move::Merge].iter().all(|m| office.contains(m)), "{office:?}");
    Ok(())
}

#[test]
fn who_patrols_and_who_sees_it() -> Result<(), Fault> {
    let grid: GridCode = GRID_1.parse()?;
    for (duty, area, works, sees, adds, plans) in [
        (Duty::Leader, GRID_1, true, true, true, false),
        (Duty::FullTime, GRID_1, true, true, true, false),
        (Duty::PartTime, GRID_1, true, true, false, false),
        (Duty::Instructor, "330881003207", true, true, false, false),
        (Duty::VillageCadre, "330881003207", false, true, false, false),
        (Duty::FullTime, "330881003207002", false, false, false, false),
        (Duty::Instructor, "330881003206", false, false, false, false),
        (Duty::Dispatcher, "330881003", false, true, false, false),
        (Duty::Assessor, "330881003", false, true, true, true),
        (Duty::Administrator, "330881003", false, true, true, true),
        (Duty::Handler, "330881003", false, false, false, false),
    ] {
        let caller = caller(duty, area)?;
        let may = (work_in_field(&caller, &grid), see_field(&caller, &grid), add_patrol_place(&caller, &grid), plan_patrols(&caller));
        assert_eq!(may, (works, sees, adds, plans), "{duty} of {area}");
    }
    Ok(())
}

#[test]
fn nobody_verifies_what_he_completed_himself() -> Result<(), Fault> {
    let (lin, leader) = (caller(Duty::FullTime, GRID_1)?, caller(Duty::Leader, GRID_1)?);
    let done = CaseFacts { status: CaseStatus::Completed, completed_by: Some(lin.person), ..case("0602")? };
    assert_eq!(moves(&lin, &done), []);
    assert_eq!(moves(&leader, &done), [Move::Verify, Move::Rework]);
    assert_eq!(reporter_moves(&done), [Move::Confirm, Move::Reopen]);
    Ok(())
}
