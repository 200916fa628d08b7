//! Is it known already? Asked by residents, by staff, and by the board's form before it files.

use actix_web::http::StatusCode;
use shared::cases::{CaseFilter, CaseId, Move, NewTransition, find_case, list_cases, move_case};
use shared::duplicates::{Similar, SimilarFilter, find_similar};
use shared::place::{Place, PlaceSource, Point};
use shared::problem::Code;
use shared::reports::{FiledReport, NewReport, file_report};
use shared::staffing::Duty;

use crate::photos::jpeg;
use crate::receipts::{Part, posts, with};
use crate::reports::new_report;
use crate::world::{GRID_1, OTHER_GRID, Person, World};

fn asking(category: &str, point: Option<(f64, f64)>, text: Option<&str>) -> SimilarFilter {
    SimilarFilter {
        category: category.parse().expect("a category"),
        lon: point.map(|p| p.0),
        lat: point.map(|p| p.1),
        grid: Some(GRID_1.parse().expect("a grid")),
        text: text.map(str::to_owned),
    }
}

async fn filed_at(who: &Person, category: &str, point: (f64, f64), place: &str) -> FiledReport {
    let place_of = Place { point: Point::new(point.0, point.1).expect("a point"), accuracy_m: Some(10.0), source: PlaceSource::Gps };
    let text = Some(place.parse().expect("a place"));
    who.sends(file_report(&NewReport { place: Some(place_of), place_text: text, ..new_report(category) })).await
}

fn cases(similar: &Similar) -> Vec<CaseId> {
    similar.cases.iter().map(|case| case.case).collect()
}

const BRIDGE: (f64, f64) = (118.600_00, 28.670_00);
/// 22 metres to the north.
const NEAR: (f64, f64) = (118.600_00, 28.670_20);
/// 67 metres to the north.
const BEYOND: (f64, f64) = (118.600_00, 28.670_60);

#[actix_web::test]
async fn residents_are_shown_what_everybody_may_know() {
    let world = World::new().await;
    let resident = world.visitor();
    let lamp = filed_at(&resident, "0602", NEAR, "村口桥头").await;
    filed_at(&resident, "0602", BEYOND, "祠堂").await;
    filed_at(&resident, "0401", NEAR, "村口桥头").await;
    let similar = resident.sends(find_similar(&asking("0602", Some(BRIDGE), None))).await;
    assert_eq!(cases(&similar), [lamp.case]);
    let one = &similar.cases[0];
    assert_eq!((one.distance_m, one.place_text.as_deref(), one.can_join), (Some(30), Some("村口桥头"), true));
    assert_eq!((one.number.clone(), one.summary.clone(), similar.warning), (None, None, None));

    // Words that name somebody are not passed on, nor is a restricted matter.
    filed_at(&resident, "0605", NEAR, "王建国家门口").await;
    let near = resident.sends(find_similar(&asking("0605", Some(BRIDGE), Some("毛阿婆家，13805701234")))).await;
    assert_eq!(near.cases.iter().map(|c| c.place_text.as_deref()).collect::<Vec<_>>(), [None, Some("村口桥头")]);
    assert_eq!(near.warning.as_deref(), Some("文字里好像有电话号码、人名，公开列表不会显示这段文字。"));
    filed_at(&resident, "0102", NEAR, "村口").await;
    assert_eq!(resident.sends(find_similar(&asking("0102", Some(BRIDGE), None))).await.cases, []);
}

#[actix_web::test]
async fn staff_are_shown_what_they_may_see() {
    let world = World::new().await;
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, OTHER_GRID).await);
    let part_time = world.person("周小平", Duty::PartTime, GRID_1).await;
    let lamp = filed_at(&world.visitor(), "0602", NEAR, "王建国家门口").await;
    let quarrel = filed_at(&world.visitor(), "0102", NEAR, "村口").await;
    let seen = lin.sends(find_similar(&asking("0602", Some(BRIDGE), None))).await.cases.remove(0);
    assert_eq!((seen.number, seen.summary.as_deref()), (Some(lamp.case_number), Some("村口路灯不亮")));
    assert_eq!(seen.place_text.as_deref(), Some("王建国家门口"));
    let not_seen = stranger.sends(find_similar(&asking("0602", Some(BRIDGE), None))).await.cases.remove(0);
    assert_eq!((not_seen.number, not_seen.summary, not_seen.place_text), (None, None, None));
    for (who, sees) in [(&lin, vec![quarrel.case]), (&part_time, vec![]), (&stranger, vec![])] {
        assert_eq!(cases(&who.sends(find_similar(&asking("0102", Some(BRIDGE), None))).await), sees);
    }
    let wrong = lin.opens("/api/v1/reports/similar?category=0602&lon=118.6").await;
    assert_eq!(wrong.problem().errors[0].pointer, "?lon");
}

#[actix_web::test]
async fn what_was_closed_lately_is_shown_and_cannot_be_joined() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = filed_at(&world.visitor(), "0806", NEAR, "村口").await;
    let done = |by, reason: &str| NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) };
    lin.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    lin.sends(move_case(filed.case, &done(Move::SelfHandle, "已答复"), 2)).await;
    let asked = || find_similar(&asking("0806", Some(BRIDGE), None));
    let closed = world.visitor().sends(asked()).await.cases.remove(0);
    assert_eq!((closed.can_join, closed.closed_on.is_some()), (false, true));
    let old = shared::time::Moment::now().plus_seconds(-8 * 86_400);
    world
        .write(move |conn| {
            use backend::schema::cases;
            use diesel::prelude::*;
            Ok(diesel::update(cases::table).set(cases::closed_at.eq(old)).execute(conn)?)
        })
        .await;
    assert_eq!(world.visitor().sends(asked()).await.cases, []);
}

/// The value of the field or button of this name, as the page holds it.
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}

#[actix_web::test]
async fn the_form_asks_first_and_a_resident_joins_without_a_script() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let first = posts(&world.visitor(), "/g/207001/report", &with(&[])).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let resident = world.visitor();
    let photo = jpeg(1);
    let mine: [Part<'_>; 2] = [("text", None, "我这边的路灯也黑了".as_bytes()), ("photos", Some("1.jpg"), &photo)];
    let asked = posts(&resident, "/g/207001/report", &with(&mine)).await;
    let page = asked.text();
    assert_eq!(asked.status, StatusCode::OK, "{page}");
    for words in ["附近已有人上报同样的事", "我也遇到", "不是同一件事，继续上报", "已收到 1 张照片", "我这边的路灯也黑了", "村口桥头"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.len() < 30_000 && !page.contains("路灯不亮 &lt;b&gt;"), "what others wrote stays with staff");

    let (case, kept) = (value(&page, "joins").to_owned(), value(&page, "kept").to_owned());
    let joining: Vec<Part<'_>> = with(&[("text", None, mine[0].2), ("photos", Some(""), b"")]);
    let joined = [joining.as_slice(), &[("kept", None, kept.as_bytes()), ("joins", None, case.as_bytes())]].concat();
    let joined = posts(&resident, "/g/207001/report", &joined).await;
    let receipt = joined.header("location").expect("a receipt").to_owned();
    assert_ne!(first.header("location"), Some(&*receipt));
    let followed = resident.opens(&receipt).await.text();
    assert!(
        followed.contains("上报成功") && followed.contains("我这边的路灯也黑了") && followed.matches("<img").count() == 1,
        "{followed}"
    );
    let all = lin.sends(list_cases(&CaseFilter::default())).await.items;
    assert_eq!(all.len(), 1);
    assert_eq!(lin.sends(find_case(all[0].id)).await.reports.len(), 2);
}

#[actix_web::test]
async fn whoever_says_it_is_another_matter_is_not_asked_again() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    posts(&world.visitor(), "/g/207001/report", &with(&[])).await;
    let other = [("text", None, "另一盏路灯".as_bytes()), ("checked", None, b"1".as_slice())];
    assert_eq!(posts(&world.visitor(), "/g/207001/report", &with(&other)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lin.sends(list_cases(&CaseFilter::default())).await.items.len(), 2);

    // A name in the place is warned of, once; and a note of a photo that nobody signed is no photo.
    let named = [("category", None, b"0401".as_slice()), ("place_text", None, "王建国家门口".as_bytes())];
    let warned = posts(&world.visitor(), "/g/207001/report", &with(&named)).await;
    assert!(warned.status == StatusCode::OK && warned.text().contains("公开列表不会显示这段文字"), "{}", warned.text());
    let sure = [&named[..], &[("checked", None, b"1"), ("kept", None, b"99999999999999.e30.AAAAAAAAAAAAAAAAAAAAAA")]].concat();
    let sent = posts(&world.visitor(), "/g/207001/report", &with(&sure)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(!world.visitor().opens(sent.header("location").expect("a receipt")).await.text().contains("<img"));

    // The piece a script shows while somebody types says the same.
    let piece = world.visitor().opens("/g/207001/report/similar?category=0602&place_text=&lon=&lat=").await;
    assert!(piece.status == StatusCode::OK && piece.text().contains("我也遇到") && !piece.text().contains("<html"), "{}", piece.text());
    assert_eq!(world.visitor().opens("/g/207001/report/similar?category=&place_text=").await.text(), "");
    let nobody = world.visitor().opens("/g/000000/report/similar?category=0602").await;
    assert_eq!(nobody.problem().code, Code::NotFound);
}
