//! Opening a case: the first rule that fits says to whom it goes, or to whom it should go.

use shared::cases::course::Course;
use shared::cases::{CaseStatus, EventKind, Move, NewTransition, Suggested};
use shared::problem::Code;
use shared::routing::{Matter, NewRoutingRule, RuleAuto, first_fit};
use shared::staffing::PersonId;
use shared::time::Moment;

use super::moving::{self, Actor};
use super::rows::on_duty::OnDuty;
use super::rows::timeline::Event;
use super::rows::{self, CaseRow, Opening};
use crate::db::Conn;
use crate::error::Error;
use crate::{holidays, notices, routing};

/// Opens a case. Without a rule it lies with the grid's full-time member; a rule may name somebody else of the grid, and may dispatch it
/// at once. Whoever is covered for today is passed over, and so is who holds no appointment any more.
pub fn open(conn: &mut Conn, opening: Opening, now: Moment) -> Result<CaseRow, Error> {
    let on_duty = OnDuty::of(conn, &opening.grid, &now.day())?;
    let rules = routing::rows::in_force(conn)?;
    let matter = Matter { category: &opening.category, grid: &opening.grid, filed_at: now };
    let calendar = holidays::calendar(conn)?;
    let rule = first_fit(&rules, &matter, &calendar).and_then(|at| rules.get(at));
    let named = rule.and_then(|rule| rule.duty).and_then(|duty| on_duty.does(duty));
    let case = rows::open(conn, opening, &on_duty, named.or_else(|| on_duty.works()), now)?;
    match rule.filter(|rule| rule.auto == RuleAuto::Dispatch) {
        Some(rule) => dispatch(conn, case, rule, named, now),
        None => tell(conn, case, now),
    }
}

/// Tells whose it is that a new case waits; one that was sent on at once is told of as that.
fn tell(conn: &mut Conn, case: CaseRow, now: Moment) -> Result<CaseRow, Error> {
    notices::tell(conn, &case, &Event::of(&case, EventKind::Filed, case.filed_by, now))?;
    Ok(case)
}

/// Sends a new case where its rule says. Where that is no longer possible it stays with the command room: a report is never refused for it.
fn dispatch(conn: &mut Conn, case: CaseRow, rule: &NewRoutingRule, named: Option<PersonId>, now: Moment) -> Result<CaseRow, Error> {
    let by = match (rule.duty, named) {
        (None, _) => Move::Dispatch,
        (Some(_), Some(_)) => Move::Assign,
        (Some(_), None) => return tell(conn, case, now),
    };
    let name = &rule.name;
    let note = format!("按分派规则“{name}”自动派遣").parse().ok();
    let wanted = NewTransition { assignee: named, level: rule.level, unit: rule.unit, note, ..NewTransition::plain(by) };
    match moving::make(conn, Actor::Clock, &case, wanted, now) {
        Err(error) if error.code == Code::Invalid => {
            tracing::warn!(case = %case.number, rule = %name, %error, "the rule could not be followed");
            tell(conn, case, now)
        }
        moved => moved,
    }
}

/// Where a rule would send a case that was given to nobody yet. One that came back is for people to think about.
pub fn suggested(conn: &mut Conn, case: &CaseRow, course: &Course) -> Result<Option<Suggested>, Error> {
    if !matches!(case.status, CaseStatus::Filed | CaseStatus::Accepted) || course.bounces > 0 {
        return Ok(None);
    }
    let Some(rule) = rule_of(conn, case)? else { return Ok(None) };
    let Some(level) = rule.level else { return Ok(None) };
    let unit = rows::units_named(conn, [rule.unit])?.into_values().next();
    Ok(Some(Suggested { level, unit, rule: rule.name }))
}

/// The rule that fits a case that was filed before.
pub fn rule_of(conn: &mut Conn, case: &CaseRow) -> Result<Option<NewRoutingRule>, Error> {
    let mut rules = routing::rows::in_force(conn)?;
    let matter = Matter { category: &case.category, grid: &case.grid, filed_at: case.filed_at };
    let calendar = holidays::calendar(conn)?;
    Ok(first_fit(&rules, &matter, &calendar).map(|at| rules.swap_remove(at)))
}
