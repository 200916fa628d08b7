//! Duty rosters: written by week, read on boards and phones, brought in and taken out as a spreadsheet.

use shared::boards::find_board;
use shared::imports::{ExportOptions, ImportKind, ImportOptions, ImportOutcome, export_path, import};
use shared::leaves::{LeaveId, NewLeave, NewLeaveDecision, ask_for_leave, decide_leave};
use shared::problem::{Code, Problem};
use shared::roster::carried::{next_duty, on_duty, rosters};
use shared::roster::{
    NewRoster, NewRosterEntry, Roster, RosterFilter, RosterRole, Shift, find_roster, list_rosters, replace_roster, week_of,
};
use shared::staffing::{AreaCode, Duty, PersonId, PersonPatch, change_person, find_person};
use shared::time::{Day, Moment};

use crate::phone::Phone;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn area(code: &str) -> AreaCode {
    code.parse().expect("an area")
}

fn today() -> Day {
    Moment::now().day()
}

fn entry(day: &Day, shift: Shift, role: RosterRole, person: PersonId) -> NewRosterEntry {
    NewRosterEntry { day: day.clone(), shift, role, person }
}

/// Whoever is on duty all day.
fn all_day(day: &Day, people: &[&Person]) -> NewRoster {
    let each = people.iter().enumerate().map(|(i, person)| {
        let role = if i == 0 { RosterRole::Lead } else { RosterRole::Member };
        entry(day, Shift::WholeDay, role, person.id)
    });
    NewRoster { entries: each.collect() }
}

fn codes(problem: &Problem) -> Vec<(String, String)> {
    problem.errors.iter().map(|it| (it.pointer.clone(), it.code.clone())).collect()
}

#[actix_web::test]
async fn who_is_on_duty_today_stands_on_the_boards() {
    let world = World::new().await;
    let office = world.dispatcher("何青").await;
    let (cadre, lin) = (world.person("祝大有", Duty::VillageCadre, SHICUN).await, world.full_time("林小梅").await);
    let (village, sub_district) = (area(SHICUN), area(QINGHU));
    let written = cadre.sends(replace_roster(&village, &today(), &all_day(&today(), &[&cadre, &lin]), 0)).await;
    assert_eq!((written.version, written.week.clone(), written.entries.len()), (1, week_of(&today()), 2));
    office.sends(replace_roster(&sub_district, &today(), &all_day(&today(), &[&office]), 0)).await;
    let told = |board: &shared::boards::Board| {
        board.on_duty.iter().map(|it| (it.name.to_string(), it.area_name.clone(), it.phone.is_some())).collect::<Vec<_>>()
    };
    let board = world.visitor().sends(find_board(GRID_1)).await;
    let names: Vec<String> = told(&board).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["祝大有", "林小梅", "何青"], "the nearest first, who is in charge first");
    assert_eq!(world.visitor().sends(find_board(OTHER_GRID)).await.on_duty.len(), 1, "the sub-district's alone");
    let page = world.visitor().opens(&format!("/g/{}", board.short_code)).await.text();
    assert!(page.contains("今日值班") && page.contains("祝大有"), "{page}");

    // Without consent the phone stays off the board.
    let person = office.sends(find_person(lin.id)).await;
    let hidden = PersonPatch { phone_public: Some(false), ..PersonPatch::default() };
    world.assessor("郑敏").await.sends(change_person(lin.id, &hidden, person.version)).await;
    assert!(!told(&world.visitor().sends(find_board(GRID_1)).await)[1].2);
}

#[actix_web::test]
async fn a_village_writes_its_own_roster_and_the_office_all() {
    let world = World::new().await;
    let (office, cadre) = (world.administrator("陈国平").await, world.person("祝大有", Duty::VillageCadre, SHICUN).await);
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("占山", Duty::FullTime, OTHER_GRID).await);
    let handler = world.person("姜波", Duty::Handler, QINGHU).await;
    for (who, code) in [(&cadre, SHICUN), (&cadre, GRID_2), (&office, QINGHU)] {
        who.sends(replace_roster(&area(code), &today(), &NewRoster::default(), 0)).await;
    }
    cadre.fails(replace_roster(&area(QINGHU), &today(), &NewRoster::default(), 1), Code::Forbidden).await;
    lin.fails(replace_roster(&area(SHICUN), &today(), &NewRoster::default(), 1), Code::Forbidden).await;
    handler.fails(replace_roster(&area(SHICUN), &today(), &NewRoster::default(), 1), Code::Forbidden).await;
    stranger.fails(find_roster(&area(SHICUN), &today()), Code::NotFound).await;
    stranger.sends(find_roster(&area(QINGHU), &today())).await;
    office.fails(find_roster(&area("330881003999"), &today()), Code::NotFound).await;
    let seen = async |who: &Person| who.sends(list_rosters(&RosterFilter::default())).await.items.len();
    assert_eq!((seen(&office).await, seen(&cadre).await, seen(&lin).await, seen(&stranger).await), (3, 3, 2, 1));
    // Somebody else wrote meanwhile.
    office.fails(replace_roster(&area(SHICUN), &today(), &NewRoster::default(), 0), Code::VersionConflict).await;
}

#[actix_web::test]
async fn a_roster_that_cannot_be_is_refused_entry_by_entry() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let stranger = world.person("占山", Duty::FullTime, OTHER_GRID).await;
    let (village, monday) = (area(SHICUN), week_of(&today()).shifted(7));
    let leave = NewLeave { id: LeaveId::new(), person: None, from_day: monday.clone(), to_day: monday.clone(), note: None };
    let leave = lin.sends(ask_for_leave(&leave)).await;
    let leave = office.sends(decide_leave(leave.id, &NewLeaveDecision::Grant { covers: Vec::new() }, leave.version)).await;
    assert!(leave.rostered.is_empty());
    let on = |day: &Day, person| entry(day, Shift::Day, RosterRole::Member, person);
    let entries = vec![
        on(&monday, lin.id),
        on(&monday.shifted(1), lin.id),
        on(&monday.shifted(1), lin.id),
        on(&monday.shifted(7), lin.id),
        on(&monday, stranger.id),
        on(&monday, PersonId::new()),
    ];
    let refused = office.fails(replace_roster(&village, &monday, &NewRoster { entries }, 0), Code::Invalid).await;
    let expected = [
        (0, "person", "on_leave"),
        (2, "person", "duplicate"),
        (3, "day", "out_of_range"),
        (4, "person", "not_of_area"),
        (5, "person", "unknown_person"),
    ];
    let expected: Vec<_> = expected.iter().map(|(i, member, code)| (format!("/entries/{i}/{member}"), (*code).to_owned())).collect();
    assert_eq!(codes(&refused), expected);
    assert_eq!(office.sends(find_roster(&village, &monday)).await.version, 0, "nothing has changed");
    // Somebody who stood there before the leave was granted does not keep the rest of the week from being written.
    let tuesday = monday.shifted(1);
    let both = NewRoster { entries: vec![on(&tuesday, lin.id), on(&monday.shifted(2), lin.id)] };
    let week = office.sends(replace_roster(&village, &monday, &both, 0)).await;
    let away = NewLeave { id: LeaveId::new(), person: None, from_day: tuesday.clone(), to_day: monday.shifted(2), note: None };
    let away = lin.sends(ask_for_leave(&away)).await;
    assert_eq!(away.rostered.len(), 2);
    office.sends(decide_leave(away.id, &NewLeaveDecision::Grant { covers: Vec::new() }, away.version)).await;
    let one = NewRoster { entries: vec![on(&tuesday, lin.id), on(&monday.shifted(3), lin.id)] };
    office.sends(replace_roster(&village, &monday, &one, week.version)).await;
    office.fails(replace_roster(&village, &monday, &both, week.version + 1), Code::Invalid).await;
    let many = NewRoster { entries: vec![on(&monday.shifted(1), lin.id); 141] };
    office.fails(replace_roster(&village, &monday, &many, 0), Code::Invalid).await;
}

#[actix_web::test]
async fn phones_carry_the_rosters_around_them() {
    let world = World::new().await;
    let (office, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    let away = world.person("占山", Duty::FullTime, OTHER_GRID).await;
    office.sends(replace_roster(&area(SHICUN), &today(), &all_day(&today(), &[&lin]), 0)).await;
    let week = office.sends(replace_roster(&area(QINGHU), &today(), &all_day(&today(), &[&office]), 0)).await;
    let (phone, other) = (Phone::of(&world, &lin), Phone::of(&world, &away));
    phone.settles().await;
    other.settles().await;
    let carried = async |phone: &Phone| -> Vec<Roster> { rosters(&phone.engine.known("roster/").await.expect("a store")) };
    let all = carried(&phone).await;
    assert_eq!(all.iter().map(|it| it.area.to_string()).collect::<Vec<_>>(), [SHICUN, QINGHU]);
    assert_eq!(carried(&other).await, std::slice::from_ref(&week));
    assert_eq!(on_duty(&all, Moment::now()).len(), 2);
    assert_eq!(next_duty(&all, lin.id, &today()).map(|(roster, _)| roster.area.to_string()).as_deref(), Some(SHICUN));
    assert!(next_duty(&all, away.id, &today()).is_none());
    // A number that is put right is right on the phones that carry it.
    let assessor = world.assessor("郑敏").await;
    let person = assessor.sends(find_person(lin.id)).await;
    let right = PersonPatch { phone: Some("13905709999".parse().ok()), ..PersonPatch::default() };
    assessor.sends(change_person(lin.id, &right, person.version)).await;
    phone.settles().await;
    let now = carried(&phone).await;
    assert_eq!(now[0].entries[0].phone.as_ref().map(ToString::to_string).as_deref(), Some("13905709999"));
    // What is changed at the desk changes on the phone.
    office.sends(replace_roster(&area(QINGHU), &today(), &NewRoster::default(), week.version)).await;
    phone.settles().await;
    assert_eq!(on_duty(&carried(&phone).await, Moment::now()).len(), 1);
}

async fn exported(who: &Person, options: &ExportOptions) -> Vec<u8> {
    let reply = who.opens(&export_path(ImportKind::Roster, options)).await;
    assert!(reply.status.is_success(), "{}", reply.text());
    reply.body
}

async fn imported(who: &Person, dry_run: bool, media: &'static str, bytes: impl Into<Vec<u8>>) -> ImportOutcome {
    who.sends(import(ImportKind::Roster, &ImportOptions { dry_run, coordinates: None }, media, bytes.into())).await
}

#[actix_web::test]
async fn a_week_goes_out_as_a_spreadsheet_and_comes_back_the_same() {
    let world = World::new().await;
    let (office, lin, leader) = (world.dispatcher("何青").await, world.full_time("林小梅").await, world.leader("徐长根").await);
    let monday = week_of(&today()).shifted(7);
    let mut new = all_day(&monday, &[&leader, &lin]);
    new.entries.push(entry(&monday.shifted(6), Shift::Night, RosterRole::Member, lin.id));
    let before = office.sends(replace_roster(&area(SHICUN), &monday, &new, 0)).await;
    let book = exported(&office, &ExportOptions { week: Some(monday.shifted(3)), ..ExportOptions::default() }).await;
    let same = imported(&office, false, XLSX, book.clone()).await;
    assert_eq!((same.rows, same.kept, same.differences()), (2, 2, 0));
    assert_eq!(office.sends(find_roster(&area(SHICUN), &monday)).await, before, "what is as it was is not written anew");

    // Two have the same name: the table tells them apart.
    let twin = world.person("林小梅", Duty::PartTime, GRID_2).await;
    assert_ne!(twin.id, lin.id);
    let book = exported(&office, &ExportOptions { week: Some(monday.clone()), ..ExportOptions::default() }).await;
    office.sends(replace_roster(&area(SHICUN), &monday, &NewRoster::default(), before.version)).await;
    let back = imported(&office, false, XLSX, book).await;
    assert_eq!((back.added, back.removed), (2, 0));
    let after = office.sends(find_roster(&area(SHICUN), &monday)).await;
    assert_eq!((after.entries, after.version), (before.entries, 3));
    // Of another week there is nothing, and of a village somebody does not work in there is nothing to see.
    let empty =
        ExportOptions { week: Some(monday.shifted(14)), format: Some(shared::imports::TableFormat::Csv), ..ExportOptions::default() };
    assert_eq!(String::from_utf8(exported(&office, &empty).await).expect("text").lines().count(), 1);
}

#[actix_web::test]
async fn a_table_as_offices_write_it_is_read_and_its_mistakes_are_told_at_their_cells() {
    let world = World::new().await;
    let (office, cadre) = (world.dispatcher("何青").await, world.person("祝大有", Duty::VillageCadre, SHICUN).await);
    let (lin, _) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let twin = world.person("林小梅", Duty::PartTime, GRID_2).await;
    world.person("林小梅", Duty::FullTime, OTHER_GRID).await;
    let monday = week_of(&today()).shifted(7);
    let phone = &lin.phone;
    let good = format!(
        "石村下周值班表\n编码,值班日期,班次,带班领导,值班人员\n{SHICUN},{monday},白班,徐长根,林小梅{phone}\n{SHICUN},{},夜班,,祝大有\n",
        monday.shifted(1)
    );
    let dry = imported(&cadre, true, "text/csv", good.clone()).await;
    assert_eq!((dry.added, dry.errors.len()), (2, 0), "{dry:?}");
    assert_eq!(cadre.sends(find_roster(&area(SHICUN), &monday)).await.version, 0, "a dry run changes nothing");
    imported(&cadre, false, "text/csv", good).await;
    let there = cadre.sends(find_roster(&area(SHICUN), &monday)).await;
    assert!(there.entries.iter().any(|it| it.person.id == lin.id) && there.entries.iter().all(|it| it.person.id != twin.id));

    let faulty = format!(
        "编码,日期,班次,带班,值班\n{SHICUN},{monday},中班,徐长根,祝大有\n{SHICUN},{monday},白班,,林小梅\n{SHICUN},{monday},白班,,无名氏\n{GRID_1},12月1日,白班,,徐长根\n{SHICUN},{monday},白班,,\n{QINGHU},{monday},白班,,何青\n"
    );
    let told = imported(&cadre, true, "text/csv", faulty.clone()).await;
    let places: Vec<(&str, &str)> = told.errors.iter().map(|it| (&*it.pointer, &*it.code)).collect();
    assert_eq!(
        places,
        [("C2", "choice"), ("B5", "day"), ("E6", "required"), ("E3", "ambiguous_person"), ("E4", "unknown_person"), ("A7", "not_allowed")]
    );
    let options = ImportOptions::default();
    office.fails(import(ImportKind::Roster, &options, "text/csv", faulty.into_bytes()), Code::ImportFaulty).await;
    office.fails(import(ImportKind::Roster, &options, "text/csv", b"a,b\n1,2\n".to_vec()), Code::ImportFaulty).await;
    lin.fails(import(ImportKind::Roster, &options, "text/csv", b"a,b\n".to_vec()), Code::Forbidden).await;
    assert_eq!(cadre.sends(find_roster(&area(SHICUN), &monday)).await.version, 1);
}
