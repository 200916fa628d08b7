//! Rules by which new cases find their way, edited by the office and tried before they count.

pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{delete, get, post, put};
use shared::may;
use shared::page::Page;
use shared::routing::{DryRun, NewDryRun, NewRoutingRule, RoutingRule, RuleId, RuleOrder};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Found, Listed, NoContent};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Seen};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_rules).service(add_rule).service(order_rules).service(dry_run).service(change_rule).service(remove_rule);
}

/// List the routing rules.
///
/// In their order: the first that fits a case counts.
#[utoipa::path(tag = "routing")]
#[get("/routing-rules")]
async fn list_rules(db: Data<Db>, token: Token) -> Answer<Listed<RoutingRule>> {
    let now = Moment::now();
    let rules = db
        .read(move |conn| {
            Error::unless(token.caller(conn, now)?.is_office())?;
            rows::list(conn)
        })
        .await?;
    Ok(Listed(Page::whole(rules)))
}

/// Add a routing rule.
///
/// It comes after all others.
#[utoipa::path(tag = "routing")]
#[post("/routing-rules")]
async fn add_rule(db: Data<Db>, token: Token, new: Json<NewRoutingRule>) -> Answer<Created<RoutingRule>> {
    let now = Moment::now();
    let rule = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_units(&caller))?;
            rows::add(conn, &new, By { person: Some(caller.person), at: now })
        })
        .await?;
    let (location, version) = (format!("/api/v1/routing-rules/{}", rule.id), rule.version);
    Ok(Created::new(rule, location).at(version))
}

/// Replace a routing rule.
///
/// Cases that are filed from now on follow it; what was dispatched stays.
#[utoipa::path(tag = "routing")]
#[put("/routing-rules/{rule}")]
async fn change_rule(db: Data<Db>, token: Token, rule: Path<RuleId>, seen: Seen, new: Json<NewRoutingRule>) -> Answer<Found<RoutingRule>> {
    let now = Moment::now();
    let rule = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_units(&caller))?;
            rows::change(conn, *rule, &new, seen, By { person: Some(caller.person), at: now })
        })
        .await?;
    let version = rule.version;
    Ok(Found::at(rule, version))
}

/// Remove a routing rule.
///
/// What it said stays in the history.
#[utoipa::path(tag = "routing")]
#[delete("/routing-rules/{rule}")]
async fn remove_rule(db: Data<Db>, token: Token, rule: Path<RuleId>, seen: Seen) -> Answer<NoContent> {
    let now = Moment::now();
    db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::manage_units(&caller))?;
        rows::remove(conn, *rule, seen, By { person: Some(caller.person), at: now })
    })
    .await?;
    Ok(NoContent)
}

/// Put the routing rules in another order.
///
/// Names every rule once.
#[utoipa::path(tag = "routing")]
#[post("/routing-rules/order")]
async fn order_rules(db: Data<Db>, token: Token, order: Json<RuleOrder>) -> Answer<Listed<RoutingRule>> {
    let now = Moment::now();
    let rules = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_units(&caller))?;
            rows::order(conn, &order.rules, By { person: Some(caller.person), at: now })?;
            rows::list(conn)
        })
        .await?;
    Ok(Listed(Page::whole(rules)))
}

/// Try routing rules on the cases of a month.
///
/// A draft, or the rules in force: how many cases each would have taken, and the first of those that really went elsewhere. Nothing
/// changes.
#[utoipa::path(tag = "routing")]
#[post("/routing-rules/dry-run")]
async fn dry_run(db: Data<Db>, token: Token, new: Json<NewDryRun>) -> Answer<Found<DryRun>> {
    let now = Moment::now();
    let outcome = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::try_rules(&caller))?;
            rows::trial::run(conn, &new, may::sees_all_cases(&caller), &now.day())
        })
        .await?;
    Ok(Found::new(outcome))
}
