//! Daily safety feedback: one tap a grid and day, seen and not ranked.

use shared::problem::Code;
use shared::reports::{NewReport, ReportId, file_report};
use shared::safety::{
    GridSafety, NewSafetyFeedback, SafetyFeedbackId, SafetyFilter, SafetyState, give_safety_feedback, list_safety_feedback, state_on,
};
use shared::staffing::Duty;
use shared::sync::ops::OpKind;
use shared::sync::outbox::Work;
use shared::time::Moment;

use crate::phone::{Fate, Phone};
use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, SHICUN, World};

fn answer(grid: &str, trouble: Option<&str>) -> NewSafetyFeedback {
    NewSafetyFeedback {
        id: SafetyFeedbackId::new(),
        grid: grid.parse().expect("a grid"),
        trouble: trouble.map(|words| words.parse().expect("words")),
        report: None,
    }
}

async fn states(who: &Person) -> Vec<(String, SafetyState)> {
    let list = who.sends(list_safety_feedback(&SafetyFilter::default())).await;
    list.items.into_iter().map(|it: GridSafety| (it.grid.to_string(), it.state)).collect()
}

async fn on_phone(phone: &Phone, grid: &str) -> SafetyState {
    let known = phone.engine.known("safety_feedback/").await.expect("a store");
    state_on(&known, &grid.parse().expect("a grid"), &Moment::now().day())
}

#[actix_web::test]
async fn one_tap_without_a_network_is_one_answer() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let (phone, others) = (Phone::of(&world, &lin), Phone::of(&world, &leader));
    phone.syncs(|| Fate::Good).await;
    assert_eq!(on_phone(&phone, GRID_1).await, SafetyState::Waiting);
    let new = answer(GRID_1, None);
    phone.does(Work::field(OpKind::SafetyFeedback, &new, new.about())).await;
    assert_eq!(on_phone(&phone, GRID_1).await, SafetyState::Well);
    assert_eq!(states(&leader).await, [(GRID_1.to_owned(), SafetyState::Waiting)]);
    phone.syncs(|| Fate::Twice).await;
    phone.syncs(|| Fate::Good).await;
    assert_eq!(states(&leader).await, [(GRID_1.to_owned(), SafetyState::Well)]);
    others.settles().await;
    assert_eq!((on_phone(&phone, GRID_1).await, on_phone(&others, GRID_1).await), (SafetyState::Well, SafetyState::Well));
}

#[actix_web::test]
async fn the_last_answer_of_a_day_counts() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let first = answer(GRID_1, None);
    let told = lin.sends(give_safety_feedback(&first)).await;
    assert_eq!(lin.sends(give_safety_feedback(&first)).await, told);
    leader.fails(give_safety_feedback(&first), Code::Conflict).await;
    let report = ReportId::new();
    let filed = leader.sends(file_report(&NewReport { id: Some(report), ..new_report("0701") })).await;
    let second = NewSafetyFeedback { report: Some(report), ..answer(GRID_1, Some("后山水塘漫水")) };
    leader.sends(give_safety_feedback(&second)).await;
    let list = lin.sends(list_safety_feedback(&SafetyFilter::default())).await;
    let said = list.items[0].feedback.clone().expect("an answer");
    assert_eq!((list.items[0].state, said.by.id, said.case), (SafetyState::Trouble, leader.id, Some(filed.case)));
    // All well has no report.
    let odd = NewSafetyFeedback { report: Some(report), ..answer(GRID_1, None) };
    assert_eq!(lin.fails(give_safety_feedback(&odd), Code::Invalid).await.errors[0].pointer, "/trouble");
}

#[actix_web::test]
async fn who_has_not_answered_is_seen_by_those_who_answer_for_it() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    lin.sends(give_safety_feedback(&answer(GRID_1, None))).await;
    lin.fails(give_safety_feedback(&answer(GRID_2, None)), Code::Forbidden).await;
    let (one, two, three) =
        ((GRID_1.to_owned(), SafetyState::Well), (GRID_2.to_owned(), SafetyState::Waiting), (OTHER_GRID.to_owned(), SafetyState::Waiting));
    let instructor = world.person("毛建国", Duty::Instructor, SHICUN).await;
    assert_eq!(states(&instructor).await, [one.clone(), two.clone()]);
    // In the order of their codes, whoever answered.
    assert_eq!(states(&world.dispatcher("何青").await).await, [three.clone(), one.clone(), two]);
    assert_eq!(states(&world.person("姜远", Duty::FullTime, OTHER_GRID).await).await, [three]);
    let handler = world.person("姜波", Duty::Handler, crate::world::QINGHU).await;
    handler.fails(list_safety_feedback(&SafetyFilter::default()), Code::Forbidden).await;
    let yesterday = SafetyFilter { day: Some(Moment::now().day().shifted(-1)), ..SafetyFilter::default() };
    assert_eq!(lin.sends(list_safety_feedback(&yesterday)).await.items[0].state, SafetyState::Waiting);
}
