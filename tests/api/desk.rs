//! The office's desk: queues, many moves at once, saved filters, templates.

use shared::cases::bulk::{SeenCase, TransitionResults, move_cases};
use shared::cases::filters::{FilterQuery, NewFilter, forget_filter, list_filters, save_filter};
use shared::cases::queue::{Queue, count_cases};
use shared::cases::templates::{NewTemplate, TemplateFilter, TemplatePatch, add_template, change_template, list_templates};
use shared::cases::{CaseFilter, CaseId, CaseStatus, Move, NewTransition, find_case, list_cases, move_case};
use shared::photos::{PhotoKind, add_case_photo};
use shared::problem::Code;
use shared::reports::{NewReport, file_report};
use shared::staffing::Duty;
use shared::units::UnitLevel;
use uuid::Uuid;

use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_2, Person, World};

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) }
}

fn to_grid() -> NewTransition {
    NewTransition { level: Some(UnitLevel::Grid), ..NewTransition::plain(Move::Dispatch) }
}

async fn in_queue(who: &Person, queue: Queue) -> Vec<CaseId> {
    let filter = CaseFilter { queue: Some(queue), ..CaseFilter::default() };
    who.sends(list_cases(&filter)).await.items.into_iter().map(|case| case.id).collect()
}

/// In exactly which queues a case waits, and that the counts say so, too.
async fn queues_of(who: &Person, case: CaseId) -> Vec<Queue> {
    let counts = who.sends(count_cases()).await;
    let mut queues = Vec::new();
    for queue in Queue::ALL {
        let cases = in_queue(who, *queue).await;
        assert_eq!(counts.of(*queue), cases.len() as i64, "{queue}");
        queues.extend(cases.contains(&case).then_some(*queue));
    }
    queues
}

/// Makes a case late, as time alone could.
async fn make_late(world: &World, case: CaseId) {
    world
        .write(move |conn| {
            use backend::schema::cases;
            use diesel::prelude::*;
            diesel::update(cases::table.find(case)).set(cases::due_at.eq(shared::time::Moment::from_millis(1))).execute(conn)?;
            Ok(())
        })
        .await;
}

#[actix_web::test]
async fn a_case_waits_where_something_must_be_done_next() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let case = filed_by(&world.visitor()).await.case;
    assert_eq!(queues_of(&dispatcher, case).await, [Queue::Accept]);
    let counts = dispatcher.sends(count_cases()).await;
    assert_eq!((counts.open, counts.mine, lin.sends(count_cases()).await.mine), (1, 0, 1));
    let mut version = 1;
    for (who, step, queues) in [
        (&dispatcher, NewTransition::plain(Move::Accept), &[Queue::Dispatch][..]),
        (&dispatcher, to_grid(), &[Queue::Sign]),
        (&lin, NewTransition::plain(Move::Take), &[]),
        (&lin, because(Move::AskExtension, "等配件"), &[Queue::Decide]),
        (&dispatcher, because(Move::Refuse, "先临时处理"), &[]),
    ] {
        version = who.sends(move_case(case, &step, version)).await.version;
        assert_eq!(queues_of(&dispatcher, case).await, queues, "{}", step.by);
    }
    make_late(&world, case).await;
    assert_eq!(queues_of(&dispatcher, case).await, [Queue::Late, Queue::Supervise]);
    version = dispatcher.sends(move_case(case, &NewTransition::plain(Move::Remind), version)).await.version;
    make_late(&world, case).await;
    assert_eq!(queues_of(&dispatcher, case).await, [Queue::Late]);
    let stranger = world.person("姜远", Duty::FullTime, GRID_2).await;
    assert_eq!(stranger.sends(count_cases()).await.open, 0);
    assert_eq!(version, 7);
}

#[actix_web::test]
async fn a_case_returned_again_and_again_is_one_to_supervise() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let case = filed_by(&world.visitor()).await.case;
    let mut version = dispatcher.sends(move_case(case, &NewTransition::plain(Move::Accept), 1)).await.version;
    for n in 1..=3 {
        version = dispatcher.sends(move_case(case, &to_grid(), version)).await.version;
        version = lin.sends(move_case(case, &because(Move::Return, "不在本网格"), version)).await.version;
        assert_eq!(queues_of(&dispatcher, case).await.contains(&Queue::Supervise), n == 3, "{n}");
    }
}

#[actix_web::test]
async fn what_was_completed_is_verified_or_closed() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    for (queue, checked) in [(Queue::Verify, true), (Queue::Close, false)] {
        let category = shared::categories::CATEGORIES.iter().find(|category| category.verify() == checked).expect("a category");
        let new = NewReport { category: category.code.parse().expect("a code"), ..new_report("0602") };
        let case = world.visitor().sends(file_report(&new)).await.case;
        let taken = lin.sends(move_case(case, &NewTransition::plain(Move::Take), 1)).await;
        for kind in [PhotoKind::Before, PhotoKind::After] {
            lin.sends(add_case_photo(case, kind, "image/jpeg", jpeg(3))).await;
        }
        let standard = category.standards().first().map(|standard| standard.code.parse().expect("a standard"));
        let done = NewTransition { standard, ..because(Move::Complete, "办好了") };
        lin.sends(move_case(case, &done, taken.version)).await;
        assert_eq!(queues_of(&dispatcher, case).await, [queue], "{}", category.code);
    }
}

#[actix_web::test]
async fn many_move_together_and_each_by_itself() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(filed_by(&world.visitor()).await.case);
    }
    dispatcher.sends(move_case(cases[1], &because(Move::Decline, "重复"), 1)).await;
    let seen = |id: CaseId, version: i32| SeenCase { id, version };
    let nobodys = CaseId::new();
    let all = [seen(cases[0], 1), seen(cases[1], 2), seen(cases[2], 9), seen(nobodys, 1)];
    let call = || move_cases(&NewTransition::plain(Move::Accept), &all).once(Uuid::nil());
    let outcome = dispatcher.sends(call()).await;
    let told: Vec<_> = outcome.results.iter().map(|r| (r.id, r.moved, r.status, r.version, r.problem.as_ref().map(|p| p.code))).collect();
    assert_eq!(
        told,
        [
            (cases[0], true, Some(CaseStatus::Accepted), Some(2), None),
            (cases[1], false, Some(CaseStatus::Declined), Some(2), Some(Code::MoveNotPossible)),
            (cases[2], false, Some(CaseStatus::Filed), Some(1), Some(Code::VersionConflict)),
            (nobodys, false, None, None, Some(Code::NotFound)),
        ]
    );
    assert!(outcome.results[0].number.is_some() && outcome.results[3].number.is_none());
    let again: TransitionResults = dispatcher.sends(call()).await;
    assert_eq!(again, outcome);
    assert_eq!(dispatcher.sends(find_case(cases[0])).await.timeline.len(), 2);
    // What is missing is told for each.
    let outcome = dispatcher.sends(move_cases(&NewTransition::plain(Move::Decline), &[seen(cases[0], 2), seen(cases[2], 1)])).await;
    assert!(outcome.results.iter().all(|r| !r.moved && r.problem.as_ref().is_some_and(|p| p.errors[0].pointer == "/reason")));
    let problem = dispatcher.fails(move_cases(&NewTransition::plain(Move::Accept), &[]), Code::Invalid).await;
    assert_eq!(problem.errors[0].pointer, "/cases");
    dispatcher.fails(move_cases(&NewTransition::plain(Move::Accept), &[all[0], all[0]]), Code::Invalid).await;
    let lin = world.full_time("林小梅").await;
    let refused = lin.sends(move_cases(&NewTransition::plain(Move::Accept), &[seen(cases[2], 1)])).await;
    assert_eq!(refused.results[0].problem.as_ref().map(|p| p.code), Some(Code::Forbidden));
}

#[actix_web::test]
async fn everybody_keeps_filters_of_their_own() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let filter = CaseFilter { queue: Some(Queue::Late), q: Some("路灯".into()), limit: Some(50), ..CaseFilter::default() };
    let query = FilterQuery::of(&filter).expect("a filter");
    let new = |name: &str, filter: &str| NewFilter { name: name.parse().expect("a name"), filter: filter.parse().expect("a query") };
    let saved = dispatcher.sends(save_filter(&new("超期路灯", &query))).await;
    assert_eq!((saved.filter.clone(), &*saved.filter), (query, "q=%E8%B7%AF%E7%81%AF&queue=late"));
    assert_eq!(dispatcher.sends(list_filters()).await.items, std::slice::from_ref(&saved));
    assert!(lin.sends(list_filters()).await.items.is_empty());
    lin.fails(forget_filter(saved.id), Code::NotFound).await;
    let replaced = dispatcher.sends(save_filter(&new("超期路灯", "queue=late&cursor=abc"))).await;
    assert_eq!(&*replaced.filter, "queue=late");
    for (query, pointer) in [("queue=nowhere", "?queue"), ("sort=age", "?sort"), ("limit=5", "/filter")] {
        let problem = dispatcher.fails(save_filter(&new("不对", query)), Code::Invalid).await;
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    for n in 1..20 {
        dispatcher.sends(save_filter(&new(&format!("第 {n} 个"), "open=true"))).await;
    }
    dispatcher.fails(save_filter(&new("多了", "open=true")), Code::Conflict).await;
    dispatcher.sends(forget_filter(replaced.id)).await;
    dispatcher.sends(save_filter(&new("又一个", "open=true"))).await;
    assert_eq!(dispatcher.sends(list_filters()).await.items.len(), 20);
}

#[actix_web::test]
async fn templates_are_kept_by_the_office_and_offered_to_all() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let of = |by: Move| TemplateFilter { by: Some(by), ..TemplateFilter::default() };
    for by in [Move::Decline, Move::Wait, Move::Complete, Move::Close] {
        let shipped = lin.sends(list_templates(&of(by))).await.items;
        assert!(shipped.len() >= 2 && shipped.iter().all(|template| template.by == by), "{by}");
    }
    let new =
        NewTemplate {
            by: Move::Return, title: "不在本网格".parse().expect("a title"), text: "地点不在本网格".parse().expect("a text")
        };
    lin.fails(add_template(&new), Code::Forbidden).await;
    let added = assessor.sends(add_template(&new)).await;
    let problem = assessor.fails(add_template(&new), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/title", "taken"));
    let retire = TemplatePatch { retired: Some(true), ..TemplatePatch::default() };
    assessor.fails(change_template(added.id, &retire, 9), Code::VersionConflict).await;
    let retired = assessor.sends(change_template(added.id, &retire, 1)).await;
    assert_eq!((retired.retired, retired.version, retired.text), (true, 2, new.text));
    assert!(lin.sends(list_templates(&of(Move::Return))).await.items.is_empty());
    let all = TemplateFilter { retired: Some(true), ..of(Move::Return) };
    assert_eq!(lin.sends(list_templates(&all)).await.items.len(), 1);
    world.visitor().fails(list_templates(&of(Move::Return)), Code::SignInRequired).await;
}
