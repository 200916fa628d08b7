//! Grids: adding, merging, classing them; their outlines, and which one is here.

use backend::changes::By;
use backend::db::Conn;
use backend::grids::rows::hand_on;
use serde_json::{Value, json};
use shared::cases::{CaseFilter, EventKind, Move, NewTransition, find_case, list_cases, move_case};
use shared::divisions::{Class, NewClassPeriod};
use shared::grids::{
    FlawKind, GridCode, GridFilter, GridPatch, Here, NewGrid, add_grid, change_grid, check_boundaries, classify_grid, draw_boundary,
    erase_boundary, find_boundary, find_grid, list_grids, locate_grid,
};
use shared::problem::Code;
use shared::reports::{NewReport, file_report};
use shared::session::find_me;
use shared::staffing::{AppointmentPatch, Duty, change_appointment};
use shared::time::Moment;

use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, SHICUN, World};

fn code(text: &str) -> GridCode {
    text.parse().expect("a code")
}

fn new(text: &str, opened_on: &str) -> NewGrid {
    NewGrid {
        code: code(text),
        name: "新网格".parse().expect("a name"),
        households: Some(120),
        population: None,
        opened_on: opened_on.parse().expect("a day"),
        supersedes: Vec::new(),
    }
}

/// A square of Qinghu, in thousandths of a degree from its south-west corner.
fn square(x: i32, y: i32, side: i32) -> Value {
    let at = |x: i32, y: i32| json!([118.6 + f64::from(x) / 1000.0, 28.66 + f64::from(y) / 1000.0]);
    json!({ "type": "Polygon", "coordinates": [[at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side), at(x, y)]] })
}

async fn near(who: &Person, lon: f64, lat: f64, accuracy: Option<f64>) -> Vec<(String, bool)> {
    who.sends(locate_grid(&Here { lon, lat, accuracy })).await.items.iter().map(|n| (n.code.to_string(), n.inside)).collect()
}

#[actix_web::test]
async fn grids_are_found_by_village_name_and_short_code() {
    let world = World::new().await;
    let visitor = world.visitor();
    let codes =
        async |filter: GridFilter| visitor.sends(list_grids(&filter)).await.items.iter().map(|g| g.code.to_string()).collect::<Vec<_>>();
    let all = GridFilter::default;
    assert_eq!(codes(all()).await, [OTHER_GRID, GRID_1, GRID_2]);
    assert_eq!(codes(GridFilter { village: SHICUN.parse().ok(), ..all() }).await, [GRID_1, GRID_2]);
    assert_eq!(codes(GridFilter { q: Some("207002".into()), ..all() }).await, [GRID_2]);
    assert_eq!(codes(GridFilter { q: Some("九村".into()), ..all() }).await, [OTHER_GRID]);
    let grid = visitor.sends(find_grid(&code(GRID_1))).await;
    assert_eq!((&*grid.village_name, grid.has_boundary, grid.short_code.as_str()), ("十村", false, "207001"));

    let assessor = world.assessor("郑敏").await;
    let key = NewClassPeriod { class: Class::Key, from_day: "2026-01-01".parse().expect("a day") };
    assessor.sends(classify_grid(&code(GRID_2), &key)).await;
    assert_eq!(codes(GridFilter { class: Some(Class::Key), ..all() }).await, [GRID_2]);
    assert_eq!(visitor.sends(find_grid(&code(GRID_2))).await.class, Some(Class::Key));
}

#[actix_web::test]
async fn a_new_grid_takes_over_from_old_ones() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let merged = NewGrid { supersedes: vec![code(GRID_1), code(GRID_2)], ..new("330881003207003", "2026-07-01") };
    let grid = assessor.sends(add_grid(&merged)).await;
    assert_eq!((grid.short_code.as_str(), grid.households, grid.supersedes.len()), ("207003", Some(120), 2));
    let old = assessor.sends(find_grid(&code(GRID_1))).await;
    assert_eq!((old.closed_on.as_ref().map(|d| d.as_str()), old.version), (Some("2026-06-30"), 2));
    let open = assessor.sends(list_grids(&GridFilter { village: SHICUN.parse().ok(), ..GridFilter::default() })).await;
    assert_eq!(open.items.len(), 1);
    let all = assessor.sends(list_grids(&GridFilter { village: SHICUN.parse().ok(), closed: Some(true), ..GridFilter::default() })).await;
    assert_eq!(all.items.len(), 3);

    let reopen = GridPatch { closed_on: Some(None), ..GridPatch::default() };
    assessor.fails(change_grid(&old.code, &reopen, 2), Code::Conflict).await;
    assessor.fails(add_grid(&merged), Code::Conflict).await;
    for (wrong, pointer, fault) in [
        (new("330881003299001", "2026-01-01"), "/code", "unknown_village"),
        (NewGrid { supersedes: vec![code("330881003207888")], ..new("330881003207004", "2026-07-01") }, "/supersedes/0", "unknown_grid"),
        (NewGrid { supersedes: vec![code("330881003207004")], ..new("330881003207004", "2026-07-01") }, "/supersedes/0", "unknown_grid"),
        (
            NewGrid { supersedes: vec![code(OTHER_GRID), code(OTHER_GRID)], ..new("330881003207004", "2026-07-01") },
            "/supersedes/1",
            "duplicate",
        ),
        (NewGrid { supersedes: vec![code(OTHER_GRID)], ..new("330881003207004", "2020-07-01") }, "/supersedes/0", "day"),
        (NewGrid { households: Some(-1), ..new("330881003207004", "2026-07-01") }, "/households", "out_of_range"),
    ] {
        let problem = assessor.fails(add_grid(&wrong), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), (pointer, fault));
    }
    // Nothing of the refused ones stayed.
    assert_eq!(assessor.sends(find_grid(&code(OTHER_GRID))).await.closed_on, None);
    assessor.fails(find_grid(&code("330881003207004")), Code::NotFound).await;
}

#[actix_web::test]
async fn a_grid_with_staff_or_open_cases_does_not_close() {
    let world = World::new().await;
    let (assessor, dispatcher) = (world.assessor("郑敏").await, world.dispatcher("何青").await);
    let lin = world.full_time("林小梅").await;
    let filed = filed_by(&world.visitor()).await;
    let today = Moment::now().day();
    let close = GridPatch { closed_on: Some(Some(today.clone())), ..GridPatch::default() };
    let problem = assessor.fails(change_grid(&code(GRID_1), &close, 1), Code::Conflict).await;
    for named in ["林小梅 (专职网格员)", filed.case_number.as_str()] {
        assert!(problem.detail.contains(named), "{}", problem.detail);
    }
    assert_eq!(assessor.sends(find_grid(&code(GRID_1))).await.closed_on, None);

    let post = lin.sends(find_me()).await.appointments.remove(0);
    assessor.sends(change_appointment(post.id, &AppointmentPatch { to_day: Some(Some(today)) }, post.version)).await;
    let problem = assessor.fails(change_grid(&code(GRID_1), &close, 1), Code::Conflict).await;
    assert!(!problem.detail.contains("林小梅"), "{}", problem.detail);
    let declined = NewTransition { reason: "重复".parse().ok(), ..NewTransition::plain(Move::Decline) };
    dispatcher.sends(move_case(filed.case, &declined, 1)).await;
    assert!(assessor.sends(change_grid(&code(GRID_1), &close, 1)).await.closed_on.is_some());
}

#[actix_web::test]
async fn what_is_open_goes_on_to_the_grid_that_takes_over() {
    let world = World::new().await;
    let (assessor, dispatcher) = (world.assessor("郑敏").await, world.dispatcher("何青").await);
    let lin = world.full_time("林小梅").await;
    let (open, done) = (filed_by(&world.visitor()).await, filed_by(&world.visitor()).await);
    let declined = NewTransition { reason: "重复".parse().ok(), ..NewTransition::plain(Move::Decline) };
    dispatcher.sends(move_case(done.case, &declined, 1)).await;
    let today = Moment::now().day();

    // From tomorrow on: until then all stays as it is.
    let east = NewGrid { supersedes: vec![code(GRID_1)], ..new("330881003207003", today.shifted(1).as_str()) };
    assessor.sends(add_grid(&east)).await;
    assert_eq!(lin.sends(find_case(open.case)).await.grid.as_str(), GRID_1);
    assert_eq!(lin.sends(find_me()).await.appointments[0].to_day.as_ref(), Some(&today));

    // The day comes.
    let tomorrow = By { person: None, at: Moment::now().plus_seconds(86_400) };
    assert_eq!(world.write(move |conn| hand_on(conn, tomorrow)).await, 1);
    assert_eq!(world.write(move |conn| hand_on(conn, tomorrow)).await, 0);
    let handed = dispatcher.sends(find_case(open.case)).await;
    assert_eq!(handed.grid, east.code);
    let last = handed.timeline.last().expect("a line");
    assert_eq!((last.kind, last.by_move, last.by.is_none()), (EventKind::Moved, None, true));
    let note = last.note.as_deref().expect("why");
    assert!(note.contains(GRID_1) && note.contains(east.code.as_str()) && note.contains(east.name.as_str()), "{note}");
    let here = CaseFilter { q: Some("路灯".into()), grid: Some(east.code.clone()), ..CaseFilter::default() };
    assert_eq!(dispatcher.sends(list_cases(&here)).await.items.len(), 1, "it is found in the new grid");
    assert_eq!(dispatcher.sends(find_case(done.case)).await.grid.as_str(), GRID_1);

    // From today on: at once.
    let xu = world.person("徐长根", Duty::FullTime, GRID_2).await;
    let filed = world.visitor().sends(file_report(&NewReport { grid: GRID_2.parse().ok(), ..new_report("0602") })).await;
    let west = NewGrid { supersedes: vec![code(GRID_2)], ..new("330881003207004", today.as_str()) };
    assessor.sends(add_grid(&west)).await;
    assert_eq!(dispatcher.sends(find_case(filed.case)).await.grid, west.code);
    assert!(xu.sends(find_me()).await.appointments.is_empty(), "the duty ended with the grid");

    // Somebody who is to begin later has no grid to begin in.
    world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    let earlier = NewGrid { supersedes: vec![code(OTHER_GRID)], ..new("330881003206002", today.shifted(-700).as_str()) };
    let problem = assessor.fails(add_grid(&earlier), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/supersedes/0", "appointed"));
    assert!(problem.errors[0].message.contains("姜远"), "{}", problem.errors[0].message);
}

#[actix_web::test]
async fn a_short_code_that_is_taken_grows_a_digit() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    for (division, name) in [("330881103", "上余镇"), ("330881103207", "某村村委会")] {
        let new = shared::divisions::NewDivision { code: division.parse().expect("a code"), name: name.parse().expect("a name") };
        assessor.sends(shared::divisions::add_division(&new)).await;
    }
    let grid = assessor.sends(add_grid(&new("330881103207001", "2026-01-01"))).await;
    assert_eq!(grid.short_code.as_str(), "3207001");
}

#[actix_web::test]
async fn a_grid_changes_for_who_has_seen_it() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let patch = GridPatch { name: "十村东网格".parse().ok(), population: Some(Some(420)), ..GridPatch::default() };
    let grid = assessor.sends(change_grid(&code(GRID_1), &patch, 1)).await;
    assert_eq!((grid.name.as_str(), grid.population, grid.version), ("十村东网格", Some(420), 2));
    assessor.fails(change_grid(&code(GRID_1), &patch, 1), Code::VersionConflict).await;
    let cleared = assessor.sends(change_grid(&code(GRID_1), &GridPatch { population: Some(None), ..GridPatch::default() }, 2)).await;
    assert_eq!(cleared.population, None);
    let early = GridPatch { closed_on: Some("2020-01-01".parse().ok()), ..GridPatch::default() };
    assert_eq!(assessor.fails(change_grid(&code(GRID_1), &early, 3), Code::Invalid).await.errors[0].pointer, "/closed_on");
    world.leader("徐长根").await.fails(change_grid(&code(GRID_1), &patch, 3), Code::Forbidden).await;
}

#[actix_web::test]
async fn a_point_finds_its_grid_and_both_at_a_border() {
    let world = World::new().await;
    let (assessor, visitor) = (world.assessor("郑敏").await, world.visitor());
    assert_eq!(near(&visitor, 118.605, 28.665, None).await, []);
    assessor.sends(draw_boundary(&code(GRID_1), &square(0, 0, 10), 1)).await;
    assessor.sends(draw_boundary(&code(GRID_2), &square(10, 0, 10), 1)).await;
    assert_eq!(near(&visitor, 118.605, 28.665, None).await, [(GRID_1.into(), true)]);
    assert_eq!(near(&visitor, 118.6098, 28.665, None).await, [(GRID_1.into(), true), (GRID_2.into(), false)]);
    assert_eq!(near(&visitor, 118.605, 28.665, Some(490.0)).await, [(GRID_1.into(), true), (GRID_2.into(), false)]);
    assert_eq!(near(&visitor, 119.605, 28.665, Some(100_000.0)).await, []);

    // Another boundary is found at once, and a grid that was closed no more.
    assessor.sends(draw_boundary(&code(GRID_2), &square(0, 20, 5), 2)).await;
    assert_eq!(near(&visitor, 118.6025, 28.6825, None).await, [(GRID_2.into(), true)]);
    assessor.sends(change_grid(&code(GRID_2), &GridPatch { closed_on: Some("2026-01-01".parse().ok()), ..GridPatch::default() }, 3)).await;
    assert_eq!(near(&visitor, 118.6025, 28.6825, None).await, []);
    assessor.sends(erase_boundary(&code(GRID_1), 2)).await;
    assert_eq!(near(&visitor, 118.605, 28.665, None).await, []);
    visitor.fails(find_boundary(&code(GRID_1)), Code::NotFound).await;

    for (query, pointer) in [
        ("lon=200&lat=28", "?lon"),
        ("lon=118&lat=95", "?lat"),
        ("lon=NaN&lat=28", "?lon"),
        ("lon=118&lat=28&accuracy=-1", "?accuracy"),
        ("lon=118", "?lat"),
        ("lon=x&lat=28", "?lon"),
    ] {
        let problem = visitor.opens(&format!("/api/v1/grids/here?{query}")).await.problem();
        assert_eq!((problem.code, &*problem.errors[0].pointer), (Code::Invalid, pointer), "{query}");
    }
}

#[actix_web::test]
async fn a_boundary_is_kept_as_it_was_drawn() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let many = json!({ "type": "MultiPolygon", "coordinates": [square(0, 0, 3)["coordinates"], square(5, 0, 3)["coordinates"]] });
    for (version, shape) in [(1, square(0, 0, 10)), (2, many)] {
        let drawn = assessor.sends(draw_boundary(&code(GRID_1), &shape, version)).await;
        assert_eq!(drawn.boundary, shape);
        let read = world.visitor().sends(find_boundary(&code(GRID_1))).await;
        assert_eq!((read.boundary, read.version), (shape, version + 1));
    }
    let area = world.visitor().sends(find_grid(&code(GRID_1))).await.area_m2.unwrap_or_default();
    assert!((area - 18.0 * 97.7 * 110.8).abs() < 300.0, "{area}");

    let at =
        |points: &str| -> Value { serde_json::from_str(&format!(r#"{{"type":"Polygon","coordinates":[[{points}]]}}"#)).expect("JSON") };
    for (shape, pointer, fault) in [
        (at("[118.6,28.66],[118.61,28.67],[118.61,28.66],[118.6,28.67],[118.6,28.66]"), "/coordinates/0/0", "ring_crosses_itself"),
        (at("[28.66,118.6],[28.66,118.61],[28.67,118.61],[28.66,118.6]"), "/coordinates/0/0", "lon_lat_swapped"),
        (at("[118.6,28.66],[118.61,28.66],[118.61,28.67]"), "/coordinates/0/2", "ring_not_closed"),
        (json!({ "type": "Point", "coordinates": [118.6, 28.66] }), "", "not_polygon"),
        (json!({}), "", "not_geometry"),
    ] {
        let problem = assessor.fails(draw_boundary(&code(GRID_1), &shape, 3), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), (pointer, fault));
    }
    assert_eq!(world.visitor().sends(find_grid(&code(GRID_1))).await.version, 3);
    assessor.fails(draw_boundary(&code(GRID_1), &square(0, 0, 10), 2), Code::VersionConflict).await;
    world.full_time("林小梅").await.fails(draw_boundary(&code(GRID_1), &square(0, 0, 10), 3), Code::Forbidden).await;
}

#[actix_web::test]
async fn gaps_and_overlaps_are_told_and_drawn() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let village = SHICUN.parse().expect("a code");
    assert_eq!(assessor.sends(check_boundaries(&village)).await.missing.len(), 2);
    assessor.sends(draw_boundary(&code(GRID_1), &square(0, 0, 10), 1)).await;
    assessor.sends(draw_boundary(&code(GRID_2), &square(9, 0, 10), 1)).await;
    assessor.sends(draw_boundary(&code(OTHER_GRID), &square(-9, 0, 10), 1)).await;
    let check = assessor.sends(check_boundaries(&village)).await;
    let told: Vec<_> = check
        .flaws
        .iter()
        .map(|f| (f.kind, f.grids.iter().map(|g| g.to_string()).collect::<Vec<_>>(), (f.area_m2 / 1000.0).round()))
        .collect();
    let (own, foreign) = (vec![GRID_1.to_owned(), GRID_2.to_owned()], vec![GRID_1.to_owned(), OTHER_GRID.to_owned()]);
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(FlawKind::Overlap, own, 108.0)) && told.contains(&(FlawKind::Overlap, foreign, 108.0)), "{told:?}");
    assert_eq!(check.outlines["features"].as_array().map(Vec::len), Some(2));
    assert!(check.flaws.iter().all(|f| f.shape["type"] == "Polygon"));
    world.visitor().fails(check_boundaries(&village), Code::SignInRequired).await;
}

#[actix_web::test]
async fn two_servers_agree_on_the_map() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    assessor.sends(draw_boundary(&code(GRID_1), &square(0, 0, 10), 1)).await;
    let (kept, point) = (world.state.boundaries.clone(), shared::place::Point::new(118.605, 28.665).expect("a point"));
    let found = async |world: &World| {
        let kept = kept.clone();
        let day = shared::time::Moment::now().day();
        world.write(move |conn: &mut Conn| backend::grids::rows::locate(conn, &kept, point, None, &day)).await.len()
    };
    assert_eq!(found(&world).await, 1);
    // Another server draws: this one's map is of an older version, and is read anew.
    world.write(backend::grids::rows::raise_map).await;
    assert_eq!(found(&world).await, 1);
    assessor.sends(erase_boundary(&code(GRID_1), 2)).await;
    assert_eq!(found(&world).await, 0);
}
