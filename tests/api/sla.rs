//! The limits of the stages: defaults, what the office sets instead, and the clocks that follow.

use backend::schema::changes;
use diesel::prelude::*;
use shared::cases::find_case;
use shared::categories::{CategoryCode, Limit, LimitUnit, list_categories};
use shared::problem::Code;
use shared::receipts::find_receipt;
use shared::sla::limits::{StageLimit, list_limits, reset_limit, set_limit};
use shared::sla::{Stage, default_limit};

use crate::reports::filed_by;
use crate::world::{Person, World};

fn lights() -> CategoryCode {
    "0602".parse().expect("a category")
}

fn limit(amount: u16, unit: LimitUnit) -> Limit {
    Limit { amount, unit }
}

async fn listed(who: &Person, stage: Stage) -> StageLimit {
    let all = who.sends(list_limits()).await.items;
    assert_eq!(all.len(), 46);
    let of = all.into_iter().find(|limits| limits.category == lights()).expect("the category");
    of.stages.into_iter().find(|limit| limit.stage == stage).expect("the stage")
}

#[actix_web::test]
async fn limits_are_the_defaults_until_the_office_sets_others() {
    let world = World::new().await;
    let (office, visitor) = (world.assessor("郑敏").await, world.visitor());
    for stage in Stage::ALL {
        let found = listed(&visitor, *stage).await;
        assert_eq!((found.limit, found.set, found.version), (default_limit(&lights(), *stage), false, 0));
    }
    assert_eq!(listed(&visitor, Stage::Handle).await.words, "2 个工作日内");

    let day = limit(1, LimitUnit::WorkingDay);
    let set = office.sends(set_limit(&lights(), Stage::Handle, day, 0)).await;
    assert_eq!((set.limit, set.set, set.version, set.default), (day, true, 1, limit(2, LimitUnit::WorkingDay)));
    assert_eq!(listed(&visitor, Stage::Handle).await, set);
    let tree = visitor.sends(list_categories()).await.items;
    let told = tree.iter().find(|category| category.code == lights()).expect("the category");
    assert_eq!((told.limit.as_str(), told.standards[0].limit.as_str()), ("1 个工作日内", "1 个工作日内"));

    // Going back keeps the version going up, so that what was read before it is old.
    office.sends(reset_limit(&lights(), Stage::Handle, 1)).await;
    let back = listed(&visitor, Stage::Handle).await;
    assert_eq!((back.limit, back.set, back.version), (back.default, false, 2));
    office.fails(set_limit(&lights(), Stage::Handle, day, 1), Code::VersionConflict).await;
    office.fails(set_limit(&lights(), Stage::Handle, day, 0), Code::VersionConflict).await;
    office.sends(set_limit(&lights(), Stage::Handle, day, 2)).await;
    let history: Vec<(String, String)> = world
        .write(|conn| {
            let of = changes::table.filter(changes::noun.eq("sla_limit")).order(changes::id);
            Ok(of.select((changes::record, changes::action)).load(conn)?)
        })
        .await;
    assert_eq!(history, ["set", "reset", "set"].map(|action| ("0602/handle".to_owned(), action.to_owned())));
}

#[actix_web::test]
async fn only_what_fits_is_set_and_only_by_who_may() {
    let world = World::new().await;
    let office = world.administrator("陈国平").await;
    for unfit in [limit(0, LimitUnit::WorkingDay), limit(1001, LimitUnit::UrgentHour), limit(1, LimitUnit::AtOnce)] {
        let problem = office.fails(set_limit(&lights(), Stage::Accept, unfit, 0), Code::Invalid).await;
        assert_eq!(problem.errors[0].code, "out_of_range");
    }
    office.sends(set_limit(&lights(), Stage::Accept, limit(0, LimitUnit::AtOnce), 0)).await;
    let day = limit(1, LimitUnit::WorkingDay);
    world.dispatcher("何青").await.fails(set_limit(&lights(), Stage::Accept, day, 1), Code::Forbidden).await;
    world.leader("徐长根").await.fails(reset_limit(&lights(), Stage::Accept, 1), Code::Forbidden).await;
    world.visitor().fails(set_limit(&lights(), Stage::Accept, day, 1), Code::SignInRequired).await;
    let nowhere = shared::call::Call::<StageLimit>::put("/sla/0999/accept", &day).when(0);
    office.fails(nowhere, Code::NotFound).await;
}

#[actix_web::test]
async fn a_case_that_enters_a_stage_gets_the_limit_that_holds_then() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let allotted = async |case| lin.sends(find_case(case)).await.clock.expect("a clock").allotted_ms;
    let earlier = filed_by(&world.visitor()).await.case;
    office.sends(set_limit(&lights(), Stage::Accept, limit(90, LimitUnit::UrgentMinute), 0)).await;
    let later = filed_by(&world.visitor()).await.case;
    assert_eq!((allotted(earlier).await, allotted(later).await), (4 * 3_600_000, 90 * 60_000));
}

#[actix_web::test]
async fn a_receipt_promises_what_the_office_has_set() {
    let world = World::new().await;
    let (office, resident) = (world.assessor("郑敏").await, world.visitor());
    office.sends(set_limit(&lights(), Stage::Handle, limit(6, LimitUnit::WorkingHour), 0)).await;
    let receipt = filed_by(&resident).await.receipt;
    assert_eq!(resident.sends(find_receipt(&receipt)).await.promise, "6 个工作小时内");
    let page = resident.opens(&format!("/r/{}", receipt.grouped())).await.text();
    assert!(page.contains("6 个工作小时内") && !page.contains("2 个工作日内"), "{page}");
}
