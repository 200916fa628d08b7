//! How often places are patrolled.

use actix_web::web::Data;
use actix_web::{get, put};
use shared::divisions::Class;
use shared::lang::Lang;
use shared::may;
use shared::patrols::plans::{MOST_PLANS, NewPatrolPlans, PatrolPlans, left_out};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows;
use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Seen};
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_patrol_plans).service(replace_patrol_plans);
}

/// Read the patrol plans.
///
/// Of the plans that fit a place on a day, the one that asks for most counts.
#[utoipa::path(tag = "patrols")]
#[get("/patrol-plans")]
async fn find_patrol_plans(db: Data<Db>, token: Token) -> Answer<Found<PatrolPlans>> {
    let now = Moment::now();
    let plans = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::plans::find(conn)
        })
        .await?;
    let version = plans.version;
    Ok(Found::at(plans, version))
}

/// Replace the patrol plans.
///
/// All of them together; every class of grid and place needs one that holds all year and for every kind. `If-Match` is `"r0"` where none
/// were ever set.
#[utoipa::path(tag = "patrols")]
#[put("/patrol-plans")]
async fn replace_patrol_plans(db: Data<Db>, token: Token, seen: Seen, new: Json<NewPatrolPlans>) -> Answer<Found<PatrolPlans>> {
    let (new, now) = (new.0, Moment::now());
    let plans = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::plan_patrols(&caller))?;
            check(&new)?;
            rows::plans::replace(conn, &new, seen, By { person: Some(caller.person), at: now })
        })
        .await?;
    let version = plans.version;
    Ok(Found::at(plans, version))
}

fn check(new: &NewPatrolPlans) -> Result<(), Error> {
    let n = new.items.len();
    if n > MOST_PLANS {
        return Err(Error::invalid(
            "/items",
            "too_many",
            say!("最多 {MOST_PLANS} 条，这里有 {n} 条", "At most {MOST_PLANS}; there are {n}"),
        ));
    }
    let Some((area, place)) = left_out(&new.items) else { return Ok(()) };
    let (zh, en) = (|class: Class| class.label(Lang::Zh), |class: Class| class.label(Lang::En).to_lowercase());
    let (area_zh, place_zh, area_en, place_en) = (zh(area), zh(place), en(area), en(place));
    let words = say!(
        "{area_zh}网格的{place_zh}部位没有全年通用的计划，请补上一条",
        "No plan holds all year for {place_en} places of {area_en} grids; add one"
    );
    Err(Error::invalid("/items", "left_out", words))
}
