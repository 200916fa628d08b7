//! Appeals with what they are about.

use std::collections::HashMap;

use shared::appeals::{Appeal, AppealFacts, Review, ReviewStage};
use shared::cases::CaseRef;
use shared::may::{self, Caller};
use shared::page::Page;
use shared::staffing::{PersonId, PersonRef};

use super::rows::{self, AppealRow, Around, ReviewRow};
use crate::cases::rows as cases;
use crate::db::Conn;
use crate::error::Error;
use crate::photos::addresses::Addresses;

pub fn one(conn: &mut Conn, appeal: AppealRow, caller: &Caller, addresses: &Addresses) -> Result<Appeal, Error> {
    let shown = page(conn, Page::whole(vec![appeal]), caller, addresses)?;
    shown.items.into_iter().next().ok_or_else(Error::not_found)
}

pub fn page(conn: &mut Conn, page: Page<AppealRow>, caller: &Caller, addresses: &Addresses) -> Result<Page<Appeal>, Error> {
    let around = rows::around(conn, &page.items)?;
    let involved = page.items.iter().map(|appeal| appeal.appellant).chain(around.reviews.iter().map(|review| review.reviewer));
    let people = cases::people_named(conn, involved.map(Some))?;
    let Page { items, next_cursor } = page;
    // Every appeal has its case and its people: the database sees to it.
    let items = items.into_iter().filter_map(|appeal| shown(appeal, &around, &people, caller, addresses)).collect();
    Ok(Page { items, next_cursor })
}

fn shown(
    appeal: AppealRow,
    around: &Around,
    people: &HashMap<PersonId, PersonRef>,
    caller: &Caller,
    addresses: &Addresses,
) -> Option<Appeal> {
    let case = around.cases.iter().find(|case| case.id == appeal.case_id)?;
    let of_this: Vec<&ReviewRow> = around.reviews.iter().filter(|review| review.appeal == appeal.id).collect();
    let first = of_this.iter().find(|review| review.stage == ReviewStage::First).map(|review| review.reviewer);
    let facts = AppealFacts { state: appeal.state, appellant: appeal.appellant, first };
    Some(Appeal {
        id: appeal.id,
        case: CaseRef { id: case.id, number: case.number.clone(), status: case.status, summary: case.summary.clone() },
        late_since: case.late_since,
        closed_at: case.closed_at,
        state: appeal.state,
        appellant: people.get(&appeal.appellant)?.clone(),
        reason: appeal.reason,
        photos: around.photos.iter().filter(|(of, _)| *of == appeal.id).map(|(_, photo)| addresses.photo(photo)).collect(),
        reviews: of_this.into_iter().filter_map(|review| said(review, people)).collect(),
        reviewable: may::review_appeal(caller, &facts),
        filed_at: appeal.filed_at,
        version: appeal.version,
    })
}

fn said(review: &ReviewRow, people: &HashMap<PersonId, PersonRef>) -> Option<Review> {
    Some(Review {
        stage: review.stage,
        by: people.get(&review.reviewer)?.clone(),
        uphold: review.uphold,
        reason: review.reason.clone(),
        at: review.at,
    })
}
