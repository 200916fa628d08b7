//! People and appointments: who sees whom, and who answers for what from which day to which.

use shared::page::Page;
use shared::problem::Code;
use shared::staffing::{
    AppointmentFilter, AppointmentPatch, Duty, NewAppointment, NewPerson, Person as Staff, PersonFilter, PersonId, PersonPatch, add_person,
    appoint, change_appointment, change_person, find_person, list_appointments, list_people,
};
use shared::time::{Day, Moment};

use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World, phone};

fn somebody(name: &str, phone: Option<String>) -> NewPerson {
    NewPerson {
        name: name.parse().expect("a name"),
        phone: phone.map(|p| p.parse().expect("a phone")),
        phone_public: false,
        photo_public: false,
    }
}

fn term(person: PersonId, duty: Duty, area: &str, from: &str, to: Option<&str>) -> NewAppointment {
    let to_day = to.map(|day| day.parse().expect("a day"));
    NewAppointment {
        person,
        duty,
        area: area.parse().expect("an area"),
        unit: None,
        covering_for: None,
        from_day: from.parse().expect("a day"),
        to_day,
    }
}

fn names(page: Page<Staff>) -> Vec<String> {
    page.items.iter().map(|p| p.name.to_string()).collect()
}

async fn added(office: &Person, name: &str) -> PersonId {
    office.sends(add_person(&somebody(name, None))).await.id
}

#[actix_web::test]
async fn phones_are_whole_for_colleagues_and_the_office_only() {
    let world = World::new().await;
    let (leader, same, other) =
        (world.leader("徐长根").await, world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, OTHER_GRID).await);
    let (cadre, office) = (world.person("毛建国", Duty::Instructor, SHICUN).await, world.dispatcher("何青").await);
    let whole = Some(leader.phone.clone());
    for (who, sees) in [(&leader, true), (&same, true), (&cadre, true), (&office, true), (&other, false)] {
        let seen = who.sends(find_person(leader.id)).await;
        assert_eq!(seen.phone == whole, sees, "{:?}", seen.phone);
        assert!(seen.phone.is_some_and(|p| sees || p.contains("****")));
    }
    world.visitor().fails(find_person(leader.id), Code::SignInRequired).await;
    // Digit by digit, only the office finds a phone out.
    let beginning = PersonFilter { q: Some(leader.phone[..10].into()), ..PersonFilter::default() };
    let all = PersonFilter { q: Some(leader.phone.clone()), ..PersonFilter::default() };
    assert_eq!(names(other.sends(list_people(&beginning)).await), [""; 0]);
    assert_eq!(names(other.sends(list_people(&all)).await), ["徐长根"]);
    assert!(names(office.sends(list_people(&beginning)).await).contains(&"徐长根".to_owned()));
}

#[actix_web::test]
async fn people_are_found_by_name_area_and_duty() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    world.leader("徐长根").await;
    world.person("徐长春", Duty::PartTime, GRID_2).await;
    world.person("毛建国", Duty::Leader, OTHER_GRID).await;
    let find = async |q: Option<&str>, area: Option<&str>, duty: Option<Duty>| {
        let filter =
            PersonFilter { q: q.map(str::to_owned), area: area.map(|a| a.parse().expect("an area")), duty, ..PersonFilter::default() };
        let mut found = names(office.sends(list_people(&filter)).await);
        found.sort();
        found
    };
    assert_eq!(find(Some("徐"), None, None).await, ["徐长春", "徐长根"]);
    assert_eq!(find(None, Some(SHICUN), None).await, ["徐长春", "徐长根"]);
    assert_eq!(find(None, Some(GRID_1), None).await, ["徐长根"]);
    assert_eq!(find(None, None, Some(Duty::Leader)).await, ["徐长根", "毛建国"]);
    assert_eq!(find(None, Some(QINGHU), Some(Duty::Assessor)).await, ["郑敏"]);
    assert_eq!(find(None, Some(OTHER_GRID), Some(Duty::PartTime)).await, [""; 0]);

    let first = office.sends(list_people(&PersonFilter { limit: Some(3), ..PersonFilter::default() })).await;
    let rest =
        office.sends(list_people(&PersonFilter { limit: Some(3), cursor: first.next_cursor.clone(), ..PersonFilter::default() })).await;
    assert_eq!((first.items.len(), rest.items.len(), rest.next_cursor), (3, 1, None));
}

#[actix_web::test]
async fn a_phone_is_one_persons() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let (mine, account) = (phone(), world.full_time("林小梅").await);
    let one = office.sends(add_person(&somebody("徐长根", Some(mine.clone())))).await;
    assert_eq!((one.badge.len(), one.version, one.phone), (8, 1, Some(mine.clone())));
    let taken = office.fails(add_person(&somebody("徐长春", Some(mine.clone()))), Code::Invalid).await;
    assert_eq!((&*taken.errors[0].pointer, taken.errors[0].message.contains("徐长根")), ("/phone", true));

    let patch = |phone: Option<&str>| PersonPatch { phone: Some(phone.map(|p| p.parse().expect("a phone"))), ..PersonPatch::default() };
    let changed = office.sends(change_person(one.id, &patch(Some("0570-4012345")), 1)).await;
    assert_eq!((changed.phone.as_deref(), changed.version), (Some("0570-4012345"), 2));
    office.fails(change_person(one.id, &patch(None), 1), Code::VersionConflict).await;
    assert_eq!(office.sends(change_person(one.id, &patch(None), 2)).await.phone, None);
    office.fails(change_person(account.id, &patch(Some("0570-4012346")), 1), Code::Invalid).await;
    office.fails(change_person(account.id, &patch(None), 1), Code::Invalid).await;
    account.fails(change_person(account.id, &patch(None), 1), Code::Forbidden).await;
    account.fails(add_person(&somebody("甲", None)), Code::Forbidden).await;
    office.fails(find_person(PersonId::new()), Code::NotFound).await;

    // The administrator signs in with hers: nobody else takes it away.
    let chen = world.administrator("陈国平").await;
    office.fails(change_person(chen.id, &patch(Some(&phone())), 1), Code::Forbidden).await;
    let named = PersonPatch { name: "陈国萍".parse().ok(), ..patch(Some(&chen.phone)) };
    assert_eq!(office.sends(change_person(chen.id, &named, 1)).await.version, 2);
    office.sends(change_person(office.id, &patch(Some(&phone())), 1)).await;
    chen.sends(change_person(office.id, &patch(Some(&phone())), 2)).await;
}

#[actix_web::test]
async fn a_grid_has_one_leader_at_a_time() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let (old, new) = (added(&office, "徐长根").await, added(&office, "徐长春").await);
    let first = office.sends(appoint(&term(old, Duty::Leader, GRID_1, "2026-01-01", None))).await;
    assert_eq!((&*first.area_name, first.version), ("十村一网格", 1));
    let second = term(new, Duty::Leader, GRID_1, "2026-07-01", None);
    let refused = office.fails(appoint(&second), Code::Conflict).await;
    assert!(refused.detail.contains("徐长根"), "{}", refused.detail);
    let ends = AppointmentPatch { to_day: Some("2026-06-30".parse().ok()) };
    assert_eq!(office.sends(change_appointment(first.id, &ends, 1)).await.to_day.as_ref().map(|d| d.as_str()), Some("2026-06-30"));
    office.sends(appoint(&second)).await;
    // The old one cannot be made to last again.
    office.fails(change_appointment(first.id, &AppointmentPatch { to_day: Some(None) }, 2), Code::Conflict).await;
    office.fails(change_appointment(first.id, &ends, 1), Code::VersionConflict).await;
    office.fails(appoint(&term(new, Duty::Leader, GRID_1, "2027-07-01", None)), Code::Conflict).await;

    let on = async |day: &str| {
        let filter = AppointmentFilter { area: GRID_1.parse().ok(), on: day.parse().ok(), ..AppointmentFilter::default() };
        office.sends(list_appointments(&filter)).await.items.iter().map(|a| a.person.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(on("2025-12-31").await, [""; 0]);
    assert_eq!(on("2026-06-30").await, ["徐长根"]);
    assert_eq!(on("2026-07-01").await, ["徐长春"]);
    let of = AppointmentFilter { person: Some(old.uuid()), ..AppointmentFilter::default() };
    assert_eq!(office.sends(list_appointments(&of)).await.items.len(), 1);
}

#[actix_web::test]
async fn covering_lets_somebody_act_for_a_while() {
    let world = World::new().await;
    let (office, leader) = (world.assessor("郑敏").await, world.leader("徐长根").await);
    let stand_in = added(&office, "徐长春").await;
    let today = Moment::now().day();
    let cover = NewAppointment {
        covering_for: Some(leader.id),
        ..term(stand_in, Duty::Leader, GRID_1, today.as_str(), Some(today.shifted(7).as_str()))
    };
    let made = office.sends(appoint(&cover)).await;
    assert_eq!(made.covering_for.map(|p| p.name.to_string()).as_deref(), Some("徐长根"));
    let seen = office.sends(find_person(stand_in)).await;
    assert_eq!(seen.appointments.iter().map(|a| a.duty).collect::<Vec<_>>(), [Duty::Leader]);
    let never_ends = NewAppointment { to_day: None, ..cover.clone() };
    let of_another = NewAppointment { covering_for: Some(office.id), ..cover.clone() };
    let backwards = NewAppointment { to_day: Some(today.shifted(-1)), ..cover };
    for (wrong, pointer) in [(never_ends, "/to_day"), (of_another, "/covering_for"), (backwards, "/to_day")] {
        assert_eq!(office.fails(appoint(&wrong), Code::Invalid).await.errors[0].pointer, pointer);
    }
}

#[actix_web::test]
async fn appointments_fit_their_area_and_who_appoints() {
    let world = World::new().await;
    let (office, admin) = (world.assessor("郑敏").await, world.administrator("陈国平").await);
    let person = added(&office, "徐长根").await;
    for (duty, area, pointer) in [
        (Duty::Leader, SHICUN, "/area"),
        (Duty::Leader, QINGHU, "/area"),
        (Duty::Instructor, QINGHU, "/area"),
        (Duty::Leader, "330881003207888", "/area"),
        (Duty::Instructor, "330881003299", "/area"),
    ] {
        assert_eq!(
            office.fails(appoint(&term(person, duty, area, "2026-01-01", None)), Code::Invalid).await.errors[0].pointer,
            pointer,
            "{duty} {area}"
        );
    }
    office.fails(appoint(&term(PersonId::new(), Duty::Leader, GRID_1, "2026-01-01", None)), Code::Invalid).await;
    office.sends(appoint(&term(person, Duty::Instructor, SHICUN, "2026-01-01", None))).await;

    office.fails(appoint(&term(person, Duty::Dispatcher, QINGHU, "2026-01-01", None)), Code::Forbidden).await;
    let post = admin.sends(appoint(&term(person, Duty::Dispatcher, QINGHU, "2026-01-01", None))).await;
    let ends = AppointmentPatch { to_day: Some("2026-02-01".parse::<Day>().ok()) };
    office.fails(change_appointment(post.id, &ends, 1), Code::Forbidden).await;
    admin.sends(change_appointment(post.id, &ends, 1)).await;
    world.leader("毛建国").await.fails(appoint(&term(person, Duty::PartTime, GRID_1, "2026-01-01", None)), Code::Forbidden).await;
}
