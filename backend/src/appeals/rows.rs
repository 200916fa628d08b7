//! Appeals and their reviews.

use diesel::prelude::*;
use shared::appeals::{AppealFacts, AppealFilter, AppealId, AppealState, ReviewStage};
use shared::cases::CaseId;
use shared::page::Page;
use shared::photos::PhotoId;
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::listing::Stretch;
use crate::on_either;
use crate::photos::rows::PhotoRow;
use crate::schema::{appeal_photos, appeal_reviews, appeals, case_courses, cases, photos};

/// One appeal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = appeals)]
pub struct AppealRow {
    pub id: AppealId,
    pub case_id: CaseId,
    pub appellant: PersonId,
    pub reason: String,
    pub state: AppealState,
    pub filed_at: Moment,
    pub version: i32,
    pub updated_at: Moment,
}

/// What one reviewer said.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = appeal_reviews)]
pub struct ReviewRow {
    pub appeal: AppealId,
    pub stage: ReviewStage,
    pub reviewer: PersonId,
    pub uphold: bool,
    pub reason: String,
    pub at: Moment,
}

/// Where an appeal stands in the list.
pub type Position = (Moment, AppealId);

pub fn find(conn: &mut Conn, id: AppealId) -> Result<AppealRow, Error> {
    Ok(appeals::table.find(id).select(AppealRow::as_select()).first(conn)?)
}

pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<AppealRow>, Error> {
    Ok(appeals::table.filter(appeals::case_id.eq(case)).select(AppealRow::as_select()).first(conn).optional()?)
}

/// A page of the appeals; only somebody's own where `of` is given.
pub fn list(conn: &mut Conn, filter: &AppealFilter, of: Option<PersonId>, stretch: &Stretch<Position>) -> Result<Page<AppealRow>, Error> {
    let mut query = appeals::table.select(AppealRow::as_select()).into_boxed();
    if let Some(person) = of {
        query = query.filter(appeals::appellant.eq(person));
    }
    if let Some(state) = filter.state {
        query = query.filter(appeals::state.eq(state));
    }
    if let Some(case) = filter.case {
        query = query.filter(appeals::case_id.eq(CaseId::from(case)));
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(appeals::filed_at.lt(at).or(appeals::filed_at.eq(at).and(appeals::id.lt(id))));
    }
    let rows = query.order((appeals::filed_at.desc(), appeals::id.desc())).limit(stretch.to_load()).load(conn)?;
    Ok(stretch.page(rows, |row| (row.filed_at, row.id)))
}

pub fn add(conn: &mut Conn, appeal: &AppealRow, photos: &[PhotoId]) -> Result<(), Error> {
    diesel::insert_into(appeals::table).values(appeal).execute(conn)?;
    let rows: Vec<_> = photos.iter().map(|photo| (appeal_photos::appeal.eq(appeal.id), appeal_photos::photo.eq(*photo))).collect();
    on_either!(conn, diesel::insert_into(appeal_photos::table).values(&rows).execute(conn))?;
    Ok(())
}

/// What decides who may review an appeal.
pub fn facts(conn: &mut Conn, appeal: &AppealRow) -> Result<AppealFacts, Error> {
    let first = appeal_reviews::table.find((appeal.id, ReviewStage::First)).select(appeal_reviews::reviewer).first(conn).optional()?;
    Ok(AppealFacts { state: appeal.state, appellant: appeal.appellant, first })
}

/// Adds a review and moves the appeal on, unless somebody else has since it was read.
pub fn decide(conn: &mut Conn, appeal: AppealRow, review: &ReviewRow, state: AppealState, now: Moment) -> Result<AppealRow, Error> {
    let moved = AppealRow { state, version: appeal.version + 1, updated_at: now, ..appeal };
    let as_read = appeals::table.find(moved.id).filter(appeals::version.eq(appeal.version));
    let values = (appeals::state.eq(state), appeals::version.eq(moved.version), appeals::updated_at.eq(now));
    if diesel::update(as_read).set(values).execute(conn)? == 0 {
        return Err(moved_on(moved.version));
    }
    diesel::insert_into(appeal_reviews::table).values(review).execute(conn)?;
    Ok(moved)
}

/// Leaves the lateness of a case out of statistics; that it was late stays.
pub fn exempt(conn: &mut Conn, case: CaseId) -> Result<(), Error> {
    diesel::update(case_courses::table.find(case)).set(case_courses::exempt.eq(true)).execute(conn)?;
    Ok(())
}

/// What appeals are shown with: their cases, reviews and photos.
pub struct Around {
    pub cases: Vec<CaseRow>,
    pub reviews: Vec<ReviewRow>,
    pub photos: Vec<(AppealId, PhotoRow)>,
}

pub fn around(conn: &mut Conn, appeals: &[AppealRow]) -> Result<Around, Error> {
    let ids: Vec<AppealId> = appeals.iter().map(|appeal| appeal.id).collect();
    let of: Vec<CaseId> = appeals.iter().map(|appeal| appeal.case_id).collect();
    Ok(Around {
        cases: cases::table.filter(cases::id.eq_any(of)).select(CaseRow::as_select()).load(conn)?,
        reviews: appeal_reviews::table
            .filter(appeal_reviews::appeal.eq_any(&ids))
            .order((appeal_reviews::appeal, appeal_reviews::stage))
            .select(ReviewRow::as_select())
            .load(conn)?,
        photos: appeal_photos::table
            .inner_join(photos::table.on(photos::id.eq(appeal_photos::photo)))
            .filter(appeal_photos::appeal.eq_any(&ids))
            .order((appeal_photos::appeal, appeal_photos::photo))
            .select((appeal_photos::appeal, PhotoRow::as_select()))
            .load(conn)?,
    })
}
