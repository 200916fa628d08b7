//! Search: any two characters are found, and nothing that one may not see.

use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use shared::cases::sharing::{NewChild, NewPart, ask_part, split_case};
use shared::cases::{CaseFilter, CaseOrder, Move, NewTransition, find_case, list_cases, move_case};
use shared::reports::{NewReport, Reporter, file_report};
use shared::staffing::Duty;
use shared::units::UnitLevel;

use crate::reports::new_report;
use crate::units::{handler, unit};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

async fn found(who: &Person, words: &str) -> Vec<String> {
    found_by(who, CaseFilter { q: Some(words.into()), ..CaseFilter::default() }).await
}

async fn found_by(who: &Person, filter: CaseFilter) -> Vec<String> {
    who.sends(list_cases(&filter)).await.items.into_iter().map(|case| case.summary).collect()
}

fn report(text: &str) -> NewReport {
    NewReport { text: text.parse().expect("a text"), place_text: None, ..new_report("0602") }
}

#[actix_web::test]
async fn words_of_two_characters_are_found_wherever_they_stand() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let with_place = NewReport { place_text: Some("文化礼堂东侧".parse().expect("a place")), ..report("路灯不亮\n已经三天") };
    let first = world.visitor().sends(file_report(&with_place)).await;
    lin.sends(file_report(&report("12栋垃圾满溢，有异味 WiFi-6"))).await;
    let (light, waste) = ("路灯不亮", "12栋垃圾满溢，有异味 WiFi-6");
    let number = first.case_number.to_string();
    for (words, expected) in [
        ("路灯", &[light][..]),
        ("三天", &[light]),
        ("亮 礼堂", &[light]),
        ("溢，有", &[waste]),
        ("ｗｉｆｉ", &[waste]),
        ("12栋", &[waste]),
        ("12", &[waste]),
        ("味", &[waste]),
        ("小梅", &[waste, light]),
        ("灯路", &[]),
        ("路灯 满溢", &[]),
        ("%%", &[]),
        ("'\" * AND", &[]),
        (&number, &[light]),
        (&number[4..], &[light]),
    ] {
        assert_eq!(found(&dispatcher, words).await, expected, "{words}");
        let open = CaseFilter { q: Some(words.into()), open: Some(true), ..CaseFilter::default() };
        assert_eq!(found_by(&dispatcher, open).await, expected, "{words}, open");
    }
    let oldest = CaseFilter { q: Some("小梅".into()), order: Some(CaseOrder::Oldest), limit: Some(1), ..CaseFilter::default() };
    let page = dispatcher.sends(list_cases(&oldest)).await;
    assert_eq!(page.items[0].summary, light);
    let rest = CaseFilter { cursor: page.next_cursor, ..oldest };
    assert_eq!(found_by(&dispatcher, rest).await, [waste]);
}

#[actix_web::test]
async fn what_comes_later_is_found_too() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    let filed = world.visitor().sends(file_report(&report("井盖松动"))).await;
    let lin = world.full_time("林小梅").await;
    assert!(found(&dispatcher, "小梅").await.is_empty());
    dispatcher.sends(file_report(&NewReport { joins: Some(filed.case), ..report("车子压过有响声") })).await;
    let assign = NewTransition { assignee: Some(lin.id), ..NewTransition::plain(Move::Assign) };
    let version = dispatcher.sends(find_case(filed.case)).await.version;
    dispatcher.sends(move_case(filed.case, &assign, version)).await;
    for words in ["井盖", "响声", "小梅", "何青"] {
        assert_eq!(found(&dispatcher, words).await, ["井盖松动"], "{words}");
    }
    world.write(backend::cases::search::rebuild).await;
    assert_eq!(found(&dispatcher, "井盖 响声 小梅").await, ["井盖松动"]);
}

#[actix_web::test]
async fn reporters_are_found_by_the_command_room_alone() {
    let world = World::new().await;
    let reporter = Reporter { name: Some("周桂花".parse().expect("a name")), phone: Some("13857001234".parse().expect("a phone")) };
    world.visitor().sends(file_report(&NewReport { reporter: Some(reporter), ..report("水管爆裂") })).await;
    let dispatcher = world.dispatcher("何青").await;
    for who in [world.full_time("林小梅").await, world.assessor("郑敏").await] {
        for words in ["桂花", "13857001234", "1234"] {
            assert!(found(&who, words).await.is_empty(), "{words}");
            let open = CaseFilter { q: Some(words.into()), open: Some(true), ..CaseFilter::default() };
            assert!(found_by(&who, open).await.is_empty(), "{words}, open");
        }
    }
    for words in ["桂花", "13857001234", "1234", "57"] {
        assert_eq!(found(&dispatcher, words).await, ["水管爆裂"], "{words}");
        let open = CaseFilter { q: Some(words.into()), open: Some(true), ..CaseFilter::default() };
        assert_eq!(found_by(&dispatcher, open).await, ["水管爆裂"], "{words}, open");
    }
}

#[actix_web::test]
async fn a_search_finds_only_what_its_caller_sees() {
    let world = World::new().await;
    for (grid, category) in [(GRID_1, "0602"), (GRID_1, "0102"), (GRID_2, "0602"), (OTHER_GRID, "0602")] {
        let text = format!("邻里反映 {category} {}", &grid[9..]);
        let new = NewReport { grid: Some(grid.parse().expect("a grid")), category: category.parse().expect("a code"), ..report(&text) };
        world.visitor().sends(file_report(&new)).await;
    }
    for (duty, area, count) in
        [(Duty::FullTime, GRID_1, 2), (Duty::PartTime, GRID_1, 1), (Duty::Dispatcher, QINGHU, 4), (Duty::Handler, QINGHU, 0)]
    {
        let who = world.person("某人", duty, area).await;
        assert_eq!(found(&who, "反映").await.len(), count, "{duty}");
    }
}

#[actix_web::test]
async fn every_part_of_a_text_finds_it() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    let mut runner = TestRunner::deterministic();
    let texts = proptest::collection::vec(
        proptest::prop_oneof!["[路灯不亮坏了一二三 ]{2,40}", "[a-zA-Z0-9路灯 ,，%_'-]{2,40}", "[0-9]{2,30}", "\\PC{2,40}"],
        40,
    );
    let texts = texts.new_tree(&mut runner).expect("texts").current();
    for text in texts {
        let Ok(fit) = text.parse() else { continue };
        let filed = dispatcher.sends(file_report(&NewReport { text: fit, ..report("路灯") })).await;
        let chars: Vec<char> = text.trim().chars().collect();
        for _ in 0..4 {
            let (from, length) = (0..chars.len(), 2..30_usize);
            let (from, length) = (from, length).new_tree(&mut runner).expect("a part").current();
            let part: String = chars.iter().skip(from).take(length).collect();
            if part.trim().chars().count() < 2 {
                continue;
            }
            let filter = CaseFilter { q: Some(part.clone()), limit: Some(100), ..CaseFilter::default() };
            let page = dispatcher.sends(list_cases(&filter)).await;
            assert!(page.items.iter().any(|case| case.id == filed.case), "{part:?} of {text:?}");
        }
    }
}

#[actix_web::test]
async fn units_find_what_they_were_given_and_what_they_have_a_part_in() {
    let world = World::new().await;
    let (dispatcher, administrator) = (world.dispatcher("何青").await, world.administrator("陈国平").await);
    let (first, second) =
        (unit(&administrator, "城管中队", UnitLevel::SubDistrict).await, unit(&administrator, "供电所", UnitLevel::SubDistrict).await);
    let (wang, li) = (handler(&world, "王队", &first).await, handler(&world, "李所", &second).await);
    let case = world.visitor().sends(file_report(&report("路灯杆倾斜"))).await.case;
    assert!(found(&wang, "路灯").await.is_empty());
    let sent = NewTransition { level: Some(UnitLevel::SubDistrict), unit: Some(first.id), ..NewTransition::plain(Move::Dispatch) };
    let version = dispatcher.sends(move_case(case, &sent, 1)).await.version;
    assert_eq!((found(&wang, "路灯").await.len(), found(&li, "路灯").await.len()), (1, 0));
    let part = NewPart { unit: second.id, task: "请断电".parse().expect("a task") };
    let version = dispatcher.sends(ask_part(case, &part, version)).await.version;
    assert_eq!((found(&wang, "路灯").await.len(), found(&li, "路灯").await.len()), (1, 1));
    assert_eq!(found_by(&li, CaseFilter::default()).await, ["路灯杆倾斜"]);
    let child = NewChild { category: "0401".parse().expect("a code"), text: "清走断枝".parse().expect("a task"), grid: None };
    dispatcher.sends(split_case(case, &child, version)).await;
    assert_eq!(found(&dispatcher, "断枝").await, ["清走断枝"]);
}

#[actix_web::test]
async fn a_list_put_together_from_parts_holds_each_case_once_and_in_order() {
    let world = World::new().await;
    let instructor = world.person("毛建国", Duty::Instructor, SHICUN).await;
    let mut filed = Vec::new();
    for n in 0..7 {
        let grid = [GRID_1, GRID_2, OTHER_GRID][n % 3];
        let new = NewReport { grid: Some(grid.parse().expect("a grid")), ..report(&format!("第 {n} 件")) };
        // What the instructor files himself is his to see wherever it is, and in his own village twice over.
        let who = if n % 2 == 0 { instructor.clone() } else { world.visitor() };
        let seen = n % 2 == 0 || grid != OTHER_GRID;
        filed.extend(seen.then_some(who.sends(file_report(&new)).await.case));
    }
    for (order, newest) in [(CaseOrder::Newest, true), (CaseOrder::Oldest, false)] {
        let mut listed = Vec::new();
        let mut filter = CaseFilter { order: Some(order), limit: Some(2), ..CaseFilter::default() };
        loop {
            let page = instructor.sends(list_cases(&filter)).await;
            listed.extend(page.items.iter().map(|case| case.id));
            filter.cursor = page.next_cursor;
            if filter.cursor.is_none() {
                break;
            }
        }
        if newest {
            listed.reverse();
        }
        assert_eq!(listed, filed, "{order}");
    }
}
