//! Work shared out: cases split in two, parts of other units, one person's cases handed to another.

use shared::cases::sharing::{FinishedPart, NewChild, NewHandover, NewPart, ask_part, finish_part, hand_over_cases, split_case};
use shared::cases::{Case, CaseAct, CaseId, CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::problem::Code;
use shared::reports::file_report;
use shared::staffing::{Duty, PersonId};
use shared::units::{UnitId, UnitLevel, UnitPatch, change_unit};
use uuid::Uuid;

use crate::reports::new_report;
use crate::units::{handler, unit};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, World};

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: reason.parse().ok(), ..NewTransition::plain(by) }
}

/// A case that needs no photos, taken on by somebody.
async fn taken(world: &World, by: &Person, grid: &str) -> Case {
    let new = shared::reports::NewReport { grid: grid.parse().ok(), ..new_report("0801") };
    let filed = world.visitor().sends(file_report(&new)).await;
    by.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await
}

fn child(category: &str, text: &str, grid: Option<&str>) -> NewChild {
    NewChild {
        category: category.parse().expect("a category"),
        text: text.parse().expect("a text"),
        grid: grid.and_then(|g| g.parse().ok()),
    }
}

fn part(unit: UnitId) -> NewPart {
    NewPart { unit, task: "请看现场电线".parse().expect("a task") }
}

#[actix_web::test]
async fn a_case_is_split_and_ends_after_its_child() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let zhou = world.person("周小平", Duty::PartTime, OTHER_GRID).await;
    let parent = taken(&world, &lin, GRID_1).await;
    assert_eq!(parent.acts, [CaseAct::Split, CaseAct::AskPart]);
    let new = child("0602", "门口的路灯也不亮\n要换灯泡", None);
    zhou.fails(split_case(parent.id, &new, 2), Code::NotFound).await;
    let mut unseen = split_case(parent.id, &new, 2);
    unseen.if_match = None;
    lin.fails(unseen, Code::PreconditionRequired).await;
    lin.fails(split_case(parent.id, &new, 1), Code::VersionConflict).await;
    let elsewhere = child("0602", "不在这里", Some("330881003207888"));
    assert_eq!(lin.fails(split_case(parent.id, &elsewhere, 2), Code::Invalid).await.errors[0].pointer, "/grid");
    let once = || split_case(parent.id, &new, 2).once(Uuid::nil());
    let split: Case = lin.sends(once()).await;
    assert_eq!(lin.sends(once()).await.id, split.id);
    assert_eq!(
        (split.status, &*split.summary, split.parent.as_ref().map(|p| p.id)),
        (CaseStatus::Filed, "门口的路灯也不亮", Some(parent.id))
    );
    assert_eq!((split.grid.as_str(), split.assignee.as_ref().map(|p| p.id), split.clock.is_some()), (GRID_1, Some(lin.id), true));
    let told =
        |case: &Case| case.timeline.iter().filter(|e| e.kind == EventKind::Split).map(|e| (e.other, e.note.clone())).collect::<Vec<_>>();
    let seen = lin.sends(find_case(parent.id)).await;
    assert_eq!(told(&split), [(Some(parent.id), Some("门口的路灯也不亮\n要换灯泡".to_owned()))]);
    assert_eq!(told(&seen), [(Some(split.id), Some("门口的路灯也不亮\n要换灯泡".to_owned()))]);
    assert_eq!((seen.version, seen.related.len()), (3, 1));

    // Neither completed nor solved on the spot while the child is open.
    for by in [Move::Complete, Move::SelfHandle] {
        let problem = lin.fails(move_case(parent.id, &because(by, "办好了"), 3), Code::MoveNotPossible).await;
        assert!(problem.detail.contains("分出的案件"), "{}", problem.detail);
        assert!(!problem.moves.contains(&by));
    }
    dispatcher.sends(move_case(split.id, &because(Move::Void, "重复"), 1)).await;
    let done = lin.sends(move_case(parent.id, &because(Move::Complete, "办好了"), 3)).await;
    assert_eq!((done.status, done.acts), (CaseStatus::Completed, vec![]));
    lin.fails(split_case(parent.id, &new, 4), Code::Conflict).await;

    // The command room splits any case, also into another grid, whose people then have it.
    let fresh = taken(&world, &lin, GRID_1).await;
    let there = dispatcher.sends(split_case(fresh.id, &child("0801", "九村也要代办", Some(OTHER_GRID)), 2)).await;
    assert_eq!((there.grid.as_str(), there.assignee), (OTHER_GRID, None));
    assert_eq!(zhou.sends(find_case(there.id)).await.parent.map(|p| p.id), Some(fresh.id));
}

#[actix_web::test]
async fn another_unit_does_its_part_before_the_case_is_done() {
    let world = World::new().await;
    let (office, lin, dispatcher) = (world.assessor("郑敏").await, world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (station, bureau) =
        (unit(&office, "应急管理站", UnitLevel::SubDistrict).await, unit(&office, "市供电公司", UnitLevel::County).await);
    let (jiang, wu) = (handler(&world, "姜波", &station).await, handler(&world, "吴军", &bureau).await);
    let case = taken(&world, &lin, GRID_1).await;
    jiang.fails(find_case(case.id), Code::NotFound).await;
    let gone = Uuid::now_v7().into();
    assert_eq!(lin.fails(ask_part(case.id, &part(gone), 2), Code::Invalid).await.errors[0].code, "unknown_unit");
    let asked = lin.sends(ask_part(case.id, &part(station.id), 2)).await;
    assert_eq!((asked.version, asked.parts.len(), asked.parts[0].may_finish, asked.parts[0].done_at), (3, 1, false, None));
    lin.fails(ask_part(case.id, &part(station.id), 3), Code::Conflict).await;
    let closed = UnitPatch { closed_on: Some(Some(shared::time::Moment::now().day())), ..UnitPatch::default() };
    assert!(office.fails(change_unit(station.id, &closed, 1), Code::Conflict).await.detail.contains("1 件协办"));
    let problem = lin.fails(move_case(case.id, &because(Move::Complete, "办好了"), 3), Code::MoveNotPossible).await;
    assert!(problem.detail.contains("协办"), "{}", problem.detail);

    let one = asked.parts[0].id;
    let done = FinishedPart { result: "线路已整改".parse().expect("a result") };
    wu.fails(finish_part(case.id, one, &done), Code::NotFound).await;
    lin.fails(finish_part(case.id, one, &done), Code::Forbidden).await;
    assert!(jiang.sends(find_case(case.id)).await.parts[0].may_finish);
    let finished = jiang.sends(finish_part(case.id, one, &done)).await;
    let told = &finished.parts[0];
    assert_eq!((told.done_by.as_ref().map(|p| p.id), told.result.as_ref().map(|r| r.as_str())), (Some(jiang.id), Some("线路已整改")));
    dispatcher.fails(finish_part(case.id, one, &done), Code::Conflict).await;
    let lines: Vec<_> =
        finished.timeline.iter().filter(|e| e.unit.is_some()).map(|e| (e.kind, e.unit.as_ref().map(|u| u.id), e.note.clone())).collect();
    assert_eq!(
        lines,
        [
            (EventKind::PartAsked, Some(station.id), Some("请看现场电线".to_owned())),
            (EventKind::PartDone, Some(station.id), Some("线路已整改".to_owned()))
        ]
    );
    assert_eq!(lin.sends(move_case(case.id, &because(Move::Complete, "办好了"), 3)).await.status, CaseStatus::Completed);

    let lies = dispatcher
        .sends(move_case(
            taken(&world, &lin, GRID_1).await.id,
            &NewTransition { unit: Some(station.id), ..NewTransition::plain(Move::Dispatch) },
            2,
        ))
        .await;
    assert_eq!(dispatcher.fails(ask_part(lies.id, &part(station.id), 3), Code::Invalid).await.errors[0].code, "holds_it");
    let by_unit = jiang.sends(ask_part(lies.id, &part(bureau.id), 3)).await;
    let one = by_unit.parts[0].id;
    dispatcher.sends(finish_part(lies.id, one, &done)).await;
}

fn all_of(from: PersonId, to: PersonId) -> NewHandover {
    NewHandover { from, to, grids: Vec::new(), note: "请产假".parse().ok() }
}

async fn assignee(who: &Person, case: CaseId) -> Option<PersonId> {
    who.sends(find_case(case)).await.assignee.map(|person| person.id)
}

#[actix_web::test]
async fn one_persons_open_cases_go_to_another() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    world.person("林小梅", Duty::FullTime, GRID_2).await;
    let (one, two) = (taken(&world, &lin, GRID_1).await, taken(&world, &lin, GRID_1).await);
    let filed = world.visitor().sends(file_report(&new_report("0801"))).await;
    let over = taken(&world, &lin, GRID_1).await;
    dispatcher.sends(move_case(over.id, &because(Move::Complete, "办好了"), 2)).await;
    dispatcher.sends(move_case(over.id, &NewTransition::plain(Move::Confirm), 3)).await;

    lin.fails(hand_over_cases(&all_of(lin.id, zhou.id)), Code::Forbidden).await;
    for (wrong, pointer) in
        [(all_of(lin.id, lin.id), "/to"), (all_of(lin.id, PersonId::new()), "/to"), (all_of(PersonId::new(), zhou.id), "/from")]
    {
        assert_eq!(dispatcher.fails(hand_over_cases(&wrong), Code::Invalid).await.errors[0].pointer, pointer);
    }
    let none = NewHandover { grids: vec![GRID_2.parse().expect("a grid")], ..all_of(lin.id, zhou.id) };
    assert!(dispatcher.sends(hand_over_cases(&none)).await.cases.is_empty());
    let handed = dispatcher.sends(hand_over_cases(&all_of(lin.id, zhou.id))).await;
    assert_eq!(handed.cases.iter().map(|case| case.id).collect::<Vec<_>>(), [one.id, two.id, filed.case]);
    assert_eq!((assignee(&lin, two.id).await, assignee(&dispatcher, over.id).await), (Some(zhou.id), Some(lin.id)));
    let moved = dispatcher.sends(find_case(one.id)).await;
    assert_eq!((moved.status, moved.version, moved.clock.map(|c| c.due_at)), (CaseStatus::Handling, 3, one.clock.map(|c| c.due_at)));
    let line = moved.timeline.last().expect("a line");
    assert_eq!((line.kind, line.by_move, line.note.as_deref()), (EventKind::Moved, None, Some("林小梅 经办的案件移交：请产假")));
    assert_eq!((line.by.as_ref().map(|p| p.id), line.assignee.as_ref().map(|p| p.id)), (Some(dispatcher.id), Some(zhou.id)));
    assert_eq!(dispatcher.sends(find_case(filed.case)).await.status, CaseStatus::Filed);
}
