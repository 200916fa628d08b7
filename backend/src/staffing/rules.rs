//! What must hold between appointments, whoever writes them.

use diesel::prelude::*;
use shared::staffing::{Appointment, AppointmentId, AreaCode, Duty, NewAppointment, PersonId, PersonName};
use shared::time::Day;
use shared::units::UnitId;
use shared::value::Phone;

use super::rows;
use crate::db::Conn;
use crate::divisions;
use crate::error::{Error, Words};
use crate::say;
use crate::schema::{appointments, grids, people, units};

/// An appointment, as far as rules need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `None` for one that is not in the database yet.
    pub id: Option<AppointmentId>,
    /// 0 for one that is not in the database yet.
    pub version: i32,
    pub person: PersonId,
    pub name: PersonName,
    pub phone: Option<Phone>,
    pub duty: Duty,
    pub area: AreaCode,
    /// The office or department of a handler; somebody may handle cases for several.
    pub unit: Option<UnitId>,
    pub covering_for: Option<PersonId>,
    pub from_day: Day,
    pub to_day: Option<Day>,
}

impl Term {
    /// Whether both hold on some day.
    fn meets(&self, other: &Self) -> bool {
        self.to_day.as_ref().is_none_or(|to| other.from_day <= *to) && other.to_day.as_ref().is_none_or(|to| self.from_day <= *to)
    }

    fn holds_on(&self, day: &Day) -> bool {
        self.from_day <= *day && self.to_day.as_ref().is_none_or(|to| day <= to)
    }
}

/// What is wrong with a term, and with which member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// `area`, `covering_for`, `from_day` or `to_day`.
    pub member: &'static str,
    pub code: &'static str,
    pub words: Words,
    /// It collides with another appointment, rather than being wrong by itself.
    pub conflict: bool,
}

/// Whether a term is right by itself and beside all others of its area (which may contain it). Pure.
pub fn breach(term: &Term, others: &[Term]) -> Option<Breach> {
    by_itself(term).or_else(|| covering(term, others)).or_else(|| beside(term, others))
}

fn by_itself(term: &Term) -> Option<Breach> {
    let wrong = |member, code, words| Some(Breach { member, code, words, conflict: false });
    if !term.duty.fits(&term.area) {
        return wrong("area", "area", unfit_area());
    }
    match &term.to_day {
        Some(to) if *to < term.from_day => {
            let from = &term.from_day;
            wrong("to_day", "day", say!("结束日期 {to} 早于起始日期 {from}", "The last day {to} is before the first, {from}"))
        }
        None if term.covering_for.is_some() => {
            wrong("to_day", "required", say!("替班要写明结束日期", "Covering for somebody needs a last day"))
        }
        _ => None,
    }
}

fn covering(term: &Term, others: &[Term]) -> Option<Breach> {
    let covered = term.covering_for?;
    let own = others.iter().any(|o| {
        o.person == covered && o.covering_for.is_none() && o.duty == term.duty && o.area == term.area && o.holds_on(&term.from_day)
    });
    let words = match (covered == term.person, own) {
        (false, true) => return None,
        (true, _) => say!("不能替自己的班", "Nobody covers for himself"),
        (false, false) => {
            let from = &term.from_day;
            say!("替班对象在 {from} 并不担任这里的这一职责", "On {from} the person covered does not hold this duty here")
        }
    };
    Some(Breach { member: "covering_for", code: "covering_for", words, conflict: false })
}

fn beside(term: &Term, others: &[Term]) -> Option<Breach> {
    let alike = others.iter().filter(|o| {
        (o.id.is_none() || o.id != term.id) && o.duty == term.duty && o.area == term.area && o.unit == term.unit && o.meets(term)
    });
    for other in alike {
        let (name, from) = (&other.name, &other.from_day);
        if other.person == term.person {
            let words = say!(
                "{name} 自 {from} 起已担任这一职责，请先结束那一次任职",
                "{name} holds this duty since {from}; end that appointment first"
            );
            return Some(Breach { member: "from_day", code: "overlap", words, conflict: true });
        }
        if term.duty == Duty::Leader && term.covering_for.is_none() && other.covering_for.is_none() {
            let words = say!(
                "{name} 自 {from} 起是这个网格的网格长，一个网格同时只有一位网格长，请先结束其任职",
                "{name} leads this grid since {from}; a grid has one leader at a time, end that appointment first"
            );
            return Some(Breach { member: "from_day", code: "second_leader", words, conflict: true });
        }
    }
    None
}

/// Says which codes go with which duties.
pub fn unfit_area() -> Words {
    say!(
        "网格职务对应网格编码（15 位），指导员也可对应村（12 位），村干部对应村（12 位），办公室职务对应街道（9 位）",
        "Grid duties take a grid's code (15 digits), instructors also a village's (12), village cadres a village's (12), office duties the sub-district's (9)"
    )
}

/// Refuses an appointment that breaks a rule.
pub fn check(conn: &mut Conn, new: &NewAppointment) -> Result<(), Error> {
    let name: Option<PersonName> = people::table.find(new.person).select(people::name).first(conn).optional()?;
    let Some(name) = name else {
        return Err(Error::invalid("/person", "unknown_person", say!("没有这个人", "There is no such person")));
    };
    let NewAppointment { person, duty, area, unit, covering_for, from_day, to_day } = new.clone();
    let term = Term { id: None, version: 0, person, name, phone: None, duty, area, unit, covering_for, from_day, to_day };
    told(by_itself(&term))?;
    if let Some(unit) = term.unit {
        check_unit(conn, unit, duty, &term.from_day)?;
    }
    if let Some(words) = area_fault(conn, &term.area, &term.from_day)? {
        return Err(Error::invalid("/area", "unknown_area", words));
    }
    let others = terms_of(conn, std::slice::from_ref(&term.area))?;
    told(breach(&term, &others))
}

/// Only handlers belong to a unit, and only to one that is open.
fn check_unit(conn: &mut Conn, unit: UnitId, duty: Duty, day: &Day) -> Result<(), Error> {
    if duty != Duty::Handler {
        let words = say!("只有部门处置员属于某个单位", "Only handlers belong to a unit");
        return Err(Error::invalid("/unit", "not_allowed", words));
    }
    let open = units::table.find(unit).filter(units::closed_on.is_null().or(units::closed_on.ge(day)));
    if diesel::select(diesel::dsl::exists(open)).get_result(conn)? {
        return Ok(());
    }
    Err(Error::invalid("/unit", "unknown_unit", say!("没有这个单位，或已经撤销", "There is no such unit, or it was closed")))
}

/// Refuses an end that breaks a rule.
pub fn check_end(conn: &mut Conn, before: &Appointment, to_day: Option<&Day>) -> Result<(), Error> {
    let Appointment { id, person, duty, area, unit, covering_for, from_day, .. } = before.clone();
    let term = Term {
        id: Some(id),
        version: before.version,
        person: person.id,
        name: person.name,
        phone: None,
        duty,
        area,
        unit: unit.map(|unit| unit.id),
        covering_for: covering_for.map(|p| p.id),
        from_day,
        to_day: to_day.cloned(),
    };
    let others = terms_of(conn, std::slice::from_ref(&term.area))?;
    told(by_itself(&term).or_else(|| beside(&term, &others)))
}

fn told(breach: Option<Breach>) -> Result<(), Error> {
    match breach {
        None => Ok(()),
        Some(Breach { words, conflict: true, .. }) => Err(Error::conflict(words)),
        Some(Breach { member, code, words, .. }) => Err(Error::invalid(format!("/{member}"), code, words)),
    }
}

/// Why nobody can be appointed to an area from a day on: it is not there, or is closed by then.
pub fn area_fault(conn: &mut Conn, area: &AreaCode, from: &Day) -> Result<Option<Words>, Error> {
    if !area.is_grid() {
        let there = divisions::rows::exists(conn, area.as_str())?;
        return Ok((!there).then(|| say!("没有代码为 {area} 的街道或村", "There is no sub-district or village {area}")));
    }
    let found: Option<Option<Day>> = grids::table.find(area.as_str()).select(grids::closed_on).first(conn).optional()?;
    Ok(match found {
        None => Some(say!("没有编码为 {area} 的网格", "There is no grid {area}")),
        Some(Some(closed)) if closed < *from => Some(say!("网格 {area} 已在 {closed} 停用", "Grid {area} was closed on {closed}")),
        Some(_) => None,
    })
}

type Row =
    ((AppointmentId, i32, PersonId, PersonName, Option<Phone>), (Duty, AreaCode, Option<UnitId>, Option<PersonId>, Day, Option<Day>));

/// All appointments of these areas, past ones too.
pub fn terms_of(conn: &mut Conn, areas: &[AreaCode]) -> Result<Vec<Term>, Error> {
    let mut terms = Vec::new();
    for some in areas.chunks(rows::AT_ONCE) {
        let rows: Vec<Row> = appointments::table
            .inner_join(people::table.on(appointments::person_id.eq(people::id)))
            .filter(appointments::area.eq_any(some))
            .select((
                (appointments::id, appointments::version, people::id, people::name, people::phone),
                (
                    appointments::duty,
                    appointments::area,
                    appointments::unit,
                    appointments::covering_for,
                    appointments::from_day,
                    appointments::to_day,
                ),
            ))
            .order(appointments::id)
            .load(conn)?;
        let term = |((id, version, person, name, phone), (duty, area, unit, covering_for, from_day, to_day)): Row| Term {
            id: Some(id),
            version,
            person,
            name,
            phone,
            duty,
            area,
            unit,
            covering_for,
            from_day,
            to_day,
        };
        terms.extend(rows.into_iter().map(term));
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use shared::value::Fault;

    use super::*;

    fn term(person: PersonId, duty: Duty, from: &str, to: Option<&str>) -> Result<Term, Fault> {
        let to_day = to.map(str::parse).transpose()?;
        Ok(Term {
            id: None,
            version: 0,
            person,
            name: "张三".parse()?,
            phone: None,
            duty,
            area: "330881003207001".parse()?,
            unit: None,
            covering_for: None,
            from_day: from.parse()?,
            to_day,
        })
    }

    #[test]
    fn a_grid_has_one_leader_at_a_time() -> Result<(), Fault> {
        let (old, new) = (PersonId::new(), PersonId::new());
        let sitting = [term(old, Duty::Leader, "2026-01-01", Some("2026-06-30"))?];
        let code = |term: &Term, others: &[Term]| breach(term, others).map(|b| (b.member, b.code));
        assert_eq!(code(&term(new, Duty::Leader, "2026-06-30", None)?, &sitting), Some(("from_day", "second_leader")));
        assert_eq!(code(&term(new, Duty::Leader, "2026-07-01", None)?, &sitting), None);
        assert_eq!(code(&term(new, Duty::PartTime, "2026-02-01", None)?, &sitting), None);
        assert_eq!(code(&term(old, Duty::Leader, "2026-02-01", None)?, &sitting), Some(("from_day", "overlap")));
        assert_eq!(code(&term(new, Duty::Leader, "2025-02-01", Some("2025-12-31"))?, &sitting), None);
        Ok(())
    }

    #[test]
    fn covering_needs_somebody_to_cover_for_and_an_end() -> Result<(), Fault> {
        let (old, new) = (PersonId::new(), PersonId::new());
        let sitting = [term(old, Duty::Leader, "2026-01-01", None)?];
        let code = |term: &Term| breach(term, &sitting).map(|b| (b.member, b.code));
        let cover = |from: &str, to| Ok::<_, Fault>(Term { covering_for: Some(old), ..term(new, Duty::Leader, from, to)? });
        assert_eq!(code(&cover("2026-03-01", Some("2026-03-09"))?), None);
        assert_eq!(code(&cover("2026-03-01", None)?), Some(("to_day", "required")));
        assert_eq!(code(&cover("2026-03-09", Some("2026-03-01"))?), Some(("to_day", "day")));
        assert_eq!(code(&cover("2025-03-01", Some("2026-03-01"))?), Some(("covering_for", "covering_for")));
        assert_eq!(
            code(&Term { duty: Duty::FullTime, ..cover("2026-03-01", Some("2026-03-09"))? }),
            Some(("covering_for", "covering_for"))
        );
        assert_eq!(
            code(&Term { covering_for: Some(new), ..cover("2026-03-01", Some("2026-03-09"))? }),
            Some(("covering_for", "covering_for"))
        );
        Ok(())
    }
}
