//! Is this known already? Answered before a report is filed, so that a matter has one case and everybody who saw it follows that.

use actix_web::get;
use actix_web::web::Data;
use shared::boards::cases::{Progress, public_place};
use shared::duplicates::{Known, Likeness, MOST_SHOWN, Nearness, Sighting, Similar, SimilarCase, SimilarFilter, kin_of, likeness};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::place::Point;
use shared::privacy;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows::similar::candidates;
use super::words::Words;
use crate::answer::{Answer, Found};
use crate::caller::{Address, MaybeToken};
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::grids::locate::KeptMap;
use crate::input::{Query, Speak};
use crate::limits::{Limited, Limits};
use crate::{boards, grids, say};

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_similar);
}

/// Ask whether a matter is known already.
///
/// Open cases, and those closed within a week, of the same or a near category within 50 metres; where a point is missing, at the same
/// place in words or in the same grid. Public: what everybody may know. With a token also number and summary, and restricted cases one
/// may see.
#[utoipa::path(tag = "reports", params(SimilarFilter))]
#[get("/reports/similar")]
async fn find_similar(
    db: Data<Db>,
    map: Data<KeptMap>,
    limits: Data<Limits>,
    from: Address,
    token: MaybeToken,
    lang: Speak,
    filter: Query<SimilarFilter>,
) -> Answer<Found<Similar>> {
    if token.0.is_none() {
        limits.count(Limited::Lookup, from)?;
    }
    let (filter, now) = (filter.0, Moment::now());
    let found = db.read(move |conn| {
        let caller = token.caller(conn, now)?;
        find(conn, &map, caller.as_ref(), &filter, lang.0, now)
    });
    Ok(Found::new(found.await?).unkept())
}

/// What is known already, the likeliest first.
pub fn find(
    conn: &mut Conn,
    map: &KeptMap,
    caller: Option<&Caller>,
    filter: &SimilarFilter,
    lang: Lang,
    now: Moment,
) -> Result<Similar, Error> {
    let point = point_of(filter)?;
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty() && text.chars().count() <= 120);
    let mut around: Vec<GridCode> = filter.grid.iter().cloned().collect();
    if let Some(point) = point {
        let near = grids::rows::locate(conn, map, point, Some(shared::duplicates::NEAR_M), &now.day())?;
        around.extend(near.into_iter().map(|grid| grid.code));
    }
    let Some(home) = around.first().cloned() else {
        return Ok(Similar { cases: Vec::new(), warning: warning(text, &[], lang) });
    };
    let names = boards::rows::cases::names_around(conn, &home)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let village = text.and_then(|_| home.get(..12));
    let rows = candidates(conn, &kin_of(&filter.category), &around, village, now)?;
    let sighting = Sighting { category: &filter.category, grid: Some(&home), point, place_text: text };
    let mut like: Vec<(Likeness, CaseRow)> =
        rows.into_iter().filter_map(|case| likeness(&sighting, &known(&case), now).map(|like| (like, case))).collect();
    like.sort_by(|(a, _), (b, _)| a.rank().total_cmp(&b.rank()));
    let mut shown = Vec::new();
    for (like, case) in like {
        if shown.len() < MOST_SHOWN {
            shown.extend(show(conn, caller, like, case, &names, lang, now)?);
        }
    }
    Ok(Similar { cases: shown, warning: warning(text, &names, lang) })
}

fn point_of(filter: &SimilarFilter) -> Result<Option<Point>, Error> {
    match (filter.lon, filter.lat) {
        (None, None) => Ok(None),
        (Some(lon), Some(lat)) => Point::new(lon, lat).map(Some).map_err(|fault| Error::invalid("?lon", fault.code(), fault.into())),
        _ => Err(Error::invalid("?lon", "required", say!("经度和纬度要一起给", "Give both lon and lat"))),
    }
}

fn known(case: &CaseRow) -> Known<'_> {
    Known {
        category: &case.category,
        grid: &case.grid,
        point: case.lon.zip(case.lat).map(|(lon, lat)| Point { lon, lat }),
        place_text: case.place_text.as_deref(),
        status: case.status,
        closed_at: case.closed_at,
    }
}

/// A case as the one who asks may see it, if at all.
fn show(
    conn: &mut Conn,
    caller: Option<&Caller>,
    like: Likeness,
    case: CaseRow,
    names: &[&str],
    lang: Lang,
    now: Moment,
) -> Result<Option<SimilarCase>, Error> {
    let seen = match caller {
        Some(caller) => may::see_case(caller, &cases::course::facts(conn, &case, now)?),
        None => false,
    };
    let (true, Some(progress)) = (seen || !case.restricted, Progress::of(case.status)) else { return Ok(None) };
    let place = case.place_text.as_deref();
    let place = if seen { place } else { public_place(place, names) };
    Ok(Some(SimilarCase {
        case: case.id,
        category_label: case.category.category().label(lang).into(),
        progress,
        filed_on: case.filed_at.day(),
        closed_on: case.closed_at.map(Moment::day),
        place_text: place.map(str::to_owned),
        distance_m: distance(like.nearness),
        can_join: case.status.is_open(),
        number: seen.then_some(case.number),
        summary: seen.then_some(case.summary),
        category: case.category,
    }))
}

/// In steps of ten metres: nobody shall find a place by asking around it.
fn distance(nearness: Nearness) -> Option<u32> {
    const STEPS: [u32; 6] = [0, 10, 20, 30, 40, 50];
    match nearness {
        Nearness::Metres(metres) => STEPS.into_iter().find(|step| metres <= f64::from(*step)).or(Some(50)),
        Nearness::SamePlace | Nearness::SameGrid => None,
    }
}

fn warning(text: Option<&str>, names: &[&str], lang: Lang) -> Option<String> {
    Some(lang.not_shown(&privacy::warning(text?, names, lang)?))
}
