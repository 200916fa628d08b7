//! Reports: filed once, by anybody, with a case behind each.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use shared::cases::{CaseFilter, CaseStatus, find_case, list_cases};
use shared::categories::list_categories;
use shared::place::{Place, PlaceSource, Point};
use shared::problem::Code;
use shared::reports::{Channel, FiledReport, NewReport, ReportId, Reporter, file_report, find_report};
use shared::staffing::Duty;
use uuid::Uuid;

use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, World};

/// A report of [`GRID_1`] with nothing but what it needs.
pub fn new_report(category: &str) -> NewReport {
    NewReport {
        id: None,
        category: category.parse().expect("a category"),
        text: "村口路灯不亮\n已经三天了".parse().expect("a text"),
        grid: Some(GRID_1.parse().expect("a grid")),
        place: None,
        place_text: Some("村口桥头东侧".parse().expect("a place")),
        channel: None,
        reporter: None,
        captured_at: None,
        photo_count: 0,
        joins: None,
    }
}

/// A street light reported in [`GRID_1`].
pub async fn filed_by(who: &Person) -> FiledReport {
    who.sends(file_report(&new_report("0602"))).await
}

#[actix_web::test]
async fn a_report_opens_a_case_on_the_desk_of_the_grids_people() {
    let world = World::new().await;
    let (leader, lin) = (world.leader("徐长根").await, world.full_time("林小梅").await);
    let filed = filed_by(&world.visitor()).await;
    assert_eq!(filed.receipt_url, format!("http://wangge.test/r/{}", filed.receipt.grouped()));
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.status, &*case.summary, case.grid.as_str()), (CaseStatus::Filed, "村口路灯不亮", GRID_1));
    assert_eq!((&*case.village_name, &*case.grid_name), ("十村", "十村一网格"));
    let names = [&case.assignee, &case.leader, &case.full_time].map(|p| p.as_ref().map(|p| p.id));
    assert_eq!(names, [Some(lin.id), Some(leader.id), Some(lin.id)]);
    assert_eq!((case.reports.len(), case.timeline.len(), case.version), (1, 1, 1));
    let report = lin.sends(find_report(filed.id)).await;
    assert_eq!((report.channel, report.filed_by, report.receipt), (Channel::Api, None, filed.receipt));
}

#[actix_web::test]
async fn whoever_covers_today_gets_the_work_and_the_holder_stays_responsible() {
    let world = World::new().await;
    let (lin, cover) = (world.full_time("林小梅").await, world.person("王代", Duty::FullTime, GRID_2).await);
    let (holder, person) = (lin.id, cover.id);
    world
        .write(move |conn| {
            let now = shared::time::Moment::now();
            let by = backend::changes::By { person: None, at: now };
            let new = shared::staffing::NewAppointment {
                person,
                duty: Duty::FullTime,
                area: GRID_1.parse().expect("a grid"),
                unit: None,
                covering_for: Some(holder),
                from_day: now.day(),
                to_day: Some(now.day()),
            };
            backend::staffing::rows::appoint(conn, &new, by)
        })
        .await;
    let filed = filed_by(&world.visitor()).await;
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.assignee.map(|p| p.id), case.full_time.map(|p| p.id)), (Some(cover.id), Some(lin.id)));
}

#[actix_web::test]
async fn a_place_inside_one_grid_is_enough() {
    let world = World::new().await;
    world.write(|conn| {
        use backend::schema::grids;
        use diesel::prelude::*;
        for (code, west) in [(GRID_1, 118.60), (GRID_2, 118.61)] {
            let (east, south, north) = (west + 0.01, 28.66, 28.67);
            let boundary = json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]});
            diesel::update(grids::table.find(code)).set(grids::boundary.eq(boundary.to_string())).execute(conn)?;
        }
        diesel::update(backend::schema::boundary_version::table).set(backend::schema::boundary_version::version.eq(100)).execute(conn)?;
        Ok(())
    }).await;
    let at = |lon| NewReport {
        grid: None,
        place: Some(Place { point: Point::new(lon, 28.665).expect("a point"), accuracy_m: Some(12.0), source: PlaceSource::Gps }),
        ..new_report("0602")
    };
    let resident = world.visitor();
    assert_eq!(resident.sends(file_report(&at(118.615))).await.grid.as_str(), GRID_2);
    let problem = resident.fails(file_report(&at(118.70)), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/grid", "required"));
    // Whoever names the grid knows better than the satellites.
    let named = NewReport { grid: Some(GRID_1.parse().expect("a grid")), ..at(118.70) };
    assert_eq!(resident.sends(file_report(&named)).await.grid.as_str(), GRID_1);
}

#[actix_web::test]
async fn a_report_sent_twice_is_filed_once() {
    let world = World::new().await;
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, GRID_1).await);
    let chosen = NewReport { id: Some(ReportId::new()), ..new_report("0602") };
    let first = lin.sends(file_report(&chosen)).await;
    assert_eq!(lin.sends(file_report(&chosen)).await, first);
    let other_words = NewReport { text: "别的事".parse().expect("a text"), ..chosen.clone() };
    lin.fails(file_report(&other_words), Code::Conflict).await;
    stranger.fails(file_report(&chosen), Code::Conflict).await;

    let key = Uuid::now_v7();
    let keyed = lin.sends(file_report(&new_report("0602")).once(key)).await;
    let again = lin.tries(&file_report(&new_report("0602")).once(key)).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (StatusCode::CREATED, Some("true")));
    assert_eq!(again.json()["id"], json!(keyed.id));
    lin.fails(file_report(&new_report("0401")).once(key), Code::IdempotencyKeyReused).await;
    assert_eq!(lin.sends(list_cases(&CaseFilter::default())).await.items.len(), 2);
}

#[actix_web::test]
async fn numbers_run_without_a_gap_however_many_file_at_once() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = futures(&resident, 12).await;
    let mut numbers: Vec<String> = filed.iter().map(|f| f.case_number.to_string()).collect();
    numbers.sort();
    let day = filed[0].received_at.in_china().format("%Y%m%d").to_string();
    assert_eq!(numbers, (1..=12).map(|n| format!("{day}-{n:04}")).collect::<Vec<_>>());
}

async fn futures(who: &Person, count: usize) -> Vec<FiledReport> {
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            actix_web::rt::spawn({
                let who = who.clone();
                async move { filed_by(&who).await }
            })
        })
        .collect();
    let mut filed = Vec::new();
    for task in tasks {
        filed.push(task.await.expect("no panic"));
    }
    filed
}

#[actix_web::test]
async fn staff_report_on_behalf_of_others_and_join_reports_to_a_case() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let assessor = world.assessor("郑敏").await;
    let caller = Reporter { name: Some("毛阿婆".parse().expect("a name")), phone: Some("13805701234".parse().expect("a phone")) };
    let by_phone = NewReport { channel: Some(Channel::Phone), reporter: Some(caller.clone()), ..new_report("0602") };
    let filed = dispatcher.sends(file_report(&by_phone)).await;
    let report = lin.sends(find_report(filed.id)).await;
    assert_eq!(
        (report.channel, report.filed_by.map(|p| p.id), report.reporter_phone.as_deref()),
        (Channel::Phone, Some(dispatcher.id), Some("13805701234"))
    );
    let seen = assessor.sends(find_report(filed.id)).await;
    assert_eq!((seen.reporter_name, seen.reporter_phone), (None, None), "who does not handle the case does not learn who called");

    let joins = NewReport { joins: Some(filed.case), grid: None, ..new_report("0602") };
    let joined = lin.sends(file_report(&joins)).await;
    assert_eq!((joined.case, joined.grid.as_str()), (filed.case, GRID_1));
    let case = lin.sends(find_case(filed.case)).await;
    assert_eq!((case.reports.len(), case.timeline.len()), (2, 2));

    let problem = world.visitor().fails(file_report(&joins), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/joins", "not_allowed"));
    let stranger = world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    let problem = stranger.fails(file_report(&joins), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "unknown_case");
}

#[actix_web::test]
async fn restricted_matters_are_for_those_who_answer_for_them() {
    let world = World::new().await;
    let (lin, part_time) = (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    let filed = world.visitor().sends(file_report(&new_report("0102"))).await;
    assert_eq!(lin.sends(find_report(filed.id)).await.id, filed.id);
    part_time.fails(find_report(filed.id), Code::NotFound).await;
    part_time.fails(find_case(filed.case), Code::NotFound).await;
    assert_eq!(part_time.sends(list_cases(&CaseFilter::default())).await.items, []);
}

#[actix_web::test]
async fn each_fault_of_a_report_is_named_with_its_place() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let good = || json!({"category": "0602", "text": "路灯不亮", "grid": GRID_1});
    let with = |name: &str, value: Value| {
        let mut report = good();
        report[name] = value;
        report
    };
    let place = |accuracy: f64| json!({"point": {"lon": 118.6, "lat": 28.6}, "accuracy_m": accuracy, "source": "gps"});
    let cases = [
        ("/photo_count", "too_many_photos", with("photo_count", json!(12))),
        ("/photo_count", "wrong_type", with("photo_count", json!(-1))),
        ("/text", "too_long", with("text", json!("长".repeat(2001)))),
        ("/text", "control_character", with("text", json!("路灯\u{0}不亮"))),
        ("/text", "control_character", with("text", json!("路灯\u{202e}不亮"))),
        ("/text", "empty", with("text", json!(" \n "))),
        ("/text", "wrong_type", with("text", json!(["路灯不亮"]))),
        ("/category", "choice", with("category", json!("9909"))),
        ("/category", "digits", with("category", json!("light"))),
        ("/grid", "unknown_grid", with("grid", json!("330881003999001"))),
        ("/grid", "digits", with("grid", json!("207001"))),
        ("/place/point", "point", with("place", json!({"point": {"lon": 28.6, "lat": 118.6}, "source": "gps"}))),
        ("/place/accuracy_m", "out_of_range", with("place", place(-5.0))),
        ("/place/source", "choice", with("place", json!({"point": {"lon": 118.6, "lat": 28.6}, "source": "guess"}))),
        ("/place_text", "too_long", with("place_text", json!("远".repeat(121)))),
        ("/reporter/phone", "phone", with("reporter", json!({"phone": "1234567"}))),
        ("/channel", "not_allowed", with("channel", json!("phone"))),
        ("/joins", "not_allowed", with("joins", json!(Uuid::now_v7()))),
        ("/id", "wrong_type", with("id", json!("not an id"))),
        ("/captured_at", "wrong_type", with("captured_at", json!("yesterday"))),
        ("/score", "unknown_member", with("score", json!(100))),
        ("/category", "required", json!({"text": "路灯不亮", "grid": GRID_1})),
    ];
    let resident = world.visitor();
    for (pointer, code, body) in cases {
        let request = TestRequest::post().uri("/api/v1/reports").set_json(&body);
        let reply = resident.asks(request).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body} {}", reply.text());
        let problem = reply.problem();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code), "{body} {problem:?}");
    }
    let broken = TestRequest::post().uri("/api/v1/reports").insert_header(("content-type", "application/json")).set_payload("{\"text\": ");
    assert_eq!(resident.asks(broken).await.problem().code, Code::Malformed);
    assert_eq!(lin.sends(list_cases(&CaseFilter::default())).await.items, [], "nothing was filed");
}

#[actix_web::test]
async fn the_tree_is_public_and_speaks_both_languages() {
    let world = World::new().await;
    let tree = world.visitor().sends(list_categories()).await;
    assert_eq!((tree.items.len(), &*tree.items[0].label), (46, "婚姻家庭纠纷"));
    let english = world.visitor().asks(TestRequest::get().uri("/api/v1/categories").insert_header(("accept-language", "en"))).await;
    assert_eq!(english.json()["items"][0]["label"], "Marriage and family dispute");
}
