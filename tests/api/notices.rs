//! Notices: who is told what, and what becomes of it in the inbox.

use shared::cases::sharing::{FinishedPart, NewChild, NewHandover, NewPart, ask_part, finish_part, hand_over_cases, split_case};
use shared::cases::{Move, NewTransition, move_case};
use shared::notices::{Digest, Notice, NoticeFilter, NoticeKind, NoticesRead, count_unread, list_notices, read_notices};
use shared::problem::Code;
use shared::reports::file_report;
use shared::settings::{SettingsPatch, change_settings, find_settings};
use shared::staffing::Duty;
use shared::time::Moment;
use shared::units::UnitLevel;

use crate::reports::{filed_by, new_report};
use crate::units::{handler, unit};
use crate::world::{GRID_1, Person, SHICUN, World};

async fn inbox(who: &Person) -> Vec<Notice> {
    who.sends(list_notices(&NoticeFilter::default())).await.items
}

async fn kinds(who: &Person) -> Vec<NoticeKind> {
    inbox(who).await.into_iter().map(|notice| notice.kind).collect()
}

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) }
}

#[actix_web::test]
async fn a_case_is_told_along_its_way_to_those_it_concerns_and_not_to_who_did_it() {
    let world = World::new().await;
    let (lin, leader, dispatcher) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.dispatcher("何青").await);
    let office = unit(&world.assessor("郑敏").await, "城建办", UnitLevel::SubDistrict).await;
    let handler = handler(&world, "姜波", &office).await;
    let filed = filed_by(&world.visitor()).await;
    assert_eq!((kinds(&lin).await, kinds(&leader).await, kinds(&dispatcher).await), (vec![NoticeKind::New], vec![], vec![]));
    let dispatch = NewTransition { unit: Some(office.id), ..NewTransition::plain(Move::Dispatch) };
    dispatcher.sends(move_case(filed.case, &dispatch, 1)).await;
    assert_eq!(kinds(&handler).await, [NoticeKind::Dispatched]);
    handler.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 2)).await;
    handler.sends(move_case(filed.case, &because(Move::AskExtension, "灯具缺货"), 3)).await;
    assert_eq!(kinds(&dispatcher).await, [NoticeKind::Asked]);
    dispatcher.sends(move_case(filed.case, &because(Move::Refuse, "请先用备件"), 4)).await;
    assert_eq!(kinds(&handler).await, [NoticeKind::Refused, NoticeKind::Dispatched]);
    handler.sends(move_case(filed.case, &because(Move::Return, "归电力公司"), 5)).await;
    assert_eq!(kinds(&dispatcher).await, [NoticeKind::Returned, NoticeKind::Asked]);
    assert_eq!(kinds(&lin).await, [NoticeKind::New]);
    let told = inbox(&handler).await;
    let case = told[0].case.as_ref().expect("a case");
    assert_eq!((case.number.clone(), case.grid_name.as_deref()), (filed.case_number, Some("十村一网格")));
    assert_eq!(case.category.as_deref(), Some("0602"));
}

#[actix_web::test]
async fn work_that_is_shared_out_is_told_to_who_gets_it() {
    let world = World::new().await;
    let (lin, leader, dispatcher) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.dispatcher("何青").await);
    let office = unit(&world.assessor("郑敏").await, "城建办", UnitLevel::SubDistrict).await;
    let helper = handler(&world, "姜波", &office).await;
    let filed = filed_by(&world.visitor()).await;
    lin.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    let task = || "请查看线路".parse().expect("a task");
    let case = lin.sends(ask_part(filed.case, &NewPart { unit: office.id, task: task() }, 2)).await;
    assert_eq!(kinds(&helper).await, [NoticeKind::PartAsked]);
    let done = FinishedPart { result: "线路正常".parse().expect("a result") };
    helper.sends(finish_part(filed.case, case.parts[0].id, &done)).await;
    assert_eq!(kinds(&lin).await, [NoticeKind::PartDone, NoticeKind::New]);
    let child = NewChild { category: "0401".parse().expect("a category"), text: task(), grid: None };
    dispatcher.sends(split_case(filed.case, &child, 3)).await;
    assert_eq!(kinds(&lin).await[0], NoticeKind::New);
    let handover = NewHandover { from: lin.id, to: leader.id, grids: Vec::new(), note: None };
    assert_eq!(dispatcher.sends(hand_over_cases(&handover)).await.cases.len(), 2);
    assert_eq!(kinds(&leader).await, [NoticeKind::Assigned; 2]);
}

#[actix_web::test]
async fn of_a_restricted_matter_a_notice_names_the_number_only_and_goes_to_those_who_answer() {
    let world = World::new().await;
    let (lin, zhou) = (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    let cadre = world.person("毛建国", Duty::VillageCadre, SHICUN).await;
    let filed = world.visitor().sends(file_report(&new_report("0102"))).await;
    let told = inbox(&lin).await;
    let case = told[0].case.as_ref().expect("a case");
    assert_eq!((case.number.clone(), &case.category, &case.grid_name), (filed.case_number, &None, &None));
    assert!(inbox(&zhou).await.is_empty() && inbox(&cadre).await.is_empty());
    let page = lin.tries(&list_notices(&NoticeFilter::default())).await.text();
    assert!(!page.contains("路灯") && !page.contains("0102"), "{page}");
}

#[actix_web::test]
async fn notices_are_read_one_by_one_or_all_at_once_and_only_by_their_reader() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    for _ in 0..3 {
        filed_by(&world.visitor()).await;
    }
    assert_eq!(lin.sends(count_unread()).await.count, 3);
    let all = inbox(&lin).await;
    let newest = &all[0];
    let one = NoticesRead { ids: vec![newest.id], up_to: None };
    assert_eq!(leader.sends(read_notices(&one)).await.count, 0);
    assert_eq!(lin.sends(read_notices(&one)).await.count, 2);
    // Unread ones come first, page by page too.
    let first = lin.sends(list_notices(&NoticeFilter { limit: Some(2), ..NoticeFilter::default() })).await;
    assert!(first.items.iter().all(|notice| notice.read_at.is_none()));
    let next = NoticeFilter { limit: Some(2), cursor: first.next_cursor, ..NoticeFilter::default() };
    let second = lin.sends(list_notices(&next)).await;
    assert_eq!((second.items.len(), second.items[0].id, second.next_cursor), (1, newest.id, None));
    let unread = lin.sends(list_notices(&NoticeFilter { unread: Some(true), ..NoticeFilter::default() })).await;
    assert_eq!(unread.items.len(), 2);
    assert_eq!(lin.sends(read_notices(&NoticesRead { ids: vec![], up_to: Some(Moment::now()) })).await.count, 0);
    lin.fails(read_notices(&NoticesRead::default()), Code::Invalid).await;
    world.visitor().fails(count_unread(), Code::SignInRequired).await;
}

#[actix_web::test]
async fn what_was_read_is_forgotten_after_90_days() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    filed_by(&world.visitor()).await;
    filed_by(&world.visitor()).await;
    let read = inbox(&lin).await[0].id;
    lin.sends(read_notices(&NoticesRead { ids: vec![read], up_to: None })).await;
    let after = |days: i64| Moment::now().plus_seconds(days * 86_400 + 60);
    assert_eq!(world.write(move |conn| backend::notices::rows::forget_old(conn, after(89))).await, 0);
    assert_eq!(world.write(move |conn| backend::notices::rows::forget_old(conn, after(90))).await, 1);
    assert_eq!(inbox(&lin).await.len(), 1);
}

#[actix_web::test]
async fn the_digest_comes_once_a_day_at_its_hour_however_many_servers_ask() {
    let world = World::new().await;
    let (lin, administrator) = (world.full_time("林小梅").await, world.administrator("陈国平").await);
    filed_by(&world.visitor()).await;
    filed_by(&world.visitor()).await;
    let settings = administrator.sends(find_settings()).await;
    let nine = SettingsPatch { digest_hour: Some(9.try_into().expect("an hour")), ..SettingsPatch::default() };
    administrator.sends(change_settings(&nine, settings.version)).await;
    let tomorrow = Moment::now().day().shifted(1).begins();
    let write = |at: Moment| world.write(move |conn| backend::notices::digest::write(conn, at));
    assert!(!write(tomorrow.plus_seconds(9 * 3600 - 1)).await);
    // Two servers, at the same moment.
    let (one, other) = futures_util::join!(write(tomorrow.plus_seconds(9 * 3600)), write(tomorrow.plus_seconds(9 * 3600)));
    assert!(one != other);
    assert!(!write(tomorrow.plus_seconds(23 * 3600)).await);
    let digests: Vec<Digest> = inbox(&lin).await.into_iter().filter_map(|notice| notice.digest).collect();
    assert_eq!(digests.len(), 1);
    assert_eq!((digests[0].todo, digests[0].late + digests[0].soon), (2, 2));
    assert!(inbox(&administrator).await.is_empty());
}
