//! The cases of a grid that everybody may know of.

use diesel::prelude::*;
use shared::boards::cases::{PUBLIC_DAYS, PublicCaseFilter};
use shared::cases::{CaseId, CaseStatus};
use shared::grids::GridCode;
use shared::page::Page;
use shared::photos::{PhotoId, PhotoKind};
use shared::time::Moment;

use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::schema::{appointments, cases, people, photos};

/// One stretch of the list, newest first: unrestricted, filed within a year, neither declined nor merged nor void.
pub fn list(
    conn: &mut Conn,
    grid: &GridCode,
    filter: &PublicCaseFilter,
    stretch: &Stretch<(Moment, CaseId)>,
    now: Moment,
) -> Result<Page<CaseRow>, Error> {
    let shown = |progress: &shared::boards::cases::Progress| filter.progress.is_none_or(|wanted| wanted == *progress);
    let statuses: Vec<CaseStatus> = shared::boards::cases::Progress::ALL.iter().copied().filter(shown).flat_map(|p| p.statuses()).collect();
    let mut query = cases::table
        .filter(cases::grid.eq(grid))
        .filter(cases::restricted.eq(false))
        .filter(cases::status.eq_any(statuses))
        .filter(cases::filed_at.ge(now.plus_seconds(-PUBLIC_DAYS * 86_400)))
        .select(CaseRow::as_select())
        .into_boxed();
    if let Some((at, id)) = stretch.after {
        query = query.filter(cases::filed_at.lt(at).or(cases::filed_at.eq(at).and(cases::id.lt(id))));
    }
    let rows: Vec<CaseRow> = query.order((cases::filed_at.desc(), cases::id.desc())).limit(stretch.to_load()).load(conn)?;
    Ok(stretch.page(rows, |case| (case.filed_at, case.id)))
}

/// The photos that staff took before and after the work of these cases, by case, in the order they came.
pub fn photos_of_work(conn: &mut Conn, of: &[CaseId]) -> Result<Vec<(CaseId, PhotoKind, PhotoId)>, Error> {
    Ok(photos::table
        .filter(photos::case_id.eq_any(of))
        .filter(photos::kind.ne(PhotoKind::Scene))
        .filter(photos::report_id.is_null())
        .filter(photos::added_by.is_not_null())
        .order(photos::id)
        .select((photos::case_id, photos::kind, photos::id))
        .load(conn)?)
}

/// The names of all who ever held a duty in the village of a grid, which must not stand in a public text.
pub fn names_around(conn: &mut Conn, grid: &GridCode) -> Result<Vec<String>, Error> {
    let village = grid.as_str().get(..12).unwrap_or(grid.as_str());
    let around = appointments::table
        .filter(appointments::area.ge(village))
        .filter(appointments::area.le(format!("{village:9<15}")))
        .select(appointments::person_id);
    Ok(people::table.filter(people::id.eq_any(around)).select(people::name).load(conn)?)
}
