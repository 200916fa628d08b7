//! Divisions: the sub-district, its villages, and their classes from day to day.

use actix_web::test::TestRequest;
use shared::divisions::{
    Class, DivisionFilter, DivisionLevel, DivisionPatch, NewClassPeriod, NewDivision, add_division, change_division, classify_division,
    find_division, list_division_classes, list_divisions,
};
use shared::problem::Code;

use crate::world::{QINGHU, SHICUN, World};

fn new(code: &str, name: &str) -> NewDivision {
    NewDivision { code: code.parse().expect("a code"), name: name.parse().expect("a name") }
}

fn from(class: Class, day: &str) -> NewClassPeriod {
    NewClassPeriod { class, from_day: day.parse().expect("a day") }
}

#[actix_web::test]
async fn anybody_finds_villages_by_sub_district_name_and_code() {
    let world = World::new().await;
    let visitor = world.visitor();
    let codes = async |filter: DivisionFilter| {
        visitor.sends(list_divisions(&filter)).await.items.iter().map(|d| d.code.to_string()).collect::<Vec<_>>()
    };
    let all = DivisionFilter::default;
    assert_eq!(codes(all()).await, [QINGHU, "330881003206", SHICUN]);
    assert_eq!(codes(DivisionFilter { level: Some(DivisionLevel::SubDistrict), ..all() }).await, [QINGHU]);
    assert_eq!(codes(DivisionFilter { parent: QINGHU.parse().ok(), ..all() }).await, ["330881003206", SHICUN]);
    assert_eq!(codes(DivisionFilter { parent: "330881004".parse().ok(), ..all() }).await, [""; 0]);
    assert_eq!(codes(DivisionFilter { q: Some("十村".into()), ..all() }).await, [SHICUN]);
    assert_eq!(codes(DivisionFilter { q: Some("330881003206".into()), ..all() }).await, ["330881003206"]);
    assert_eq!(codes(DivisionFilter { q: Some("%".into()), ..all() }).await, [""; 0], "a percent sign is itself");

    let village = visitor.sends(find_division(&SHICUN.parse().expect("a code"))).await;
    assert_eq!((village.grids, village.class, village.parent.as_deref()), (2, None, Some(QINGHU)));
    assert_eq!(visitor.sends(find_division(&QINGHU.parse().expect("a code"))).await.grids, 3);
    assert_eq!(visitor.opens("/api/v1/divisions/999999999").await.problem().code, Code::NotFound);
    assert_eq!(visitor.opens("/api/v1/divisions/12").await.problem().code, Code::NotFound);
}

#[actix_web::test]
async fn a_long_list_comes_in_pages() {
    let world = World::new().await;
    let visitor = world.visitor();
    let first = visitor.sends(list_divisions(&DivisionFilter { limit: Some(2), ..DivisionFilter::default() })).await;
    let cursor = first.next_cursor.clone();
    let second =
        visitor.sends(list_divisions(&DivisionFilter { limit: Some(2), cursor: cursor.clone(), ..DivisionFilter::default() })).await;
    assert_eq!((first.items.len(), second.items.len(), second.next_cursor), (2, 1, None));
    let other = DivisionFilter { cursor, q: Some("村".into()), ..DivisionFilter::default() };
    visitor.fails(list_divisions(&other), Code::InvalidCursor).await;
    visitor.fails(list_divisions(&DivisionFilter { limit: Some(101), ..DivisionFilter::default() }), Code::Invalid).await;
}

#[actix_web::test]
async fn the_office_adds_and_renames() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let added = assessor.sends(add_division(&new("330881003208", "毛塘村委会"))).await;
    assert_eq!((added.version, added.parent.as_deref()), (1, Some(QINGHU)));
    assessor.fails(add_division(&new("330881003208", "毛塘村委会")), Code::Conflict).await;
    let orphan = assessor.fails(add_division(&new("330881004208", "毛塘村委会")), Code::Invalid).await;
    assert_eq!((&*orphan.errors[0].pointer, &*orphan.errors[0].code), ("/code", "unknown_sub_district"));

    let patch = DivisionPatch { name: "毛塘村".parse().ok() };
    let changed = assessor.sends(change_division(&added.code, &patch, 1)).await;
    assert_eq!((changed.name.as_str(), changed.version), ("毛塘村", 2));
    assessor.fails(change_division(&added.code, &patch, 1), Code::VersionConflict).await;

    let member = world.full_time("林小梅").await;
    member.fails(add_division(&new("330881003209", "祝家坂村委会")), Code::Forbidden).await;
    member.fails(change_division(&added.code, &patch, 2), Code::Forbidden).await;
    world.visitor().fails(add_division(&new("330881003209", "祝家坂村委会")), Code::SignInRequired).await;
}

#[actix_web::test]
async fn a_class_holds_until_the_day_before_the_next() {
    let world = World::new().await;
    let assessor = world.assessor("郑敏").await;
    let village = SHICUN.parse().expect("a code");
    assessor.sends(classify_division(&village, &from(Class::Key, "2026-01-01"))).await;
    let periods = assessor.sends(classify_division(&village, &from(Class::Ordinary, "2026-07-01"))).await.items;
    let told: Vec<_> = periods.iter().map(|p| (p.class, p.from_day.as_str(), p.to_day.as_ref().map(|d| d.as_str()))).collect();
    assert_eq!(told, [(Class::Key, "2026-01-01", Some("2026-06-30")), (Class::Ordinary, "2026-07-01", None)]);
    assert_eq!(assessor.sends(list_division_classes(&village)).await.items, periods);
    assert_eq!(world.visitor().sends(find_division(&village)).await.class, Some(Class::Ordinary));
    assert_eq!(world.visitor().sends(find_division(&village)).await.version, 3);

    assessor.fails(classify_division(&village, &from(Class::Key, "2026-03-01")), Code::Conflict).await;
    // The same day again is a correction, the same class again nothing new.
    let corrected = assessor.sends(classify_division(&village, &from(Class::Key, "2026-07-01"))).await.items;
    assert_eq!(corrected.iter().map(|p| p.class).collect::<Vec<_>>(), [Class::Key, Class::Key]);
    assert_eq!(assessor.sends(classify_division(&village, &from(Class::Key, "2027-01-01"))).await.items, corrected);

    world.visitor().fails(list_division_classes(&village), Code::SignInRequired).await;
    assessor.fails(classify_division(&QINGHU.parse().expect("a code"), &from(Class::Key, "2026-01-01")), Code::NotFound).await;
    assessor.fails(list_division_classes(&"330881003299".parse().expect("a code")), Code::NotFound).await;
}

#[actix_web::test]
async fn a_wrong_code_is_told_how_long_codes_are() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    for (path, words) in [
        ("/api/v1/divisions?parent=33088100", "街道代码为 9 位数字，村（社区）代码为 12 位数字"),
        ("/api/v1/appointments?area=1", "应为 9 位街道代码、12 位村代码或 15 位网格编码"),
    ] {
        assert_eq!(office.opens(path).await.problem().detail, words);
    }
    let grid = r#"{"code":"330881003207000","name":"零网格","opened_on":"2026-01-01"}"#;
    let reply =
        office.asks(TestRequest::post().uri("/api/v1/grids").insert_header(("content-type", "application/json")).set_payload(grid)).await;
    assert_eq!(reply.problem().detail, "网格编码后三位应为 001-899（基础网格）或 901-999（专属网格）");
}
