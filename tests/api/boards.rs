//! Noticeboards: what they show and to whom, on the screen, in the API and on paper.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use backend::changes::By;
use backend::schema::{cases, grids, people, settings};
use backend::staffing::rows as staffing;
use diesel::prelude::*;
use shared::boards::{BoardFilter, Staleness, confirm_board, find_board, list_boards, list_stale_boards};
use shared::cases::{CaseId, CaseStatus};
use shared::grids::GridCode;
use shared::problem::Code;
use shared::staffing::{Duty, NewAppointment, PersonId, remove_portrait, set_portrait};
use shared::time::Moment;

use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, SHICUN, World};

const SHORT: &str = "207001";

fn searching(q: &str) -> BoardFilter {
    BoardFilter { q: Some(q.into()), ..BoardFilter::default() }
}

impl World {
    async fn supervised(&self) {
        self.write(|conn| Ok(diesel::update(settings::table).set(settings::supervision_phone.eq("0570-4012345")).execute(conn)?)).await;
    }

    async fn hides_phone(&self, of: &Person) {
        let id = of.id;
        self.write(move |conn| Ok(diesel::update(people::table.find(id)).set(people::phone_public.eq(false)).execute(conn)?)).await;
    }

    async fn covers(&self, person: PersonId, away: PersonId, duty: Duty) {
        self.write(move |conn| {
            let today = Moment::now().day();
            let new = NewAppointment {
                person,
                duty,
                area: GRID_1.parse().expect("a code"),
                unit: None,
                covering_for: Some(away),
                from_day: today.clone(),
                to_day: Some(today.shifted(3)),
            };
            staffing::appoint(conn, &new, By { person: None, at: Moment::now() })
        })
        .await;
    }
}

#[actix_web::test]
async fn a_board_shows_who_answers_for_the_grid_in_the_order_of_duty() {
    let world = World::new().await;
    world.supervised().await;
    for (name, duty, area) in [
        ("姜海燕", Duty::Instructor, SHICUN),
        ("周小平", Duty::PartTime, GRID_1),
        ("林小梅", Duty::FullTime, GRID_1),
        ("徐长根", Duty::Leader, GRID_1),
        ("毛建国", Duty::Leader, GRID_2),
        ("何青", Duty::Dispatcher, crate::world::QINGHU),
    ] {
        world.person(name, duty, area).await;
    }
    let board = world.visitor().sends(find_board(SHORT)).await;
    let names: Vec<_> = board.people.iter().map(|p| (&*p.name, p.duty)).collect();
    assert_eq!(names, [("徐长根", Duty::Leader), ("林小梅", Duty::FullTime), ("周小平", Duty::PartTime), ("姜海燕", Duty::Instructor)]);
    assert_eq!((&*board.village_name, &*board.sub_district_name), ("十村", "清湖街道"));
    assert_eq!(world.visitor().sends(find_board(GRID_1)).await, board, "the whole code names the same board");
}

#[actix_web::test]
async fn without_consent_the_board_says_whom_to_call_instead() {
    let world = World::new().await;
    let (leader, member) = (world.leader("徐长根").await, world.full_time("林小梅").await);
    world.hides_phone(&leader).await;
    let board = world.visitor().sends(find_board(SHORT)).await;
    assert_eq!(board.people[0].phone, None);
    let instead = board.people[0].call_instead.clone().expect("somebody else");
    assert_eq!((instead.name.as_deref(), &*instead.phone), (Some("林小梅"), &*member.phone));

    world.hides_phone(&member).await;
    assert_eq!(world.visitor().sends(find_board(SHORT)).await.people[0].call_instead, None, "nobody to call, and nothing made up");
    world.supervised().await;
    let instead = world.visitor().sends(find_board(SHORT)).await.people[1].call_instead.clone().expect("the office");
    assert_eq!((instead.name, &*instead.phone), (None, "0570-4012345"));
    for path in ["/g/207001", "/boards/207001/print", "/api/v1/boards/207001"] {
        let text = world.visitor().opens(path).await.text();
        assert!(!text.contains(&leader.phone) && !text.contains(&member.phone), "{path}");
    }
}

#[actix_web::test]
async fn a_portrait_is_shown_only_with_consent() {
    let world = World::new().await;
    let leader = world.leader("徐长根").await;
    let shows = |public: bool| {
        world.write(move |conn| {
            Ok(diesel::update(people::table.find(leader.id))
                .set((people::portrait_small.eq("ab".repeat(32)), people::photo_public.eq(public)))
                .execute(conn)?)
        })
    };
    shows(true).await;
    let url = world.visitor().sends(find_board(SHORT)).await.people[0].photo_url.clone();
    assert_eq!(url, Some(format!("/api/v1/portraits/{}?v=abababab", leader.id)));
    shows(false).await;
    assert_eq!(world.visitor().sends(find_board(SHORT)).await.people[0].photo_url, None);
}

#[actix_web::test]
async fn a_board_says_who_covers_today() {
    let world = World::new().await;
    let (member, helper) = (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    world.covers(helper.id, member.id, Duty::FullTime).await;
    let people = world.visitor().sends(find_board(SHORT)).await.people;
    assert_eq!(people.len(), 2, "everybody once: {people:?}");
    assert_eq!((people[0].covered_by.as_deref(), people[0].covering_for.as_deref()), (Some("周小平"), None));
    assert_eq!((people[1].duty, people[1].covering_for.as_deref()), (Duty::FullTime, Some("林小梅")));
    let page = world.visitor().opens("/g/207001").await.text();
    assert!(page.contains("今日由周小平代班") && page.contains("今日代林小梅"));
}

#[actix_web::test]
async fn an_appointment_that_is_over_is_off_the_board() {
    let world = World::new().await;
    let leader = world.leader("徐长根").await;
    let yesterday = Moment::now().day().shifted(-1);
    world
        .write(move |conn| {
            use backend::schema::appointments as a;
            Ok(diesel::update(a::table.filter(a::person_id.eq(leader.id))).set(a::to_day.eq(yesterday)).execute(conn)?)
        })
        .await;
    assert_eq!(world.visitor().sends(find_board(SHORT)).await.people, []);
    assert!(world.visitor().opens("/g/207001").await.text().contains("本网格暂未安排人员"));
}

#[actix_web::test]
async fn solved_cases_of_the_month_count_but_not_restricted_ones() {
    let world = World::new().await;
    let now = Moment::now();
    let long_ago = now.day().first_of_month().begins().plus_seconds(-1);
    let closed = [
        (CaseStatus::Closed, false, now),
        (CaseStatus::Closed, true, now),
        (CaseStatus::Declined, false, now),
        (CaseStatus::Closed, false, long_ago),
    ];
    world
        .write(move |conn| {
            for (n, (status, restricted, at)) in closed.into_iter().enumerate() {
                let row = (
                    cases::id.eq(CaseId::new()),
                    cases::number.eq(format!("20260301-{n:04}")),
                    cases::status.eq(status),
                    cases::category.eq("0401"),
                    cases::restricted.eq(restricted),
                    cases::summary.eq("垃圾满了"),
                    cases::grid.eq(GRID_1),
                    cases::filed_at.eq(at),
                    cases::closed_at.eq(at),
                    cases::updated_at.eq(at),
                );
                diesel::insert_into(cases::table).values(row).execute(conn)?;
            }
            Ok(())
        })
        .await;
    assert_eq!(world.visitor().sends(find_board(SHORT)).await.solved_this_month, 1);
}

#[actix_web::test]
async fn a_closed_grid_names_those_that_took_over() {
    let world = World::new().await;
    let gone: GridCode = GRID_2.parse().expect("a code");
    let yesterday = Moment::now().day().shifted(-1);
    world
        .write(move |conn| {
            use backend::schema::grid_successions as s;
            diesel::update(grids::table.find(&gone)).set(grids::closed_on.eq(yesterday)).execute(conn)?;
            Ok(diesel::insert_into(s::table).values((s::old_code.eq(GRID_2), s::new_code.eq(GRID_1))).execute(conn)?)
        })
        .await;
    let problem = world.visitor().fails(find_board(GRID_2), Code::Gone).await;
    assert!(problem.detail.contains("十村一网格（207 001）"), "{}", problem.detail);
    assert_eq!(world.visitor().sends(list_boards(&BoardFilter::default())).await.items.len(), 2);
}

#[actix_web::test]
async fn what_is_no_code_is_not_found() {
    let world = World::new().await;
    for code in ["999999", "abc", "1", "330881003207999", "207001'--", "%00"] {
        world.visitor().fails(find_board(code), Code::NotFound).await;
        assert_eq!(world.visitor().opens("/g/%E5%8D%81").await.status, StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn boards_are_found_by_two_characters_a_name_or_the_beginning_of_a_code() {
    let world = World::new().await;
    world.person("欧阳梅", Duty::PartTime, OTHER_GRID).await;
    world.person("姜海燕", Duty::Instructor, SHICUN).await;
    for (q, found) in [
        ("十村", 2),
        ("九村", 1),
        ("二网", 1),
        ("欧阳", 1),
        ("海燕", 2),
        ("2070", 2),
        ("33088100320", 3),
        ("路灯", 0),
        ("%", 0),
        ("_", 0),
        (" 九村 ", 1),
        ("", 3),
    ] {
        assert_eq!(world.visitor().sends(list_boards(&searching(q))).await.items.len(), found, "{q:?}");
    }
    for q in ["\u{0}", &"长".repeat(61)] {
        assert_eq!(world.visitor().fails(list_boards(&searching(q)), Code::Invalid).await.errors[0].pointer, "?q");
    }
}

#[actix_web::test]
async fn the_list_goes_on_where_it_stopped() {
    let world = World::new().await;
    let first = BoardFilter { limit: Some(2), ..BoardFilter::default() };
    let page = world.visitor().sends(list_boards(&first)).await;
    let next = BoardFilter { cursor: page.next_cursor.clone(), ..first };
    let rest = world.visitor().sends(list_boards(&next)).await;
    let codes: Vec<_> = page.items.iter().chain(&rest.items).map(|b| b.short_code.to_string()).collect();
    assert_eq!((codes, rest.next_cursor), (vec!["206001".into(), "207001".into(), "207002".into()], None));
    let stolen = BoardFilter { q: Some("十村".into()), cursor: page.next_cursor, ..BoardFilter::default() };
    world.visitor().fails(list_boards(&stolen), Code::InvalidCursor).await;
}

#[actix_web::test]
async fn a_board_is_confirmed_by_its_own_people_and_stays_fresh_for_ninety_days() {
    let world = World::new().await;
    let (leader, assessor) = (world.leader("徐长根").await, world.assessor("郑敏").await);
    let grid: GridCode = GRID_1.parse().expect("a code");
    assert!(world.visitor().sends(find_board(SHORT)).await.stale, "never confirmed");
    world.visitor().fails(confirm_board(&grid), Code::SignInRequired).await;
    world.person("毛建国", Duty::Leader, GRID_2).await.fails(confirm_board(&grid), Code::Forbidden).await;
    let board = leader.sends(confirm_board(&grid)).await;
    assert!(!board.stale && board.checked_at.is_some());

    let reasons = |stale: &shared::page::Page<shared::boards::StaleBoard>| {
        stale.items.iter().map(|s| (s.board.short_code.to_string(), s.reasons.clone())).collect::<Vec<_>>()
    };
    let nobody = vec![Staleness::Unconfirmed, Staleness::NoLeader, Staleness::NoFullTime, Staleness::NoPhone];
    let stale = assessor.sends(list_stale_boards(&BoardFilter::default())).await;
    let other = vec![Staleness::Unconfirmed, Staleness::NoFullTime];
    assert_eq!(reasons(&stale), [("206001".into(), nobody), (SHORT.into(), vec![Staleness::NoFullTime]), ("207002".into(), other)]);

    let (id, later) = (leader.id, Moment::now().plus_seconds(60));
    let long_ago = Moment::now().plus_seconds(-91 * 86_400);
    world.write(move |conn| Ok(diesel::update(people::table.find(id)).set(people::phone_changed_at.eq(later)).execute(conn)?)).await;
    world.write(move |conn| Ok(diesel::update(grids::table.find(GRID_1)).set(grids::checked_at.eq(long_ago)).execute(conn)?)).await;
    let stale = assessor.sends(list_stale_boards(&searching("一网格"))).await;
    assert_eq!(reasons(&stale)[1].1, [Staleness::Unconfirmed, Staleness::NoFullTime, Staleness::PhoneChanged]);
    leader.fails(list_stale_boards(&BoardFilter::default()), Code::Forbidden).await;
}

#[actix_web::test]
async fn the_page_is_small_needs_no_script_and_is_not_sent_twice() {
    let world = World::new().await;
    for n in 0..12 {
        world.person(&format!("成员{n}"), if n < 2 { Duty::Leader } else { Duty::PartTime }, GRID_1).await;
    }
    let page = world.visitor().opens("/g/207001").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, Some("text/html; charset=utf-8")));
    assert!(page.body.len() < 30_000, "{} bytes", page.body.len());
    let text = page.text();
    assert!(!text.contains("<script") && !text.contains(" style=") && text.contains("href=\"tel:139"));
    assert_eq!(page.header("cache-control"), Some("public, max-age=60"));
    let etag = page.header("etag").expect("an ETag").to_owned();
    let again = world.visitor().asks(TestRequest::get().uri("/g/207001").insert_header(("if-none-match", etag.clone()))).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let english = world
        .visitor()
        .asks(TestRequest::get().uri("/g/207001").insert_header(("accept-language", "en")).insert_header(("if-none-match", etag)))
        .await;
    assert_eq!(english.status, StatusCode::OK);
    assert!(english.text().contains("Report a problem"));
    let head = world.visitor().asks(TestRequest::default().method(Method::HEAD).uri("/g/207001")).await;
    assert_eq!(head.status, StatusCode::OK);
    for encoding in ["br", "gzip"] {
        let packed = world.visitor().asks(TestRequest::get().uri("/g/207001").insert_header(("accept-encoding", encoding))).await;
        assert_eq!(packed.header("content-encoding"), Some(encoding));
    }
}

#[actix_web::test]
async fn text_from_the_database_is_text_on_the_page() {
    let world = World::new().await;
    world
        .write(|conn| Ok(diesel::update(grids::table.find(GRID_1)).set(grids::name.eq("<script>alert(1)</script>&\"'")).execute(conn)?))
        .await;
    for path in [
        "/g/207001",
        "/boards",
        "/boards?q=%3Cscript%3E%22",
        "/boards/207001/print",
        "/boards/207001/print?size=sticker",
        "/verify?badge=%22%3E%3Cscript%3E",
        "/r?code=%22%3E%3Cscript%3E",
    ] {
        let text = world.visitor().opens(path).await.text();
        assert!(!text.contains("<script>"), "{path}");
    }
}

#[actix_web::test]
async fn a_contact_card_carries_what_the_board_shows() {
    let world = World::new().await;
    let (leader, member) = (world.leader("徐长根").await, world.full_time("林小梅").await);
    let card = world.visitor().opens(&format!("/g/207001/people/{}.vcf", leader.id)).await;
    assert_eq!(card.header("content-type"), Some("text/vcard; charset=utf-8"));
    let text = card.text();
    assert!(
        text.contains("FN:徐长根\r\n")
            && text.contains(&format!("TEL;TYPE=CELL:{}", leader.phone))
            && text.contains("URL:http://wangge.test/g/207001"),
        "{text}"
    );
    world.hides_phone(&leader).await;
    let text = world.visitor().opens(&format!("/g/207001/people/{}.vcf", leader.id)).await.text();
    assert!(!text.contains(&leader.phone) && text.contains(&member.phone) && text.contains("林小梅"), "{text}");
    let elsewhere = world.visitor().opens(&format!("/g/207002/people/{}.vcf", leader.id)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn boards_print_in_every_size() {
    let world = World::new().await;
    world.supervised().await;
    world.leader("徐长根").await;
    for size in ["a4", "a3", "sticker"] {
        let page = world.visitor().opens(&format!("/boards/207001/print?size={size}")).await;
        assert!(page.status.is_success() && page.text().contains("207 001"), "{size}");
        let pdf = world.visitor().opens(&format!("/boards.pdf?size={size}")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, Some("application/pdf")), "{}", pdf.text());
        assert!(pdf.body.starts_with(b"%PDF-"));
        assert_eq!(pages(&pdf.body), 3, "one page a grid");
    }
    let one = world.visitor().opens("/boards.pdf?code=207001").await;
    assert_eq!(pages(&one.body), 1);
    let wrong = world.visitor().opens("/boards.pdf?size=a5").await.problem();
    assert_eq!((wrong.code, &*wrong.errors[0].pointer), (Code::Invalid, "?size"));
}

/// Counts the pages that the page tree says it has.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.match_indices("/Type/Page")
        .chain(text.match_indices("/Type /Page"))
        .filter(|(at, found)| !text[at + found.len()..].starts_with('s'))
        .count()
}

#[actix_web::test]
async fn a_portrait_is_taken_shown_printed_and_withdrawn() {
    let world = World::new().await;
    let (leader, assessor) = (world.leader("徐长根").await, world.assessor("郑敏").await);
    let jpeg = picture();
    leader.fails(set_portrait(leader.id, "image/jpeg", jpeg.clone()), Code::Forbidden).await;
    assessor.fails(set_portrait(PersonId::new(), "image/jpeg", jpeg.clone()), Code::NotFound).await;
    assessor.fails(set_portrait(leader.id, "image/jpeg", b"MZ not a picture".to_vec()), Code::UnsupportedMediaType).await;
    let before = world.visitor().opens("/boards.pdf?code=207001").await.body.len();
    let person = assessor.sends(set_portrait(leader.id, "image/jpeg", jpeg)).await;
    assert!(person.photo_url.is_some());

    let url = world.visitor().sends(find_board(SHORT)).await.people[0].photo_url.clone().expect("an address");
    let shown = world.visitor().opens(&url).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, Some("image/jpeg")));
    assert!(world.visitor().opens("/g/207001").await.text().contains(&format!("src=\"{url}\"")));
    let printed = world.visitor().opens("/boards.pdf?code=207001").await;
    assert!(printed.status.is_success() && printed.body.len() > before + shown.body.len() / 2, "the picture is in the PDF");

    world.write(move |conn| Ok(diesel::update(people::table.find(leader.id)).set(people::photo_public.eq(false)).execute(conn)?)).await;
    assert_eq!(world.visitor().opens(&url).await.status, StatusCode::NOT_FOUND);
    assert_eq!(assessor.opens(&url).await.status, StatusCode::OK, "staff still know one another");
    assessor.sends(remove_portrait(leader.id)).await;
    assert_eq!(assessor.opens(&url).await.status, StatusCode::NOT_FOUND);
}

fn picture() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(400, 500, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 120]));
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("a picture");
    jpeg.into_inner()
}
