//! Routing rules: kept by the office, followed when a case is filed, tried on what was filed before.

use shared::cases::{CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::problem::Code;
use shared::reports::{FiledReport, file_report};
use shared::routing::{
    NewDryRun, NewRoutingRule, RoutingRule, RuleAuto, RuleId, RuleLate, add_routing_rule, change_routing_rule, dry_run, list_routing_rules,
    order_routing_rules, remove_routing_rule,
};
use shared::staffing::{Duty, NewAppointment, appoint};
use shared::time::{Moment, Month};
use shared::units::{UnitLevel, UnitPatch, change_unit};

use crate::reports::new_report;
use crate::units::{handler, unit};
use crate::world::{GRID_1, OTHER_GRID, Person, SHICUN, World};

/// A rule for everything that suggests the command room.
pub fn rule(name: &str) -> NewRoutingRule {
    NewRoutingRule {
        name: name.parse().expect("a name"),
        category: None,
        group: None,
        area: None,
        hours: None,
        weekdays: Vec::new(),
        from_time: None,
        to_time: None,
        level: Some(UnitLevel::SubDistrict),
        unit: None,
        duty: None,
        auto: RuleAuto::Suggest,
        late: RuleLate::Nothing,
    }
}

fn of_duty(name: &str, duty: Duty, auto: RuleAuto) -> NewRoutingRule {
    NewRoutingRule { level: None, duty: Some(duty), auto, ..rule(name) }
}

async fn filed(world: &World, grid: &str, category: &str) -> FiledReport {
    let new = shared::reports::NewReport { grid: grid.parse().ok(), ..new_report(category) };
    world.visitor().sends(file_report(&new)).await
}

fn names(rules: &[RoutingRule]) -> Vec<(i32, &str)> {
    rules.iter().map(|rule| (rule.position, rule.name.as_str())).collect()
}

#[actix_web::test]
async fn the_office_keeps_the_rules_in_their_order() {
    let world = World::new().await;
    let (office, dispatcher, member) = (world.assessor("郑敏").await, world.dispatcher("何青").await, world.full_time("林小梅").await);
    member.fails(list_routing_rules(), Code::Forbidden).await;
    dispatcher.fails(add_routing_rule(&rule("甲")), Code::Forbidden).await;
    let mut added = Vec::new();
    for name in ["甲", "乙", "丙"] {
        added.push(office.sends(add_routing_rule(&rule(name))).await);
    }
    let ids: Vec<RuleId> = added.iter().map(|rule| rule.id).collect();
    let wanted = vec![ids[2], ids[0], ids[1]];
    assert_eq!(names(&office.sends(order_routing_rules(wanted.clone())).await.items), [(1, "丙"), (2, "甲"), (3, "乙")]);
    office.fails(order_routing_rules(vec![ids[0], ids[1]]), Code::Conflict).await;
    office.fails(order_routing_rules(vec![ids[0], ids[0], ids[1]]), Code::Conflict).await;

    let village = NewRoutingRule { area: SHICUN.parse().ok(), ..rule("十村") };
    let changed = office.sends(change_routing_rule(ids[0], &village, 1)).await;
    assert_eq!((changed.version, changed.position, changed.area_name.as_deref()), (2, 2, Some("十村村委会")));
    assert_eq!(changed.said(), village);
    office.fails(change_routing_rule(ids[0], &village, 1), Code::VersionConflict).await;
    office.fails(remove_routing_rule(ids[0], 1), Code::VersionConflict).await;
    office.sends(remove_routing_rule(ids[0], 2)).await;
    assert_eq!(names(&dispatcher.sends(list_routing_rules()).await.items), [(1, "丙"), (2, "乙")]);
    office.fails(remove_routing_rule(ids[0], 2), Code::NotFound).await;
    let history = world
        .write(move |conn| {
            use backend::schema::changes;
            use diesel::prelude::*;
            let of = changes::table.filter(changes::noun.eq("routing_rule")).filter(changes::record.eq(ids[0].to_string()));
            Ok(of.order(changes::id).select((changes::action, changes::detail)).load::<(String, String)>(conn)?)
        })
        .await;
    assert_eq!(history.iter().map(|(action, _)| action.as_str()).collect::<Vec<_>>(), ["add", "change", "remove"]);
    assert!(history[2].1.contains("十村"), "what it said is kept: {}", history[2].1);
}

#[actix_web::test]
async fn a_rule_that_cannot_be_followed_is_refused() {
    let world = World::new().await;
    let office = world.administrator("陈国平").await;
    let (bureau, station) =
        (unit(&office, "市供电公司", UnitLevel::County).await, unit(&office, "应急管理站", UnitLevel::SubDistrict).await);
    let cases = [
        (NewRoutingRule { level: Some(UnitLevel::County), ..rule("甲") }, "/unit", "county_without_unit"),
        (NewRoutingRule { unit: Some(bureau.id), ..rule("甲") }, "/unit", "other_level"),
        (NewRoutingRule { area: "330881003299".parse().ok(), ..rule("甲") }, "/area", "unknown_area"),
        (of_duty("甲", Duty::Dispatcher, RuleAuto::Suggest), "/duty", "not_of_grid"),
        (NewRoutingRule { from_time: "08:00".parse().ok(), ..rule("甲") }, "/to_time", "half_window"),
    ];
    for (wrong, pointer, code) in cases {
        let problem = office.fails(add_routing_rule(&wrong), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), (pointer, code));
        let month = Month::of(&Moment::now().day());
        let problem = office.fails(dry_run(&NewDryRun { rules: Some(vec![rule("乙"), wrong]), month }), Code::Invalid).await;
        assert_eq!(problem.errors[0].pointer, format!("/rules/1{pointer}"));
    }
    office.sends(add_routing_rule(&NewRoutingRule { unit: Some(station.id), ..rule("夜间值班") })).await;
    let close = UnitPatch { closed_on: Some(Some(Moment::now().day())), ..UnitPatch::default() };
    assert!(office.fails(change_unit(station.id, &close, 1), Code::Conflict).await.detail.contains("夜间值班"));
}

#[actix_web::test]
async fn a_new_case_goes_where_the_first_rule_says() {
    let world = World::new().await;
    let (office, dispatcher, lin) = (world.assessor("郑敏").await, world.dispatcher("何青").await, world.full_time("林小梅").await);
    let station = unit(&office, "应急管理站", UnitLevel::SubDistrict).await;
    let on_call = handler(&world, "姜波", &station).await;
    let to_station =
        NewRoutingRule { category: "0601".parse().ok(), unit: Some(station.id), auto: RuleAuto::Dispatch, ..rule("道路归应急") };
    office.sends(add_routing_rule(&to_station)).await;
    office.sends(add_routing_rule(&NewRoutingRule { category: "0602".parse().ok(), unit: Some(station.id), ..rule("路灯建议") })).await;

    let road = on_call.sends(find_case(filed(&world, GRID_1, "0601").await.case)).await;
    assert_eq!((road.status, road.level, road.assignee.clone()), (CaseStatus::Dispatched, UnitLevel::SubDistrict, None));
    assert_eq!(road.unit.as_ref().map(|unit| unit.id), Some(station.id));
    let last = road.timeline.last().expect("a line");
    assert_eq!((last.kind, last.by_move, last.by.clone()), (EventKind::Moved, Some(Move::Dispatch), None));
    assert!(last.note.as_deref().is_some_and(|note| note.contains("道路归应急")), "{:?}", last.note);

    let light = lin.sends(find_case(filed(&world, GRID_1, "0602").await.case)).await;
    assert_eq!((light.status, light.assignee.map(|p| p.id)), (CaseStatus::Filed, Some(lin.id)));
    let suggested = light.suggested.expect("a suggestion");
    assert_eq!(
        (suggested.level, suggested.unit.map(|u| u.id), suggested.rule.as_str()),
        (UnitLevel::SubDistrict, Some(station.id), "路灯建议")
    );
    let taken = lin.sends(move_case(light.id, &NewTransition::plain(Move::Take), 1)).await;
    assert_eq!(taken.suggested, None);
    let other = dispatcher.sends(find_case(filed(&world, OTHER_GRID, "0801").await.case)).await;
    assert_eq!((other.status, other.suggested, other.assignee), (CaseStatus::Filed, None, None));
}

/// Somebody new who covers for somebody, today and tomorrow.
async fn cover(world: &World, office: &Person, name: &str, duty: Duty, of: &Person) -> Person {
    let who = world.person(name, Duty::PartTime, OTHER_GRID).await;
    let today = Moment::now().day();
    let new = NewAppointment {
        person: who.id,
        duty,
        area: GRID_1.parse().expect("an area"),
        unit: None,
        covering_for: Some(of.id),
        to_day: Some(today.shifted(1)),
        from_day: today,
    };
    office.sends(appoint(&new)).await;
    who
}

#[actix_web::test]
async fn a_rule_may_name_somebody_of_the_grid_and_whoever_covers_is_meant() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let instructor = world.person("毛建国", Duty::Instructor, SHICUN).await;
    office
        .sends(add_routing_rule(&NewRoutingRule { category: "0602".parse().ok(), ..of_duty("兼职", Duty::PartTime, RuleAuto::Dispatch) }))
        .await;
    office
        .sends(add_routing_rule(&NewRoutingRule {
            category: "0102".parse().ok(), ..of_duty("驻村", Duty::Instructor, RuleAuto::Suggest)
        }))
        .await;
    // Nobody is a part-time member of the grid: the case stays with the full-time one, and with the command room.
    let nobody = lin.sends(find_case(filed(&world, GRID_1, "0602").await.case)).await;
    assert_eq!((nobody.status, nobody.assignee.map(|p| p.id)), (CaseStatus::Filed, Some(lin.id)));
    let dispute = instructor.sends(find_case(filed(&world, GRID_1, "0102").await.case)).await;
    assert_eq!((dispute.status, dispute.assignee.map(|p| p.id)), (CaseStatus::Filed, Some(instructor.id)));

    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    let light = zhou.sends(find_case(filed(&world, GRID_1, "0602").await.case)).await;
    assert_eq!((light.status, light.assignee.map(|p| p.id)), (CaseStatus::Handling, Some(zhou.id)));
    let stand_in = cover(&world, &office, "徐长春", Duty::PartTime, &zhou).await;
    let light = zhou.sends(find_case(filed(&world, GRID_1, "0602").await.case)).await;
    assert_eq!((light.status, light.assignee.map(|p| p.id)), (CaseStatus::Handling, Some(stand_in.id)));
    // Without a rule the cover of the full-time member has the case.
    let full_time = cover(&world, &office, "姜远", Duty::FullTime, &lin).await;
    let errand = lin.sends(find_case(filed(&world, GRID_1, "0801").await.case)).await;
    assert_eq!((errand.assignee.map(|p| p.id), errand.full_time.map(|p| p.id)), (Some(full_time.id), Some(lin.id)));
}

#[actix_web::test]
async fn rules_are_tried_on_what_was_filed() {
    let world = World::new().await;
    let (office, dispatcher, admin) = (world.assessor("郑敏").await, world.dispatcher("何青").await, world.administrator("陈国平").await);
    let station = unit(&office, "应急管理站", UnitLevel::SubDistrict).await;
    let to_station = NewTransition { unit: Some(station.id), ..NewTransition::plain(Move::Dispatch) };
    let to_grid = NewTransition { level: Some(UnitLevel::Grid), ..NewTransition::plain(Move::Dispatch) };
    let mut roads = Vec::new();
    for (category, to) in [("0601", &to_station), ("0601", &to_grid), ("0602", &to_grid), ("0602", &to_grid), ("0801", &to_station)] {
        let report = filed(&world, GRID_1, category).await;
        dispatcher.sends(move_case(report.case, to, 1)).await;
        roads.push(report);
    }
    filed(&world, GRID_1, "0601").await;
    let draft = NewRoutingRule { category: "0601".parse().ok(), unit: Some(station.id), ..rule("道路") };
    let never = NewRoutingRule { category: "0703".parse().ok(), ..rule("火情") };
    let month = Month::of(&Moment::now().day());
    let tried = office.sends(dry_run(&NewDryRun { rules: Some(vec![draft.clone(), never]), month: month.clone() })).await;
    let counts: Vec<_> = tried.targets.iter().map(|t| (t.rule.as_ref().map(|name| name.as_str()), t.level, t.cases, t.differing)).collect();
    assert_eq!(
        counts,
        [(Some("道路"), UnitLevel::SubDistrict, 2, 1), (Some("火情"), UnitLevel::SubDistrict, 0, 0), (None, UnitLevel::Grid, 3, 1)]
    );
    assert_eq!((tried.cases, tried.differing, tried.examples.len()), (5, 2, 2));
    let example = &tried.examples[0];
    assert_eq!((example.case.id, example.level, example.went_level), (roads[1].case, UnitLevel::SubDistrict, UnitLevel::Grid));
    assert_eq!(example.unit.as_ref().map(|unit| unit.id), Some(station.id));

    // The rules in force; counts only for who does not see the cases; nothing in another month; nothing has changed.
    assert_eq!(office.sends(dry_run(&NewDryRun { rules: None, month: month.clone() })).await.targets.len(), 1);
    let counted = admin.sends(dry_run(&NewDryRun { rules: Some(vec![draft]), month: month.clone() })).await;
    assert_eq!((counted.differing, counted.examples.len()), (2, 0));
    assert_eq!(office.sends(dry_run(&NewDryRun { rules: None, month: month.before() })).await.cases, 0);
    world.full_time("林小梅").await.fails(dry_run(&NewDryRun { rules: None, month }), Code::Forbidden).await;
    assert!(office.sends(list_routing_rules()).await.items.is_empty());
}
