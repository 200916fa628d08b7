//! Appeals against lateness.

use diesel::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use shared::appeals::{
    Appeal, AppealFilter, AppealId, AppealState, NewAppeal, NewReview, file_appeal, find_appeal, list_appeals, review_appeal,
};
use shared::cases::{Case, CaseId, CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::notices::{NoticeFilter, NoticeKind, list_notices};
use shared::photos::PhotoId;
use shared::problem::Code;
use shared::reports::file_report;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, Person, QINGHU, World};

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) }
}

fn appeal(reason: &str) -> NewAppeal {
    NewAppeal { reason: reason.parse().expect("a reason"), photos: Vec::new() }
}

fn review(uphold: bool) -> NewReview {
    NewReview { uphold, reason: "已核实".parse().expect("a reason") }
}

/// A case that was completed by `who` long after its time, and closed by the office. `late` is whether it really was late.
async fn closed(world: &World, who: &Person, office: &Person, late: bool) -> Case {
    let filed = world.visitor().sends(file_report(&new_report("0204"))).await;
    let case = who.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    if late {
        world.write(move |conn| long_ago(conn, filed.case)).await;
    }
    who.sends(move_case(case.id, &because(Move::Complete, "已联系事主"), 2)).await;
    let case = office.sends(move_case(case.id, &NewTransition::plain(Move::Confirm), 3)).await;
    assert_eq!((case.status, case.tallies.late_since.is_some()), (CaseStatus::Closed, late));
    case
}

/// Lets the clock of a case have run for a month.
fn long_ago(conn: &mut backend::db::Conn, case: CaseId) -> Result<(), backend::error::Error> {
    use backend::schema::case_courses;
    let since = Moment::now().plus_seconds(-30 * 86_400);
    diesel::update(case_courses::table.find(case)).set(case_courses::since.eq(since)).execute(conn)?;
    Ok(())
}

async fn told(who: &Person) -> Vec<NoticeKind> {
    who.sends(list_notices(&NoticeFilter::default())).await.items.into_iter().map(|notice| notice.kind).collect()
}

#[actix_web::test]
async fn two_who_agree_exempt_the_case_and_the_fact_stays() {
    let world = World::new().await;
    let (lin, dispatcher, assessor) = (world.full_time("林小梅").await, world.dispatcher("何青").await, world.assessor("郑敏").await);
    let case = closed(&world, &lin, &dispatcher, true).await;
    let filed = lin.sends(file_appeal(case.id, &appeal("台风停电三天"), case.version)).await;
    assert_eq!((filed.state, filed.reviewable, filed.version), (AppealState::Filed, false, 1));
    assert_eq!(told(&dispatcher).await[0], NoticeKind::Appealed);
    assert!(dispatcher.sends(find_appeal(filed.id)).await.reviewable);
    assessor.fails(review_appeal(filed.id, &review(true), 1), Code::Forbidden).await;
    dispatcher.fails(review_appeal(filed.id, &review(true), 7), Code::VersionConflict).await;
    let seconded = dispatcher.sends(review_appeal(filed.id, &review(true), 1)).await;
    assert_eq!((seconded.state, seconded.version, told(&assessor).await[0]), (AppealState::Seconded, 2, NoticeKind::AppealSeconded));
    assert!(!lin.sends(find_case(case.id)).await.tallies.exempt);
    let upheld = assessor.sends(review_appeal(filed.id, &review(true), 2)).await;
    assert_eq!((upheld.state, upheld.reviews.len()), (AppealState::Upheld, 2));
    let after = lin.sends(find_case(case.id)).await;
    assert_eq!((after.tallies.exempt, after.tallies.late_since), (true, case.tallies.late_since));
    let lines = after.timeline.iter().filter(|event| event.kind == EventKind::Appealed);
    assert_eq!(lines.map(|event| event.reason.is_none() && event.note.is_some()).collect::<Vec<_>>(), [true; 3]);
    assert_eq!(told(&lin).await[0], NoticeKind::AppealUpheld);
    assessor.fails(review_appeal(filed.id, &review(false), 3), Code::Conflict).await;
    lin.fails(file_appeal(case.id, &appeal("再来一次"), case.version), Code::Conflict).await;
}

#[actix_web::test]
async fn one_who_disagrees_is_enough_to_refuse() {
    let world = World::new().await;
    let (lin, dispatcher, assessor) = (world.full_time("林小梅").await, world.dispatcher("何青").await, world.assessor("郑敏").await);
    for first in [false, true] {
        let case = closed(&world, &lin, &dispatcher, true).await;
        let filed = lin.sends(file_appeal(case.id, &appeal("停电"), case.version)).await;
        let mut last = dispatcher.sends(review_appeal(filed.id, &review(first), 1)).await;
        if first {
            last = assessor.sends(review_appeal(filed.id, &review(false), 2)).await;
        }
        assert_eq!((last.state, lin.sends(find_case(case.id)).await.tallies.exempt), (AppealState::Refused, false));
        assert_eq!(told(&lin).await[0], NoticeKind::AppealRefused);
    }
}

#[actix_web::test]
async fn an_appeal_needs_a_closed_case_that_was_late_its_people_and_its_time() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (stranger, assessor) = (world.person("外人", Duty::FullTime, GRID_2).await, world.assessor("郑敏").await);
    let open = world.visitor().sends(file_report(&new_report("0204"))).await;
    let problem = lin.fails(file_appeal(open.case, &appeal("早说"), 1), Code::Conflict).await;
    assert!(problem.detail.contains("结案以后"), "{}", problem.detail);
    let in_time = closed(&world, &lin, &dispatcher, false).await;
    lin.fails(file_appeal(in_time.id, &appeal("没超期"), in_time.version), Code::Conflict).await;
    let late = closed(&world, &lin, &dispatcher, true).await;
    stranger.fails(file_appeal(late.id, &appeal("路过"), late.version), Code::NotFound).await;
    assessor.fails(file_appeal(late.id, &appeal("代为"), late.version), Code::Forbidden).await;
    lin.fails(file_appeal(late.id, &appeal("旧的"), late.version - 1), Code::VersionConflict).await;
    let mut unseen = file_appeal(late.id, &appeal("没看"), 1);
    unseen.if_match = None;
    lin.fails(unseen, Code::PreconditionRequired).await;
    let foreign = NewAppeal { photos: vec![PhotoId::new()], ..appeal("有照片") };
    assert_eq!(lin.fails(file_appeal(late.id, &foreign, late.version), Code::Invalid).await.errors[0].pointer, "/photos");
    let id = late.id;
    world
        .write(move |conn| {
            use backend::schema::cases;
            let closed_at = Moment::now().plus_seconds(-40 * 86_400);
            diesel::update(cases::table.find(id)).set(cases::closed_at.eq(closed_at)).execute(conn)?;
            Ok(())
        })
        .await;
    let problem = lin.fails(file_appeal(late.id, &appeal("太晚"), late.version), Code::Conflict).await;
    assert!(problem.detail.contains("10 个工作日"), "{}", problem.detail);
}

#[actix_web::test]
async fn everybody_lists_the_appeals_that_are_theirs_to_see() {
    let world = World::new().await;
    let (lin, leader, dispatcher) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.dispatcher("何青").await);
    let (stranger, handler) = (world.person("外人", Duty::FullTime, GRID_2).await, world.person("姜波", Duty::Handler, QINGHU).await);
    let case = closed(&world, &lin, &dispatcher, true).await;
    let filed = lin.sends(file_appeal(case.id, &appeal("停电"), case.version)).await;
    let filter = AppealFilter::default;
    let of_case = || AppealFilter { case: Some(case.id.uuid()), ..filter() };
    for (who, all, one) in [(&lin, 1, 1), (&leader, 0, 1), (&dispatcher, 1, 1), (&stranger, 0, 0), (&handler, 0, 0)] {
        let count = async |filter: AppealFilter| who.sends(list_appeals(&filter)).await.items.len();
        assert_eq!((count(filter()).await, count(of_case()).await), (all, one));
    }
    leader.sends(find_appeal(filed.id)).await;
    stranger.fails(find_appeal(filed.id), Code::NotFound).await;
    let state = |state| AppealFilter { state: Some(state), ..filter() };
    assert_eq!(dispatcher.sends(list_appeals(&state(AppealState::Filed))).await.items.len(), 1);
    assert!(dispatcher.sends(list_appeals(&state(AppealState::Upheld))).await.items.is_empty());
}

/// Whoever does what in whatever order: an appeal is upheld by two different people who are not its author, or not at all.
#[actix_web::test]
async fn no_sequence_of_calls_upholds_an_appeal_with_fewer_than_two_reviewers() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    for duty in [Duty::Dispatcher, Duty::Assessor] {
        world.appoint(&lin, duty, QINGHU, None).await;
    }
    let both = world.dispatcher("身兼二职").await;
    world.appoint(&both, Duty::Assessor, QINGHU, None).await;
    let cast = [
        lin.clone(),
        both,
        world.dispatcher("何青").await,
        world.assessor("郑敏").await,
        world.person("周小平", Duty::PartTime, GRID_1).await,
    ];
    let case = closed(&world, &lin, &cast[2], true).await;
    let mut runner = TestRunner::deterministic();
    let calls = proptest::collection::vec((0..cast.len(), 0..8_u8, 1..4_i32), 1..8);
    let mut upheld = 0;
    for _ in 0..24 {
        let (id, appellant) = (begin_anew(&world, &case, &lin).await, lin.id);
        for (who, answer, version) in calls.new_tree(&mut runner).expect("calls").current() {
            cast[who].tries(&review_appeal(id, &review(answer != 0), version)).await;
            let (state, exempt, reviewers) = outcome(&world, id, case.id).await;
            assert_eq!(exempt, state == AppealState::Upheld);
            if exempt {
                assert_eq!(reviewers.len(), 2);
                assert!(reviewers[0].0 != reviewers[1].0, "one person reviewed twice");
                assert!(reviewers.iter().all(|(reviewer, uphold)| *reviewer != appellant && *uphold));
            }
        }
        upheld += usize::from(outcome(&world, id, case.id).await.1);
    }
    assert!(upheld > 0, "the calls never got so far");
}

/// Takes the last appeal away and files another one.
async fn begin_anew(world: &World, case: &Case, by: &Person) -> AppealId {
    use backend::schema::{appeal_reviews, appeals, case_courses};
    let id = case.id;
    world
        .write(move |conn| {
            diesel::delete(appeal_reviews::table).execute(conn)?;
            diesel::delete(appeals::table).execute(conn)?;
            diesel::update(case_courses::table.find(id)).set(case_courses::exempt.eq(false)).execute(conn)?;
            Ok(())
        })
        .await;
    let filed: Appeal = by.sends(file_appeal(case.id, &appeal("停电"), case.version)).await;
    filed.id
}

async fn outcome(world: &World, id: AppealId, case: CaseId) -> (AppealState, bool, Vec<(PersonId, bool)>) {
    use backend::schema::{appeal_reviews, appeals, case_courses};
    world
        .write(move |conn| {
            let state = appeals::table.find(id).select(appeals::state).first(conn)?;
            let exempt = case_courses::table.find(case).select(case_courses::exempt).first(conn)?;
            let reviews = appeal_reviews::table
                .filter(appeal_reviews::appeal.eq(id))
                .select((appeal_reviews::reviewer, appeal_reviews::uphold))
                .load(conn)?;
            Ok((state, exempt, reviews))
        })
        .await
}
