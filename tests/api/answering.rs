//! What reporters say after filing, and what becomes of their receipts when cases are merged.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use shared::cases::{CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::notices::{NoticeFilter, NoticeKind, list_notices};
use shared::photos::{PhotoKind, add_case_photo, add_receipt_photo};
use shared::problem::Code;
use shared::receipts::{NewRemark, Receipt, ReceiptCode, Verdict, find_receipt, judge, remark};
use shared::reports::{FiledReport, MeToo, file_report, me_too};

use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::{Person, Reply, World};

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) }
}

fn solved(rating: Option<u8>) -> Verdict {
    Verdict { by: Move::Confirm, reason: None, rating }
}

fn unsolved(reason: Option<&str>) -> Verdict {
    Verdict { by: Move::Reopen, reason: reason.map(|r| r.parse().expect("a reason")), rating: None }
}

fn saying(text: &str) -> NewRemark {
    NewRemark { text: text.parse().expect("a remark") }
}

fn words(receipt: &Receipt) -> Vec<&str> {
    receipt.steps.iter().map(|step| step.words.as_str()).collect()
}

/// Moves a case on from the version it has.
async fn moves(who: &Person, filed: &FiledReport, transition: NewTransition) {
    let version = who.sends(find_case(filed.case)).await.version;
    who.sends(move_case(filed.case, &transition, version)).await;
}

/// A lamp that was reported and mended, with photos of before and after.
async fn mended(world: &World, lin: &Person) -> FiledReport {
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    resident.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(1))).await;
    moves(lin, &filed, NewTransition::plain(Move::Take)).await;
    for (kind, seed) in [(PhotoKind::Before, 2), (PhotoKind::After, 3)] {
        lin.sends(add_case_photo(filed.case, kind, "image/jpeg", jpeg(seed))).await;
    }
    moves(lin, &filed, because(Move::Complete, "已换新灯泡")).await;
    filed
}

/// Sends a form of a page.
async fn posts(who: &Person, path: &str, body: &str) -> Reply {
    let form = TestRequest::post().uri(path).insert_header(("content-type", "application/x-www-form-urlencoded"));
    who.asks(form.insert_header(("accept", "text/html")).set_payload(body.to_owned())).await
}

#[actix_web::test]
async fn the_reporter_confirms_with_stars() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = mended(&world, &lin).await;
    let resident = world.visitor();
    let done = resident.sends(find_receipt(&filed.receipt)).await;
    assert_eq!(
        (done.moves, done.photos.len(), done.before_photos.len(), done.after_photos.len()),
        (vec![Move::Confirm, Move::Reopen], 1, 1, 1)
    );
    for (rating, code) in [(Some(0), "out_of_range"), (Some(6), "out_of_range")] {
        let problem = resident.fails(judge(&filed.receipt, &solved(rating)), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/rating", code));
    }
    let closed = resident.sends(judge(&filed.receipt, &solved(Some(4)))).await;
    assert_eq!((closed.status, closed.solved, closed.rating, closed.due_at), (CaseStatus::Closed, Some(true), Some(4), None));
    assert_eq!((closed.moves.clone(), closed.can_add, closed.level), (vec![Move::Reopen], false, None));
    assert_eq!(words(&closed).last(), Some(&"上报人确认：解决了"));
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.status, case.tallies.rating, case.tallies.solved), (CaseStatus::Closed, Some(4), Some(true)));
    let again = resident.fails(judge(&filed.receipt, &solved(None)), Code::MoveNotPossible).await;
    assert_eq!(again.moves, [Move::Reopen]);
}

#[actix_web::test]
async fn not_solved_begins_anew_with_a_new_clock() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = mended(&world, &lin).await;
    let resident = world.visitor();
    resident.sends(judge(&filed.receipt, &solved(Some(5)))).await;
    let problem = resident.fails(judge(&filed.receipt, &unsolved(None)), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.detail), ("/reason", "请写明哪里没有解决"));
    let rated = Verdict { rating: Some(1), ..unsolved(Some("又灭了")) };
    assert_eq!(resident.fails(judge(&filed.receipt, &rated), Code::Invalid).await.errors[0].code, "not_allowed");
    let reopened = resident.sends(judge(&filed.receipt, &unsolved(Some("晚上又灭了")))).await;
    assert_eq!((reopened.status, reopened.rating, reopened.result.clone()), (CaseStatus::Accepted, None, None));
    assert!(reopened.due_words.as_ref().is_some_and(|due| due.ends_with("前安排好由谁处理")), "{:?}", reopened.due_words);
    assert_eq!(words(&reopened).last(), Some(&"没有解决，重新办理：晚上又灭了"));
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.status, case.tallies.reopenings, case.tallies.rating), (CaseStatus::Accepted, 1, None));
    assert_eq!(case.timeline.last().map(|e| (e.kind, e.by_move, e.by.clone())), Some((EventKind::Moved, Some(Move::Reopen), None)));
    for by in [Move::Close, Move::Accept, Move::Void] {
        let reply = resident.tries(&judge(&filed.receipt, &Verdict { by, ..unsolved(Some("x")) })).await;
        assert!(matches!(reply.problem().code, Code::Forbidden | Code::MoveNotPossible), "{by}");
    }
}

#[actix_web::test]
async fn a_remark_reaches_those_who_handle_it_and_wakes_a_case_that_waits() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    moves(&lin, &filed, NewTransition::plain(Move::Take)).await;
    for (text, photo) in [(Some("灯杆编号是 12"), None), (None, Some(jpeg(9)))] {
        moves(&lin, &filed, because(Move::Wait, "请告诉我们灯杆编号")).await;
        let waiting = resident.sends(find_receipt(&filed.receipt)).await;
        assert_eq!((waiting.status, waiting.due_at), (CaseStatus::Waiting, None));
        assert!(waiting.due_words.as_ref().is_some_and(|words| words.starts_with("收到您的补充就接着办")), "{:?}", waiting.due_words);
        let page = resident.opens(&format!("/r/{}", filed.receipt.grouped())).await.text();
        let (asked, form, way) = (page.find("需要您补充：请告诉我们灯杆编号"), page.find("add-remark"), page.find("办理经过"));
        assert!(asked.is_some() && asked < form && form < way, "what is needed comes first");
        if let Some(text) = text {
            let after = resident.sends(remark(&filed.receipt, &saying(text))).await;
            assert_eq!(after.status, CaseStatus::Handling);
            assert!(words(&after).contains(&"您补充：灯杆编号是 12") && words(&after).last() == Some(&"继续处理"), "{:?}", words(&after));
        }
        if let Some(photo) = photo {
            resident.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", photo)).await;
            assert_eq!(resident.sends(find_receipt(&filed.receipt)).await.status, CaseStatus::Handling);
        }
    }
    resident.sends(remark(&filed.receipt, &saying("灯杆编号是 12"))).await;
    let case = lin.sends(find_case(filed.case)).await;
    let remarks: Vec<_> = case.timeline.iter().filter(|e| e.kind == EventKind::Remarked).map(|e| e.reason.as_deref()).collect();
    assert_eq!(remarks, [Some("灯杆编号是 12")], "pressed twice is said once");
    assert_eq!(case.timeline.iter().filter(|e| e.by_move == Some(Move::Resume)).count(), 2);
}

#[actix_web::test]
async fn nothing_is_added_to_what_has_ended() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = mended(&world, &lin).await;
    let resident = world.visitor();
    resident.sends(remark(&filed.receipt, &saying("谢谢"))).await;
    resident.sends(judge(&filed.receipt, &solved(None))).await;
    let problem = resident.fails(remark(&filed.receipt, &saying("还有")), Code::Conflict).await;
    assert!(problem.detail.contains("没解决"), "{}", problem.detail);
    resident.fails(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(4)), Code::Conflict).await;
    for body in ["{\"text\": \"\"}", "{}", "{\"text\": \"好\", \"more\": 1}"] {
        let request = TestRequest::post().uri(&format!("/api/v1/receipts/{}/remarks", filed.receipt));
        let reply = resident.asks(request.insert_header(("content-type", "application/json")).set_payload(body)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
}

#[actix_web::test]
async fn the_page_of_a_receipt_does_the_same_without_a_script() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = mended(&world, &lin).await;
    let (resident, page) = (world.visitor(), format!("/r/{}", filed.receipt.grouped()));
    let shown = resident.opens(&page).await;
    for words in ["问题解决了吗", "处理前", "处理后", "很好", "补充说明", "现在由网格负责"] {
        assert!(shown.text().contains(words), "{words}: {}", shown.text());
    }
    assert!(shown.body.len() < 30_000 && !shown.text().contains("<script") && !shown.text().contains("林小梅"), "{}", shown.body.len());
    let leader = world.leader("徐长根").await;
    let told = async || leader.sends(list_notices(&NoticeFilter::default())).await.items.into_iter().map(|n| n.kind).collect::<Vec<_>>();
    assert!(!told().await.contains(&NoticeKind::Remarked));
    let said = posts(&resident, &format!("{page}/remarks"), "text=%E5%8F%AF%E4%BB%A5%E4%BA%86").await;
    assert!(told().await.contains(&NoticeKind::Remarked), "who has to check it hears of it");
    assert_eq!((said.status, said.header("location")), (StatusCode::SEE_OTHER, Some(&*format!("{page}?said=remarked"))));
    let empty = posts(&resident, &format!("{page}/transitions"), "move=reopen&reason=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text().contains("请写明哪里没有解决") && empty.text().contains("<details open") && empty.text().contains("<title>错误："),
        "{}",
        empty.text()
    );
    let confirmed = posts(&resident, &format!("{page}/transitions"), "move=confirm&rating=5").await;
    assert_eq!(confirmed.header("location"), Some(&*format!("{page}?said=solved")));
    let thanked = resident.opens(confirmed.header("location").expect("a page")).await.text();
    assert!(thanked.contains("谢谢您的反馈") && thanked.contains("评分：5 星") && !thanked.contains("id=\"add-remark\""), "{thanked}");
    let reopened = posts(&resident, &format!("{page}/transitions"), "move=reopen&reason=%E5%8F%88%E7%81%AD%E4%BA%86").await;
    assert_eq!(reopened.header("location"), Some(&*format!("{page}?said=reopened")));
    assert!(resident.opens(&page).await.text().contains("没有解决，重新办理：又灭了"));

    let foreign = TestRequest::post()
        .uri(&format!("{page}/remarks"))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_payload("text=x");
    assert_eq!(resident.asks(foreign).await.problem().code, Code::CrossSite);
}

#[actix_web::test]
async fn merged_reports_follow_the_main_case_and_come_back_when_it_is_undone() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (first, second) = (world.visitor(), world.visitor());
    let main = filed_by(&first).await;
    let other = filed_by(&second).await;
    moves(&office, &other, NewTransition { into: Some(main.case), ..NewTransition::plain(Move::Merge) }).await;
    moves(&lin, &main, because(Move::Take, "明天上午来")).await;

    let followed = second.sends(find_receipt(&other.receipt)).await;
    assert_eq!((followed.status, followed.merged), (CaseStatus::Handling, true));
    assert_eq!(words(&followed), ["已收到您的上报", "和同一件事并在一起处理", "已有人接手处理：明天上午来"]);
    let told = first.sends(find_receipt(&main.receipt)).await;
    assert_eq!(words(&told), ["已收到您的上报", "有人反映的是同一件事，并在一起处理", "已有人接手处理：明天上午来"]);

    // What the second says reaches the main case, and the first does not read it.
    second.sends(remark(&other.receipt, &saying("我家门口也黑了"))).await;
    second.sends(add_receipt_photo(&other.receipt, false, "image/jpeg", jpeg(5))).await;
    let case = lin.sends(find_case(main.case)).await;
    assert!(case.timeline.iter().any(|e| e.kind == EventKind::Remarked && e.reason.as_deref() == Some("我家门口也黑了")));
    assert!(case.timeline.iter().any(|e| e.kind == EventKind::PhotoAdded && e.other == Some(other.case)));
    assert!(!words(&first.sends(find_receipt(&main.receipt)).await).iter().any(|w| w.contains("我家门口")));

    // Only whose report opened the case ends the check; all may say that it is not solved.
    lin.sends(add_case_photo(main.case, PhotoKind::Before, "image/jpeg", jpeg(6))).await;
    lin.sends(add_case_photo(main.case, PhotoKind::After, "image/jpeg", jpeg(7))).await;
    moves(&lin, &main, because(Move::Complete, "已换")).await;
    assert_eq!(first.sends(find_receipt(&main.receipt)).await.moves, [Move::Confirm, Move::Reopen]);
    let second_sees = second.sends(find_receipt(&other.receipt)).await;
    assert_eq!((second_sees.moves, second_sees.after_photos.len()), (vec![Move::Reopen], 1));
    second.fails(judge(&other.receipt, &solved(Some(5))), Code::MoveNotPossible).await;
    second.sends(judge(&other.receipt, &unsolved(Some("东边那盏还黑着")))).await;
    let unsolved_too = first.sends(find_receipt(&main.receipt)).await;
    assert_eq!((unsolved_too.status, words(&unsolved_too).last()), (CaseStatus::Accepted, Some(&"没有解决，重新办理")));

    moves(&office, &other, because(Move::Unmerge, "不是同一盏灯")).await;
    let own = second.sends(find_receipt(&other.receipt)).await;
    assert_eq!((own.status, own.merged), (CaseStatus::Filed, false));
    assert_eq!(words(&own), ["已收到您的上报", "和同一件事并在一起处理", "您补充：我家门口也黑了", "改为单独处理"]);
}

#[actix_web::test]
async fn me_too_gives_a_receipt_of_ones_own() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (first, second) = (world.visitor(), world.visitor());
    let filed = filed_by(&first).await;
    let joined = second.sends(me_too(filed.case, &MeToo::default())).await;
    assert_eq!((joined.case, joined.case_number.clone()), (filed.case, filed.case_number.clone()));
    assert_ne!(joined.receipt, filed.receipt);
    let (own, theirs) = (second.sends(find_receipt(&joined.receipt)).await, first.sends(find_receipt(&filed.receipt)).await);
    assert_eq!((&*own.text, words(&own)), ("我也遇到同样的事", vec!["已收到您的上报"]));
    assert_eq!(words(&theirs), ["已收到您的上报", "又有人反映了同样的事"]);
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.reports.len(), case.timeline.last().map(|e| e.kind)), (2, Some(EventKind::Joined)));

    // A merged case leads to the main one; restricted, unknown and ended ones cannot be joined.
    let other = filed_by(&first).await;
    moves(&office, &other, NewTransition { into: Some(filed.case), ..NewTransition::plain(Move::Merge) }).await;
    assert_eq!(second.sends(me_too(other.case, &MeToo::default())).await.case, filed.case);
    let restricted = first.sends(file_report(&new_report("0102"))).await;
    second.fails(me_too(restricted.case, &MeToo::default()), Code::NotFound).await;
    second.fails(me_too(shared::cases::CaseId::new(), &MeToo::default()), Code::NotFound).await;
    lin.sends(me_too(restricted.case, &MeToo::default())).await;
    moves(&office, &filed, because(Move::Decline, "不归街道")).await;
    second.fails(me_too(filed.case, &MeToo::default()), Code::Conflict).await;
}

#[actix_web::test]
async fn codes_cannot_be_tried_out() {
    let mut world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let few = backend::config::Config { wrong_codes_per_hour: 2, ..world.config().clone() };
    world.limit(&few);
    let guesser = world.visitor();
    let wrong: ReceiptCode = "0000-0000-0000".parse().expect("a code");
    guesser.fails(find_receipt(&wrong), Code::NotFound).await;
    guesser.fails(remark(&wrong, &saying("x")), Code::NotFound).await;
    for code in [&wrong, &filed.receipt] {
        guesser.fails(find_receipt(code), Code::TooMany).await;
    }
    assert_eq!(posts(&guesser, &format!("/r/{}/remarks", filed.receipt.grouped()), "text=x").await.status, StatusCode::TOO_MANY_REQUESTS);
}
