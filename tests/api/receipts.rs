//! Receipts: what the reporter is told, and what stays inside.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use shared::cases::{CaseStatus, Move, NewTransition, move_case};
use shared::photos::{PhotoKind, add_case_photo, add_receipt_photo};
use shared::problem::Code;
use shared::receipts::{ReceiptCode, find_receipt};
use shared::reports::{NewReport, file_report};
use shared::units::UnitLevel;

use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::World;

fn moved(by: Move, reason: &str, note: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), note: Some(note.parse().expect("a note")), ..NewTransition::plain(by) }
}

#[actix_web::test]
async fn the_reporter_follows_the_work_in_plain_words() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let before = resident.sends(find_receipt(&filed.receipt)).await;
    assert_eq!((before.status, &*before.status_words, &*before.promise), (CaseStatus::Filed, "已收到，等待受理", "2 个工作日内"));
    assert_eq!((&*before.grid_name, &*before.category_label, before.result), ("十村一网格", "路灯与照明", None));
    assert_eq!((before.level, before.can_add, before.merged, before.moves), (Some(UnitLevel::Grid), true, false, vec![]));
    let due = before.due_words.expect("a promise");
    assert!(before.due_at.is_some() && due.ends_with("前受理"), "{due}");

    resident.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(1))).await;
    lin.sends(move_case(filed.case, &moved(Move::Take, "明天上午来", "灯杆编号看不清"), 1)).await;
    lin.sends(add_case_photo(filed.case, PhotoKind::After, "image/jpeg", jpeg(2))).await;
    assert_eq!(resident.sends(find_receipt(&filed.receipt)).await.after_photos, [], "the work is not done yet");
    lin.sends(move_case(filed.case, &moved(Move::Complete, "已换新灯泡", "库存还剩两个"), 2)).await;
    let after = resident.sends(find_receipt(&filed.receipt)).await;
    assert_eq!(
        (after.status, after.result.as_deref(), after.photos.len(), after.after_photos.len()),
        (CaseStatus::Completed, Some("已换新灯泡"), 1, 1)
    );
    let steps: Vec<&str> = after.steps.iter().map(|s| s.words.as_str()).collect();
    assert_eq!(steps, ["已收到您的上报", "已有人接手处理：明天上午来", "已处理完"]);

    let told = serde_json::to_string(&after).expect("JSON");
    for inside in ["林小梅", "灯杆编号看不清", "库存还剩两个"] {
        assert!(!told.contains(inside), "{inside} stays inside");
    }
    let english = resident
        .asks(TestRequest::get().uri(&format!("/api/v1/receipts/{}", filed.receipt)).insert_header(("accept-language", "en")))
        .await;
    assert_eq!(english.json()["status_words"], "The work is done and will be checked");
}

#[actix_web::test]
async fn a_code_is_read_as_people_write_it_and_never_guessed() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    for written in [filed.receipt.grouped(), filed.receipt.to_lowercase(), filed.receipt.grouped().replace('-', "%20")] {
        assert_eq!(resident.opens(&format!("/api/v1/receipts/{written}")).await.status, StatusCode::OK, "{written}");
    }
    let other: ReceiptCode = "0000-0000-0000".parse().expect("a code");
    resident.fails(find_receipt(&other), Code::NotFound).await;
    resident.fails(add_receipt_photo(&other, false, "image/jpeg", jpeg(1)), Code::NotFound).await;
    assert_eq!(resident.opens("/api/v1/receipts/nonsense").await.problem().code, Code::NotFound);
}

/// One part of a form: its name, the name of the file if it is one, and what is in it.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

pub async fn posts(who: &crate::world::Person, path: &str, parts: &[Part<'_>]) -> crate::world::Reply {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|f| format!("; filename=\"{f}\"\r\ncontent-type: image/jpeg")).unwrap_or_default();
        body.extend(format!("--wangge\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--wangge--\r\n");
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("content-type", "multipart/form-data; boundary=wangge"))
        .insert_header(("accept", "text/html"))
        .set_payload(body);
    who.asks(request).await
}

pub const GOOD: [Part<'static>; 6] = [
    ("category", None, b"0602"),
    ("text", None, "路灯不亮 <b>三天</b>".as_bytes()),
    ("place_text", None, "村口桥头".as_bytes()),
    ("name", None, "毛阿婆".as_bytes()),
    ("phone", None, b"138 0570 1234"),
    ("photos", Some(""), b""),
];

pub fn with<'a>(changes: &[Part<'a>]) -> Vec<Part<'a>> {
    let kept = GOOD.iter().copied().filter(|(name, ..)| !changes.iter().any(|(changed, ..)| changed == name));
    kept.chain(changes.iter().copied()).collect()
}

#[actix_web::test]
async fn a_resident_reports_from_the_board_and_follows_the_receipt_without_a_script() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let resident = world.visitor();
    let form = resident.opens("/g/207001/report").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.len() < 30_000 && form.text().contains("十村一网格") && form.text().contains("路灯不亮"), "{}", form.body.len());

    let (first, second) = (jpeg(1), jpeg(2));
    let sent = posts(&resident, "/g/207001/report", &with(&[("photos", Some("1.jpg"), &first), ("photos", Some("2.jpg"), &second)])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let receipt = sent.header("location").expect("a receipt").to_owned();
    let page = resident.opens(&receipt).await;
    assert!(
        page.text().contains("上报成功") && page.text().contains("路灯不亮 &lt;b&gt;三天") && page.text().matches("<img").count() == 2,
        "{}",
        page.text()
    );
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for inside in ["毛阿婆", "13805701234"] {
        assert!(!page.text().contains(inside), "who reported is not on the receipt");
    }
    let case = lin.sends(shared::cases::list_cases(&Default::default())).await.items.remove(0);
    let case = lin.sends(shared::cases::find_case(case.id)).await;
    assert_eq!(
        (case.reports[0].channel, case.reports[0].reporter_phone.as_deref(), case.reports[0].photo_count),
        (shared::reports::Channel::Board, Some("13805701234"), 2)
    );

    // Pressed twice: the same receipt, nothing doubled.
    let again = posts(&resident, "/g/207001/report", &with(&[("photos", Some("1.jpg"), &first)])).await;
    assert_eq!(again.header("location"), Some(&*receipt));
    assert_eq!(lin.sends(shared::cases::find_case(case.id)).await.reports[0].photos.len(), 2);
}

#[actix_web::test]
async fn what_was_typed_is_never_lost() {
    let world = World::new().await;
    let resident = world.visitor();
    let long = "很长的话".repeat(501);
    let photo = jpeg(1);
    let cases: [(&str, &str, Vec<Part<'_>>); 5] = [
        ("#category", "请选择是哪类事情", with(&[("category", None, b"")])),
        ("#text", "请写一下看到了什么", with(&[("text", None, b" ")])),
        ("#text", "最多 2000 个字", with(&[("text", None, long.as_bytes()), ("photos", Some("1.jpg"), &photo)])),
        ("#phone", "请填写 11 位手机号", with(&[("phone", None, b"12")])),
        ("#name", "最多 40 个字", with(&[("name", None, "长".repeat(41).leak().as_bytes())])),
    ];
    for (field, words, parts) in cases {
        let reply = posts(&resident, "/g/207001/report", &parts).await;
        let page = reply.text();
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains(words) && page.contains(&format!("href=\"{field}\"")) && page.contains("<title>错误："), "{field} {page}");
        for (_, _, typed) in parts.iter().filter(|(name, file, _)| file.is_none() && *name != "category") {
            let typed = String::from_utf8_lossy(typed).replace('<', "&lt;").replace('>', "&gt;");
            assert!(page.contains(&typed), "{field}: {typed} is gone");
        }
        assert_eq!(page.contains("请重新选择"), parts.iter().any(|(_, file, _)| file.is_some_and(|f| !f.is_empty())));
    }
    let dispatcher = world.dispatcher("何青").await;
    assert_eq!(dispatcher.sends(shared::cases::list_cases(&Default::default())).await.items, [], "nothing was filed");
}

#[actix_web::test]
async fn a_bad_photo_does_not_hold_the_report_up() {
    let world = World::new().await;
    let resident = world.visitor();
    let good: Vec<Vec<u8>> = (0..10).map(jpeg).collect();
    let mut photos: Vec<Part<'_>> = vec![("photos", Some("a.heic"), b"\0\0\0\x18ftypheic\0\0\0\0"), ("photos", Some("b.jpg"), b"")];
    photos.extend(good.iter().map(|bytes| ("photos", Some("c.jpg"), bytes.as_slice())));
    let sent = posts(&resident, "/g/207001/report", &with(&photos)).await;
    let address = sent.header("location").expect("a receipt").to_owned();
    let page = resident.opens(&address).await.text();
    for words in ["第 1 张：这是 HEIC 格式", "第 2 张：照片是空的", "第 10 张：最多 9 张", "第 12 张：最多 9 张", "还可以补充 2 张"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("<img").count(), 7);

    let receipt = address.split('?').next().expect("a path");
    let more = posts(
        &resident,
        &format!("{receipt}/photos"),
        &[("photos", Some("d.jpg"), &good[8]), ("photos", Some("e.jpg"), &good[9]), ("photos", Some("f.jpg"), &jpeg(99))],
    )
    .await;
    assert_eq!(more.status, StatusCode::SEE_OTHER);
    let page = resident.opens(more.header("location").expect("a receipt")).await.text();
    assert!(page.contains("收到 2 张照片") && page.contains("多出的没有收"), "{page}");
    assert!(!page.contains("id=\"add-photos\""), "nine are enough");
    let none = posts(&resident, &format!("{receipt}/photos"), &[("photos", Some(""), b"")]).await;
    assert!(resident.opens(none.header("location").expect("a receipt")).await.text().contains("没有选择照片"));
}

#[actix_web::test]
async fn forms_for_what_is_not_there_are_answered_in_words() {
    let world = World::new().await;
    let resident = world.visitor();
    for (path, words) in [("/g/000000/report", "没有找到"), ("/r/0000-0000-0000", "没有找到"), ("/r/nonsense", "没有找到")] {
        let reply = resident.asks(TestRequest::get().uri(path).insert_header(("accept", "text/html"))).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert!(reply.text().contains(words), "{path}");
    }
    assert_eq!(posts(&resident, "/r/0000-0000-0000/photos", &[("photos", Some("a.jpg"), &jpeg(1))]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(posts(&resident, "/g/000000/report", &GOOD).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn whoever_files_too_often_waits_and_keeps_the_words() {
    let mut world = World::new().await;
    let few = backend::config::Config { reports_per_minute: 1, lookups_per_minute: 1, ..world.config().clone() };
    world.limit(&few);
    let resident = world.visitor();
    let first = posts(&resident, "/g/207001/report", &GOOD).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = posts(&resident, "/g/207001/report", &with(&[("text", None, "另一件事".as_bytes())])).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(second.text().contains("另一件事") && second.text().contains("秒后再试"), "{}", second.text());
    resident.fails(shared::reports::file_report(&crate::reports::new_report("0602")), Code::TooMany).await;
    let other: ReceiptCode = "0000-0000-0000".parse().expect("a code");
    resident.fails(find_receipt(&other), Code::NotFound).await;
    resident.fails(find_receipt(&other), Code::TooMany).await;
}

#[actix_web::test]
async fn photos_that_were_announced_and_never_came_are_asked_for() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = resident.sends(file_report(&NewReport { photo_count: 2, ..new_report("0602") })).await;
    let page = async || resident.opens(&format!("/r/{}", filed.receipt)).await.text();
    assert!(page().await.contains("您上报时有 2 张照片，现在收到 0 张。"));
    resident.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(1))).await;
    assert!(page().await.contains("您上报时有 2 张照片，现在收到 1 张。"));
    resident.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(2))).await;
    assert!(!page().await.contains("现在收到"));
}
