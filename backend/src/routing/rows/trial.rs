//! Rules tried on the cases of a month.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::cases::course::Holder;
use shared::cases::{CaseId, CaseNumber, CaseRef, CaseStatus};
use shared::categories::CategoryCode;
use shared::grids::{GridCode, GridName};
use shared::routing::{DryRun, DryRunCase, DryRunTarget, MOST_EXAMPLES, MOST_RULES, Matter, NewDryRun, NewRoutingRule, first_fit};
use shared::sla::Calendar;
use shared::time::{Day, Moment, Month};
use shared::units::{UnitId, UnitLevel, UnitRef};

use super::{faults, in_force};
use crate::cases::rows::units_named;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{cases, grids};
use crate::{holidays, say};

/// How many cases are read at once.
const AT_ONCE: i64 = 2000;

/// What the rules need of a case, and where it went.
#[derive(Queryable)]
struct Tried {
    id: CaseId,
    number: CaseNumber,
    status: CaseStatus,
    summary: String,
    category: CategoryCode,
    grid: GridCode,
    filed_at: Moment,
    level: UnitLevel,
    unit: Option<UnitId>,
}

/// Tries rules on the cases of a month; `examples` says whether single cases are told.
pub fn run(conn: &mut Conn, new: &NewDryRun, examples: bool, today: &Day) -> Result<DryRun, Error> {
    let rules = match &new.rules {
        None => in_force(conn)?,
        Some(draft) => checked(conn, draft, today)?,
    };
    let mut trial = Trial::of(&rules, if examples { MOST_EXAMPLES } else { 0 });
    let (calendar, mut after) = (holidays::calendar(conn)?, None);
    loop {
        let some = read(conn, &new.month, after)?;
        let Some(last) = some.last() else { break };
        after = Some((last.filed_at, last.id));
        some.into_iter().for_each(|case| trial.take(case, &calendar));
    }
    trial.told(conn, &new.month)
}

fn checked(conn: &mut Conn, draft: &[NewRoutingRule], today: &Day) -> Result<Vec<NewRoutingRule>, Error> {
    if draft.len() > MOST_RULES {
        let words = say!("最多 {MOST_RULES} 条规则", "At most {MOST_RULES} rules");
        return Err(Error::invalid("/rules", "too_many", words));
    }
    let mut all = Vec::new();
    for (at, rule) in draft.iter().enumerate() {
        all.extend(faults(conn, rule, &format!("/rules/{at}"), today)?);
    }
    if all.is_empty() { Ok(draft.to_vec()) } else { Err(Error::fields(all)) }
}

/// The next cases of a month that were given to somebody, oldest first.
fn read(conn: &mut Conn, month: &Month, after: Option<(Moment, CaseId)>) -> Result<Vec<Tried>, Error> {
    const NOWHERE: [CaseStatus; 5] = [CaseStatus::Filed, CaseStatus::Accepted, CaseStatus::Declined, CaseStatus::Merged, CaseStatus::Void];
    let mut query = cases::table
        .filter(cases::filed_at.ge(month.first_day().begins()))
        .filter(cases::filed_at.lt(month.after().first_day().begins()))
        .filter(cases::status.ne_all(NOWHERE))
        .order((cases::filed_at, cases::id))
        .limit(AT_ONCE)
        .select((
            cases::id,
            cases::number,
            cases::status,
            cases::summary,
            cases::category,
            cases::grid,
            cases::filed_at,
            cases::level,
            cases::unit,
        ))
        .into_boxed();
    if let Some((at, id)) = after {
        query = query.filter(cases::filed_at.gt(at).or(cases::filed_at.eq(at).and(cases::id.gt(id))));
    }
    Ok(query.load(conn)?)
}

/// The counts so far; the last one is of cases that no rule fits.
struct Trial<'a> {
    rules: &'a [NewRoutingRule],
    counts: Vec<(i64, i64)>,
    examples: Vec<(Tried, usize)>,
    most: usize,
}

impl<'a> Trial<'a> {
    fn of(rules: &'a [NewRoutingRule], most: usize) -> Self {
        Self { rules, counts: vec![(0, 0); rules.len() + 1], examples: Vec::new(), most }
    }

    /// Where a rule leads; the grid where none fits, or where it names somebody of the grid.
    fn target(&self, at: usize) -> Holder {
        let rule = self.rules.get(at);
        Holder { level: rule.and_then(|rule| rule.level).unwrap_or(UnitLevel::Grid), unit: rule.and_then(|rule| rule.unit) }
    }

    fn take(&mut self, case: Tried, calendar: &Calendar) {
        let matter = Matter { category: &case.category, grid: &case.grid, filed_at: case.filed_at };
        let at = first_fit(self.rules, &matter, calendar).unwrap_or(self.rules.len());
        let differs = self.target(at) != Holder { level: case.level, unit: case.unit };
        if let Some((cases, differing)) = self.counts.get_mut(at) {
            *cases += 1;
            *differing += i64::from(differs);
        }
        if differs && self.examples.len() < self.most {
            self.examples.push((case, at));
        }
    }

    fn told(self, conn: &mut Conn, month: &Month) -> Result<DryRun, Error> {
        let units = units_named(conn, self.rules.iter().map(|rule| rule.unit).chain(self.examples.iter().map(|(case, _)| case.unit)))?;
        let codes: Vec<&GridCode> = self.examples.iter().map(|(case, _)| &case.grid).collect();
        let names: HashMap<GridCode, GridName> = grids::table
            .filter(grids::code.eq_any(codes))
            .select((grids::code, grids::name))
            .load::<(GridCode, GridName)>(conn)?
            .into_iter()
            .collect();
        let named = |unit: Option<UnitId>| -> Option<UnitRef> { unit.and_then(|unit| units.get(&unit).cloned()) };
        let targets = self.counts.iter().enumerate().map(|(at, (cases, differing))| {
            let (rule, Holder { level, unit }) = (self.rules.get(at), self.target(at));
            DryRunTarget {
                rule: rule.map(|rule| rule.name.clone()),
                level,
                unit: named(unit),
                duty: rule.and_then(|rule| rule.duty),
                cases: *cases,
                differing: *differing,
            }
        });
        let targets: Vec<DryRunTarget> = targets.collect();
        let mut examples = Vec::with_capacity(self.examples.len());
        for (case, at) in &self.examples {
            let Holder { level, unit } = self.target(*at);
            let Some(grid_name) = names.get(&case.grid).cloned() else { continue };
            examples.push(DryRunCase {
                case: CaseRef { id: case.id, number: case.number.clone(), status: case.status, summary: case.summary.clone() },
                category: case.category.clone(),
                grid_name,
                filed_at: case.filed_at,
                rule: self.rules.get(*at).map(|rule| rule.name.clone()),
                level,
                unit: named(unit),
                went_level: case.level,
                went_unit: named(case.unit),
            });
        }
        let (cases, differing) = self.counts.iter().fold((0, 0), |(cases, differing), (more, other)| (cases + more, differing + other));
        Ok(DryRun { month: month.clone(), cases, differing, targets, examples })
    }
}
