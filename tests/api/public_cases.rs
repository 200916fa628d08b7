//! What everybody reads of a grid: what was reported and what was solved, and nothing more.

use backend::schema::{cases, grids};
use diesel::prelude::*;
use serde_json::json;
use shared::boards::cases::{Progress, PublicCaseFilter, list_public_cases};
use shared::cases::{Move, NewTransition, find_case, move_case};
use shared::categories::CATEGORIES;
use shared::photos::{PhotoKind, add_case_photo, add_receipt_photo};
use shared::place::{Place, PlaceSource, Point};
use shared::reports::{FiledReport, NewReport, file_report};

use crate::photos::jpeg;
use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, Person, World};

const SHORT: &str = "207001";

async fn filed(who: &Person, category: &str, place: &str) -> FiledReport {
    let point = Point::new(118.604_44, 28.664_44).expect("a point");
    let place_of = Some(Place { point, accuracy_m: Some(10.0), source: PlaceSource::Gps });
    let text = Some(place.parse().expect("a place"));
    who.sends(file_report(&NewReport { place: place_of, place_text: text, ..new_report(category) })).await
}

async fn moves(who: &Person, filed: &FiledReport, by: Move, reason: &str) {
    let version = who.sends(find_case(filed.case)).await.version;
    let transition = NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) };
    who.sends(move_case(filed.case, &transition, version)).await;
}

#[actix_web::test]
async fn no_restricted_category_is_ever_shown() {
    let world = World::new().await;
    let (visitor, office) = (world.visitor(), world.dispatcher("何青").await);
    for category in CATEGORIES {
        let one = filed(&office, category.code, "村口桥头").await;
        // Whatever becomes of them: every third is closed.
        let closed = category.code.ends_with(['3', '6']);
        let id = one.case;
        if closed {
            let now = shared::time::Moment::now();
            let values = (cases::status.eq(shared::cases::CaseStatus::Closed), cases::closed_at.eq(now));
            world.write(move |conn| Ok(diesel::update(cases::table.find(id)).set(values).execute(conn)?)).await;
        }
    }
    let filter = PublicCaseFilter { limit: Some(100), ..PublicCaseFilter::default() };
    let shown = visitor.sends(list_public_cases(SHORT, &filter)).await.items;
    let mut codes: Vec<&str> = shown.iter().map(|case| case.category.as_str()).collect();
    codes.sort_unstable();
    let public: Vec<&str> = CATEGORIES.iter().filter(|c| !c.restricted).map(|c| c.code).collect();
    assert_eq!(codes, public);
    let mut page = format!("/g/{SHORT}/cases");
    let mut text = String::new();
    loop {
        let reply = visitor.opens(&page).await;
        assert!(reply.status.is_success() && reply.body.len() < 30_000, "{}", reply.body.len());
        text.push_str(&reply.text());
        let Some((_, rest)) = text.rsplit_once("cases?cursor=") else { break };
        let next = format!("/g/{SHORT}/cases?cursor={}", rest.split('"').next().expect("a link"));
        if next == page || !reply.text().contains("cases?cursor=") {
            break;
        }
        page = next;
    }
    for category in CATEGORIES {
        assert_eq!(text.contains(category.zh), !category.restricted, "{}", category.zh);
    }
    // What the row says does not matter where the tree says otherwise.
    world.write(|conn| Ok(diesel::update(cases::table).set(cases::restricted.eq(false)).execute(conn)?)).await;
    assert_eq!(visitor.sends(list_public_cases(SHORT, &filter)).await.items.len(), public.len());
}

#[actix_web::test]
async fn the_list_tells_what_and_roughly_where_but_not_who() {
    let world = World::new().await;
    let (lin, visitor) = (world.full_time("林小梅").await, world.visitor());
    let lamp = filed(&visitor, "0602", "村口桥头").await;
    filed(&visitor, "0401", "王建国家门口").await;
    filed(&visitor, "0404", "林小梅办公室旁").await;
    let elsewhere = NewReport { grid: Some(GRID_2.parse().expect("a grid")), ..new_report("0601") };
    visitor.sends(file_report(&elsewhere)).await;
    for (by, status) in [(Move::Decline, "0402"), (Move::Void, "0403")] {
        let office = world.dispatcher("何青").await;
        let gone = filed(&visitor, status, "村口").await;
        moves(&office, &gone, by, "不归街道").await;
    }
    visitor.sends(add_receipt_photo(&lamp.receipt, false, "image/jpeg", jpeg(1))).await;
    lin.sends(move_case(lamp.case, &NewTransition::plain(Move::Take), 1)).await;
    lin.sends(add_case_photo(lamp.case, PhotoKind::Before, "image/jpeg", jpeg(2))).await;
    lin.sends(add_case_photo(lamp.case, PhotoKind::After, "image/jpeg", jpeg(3))).await;
    let all = || list_public_cases(SHORT, &PublicCaseFilter::default());
    let working = visitor.sends(all()).await.items.pop().expect("the lamp");
    assert_eq!((working.progress, working.before_url, working.after_url), (Progress::Working, None, None), "not closed yet");
    moves(&lin, &lamp, Move::Complete, "已换新灯泡").await;
    world
        .visitor()
        .sends(shared::receipts::judge(&lamp.receipt, &shared::receipts::Verdict { by: Move::Confirm, reason: None, rating: None }))
        .await;

    let items = visitor.sends(all()).await.items;
    let told: Vec<_> = items.iter().map(|c| (c.category.as_str(), c.progress, c.place_text.as_deref())).collect();
    assert_eq!(
        told,
        [("0404", Progress::Received, None), ("0401", Progress::Received, None), ("0602", Progress::Solved, Some("村口桥头"))]
    );
    let solved = &items[2];
    assert_eq!((solved.point, solved.closed_on.is_some()), (Some(Point { lon: 118.604, lat: 28.664 }), true));
    for url in [&solved.before_url, &solved.after_url] {
        assert!(visitor.opens(url.as_ref().expect("a photo of staff")).await.status.is_success());
    }
    let raw = visitor.opens(&format!("/api/v1/boards/{GRID_1}/cases")).await.text();
    for inside in ["王建国", "林小梅", "村口路灯不亮", &lamp.case.to_string(), &lamp.case_number.to_string(), "已换新灯泡"]
    {
        assert!(!raw.contains(inside), "{inside}: {raw}");
    }
    let filter = PublicCaseFilter { progress: Some(Progress::Solved), limit: Some(1), cursor: None };
    assert_eq!(visitor.sends(list_public_cases(SHORT, &filter)).await.items.len(), 1);
    let page = visitor.opens(&format!("/g/{SHORT}/cases?progress=solved")).await.text();
    assert!(page.contains("路灯与照明") && !page.contains("垃圾") && page.matches("<img").count() == 2, "{page}");
    assert!(visitor.opens(&format!("/g/{SHORT}")).await.text().contains(&format!("/g/{SHORT}/cases")));
}

#[actix_web::test]
async fn the_map_shows_where_without_a_script() {
    let world = World::new().await;
    let visitor = world.visitor();
    let empty = visitor.opens(&format!("/g/{SHORT}/cases")).await.text();
    assert!(empty.contains("还没有") && !empty.contains("class=\"map\""), "{empty}");
    world
        .write(|conn| {
            let (west, south, east, north) = (118.60, 28.66, 118.61, 28.67);
            let square =
                json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]});
            Ok(diesel::update(grids::table.find(GRID_1)).set(grids::boundary.eq(square.to_string())).execute(conn)?)
        })
        .await;
    filed(&visitor, "0602", "村口").await;
    filed(&visitor, "0401", "村口").await;
    let page = visitor.opens(&format!("/g/{SHORT}/cases")).await.text();
    assert!(page.matches("<circle class=\"map-open\"").count() == 1 && page.contains("text-anchor=\"middle\">2<"), "{page}");
    assert!(!page.contains("<script"));
}
