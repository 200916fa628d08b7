//! What a phone shows of a case before its work on it is sent is what the server says afterwards.

use shared::cases::{Case, CaseId, Move, NewTransition, find_case};
use shared::may::Caller;
use shared::reports::file_report;
use shared::session::find_me;
use shared::sla::Calendar;
use shared::staffing::PersonRef;
use shared::sync::ops::{AboutCase, CaseMove};
use shared::sync::outbox::{Work, case_key};
use shared::sync::rows::whole;
use shared::time::Moment;

use crate::phone::{Fate, Phone};
use crate::reports::new_report;
use crate::world::World;

/// The case as it lies on the phone.
async fn carried(phone: &Phone, id: CaseId) -> Case {
    let viewed = phone.engine.view(&case_key(id)).await.expect("a store").expect("it is carried");
    whole(&viewed.record.body.expect("all of it")).expect("a case")
}

/// What both must agree on.
fn told(case: &Case) -> (String, String, Option<String>, Vec<Move>, Option<String>) {
    let assignee = case.assignee.as_ref().map(|person| person.name.to_string());
    let mut moves = case.moves.clone();
    moves.sort();
    (case.status.to_string(), case.level.to_string(), assignee, moves, case.clock.as_ref().map(|clock| clock.stage.to_string()))
}

#[actix_web::test]
async fn moves_that_are_not_sent_look_as_they_will_once_they_are() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let me = lin.sends(find_me()).await;
    let (caller, by): (Caller, _) = (me.caller(), PersonRef { id: me.person, name: me.name.clone() });
    let calendar = Calendar::shipped();
    for moves in
        [vec![Move::Take], vec![Move::Take, Move::Update], vec![Move::Take, Move::Wait, Move::Resume], vec![Move::Take, Move::Return]]
    {
        let id = lin.sends(file_report(&new_report("0602"))).await.case;
        let phone = Phone::of(&world, &lin);
        phone.syncs(|| Fate::Good).await;
        let mut expected = carried(&phone, id).await;
        for by_move in moves {
            let until = (by_move == Move::Wait).then(|| Moment::now().plus_seconds(7 * 86_400));
            let transition = NewTransition { reason: "已到现场".parse().ok(), until, ..NewTransition::plain(by_move) };
            expected = expected.after(&transition, &by, calendar, Moment::now());
            let about = AboutCase { case: Some(id), report: None };
            phone.does(Work::move_case(&CaseMove { about, version: None, transition, photos: Vec::new() }, Vec::new())).await;
        }
        let expected = expected.at(&caller, calendar, Moment::now());
        phone.syncs(|| Fate::Good).await;
        assert!(phone.engine.unsent().await.expect("a store").is_empty(), "all of it was done");
        let said = lin.sends(find_case(id)).await;
        assert_eq!(told(&expected), told(&said));
        assert_eq!(told(&carried(&phone, id).await), told(&said), "and it came down again");
    }
}

#[actix_web::test]
async fn rows_follow_the_cases_and_leave_with_them() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let phone = Phone::of(&world, &lin);
    let rows = async || phone.engine.carried_cases().await.expect("a store");
    assert!(rows().await.is_empty());
    let id = lin.sends(file_report(&new_report("0602"))).await.case;
    phone.syncs(|| Fate::Good).await;
    let said = lin.sends(find_case(id)).await;
    let row = rows().await.pop().expect("one row");
    assert_eq!((row.summary.id, row.summary.status, row.summary.version), (id, said.status, said.version));
    let now = Moment::now();
    assert_eq!(row.at(Calendar::shipped(), now).light, said.clock.clone().expect("a clock").light);
    let due = said.clock.expect("a clock").due_at.expect("it runs");
    assert_eq!(row.at(Calendar::shipped(), due.plus_seconds(60)).light.as_str(), "red", "the phone's own clock goes on");
    phone.engine.forget_records().await.expect("a store");
    assert!(rows().await.is_empty());
    phone.syncs(|| Fate::Good).await;
    assert_eq!(rows().await.len(), 1, "and comes again");
}
