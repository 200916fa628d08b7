//! The assessment class of a village or grid, from day to day.

use diesel::prelude::*;
use shared::divisions::{Class, ClassPeriod, NewClassPeriod};
use shared::lang::Lang;
use shared::time::Day;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::{Error, Words};
use crate::patrols;
use crate::schema::class_periods;

type Row = (Class, Day, Option<Day>);

/// The periods of an area, earliest first.
pub fn list(conn: &mut Conn, area: &str) -> Result<Vec<ClassPeriod>, Error> {
    let rows: Vec<Row> = class_periods::table
        .filter(class_periods::area.eq(area))
        .select((class_periods::class, class_periods::from_day, class_periods::to_day))
        .order(class_periods::from_day)
        .load(conn)?;
    Ok(rows.into_iter().map(|(class, from_day, to_day)| ClassPeriod { class, from_day, to_day }).collect())
}

/// The classes that hold on a day, for those of the areas that have one.
pub fn on(conn: &mut Conn, areas: &[String], day: &Day) -> Result<Vec<(String, Class)>, Error> {
    Ok(class_periods::table
        .filter(class_periods::area.eq_any(areas))
        .filter(class_periods::from_day.le(day))
        .filter(class_periods::to_day.is_null().or(class_periods::to_day.ge(day)))
        .select((class_periods::area, class_periods::class))
        .load(conn)?)
}

/// Sets the class of an area from a day on; false when that is how it was. `noun` is what the area is in the history.
pub fn classify(conn: &mut Conn, area: &str, new: &NewClassPeriod, by: By, noun: &str) -> Result<bool, Error> {
    let periods = list(conn, area)?;
    let last = periods.last();
    if let Some(last) = last.filter(|last| last.from_day > new.from_day) {
        let (zh, en, from) = (last.class.label(Lang::Zh), last.class.label(Lang::En), &last.from_day);
        return Err(Error::conflict(Words {
            zh: format!("自 {from} 起已定为{zh}，新的分类不能早于这一天"),
            en: format!("It is classed {en} from {from}; a new class cannot begin before"),
        }));
    }
    if last.is_some_and(|last| last.class == new.class && last.to_day.is_none()) {
        return Ok(false);
    }
    let area_is = class_periods::area.eq(area);
    if last.is_some_and(|last| last.from_day == new.from_day) {
        // The same day again is a correction.
        diesel::update(class_periods::table.filter(area_is).filter(class_periods::from_day.eq(&new.from_day)))
            .set(class_periods::class.eq(new.class))
            .execute(conn)?;
    } else {
        let day_before = new.from_day.shifted(-1);
        diesel::update(class_periods::table.filter(area_is).filter(class_periods::to_day.is_null()))
            .set(class_periods::to_day.eq(&day_before))
            .execute(conn)?;
        let row = (class_periods::area.eq(area), class_periods::class.eq(new.class), class_periods::from_day.eq(&new.from_day));
        diesel::insert_into(class_periods::table).values(row).execute(conn)?;
    }
    changes::note(conn, by, noun, area, "classify", new)?;
    patrols::rows::carried::area_changed(conn, area, by.at)?;
    Ok(true)
}

/// The class of one area among those of [`on`].
pub fn of(classes: &[(String, Class)], area: &str) -> Option<Class> {
    classes.iter().find(|(of, _)| of == area).map(|(_, class)| *class)
}
