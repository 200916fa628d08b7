//! Routing rules in the database.

pub mod trial;

use diesel::prelude::*;
use shared::categories::{CategoryCode, CategoryGroup};
use shared::lang::Lang;
use shared::routing::{
    MOST_RULES, NewRoutingRule, OfficeHours, RoutingRule, RuleAuto, RuleFault, RuleId, RuleLate, RuleName, TimeOfDay, Weekday,
};
use shared::staffing::{AreaCode, Duty};
use shared::time::{Day, Moment};
use shared::units::{UnitId, UnitLevel};

use crate::cases::rows::units_named;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::input::{Seen, moved_on};
use crate::schema::routing_rules as rules;
use crate::staffing::rows::area_names;
use crate::staffing::rules::area_fault;
use crate::{say, units};

/// What a rule says, as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rules, treat_none_as_null = true)]
struct Said {
    name: RuleName,
    category: Option<CategoryCode>,
    category_group: Option<CategoryGroup>,
    area: Option<AreaCode>,
    hours: Option<OfficeHours>,
    weekdays: String,
    from_time: Option<TimeOfDay>,
    to_time: Option<TimeOfDay>,
    level: Option<UnitLevel>,
    unit: Option<UnitId>,
    duty: Option<Duty>,
    auto: RuleAuto,
    late: RuleLate,
}

impl Said {
    fn of(rule: &NewRoutingRule) -> Self {
        let NewRoutingRule { name, category, group, area, hours, weekdays, from_time, to_time, level, unit, duty, auto, late } =
            rule.clone();
        let weekdays: Vec<&str> = Weekday::ALL.iter().filter(|day| weekdays.contains(day)).map(Weekday::as_str).collect();
        let weekdays = weekdays.join(",");
        Self { name, category, category_group: group, area, hours, weekdays, from_time, to_time, level, unit, duty, auto, late }
    }

    fn rule(self) -> NewRoutingRule {
        let Self { name, category, category_group: group, area, hours, weekdays, from_time, to_time, level, unit, duty, auto, late } = self;
        let weekdays = weekdays.split(',').filter_map(|day| day.parse().ok()).collect();
        NewRoutingRule { name, category, group, area, hours, weekdays, from_time, to_time, level, unit, duty, auto, late }
    }
}

/// What the rules in force say, in their order.
pub fn in_force(conn: &mut Conn) -> Result<Vec<NewRoutingRule>, Error> {
    let said: Vec<Said> = rules::table.order((rules::position, rules::id)).select(Said::as_select()).load(conn)?;
    Ok(said.into_iter().map(Said::rule).collect())
}

/// The names of the rules that lead to a unit.
pub fn naming(conn: &mut Conn, unit: UnitId) -> Result<Vec<String>, Error> {
    Ok(rules::table.filter(rules::unit.eq(unit)).order(rules::position).select(rules::name).load(conn)?)
}

/// The rules in force, in their order.
pub fn list(conn: &mut Conn) -> Result<Vec<RoutingRule>, Error> {
    type Row = (RuleId, Said, i32, Moment);
    let rows: Vec<Row> = rules::table
        .order((rules::position, rules::id))
        .select((rules::id, Said::as_select(), rules::version, rules::updated_at))
        .load(conn)?;
    let units = units_named(conn, rows.iter().map(|(_, said, ..)| said.unit))?;
    let areas = area_names(conn, rows.iter().filter_map(|(_, said, ..)| said.area.as_ref()))?;
    let shape = |(position, (id, said, version, updated_at)): (i32, Row)| {
        let NewRoutingRule { name, category, group, area, hours, weekdays, from_time, to_time, level, unit, duty, auto, late } =
            said.rule();
        RoutingRule {
            id,
            position,
            name,
            category,
            group,
            area_name: area.as_ref().and_then(|area| areas.get(area).cloned()),
            area,
            hours,
            weekdays,
            from_time,
            to_time,
            level,
            unit: unit.and_then(|unit| units.get(&unit).cloned()),
            duty,
            auto,
            late,
            version,
            updated_at,
        }
    };
    Ok((1..).zip(rows).map(shape).collect())
}

fn find(conn: &mut Conn, id: RuleId) -> Result<RoutingRule, Error> {
    list(conn)?.into_iter().find(|rule| rule.id == id).ok_or_else(Error::not_found)
}

/// Everything that is wrong with a rule; `within` is where in the request it stands.
fn faults(conn: &mut Conn, rule: &NewRoutingRule, within: &str, today: &Day) -> Result<Vec<FieldFault>, Error> {
    let mut faults = Vec::new();
    let mut wrong = |member: &str, code, words| faults.push(FieldFault::new(format!("{within}{member}"), code, words));
    if let Some(fault) = rule.fault() {
        wrong(fault.pointer(), fault.as_str(), told(fault));
    }
    if let Some(area) = &rule.area
        && let Some(words) = area_fault(conn, area, today)?
    {
        wrong("/area", "unknown_area", words);
    }
    if let Some(unit) = rule.unit {
        match units::rows::open_one(conn, unit, today)? {
            None => wrong("/unit", "unknown_unit", say!("没有这个单位，或已经撤销", "There is no such unit, or it was closed")),
            Some((_, level)) if rule.level.is_some_and(|said| said.has_units() && said != level) => {
                wrong("/unit", "other_level", say!("这个单位不在所选的层级", "The unit is not of the chosen level"));
            }
            Some(_) => {}
        }
    }
    Ok(faults)
}

fn told(fault: RuleFault) -> Words {
    Words { zh: fault.label(Lang::Zh).to_owned(), en: fault.label(Lang::En).to_owned() }
}

fn check(conn: &mut Conn, rule: &NewRoutingRule, by: By) -> Result<(), Error> {
    let faults = faults(conn, rule, "", &by.at.day())?;
    if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
}

/// Adds a rule after all others.
pub fn add(conn: &mut Conn, new: &NewRoutingRule, by: By) -> Result<RoutingRule, Error> {
    check(conn, new, by)?;
    let count: i64 = rules::table.count().get_result(conn)?;
    if usize::try_from(count).is_ok_and(|count| count >= MOST_RULES) {
        return Err(Error::conflict(say!(
            "最多 {MOST_RULES} 条规则，请先合并或删除一些",
            "There are {MOST_RULES} rules already, the most; merge or remove some"
        )));
    }
    let last: Option<i32> = rules::table.select(diesel::dsl::max(rules::position)).first(conn)?;
    let id = RuleId::new();
    let place = (rules::id.eq(id), rules::position.eq(last.unwrap_or_default() + 1), rules::updated_at.eq(by.at));
    diesel::insert_into(rules::table).values((place, Said::of(new))).execute(conn)?;
    changes::note(conn, by, "routing_rule", &id.to_string(), "add", new)?;
    find(conn, id)
}

fn version_of(conn: &mut Conn, id: RuleId) -> Result<i32, Error> {
    Ok(rules::table.find(id).select(rules::version).first(conn)?)
}

/// Replaces what the rule that `seen` was read from says.
pub fn change(conn: &mut Conn, id: RuleId, new: &NewRoutingRule, seen: Seen, by: By) -> Result<RoutingRule, Error> {
    let version = version_of(conn, id)?;
    seen.check(version)?;
    check(conn, new, by)?;
    let that = rules::table.find(id).filter(rules::version.eq(version));
    let values = (Said::of(new), rules::version.eq(version + 1), rules::updated_at.eq(by.at));
    if diesel::update(that).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    changes::note(conn, by, "routing_rule", &id.to_string(), "change", new)?;
    find(conn, id)
}

/// Removes the rule that `seen` was read from; what it said is kept in the history.
pub fn remove(conn: &mut Conn, id: RuleId, seen: Seen, by: By) -> Result<(), Error> {
    let rule = find(conn, id)?;
    seen.check(rule.version)?;
    if diesel::delete(rules::table.find(id).filter(rules::version.eq(rule.version))).execute(conn)? == 0 {
        return Err(moved_on(rule.version + 1));
    }
    changes::note(conn, by, "routing_rule", &id.to_string(), "remove", &rule.said())
}

/// Puts all rules in this order.
pub fn order(conn: &mut Conn, wanted: &[RuleId], by: By) -> Result<(), Error> {
    let there: Vec<RuleId> = rules::table.order((rules::position, rules::id)).select(rules::id).load(conn)?;
    let sorted = |ids: &[RuleId]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids
    };
    if sorted(&there) != sorted(wanted) {
        return Err(Error::conflict(say!(
            "规则已有增减，请刷新后再排序",
            "Rules were added or removed since; reload and put them in order again"
        )));
    }
    for (position, id) in (1..).zip(wanted) {
        let position: i32 = position;
        diesel::update(rules::table.find(id).filter(rules::position.ne(position))).set(rules::position.eq(position)).execute(conn)?;
    }
    changes::note(conn, by, "routing_rule", "*", "order", &serde_json::json!({ "rules": wanted }))
}
