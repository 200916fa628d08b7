//! Cases that may be what somebody is about to report: near in category, place and time.

use diesel::prelude::*;
use shared::cases::CaseStatus;
use shared::categories::CategoryCode;
use shared::duplicates::CLOSED_DAYS;
use shared::grids::GridCode;
use shared::time::Moment;

use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::cases;

/// The most that are weighed; in one grid and one kind of matter there are never so many.
const MOST: i64 = 300;

/// Open cases and those closed lately of these categories in these grids or in a village (the first 12 digits), newest first.
pub fn candidates(
    conn: &mut Conn,
    kin: &[CategoryCode],
    grids: &[GridCode],
    village: Option<&str>,
    now: Moment,
) -> Result<Vec<CaseRow>, Error> {
    let since = now.plus_seconds(-CLOSED_DAYS * 86_400);
    let current =
        cases::status.eq_any(CaseStatus::OPEN).or(cases::status.eq(CaseStatus::Closed).and(cases::closed_at.ge(since).assume_not_null()));
    let mut query = cases::table.filter(cases::category.eq_any(kin)).filter(current).select(CaseRow::as_select()).into_boxed();
    query = match village {
        Some(village) => {
            let (from, to) = (format!("{village:0<15}"), format!("{village:9<15}"));
            query.filter(cases::grid.eq_any(grids).or(cases::grid.ge(from).and(cases::grid.le(to))))
        }
        None => query.filter(cases::grid.eq_any(grids)),
    };
    Ok(query.order((cases::filed_at.desc(), cases::id.desc())).limit(MOST).load::<CaseRow>(conn)?)
}
