//! Leave and covering: asked for, granted with somebody who covers for just as long, ended early.

use backend::changes::By;
use backend::schema::{appointments, cases, feed, leaves};
use diesel::prelude::*;
use shared::cases::sharing::{NewHandover, hand_over_cases};
use shared::cases::{CaseId, find_case};
use shared::leaves::{
    CoverPack, Leave, LeaveFilter, LeaveId, LeaveState, NewCover, NewLeave, NewLeaveDecision, ask_for_leave, decide_leave, end_leave,
    find_leave, list_leaves,
};
use shared::problem::Code;
use shared::reports::{NewReport, file_report};
use shared::roster::{NewRoster, NewRosterEntry, RosterRole, Shift, replace_roster};
use shared::staffing::{AppointmentFilter, AppointmentId, AppointmentPatch, Duty, PersonId, change_appointment, list_appointments};
use shared::sync::ops::{AboutCase, CaseRemark};
use shared::sync::outbox::{Work, case_key};
use shared::sync::rows::whole;
use shared::time::{Day, Moment};

use crate::phone::Phone;
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_2, Person, QINGHU, SHICUN, World};

fn days(from: i64, to: i64) -> NewLeave {
    let today = Moment::now().day();
    NewLeave {
        id: LeaveId::new(),
        person: None,
        from_day: today.shifted(from),
        to_day: today.shifted(to),
        note: "文化礼堂的钥匙在我抽屉里".parse().ok(),
    }
}

/// The own duty of somebody.
async fn duty_of(office: &Person, who: &Person) -> AppointmentId {
    let filter = AppointmentFilter { person: Some(who.id.uuid()), ..AppointmentFilter::default() };
    office.sends(list_appointments(&filter)).await.items.into_iter().find(|it| it.covering_for.is_none()).expect("a duty").id
}

/// Lin's leave with Jiang covering.
async fn granted(office: &Person, lin: &Person, jiang: &Person, new: &NewLeave) -> Leave {
    let asked = lin.sends(ask_for_leave(new)).await;
    let covers = vec![NewCover { appointment: duty_of(office, lin).await, person: jiang.id }];
    office.sends(decide_leave(asked.id, &NewLeaveDecision::Grant { covers }, asked.version)).await
}

async fn packs(phone: &Phone) -> Vec<CoverPack> {
    let known = phone.engine.known("cover/").await.expect("a store");
    known.iter().filter_map(|record| whole(record.body.as_ref()?)).collect()
}

async fn holds(phone: &Phone, case: CaseId) -> bool {
    phone.engine.known(&case_key(case)).await.expect("a store").iter().any(|it| it.body.is_some())
}

#[actix_web::test]
async fn who_covers_has_the_grid_and_the_note_for_just_as_long() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let jiang = world.person("姜远", Duty::FullTime, GRID_2).await;
    let leave = granted(&office, &lin, &jiang, &days(0, 3)).await;
    let (theirs, own) = (filed_by(&world.visitor()).await.case, reported(&world, GRID_2).await);
    assert_eq!(leave.state, LeaveState::Granted);
    let [cover] = leave.covers.as_slice() else { panic!("{leave:?}") };
    assert_eq!((cover.person.id, cover.duty, &cover.to_day), (jiang.id, Duty::FullTime, &Some(leave.to_day.clone())));
    assert_eq!(cover.covering_for.as_ref().map(|it| it.id), Some(lin.id));

    let (phone, away) = (Phone::of(&world, &jiang), Phone::of(&world, &lin));
    phone.settles().await;
    away.settles().await;
    assert!(holds(&phone, theirs).await && holds(&phone, own).await);
    let pack = packs(&phone).await.remove(0);
    assert_eq!((pack.note, pack.phone.map(|it| it.to_string())), (leave.note.clone(), Some(lin.phone.clone())));
    assert!(packs(&away).await.is_empty());
    let told: Vec<Leave> = away.engine.known("leave/").await.expect("a store").iter().filter_map(|it| whole(it.body.as_ref()?)).collect();
    assert_eq!(told, std::slice::from_ref(&leave));

    // The last day passes: what was covered leaves the phone, and what is not sent is sent first.
    let remark = CaseRemark { about: AboutCase { case: Some(theirs), report: None }, note: "路灯已报修".parse().expect("a note") };
    phone.does(Work::remark_case(&remark)).await;
    over(&world, &leave, &[theirs]).await;
    phone.settles().await;
    assert_eq!(phone.engine.unsent().await.expect("a store").len(), 0, "done in the days of covering, taken afterwards");
    assert_eq!(lin.sends(find_case(theirs)).await.assignee.map(|it| it.id), Some(jiang.id), "who covers got it");
    hand_back(&world).await;
    assert_eq!(lin.sends(find_case(theirs)).await.assignee.map(|it| it.id), Some(lin.id), "and gives it back");
    phone.settles().await;
    assert!(!holds(&phone, theirs).await, "the grid has left the phone");
    assert!(packs(&phone).await.is_empty(), "and so has the note");
    assert!(holds(&phone, own).await, "the own grid stays");
}

async fn reported(world: &World, grid: &str) -> CaseId {
    world.visitor().sends(file_report(&NewReport { grid: grid.parse().ok(), ..new_report("0602") })).await.case
}

/// Hands back what is to be handed back today.
async fn hand_back(world: &World) {
    world.write(|conn| backend::leaves::ending::hand_back(conn, By { person: None, at: Moment::now() })).await;
}

async fn assignee(who: &Person, case: CaseId) -> Option<PersonId> {
    who.sends(find_case(case)).await.assignee.map(|it| it.id)
}

#[actix_web::test]
async fn cases_go_back_once_and_to_whoever_was_away() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let (jiang, dispatcher) = (world.person("姜远", Duty::FullTime, GRID_2).await, world.dispatcher("何青").await);
    let before = filed_by(&world.visitor()).await.case;
    let long_ago = Moment::now().plus_seconds(-20 * 86_400);
    world
        .write(move |conn| {
            diesel::update(cases::table.find(before)).set(cases::filed_at.eq(long_ago)).execute(conn)?;
            Ok(())
        })
        .await;
    dispatcher.sends(hand_over_cases(&NewHandover { from: lin.id, to: jiang.id, grids: Vec::new(), note: None })).await;
    let leave = granted(&office, &lin, &jiang, &days(0, 3)).await;
    let during = filed_by(&world.visitor()).await.case;
    hand_back(&world).await;
    assert_eq!(assignee(&dispatcher, during).await, Some(jiang.id), "not while it lasts");
    over(&world, &leave, &[during]).await;
    // She is away again the day after: it waits for her.
    let again = granted(&office, &lin, &jiang, &days(0, 0)).await;
    hand_back(&world).await;
    assert_eq!(assignee(&dispatcher, during).await, Some(jiang.id));
    over(&world, &again, &[]).await;
    hand_back(&world).await;
    assert_eq!(assignee(&dispatcher, during).await, Some(lin.id));
    assert_eq!(assignee(&dispatcher, before).await, Some(jiang.id), "what he had before the leave stays");
    // What the office gives him afterwards is not taken away.
    dispatcher.sends(hand_over_cases(&NewHandover { from: lin.id, to: jiang.id, grids: Vec::new(), note: None })).await;
    hand_back(&world).await;
    assert_eq!(assignee(&dispatcher, during).await, Some(jiang.id));
}

#[actix_web::test]
async fn a_cover_that_the_office_ends_takes_the_note_along() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let jiang = world.person("姜远", Duty::FullTime, GRID_2).await;
    let leave = granted(&office, &lin, &jiang, &days(0, 5)).await;
    let phone = Phone::of(&world, &jiang);
    phone.settles().await;
    assert_eq!(packs(&phone).await.len(), 1);
    let cover = leave.covers[0].id;
    world
        .write(move |conn| {
            let before = Moment::now().day().shifted(-3);
            diesel::update(appointments::table.find(cover)).set(appointments::from_day.eq(before)).execute(conn)?;
            Ok(())
        })
        .await;
    let ends = AppointmentPatch { to_day: Some(Some(Moment::now().day().shifted(-1))) };
    office.sends(change_appointment(cover, &ends, 1)).await;
    phone.settles().await;
    assert!(packs(&phone).await.is_empty());
    jiang.fails(find_leave(leave.id), Code::NotFound).await;
    assert!(jiang.sends(list_leaves(&LeaveFilter::default())).await.items.is_empty());
    assert_eq!(lin.sends(find_leave(leave.id)).await.covers.len(), 1);
}

/// As if the leave had ended yesterday, which only time can do.
async fn over(world: &World, leave: &Leave, came_meanwhile: &[CaseId]) {
    let (id, yesterday, came) = (leave.id, Moment::now().day().shifted(-1), came_meanwhile.to_vec());
    let cover = leave.covers[0].id;
    world
        .write(move |conn| {
            let before = yesterday.shifted(-3);
            diesel::update(cases::table.filter(cases::id.eq_any(came))).set(cases::filed_at.eq(yesterday.begins())).execute(conn)?;
            diesel::update(leaves::table.find(id)).set((leaves::from_day.eq(&before), leaves::to_day.eq(&yesterday))).execute(conn)?;
            diesel::update(appointments::table.find(cover))
                .set((appointments::from_day.eq(&before), appointments::to_day.eq(&yesterday)))
                .execute(conn)?;
            diesel::update(feed::table.filter(feed::kind.eq("cover"))).set(feed::leaves_at.eq(Moment::now())).execute(conn)?;
            backend::sync::tidy(conn, Moment::now())
        })
        .await;
}

#[actix_web::test]
async fn a_leave_is_seen_by_those_it_concerns() {
    let world = World::new().await;
    let (office, lin) = (world.administrator("陈国平").await, world.full_time("林小梅").await);
    let (jiang, leader) = (world.person("姜远", Duty::FullTime, GRID_2).await, world.leader("徐长根").await);
    let (dispatcher, handler) = (world.dispatcher("何青").await, world.person("姜波", Duty::Handler, QINGHU).await);
    let leave = granted(&office, &lin, &jiang, &days(1, 3)).await;
    for who in [&office, &lin, &jiang] {
        assert_eq!(who.sends(find_leave(leave.id)).await.id, leave.id);
        assert_eq!(who.sends(list_leaves(&LeaveFilter::default())).await.items.len(), 1);
    }
    leader.fails(find_leave(leave.id), Code::NotFound).await;
    assert!(leader.sends(list_leaves(&LeaveFilter::default())).await.items.is_empty());
    dispatcher.fails(find_leave(leave.id), Code::NotFound).await;
    handler.fails(list_leaves(&LeaveFilter::default()), Code::Forbidden).await;
    let on = |day: Day| LeaveFilter { on: Some(day), ..LeaveFilter::default() };
    assert_eq!(office.sends(list_leaves(&on(leave.to_day.clone()))).await.items.len(), 1);
    assert!(office.sends(list_leaves(&on(leave.to_day.shifted(1)))).await.items.is_empty());
}

#[actix_web::test]
async fn leave_is_asked_for_once_and_decided_once() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let (jiang, leader) = (world.person("姜远", Duty::FullTime, GRID_2).await, world.leader("徐长根").await);
    let new = days(1, 3);
    let asked = lin.sends(ask_for_leave(&new)).await;
    assert_eq!(lin.sends(ask_for_leave(&new)).await, asked, "sent again, it is answered as it stands");
    lin.fails(ask_for_leave(&NewLeave { to_day: new.to_day.shifted(1), ..new.clone() }), Code::Conflict).await;
    lin.fails(ask_for_leave(&days(3, 5)), Code::Conflict).await;
    let faults = lin.fails(ask_for_leave(&days(-1, -2)), Code::Invalid).await;
    assert_eq!(faults.errors.iter().map(|it| &*it.pointer).collect::<Vec<_>>(), ["/from_day", "/to_day"]);
    lin.fails(ask_for_leave(&days(10, 200)), Code::Invalid).await;
    lin.fails(ask_for_leave(&NewLeave { person: Some(jiang.id), ..days(20, 21) }), Code::Forbidden).await;
    office.sends(ask_for_leave(&NewLeave { person: Some(jiang.id), ..days(20, 21) })).await;

    let own = duty_of(&office, &lin).await;
    let grant = |person| NewLeaveDecision::Grant { covers: vec![NewCover { appointment: own, person }] };
    lin.fails(decide_leave(asked.id, &grant(jiang.id), asked.version), Code::Forbidden).await;
    office.fails(decide_leave(asked.id, &grant(jiang.id), asked.version + 1), Code::VersionConflict).await;
    let others = NewLeaveDecision::Grant { covers: vec![NewCover { appointment: duty_of(&office, &jiang).await, person: leader.id }] };
    let refused = office.fails(decide_leave(asked.id, &others, asked.version), Code::Invalid).await;
    assert_eq!(refused.errors[0].pointer, "/grant/covers/0/appointment");
    office.fails(decide_leave(asked.id, &grant(lin.id), asked.version), Code::Invalid).await;
    let twice = NewLeaveDecision::Grant { covers: vec![NewCover { appointment: own, person: leader.id }; 2] };
    office.fails(decide_leave(asked.id, &twice, asked.version), Code::Invalid).await;
    assert_eq!(office.sends(find_leave(asked.id)).await, asked, "what was refused has changed nothing");
    let decline = NewLeaveDecision::Decline { reason: "防汛期间不准假".parse().expect("a reason") };
    let declined = office.sends(decide_leave(asked.id, &decline, asked.version)).await;
    assert_eq!(declined.decision.and_then(|it| it.reason).as_deref(), Some("防汛期间不准假"));
    office.fails(decide_leave(asked.id, &grant(jiang.id), declined.version), Code::Conflict).await;
    // The days are free again.
    lin.sends(ask_for_leave(&days(3, 5))).await;
}

#[actix_web::test]
async fn who_is_away_is_not_counted_on_and_covers_for_nobody() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let jiang = world.person("姜远", Duty::FullTime, GRID_2).await;
    let day = Moment::now().day().shifted(8);
    let entries = vec![NewRosterEntry { day: day.clone(), shift: Shift::Night, role: RosterRole::Member, person: lin.id }];
    office.sends(replace_roster(&SHICUN.parse().expect("an area"), &day, &NewRoster { entries }, 0)).await;
    let leave = lin.sends(ask_for_leave(&days(8, 9))).await;
    assert_eq!(leave.rostered.iter().map(|it| (&it.day, it.shift)).collect::<Vec<_>>(), [(&day, Shift::Night)]);
    jiang.sends(ask_for_leave(&days(9, 9))).await;
    let covers = vec![NewCover { appointment: duty_of(&office, &lin).await, person: jiang.id }];
    let refused = office.fails(decide_leave(leave.id, &NewLeaveDecision::Grant { covers }, leave.version), Code::Invalid).await;
    assert_eq!((&*refused.errors[0].pointer, &*refused.errors[0].code), ("/grant/covers/0/person", "on_leave"));
}

#[actix_web::test]
async fn who_is_back_early_ends_the_covering() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let jiang = world.person("姜远", Duty::FullTime, GRID_2).await;
    let phone = Phone::of(&world, &jiang);
    let today = Moment::now().day();
    // Before it begins it never was.
    let coming = granted(&office, &lin, &jiang, &days(2, 4)).await;
    phone.settles().await;
    assert_eq!(packs(&phone).await.len(), 1, "known ahead");
    jiang.fails(end_leave(coming.id, coming.version), Code::Forbidden).await;
    let withdrawn = lin.sends(end_leave(coming.id, coming.version)).await;
    assert_eq!((withdrawn.state, withdrawn.covers.len()), (LeaveState::Withdrawn, 0));
    let filter = AppointmentFilter { person: Some(jiang.id.uuid()), ..AppointmentFilter::default() };
    assert_eq!(office.sends(list_appointments(&filter)).await.items.len(), 1);
    phone.settles().await;
    assert!(packs(&phone).await.is_empty());
    lin.fails(end_leave(coming.id, withdrawn.version), Code::Conflict).await;

    let begun = granted(&office, &lin, &jiang, &days(0, 4)).await;
    let ended = office.sends(end_leave(begun.id, begun.version)).await;
    assert_eq!((ended.state, &ended.to_day, &ended.covers[0].to_day), (LeaveState::Granted, &today, &Some(today.clone())));
}
