//! Announcements: to chosen duties and places, read and done without a network, and what the office sees of it.

use backend::schema::announcement_files;
use diesel::prelude::*;
use shared::announcements::carried::{CarriedAnnouncement, announcements};
use shared::announcements::files::{FileKind, add_announcement_file};
use shared::announcements::{
    AnnouncementAnswerId, AnnouncementFilter, AnnouncementId, AnnouncementKind, AnnouncementPatch, NewAnnouncement, NewAnnouncementAnswer,
    answer_announcement, change_announcement, find_announcement, find_reach, list_announcements, publish_announcement,
};
use shared::boards::find_board;
use shared::grids::{NewGrid, add_grid};
use shared::problem::Code;
use shared::session::find_me;
use shared::staffing::Duty;
use shared::sync::ops::OpKind;
use shared::sync::outbox::Work;
use shared::time::Moment;

use crate::phone::{Fate, Phone};
use crate::photos::jpeg;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

fn new(kind: AnnouncementKind, area: &str, duties: &[Duty]) -> NewAnnouncement {
    let today = Moment::now().day();
    NewAnnouncement {
        id: AnnouncementId::new(),
        kind,
        title: "垃圾分类入户宣传".parse().expect("a title"),
        text: "请向住户讲清四分类".parse().expect("a text"),
        link: "https://example.org/leaflet".parse().ok(),
        files: Vec::new(),
        areas: vec![area.parse().expect("an area")],
        duties: duties.to_vec(),
        due_on: (kind == AnnouncementKind::Publicity).then(|| today.shifted(7)),
        until: today.shifted(20),
    }
}

/// An answer as a phone saves it, by its own clock.
fn saved(phone: &Phone, announcement: AnnouncementId, result: Option<&str>) -> Work {
    let result = result.map(|words| words.parse().expect("a result"));
    let new = NewAnnouncementAnswer { id: AnnouncementAnswerId::new(), announcement, at: phone.now(), result };
    Work::field(OpKind::AnswerAnnouncement, &new, new.about())
}

async fn on_phone(phone: &Phone) -> Vec<CarriedAnnouncement> {
    let known = phone.engine.known("announcement/").await.expect("a store");
    let answers = phone.engine.known("announcement_answer/").await.expect("a store");
    let owner = phone.owner.sends(find_me()).await.caller();
    announcements(&known, &answers, &owner, &Moment::now().day())
}

async fn titles(who: &Person) -> usize {
    who.sends(list_announcements(&AnnouncementFilter::default())).await.items.len()
}

#[actix_web::test]
async fn a_task_is_read_and_done_without_a_network() {
    let world = World::new().await;
    let (office, lin, zhou) =
        (world.assessor("郑敏").await, world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    let leader = world.leader("徐长根").await;
    let task = office.sends(publish_announcement(&new(AnnouncementKind::Publicity, QINGHU, &[Duty::FullTime, Duty::PartTime]))).await;
    let (phone, other, not_meant) = (Phone::of(&world, &lin), Phone::of(&world, &zhou), Phone::of(&world, &leader));
    for one in [&phone, &other, &not_meant] {
        one.settles().await;
    }
    assert_eq!((on_phone(&phone).await.len(), on_phone(&other).await.len(), on_phone(&not_meant).await.len()), (1, 1, 0));
    phone.does(saved(&phone, task.id, None)).await;
    let read = on_phone(&phone).await.remove(0);
    assert!(read.read && read.is_open() && read.unsent);
    phone.does(saved(&phone, task.id, Some("讲了一场"))).await;
    assert!(!on_phone(&phone).await[0].is_open());
    phone.syncs(|| Fate::AnswerLost).await;
    phone.syncs(|| Fate::Twice).await;
    phone.settles().await;
    // A colleague's answer takes nothing off this phone.
    other.does(saved(&other, task.id, None)).await;
    other.settles().await;
    phone.settles().await;
    let done = on_phone(&phone).await.remove(0);
    assert_eq!((done.read, done.unsent, done.result.as_deref()), (true, false, Some("讲了一场")));
    let reach = office.sends(find_reach(task.id)).await;
    assert_eq!((reach.people, reach.read, reach.done, reach.silent.len()), (2, 2, 1, 0));
    lin.fails(find_reach(task.id), Code::Forbidden).await;
    leader.fails(find_announcement(task.id), Code::NotFound).await;
}

#[actix_web::test]
async fn it_is_for_those_around_and_within_its_places() {
    let world = World::new().await;
    let office = world.dispatcher("何青").await;
    let (lin, two, away) = (
        world.full_time("林小梅").await,
        world.person("姜远", Duty::FullTime, GRID_2).await,
        world.person("占山", Duty::FullTime, OTHER_GRID).await,
    );
    let cadre = world.person("祝大有", Duty::VillageCadre, SHICUN).await;
    for area in [GRID_1, SHICUN, QINGHU] {
        office.sends(publish_announcement(&new(AnnouncementKind::Notice, area, &[]))).await;
    }
    assert_eq!((titles(&lin).await, titles(&two).await, titles(&away).await, titles(&cadre).await, titles(&office).await), (3, 2, 1, 3, 3));
    let phones = [Phone::of(&world, &lin), Phone::of(&world, &two), Phone::of(&world, &away), Phone::of(&world, &cadre)];
    let mut carried = Vec::new();
    for phone in &phones {
        phone.settles().await;
        carried.push(on_phone(phone).await.len());
    }
    assert_eq!(carried, [3, 2, 1, 3]);
    let handler = world.person("姜波", Duty::Handler, QINGHU).await;
    handler.fails(list_announcements(&AnnouncementFilter::default()), Code::Forbidden).await;
    lin.fails(publish_announcement(&new(AnnouncementKind::Notice, GRID_1, &[])), Code::Forbidden).await;
}

#[actix_web::test]
async fn news_stands_on_the_boards_until_its_last_day() {
    let world = World::new().await;
    let (office, lin) = (world.administrator("陈国平").await, world.full_time("林小梅").await);
    let news = office.sends(publish_announcement(&new(AnnouncementKind::News, SHICUN, &[]))).await;
    assert_eq!(titles(&lin).await, 0);
    let board = world.visitor().sends(find_board(GRID_1)).await;
    assert_eq!(board.news.len(), 1);
    let page = world.visitor().opens(&format!("/g/{}", board.short_code)).await.text();
    assert!(page.contains("请向住户讲清四分类") && page.contains("https://example.org/leaflet"), "{page}");
    assert_eq!(world.visitor().sends(find_board(OTHER_GRID)).await.news.len(), 0);
    let back = AnnouncementPatch { until: Some(Moment::now().day().shifted(-1)) };
    office.sends(change_announcement(news.id, &back, news.version)).await;
    office.fails(change_announcement(news.id, &back, news.version), Code::VersionConflict).await;
    assert_eq!(world.visitor().sends(find_board(GRID_1)).await.news.len(), 0);
}

#[actix_web::test]
async fn what_does_not_fit_is_told_at_once() {
    let world = World::new().await;
    let (office, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    let today = Moment::now().day();
    let wrong = NewAnnouncement {
        until: today.shifted(-1),
        duties: vec![Duty::Dispatcher],
        due_on: Some(today.clone()),
        areas: vec!["330881003999".parse().expect("a code")],
        ..new(AnnouncementKind::News, GRID_1, &[])
    };
    let pointers: Vec<String> =
        office.fails(publish_announcement(&wrong), Code::Invalid).await.errors.into_iter().map(|it| it.pointer).collect();
    assert_eq!(pointers, ["/until", "/due_on", "/duties", "/duties", "/areas/0"]);
    let notice = office.sends(publish_announcement(&new(AnnouncementKind::Notice, GRID_1, &[]))).await;
    let answer =
        NewAnnouncementAnswer {
            id: AnnouncementAnswerId::new(), announcement: notice.id, at: Moment::now(), result: "做了".parse().ok()
        };
    assert_eq!(lin.fails(answer_announcement(&answer), Code::Invalid).await.errors[0].pointer, "/result");
    let read = NewAnnouncementAnswer { result: None, ..answer };
    let told = lin.sends(answer_announcement(&read)).await;
    assert_eq!(lin.sends(answer_announcement(&read)).await, told);
    let away = world.person("占山", Duty::FullTime, OTHER_GRID).await;
    away.fails(answer_announcement(&NewAnnouncementAnswer { id: AnnouncementAnswerId::new(), ..read }), Code::NotFound).await;
}

#[actix_web::test]
async fn material_comes_before_the_announcement_and_is_for_those_it_is_for() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let (other, stranger) = (world.dispatcher("何青").await, world.person("占山", Duty::FullTime, OTHER_GRID).await);
    let id = AnnouncementId::new();
    let pdf = b"%PDF-1.7 leaflet".to_vec();
    let file = |name: &str, content: &[u8]| add_announcement_file(id, &name.parse().expect("a name"), "application/pdf", content.to_vec());
    lin.fails(file("宣传单.pdf", &pdf), Code::Forbidden).await;
    office.fails(file("宣传单.pdf", b"MZ a program"), Code::UnsupportedMediaType).await;
    let first = office.sends(file("宣传单.pdf", &pdf)).await;
    assert_eq!(office.sends(file("宣传单.pdf", &pdf)).await, first, "the same again is there once");
    other.fails(file("别的.pdf", &pdf), Code::Conflict).await;
    let picture = office.sends(add_announcement_file(id, &"海报.png".parse().expect("a name"), "image/png", jpeg(7))).await;
    assert_eq!((picture.position, picture.kind), (2, FileKind::Picture));
    let wrong = office.sends(file("拿错了.pdf", &pdf)).await;
    let third = office.sends(file("第三份.pdf", &pdf)).await;
    assert_eq!(office.opens(&first.url).await.problem().code, Code::NotFound, "nothing is shown before it is published");

    let naming = |files: &[i32]| NewAnnouncement { id, files: files.to_vec(), ..new(AnnouncementKind::Notice, SHICUN, &[]) };
    office.fails(publish_announcement(&naming(&[1, 9])), Code::Invalid).await;
    office.fails(publish_announcement(&naming(&[1, 2, 3, 4])), Code::Invalid).await;
    let named = naming(&[third.position, first.position, picture.position]);
    let published = office.sends(publish_announcement(&named)).await;
    assert_eq!(office.sends(publish_announcement(&named)).await, published);
    office.fails(publish_announcement(&naming(&[first.position])), Code::Conflict).await;
    assert_eq!(office.opens(&wrong.url).await.problem().code, Code::NotFound, "what was taken off is not published");
    assert_eq!(published.files.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["宣传单.pdf", "海报.png", "第三份.pdf"]);
    office.fails(file("第五份.pdf", &pdf), Code::Conflict).await;
    for who in [&office, &lin] {
        let reply = who.opens(&first.url).await;
        assert_eq!((reply.status.as_u16(), &reply.body, reply.header("content-type")), (200, &pdf, Some("application/pdf")));
        assert!(reply.header("content-disposition").is_some_and(|it| it.starts_with("attachment")));
    }
    assert!(lin.opens(&picture.url).await.body.starts_with(b"\xff\xd8\xff"));
    for nobody in [&stranger, &world.visitor()] {
        assert_eq!(nobody.opens(&first.url).await.problem().code, Code::NotFound);
    }
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    assert_eq!(on_phone(&phone).await[0].announcement.files.len(), 3);
}

#[actix_web::test]
async fn material_of_news_is_for_everybody_and_what_is_never_published_is_forgotten() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let (news, never) = (AnnouncementId::new(), AnnouncementId::new());
    for id in [news, never] {
        let name = "医保缴费指南.pdf".parse().expect("a name");
        office.sends(add_announcement_file(id, &name, "application/pdf", b"%PDF-1.7 guide".to_vec())).await;
    }
    office.sends(publish_announcement(&NewAnnouncement { id: news, files: vec![1], ..new(AnnouncementKind::News, SHICUN, &[]) })).await;
    let board = world.visitor().sends(find_board(GRID_1)).await;
    let url = board.news[0].files[0].url.clone();
    assert_eq!(world.visitor().opens(&url).await.status.as_u16(), 200);
    assert!(world.visitor().opens(&format!("/g/{}", board.short_code)).await.text().contains("医保缴费指南.pdf"));
    let tomorrow = Moment::now().plus_seconds(90_000);
    world.write(move |conn| backend::announcements::rows::files::forget_old(conn, tomorrow)).await;
    let there: Vec<AnnouncementId> =
        world.write(|conn| Ok(announcement_files::table.select(announcement_files::announcement).load(conn)?)).await;
    assert_eq!(there, [news]);
}

#[actix_web::test]
async fn grids_that_come_later_get_what_is_for_their_village() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let task = office.sends(publish_announcement(&new(AnnouncementKind::Notice, SHICUN, &[]))).await;
    let code = "330881003207077";
    let added = NewGrid {
        code: code.parse().expect("a code"),
        name: "十村新网格".parse().expect("a name"),
        households: None,
        population: None,
        opened_on: Moment::now().day(),
        supersedes: Vec::new(),
    };
    office.sends(add_grid(&added)).await;
    let member = world.person("毛新", Duty::FullTime, code).await;
    let phone = Phone::of(&world, &member);
    phone.settles().await;
    assert_eq!(on_phone(&phone).await.iter().map(|it| it.announcement.id).collect::<Vec<_>>(), [task.id]);
}
