//! The pages that belong to no noun, and the frame of all of them.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use shared::problem::Code;

use crate::world::World;

#[actix_web::test]
async fn the_first_page_leads_everywhere() {
    let world = World::new().await;
    let page = world.visitor().opens("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for link in ["href=\"/boards\"", "href=\"/verify\"", "href=\"/app/\"", "href=\"/privacy\"", "action=\"/r\"", "action=\"/boards\""] {
        assert!(page.text().contains(link), "{link}");
    }
}

#[actix_web::test]
async fn a_receipt_code_is_taken_as_people_type_it() {
    let world = World::new().await;
    let right = world.visitor().opens("/r?code=abcd-efgh-jk0o").await;
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, Some("/r/ABCDEFGHJK00")));
    let wrong = world.visitor().opens("/r?code=12").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text().contains("value=\"12\""));
}

#[actix_web::test]
async fn language_and_size_are_kept_in_cookies() {
    let world = World::new().await;
    let changed = world.visitor().opens("/mode?elder=1&back=%2Fg%2F207001").await;
    assert_eq!((changed.status, changed.header("location")), (StatusCode::SEE_OTHER, Some("/g/207001")));
    assert!(changed.header("set-cookie").is_some_and(|c| c.starts_with("elder=1;") && c.contains("SameSite=Lax")));
    assert_eq!(world.visitor().opens("/mode?elder=1&back=%2F%2Fevil.example").await.header("location"), Some("/"));
    let page = world.visitor().asks(TestRequest::get().uri("/privacy").insert_header(("cookie", "elder=1; lang=en"))).await.text();
    assert!(page.contains("<html lang=\"en\" data-mode=\"elder\">") && page.contains("What we never do"));
}

#[actix_web::test]
async fn every_kind_of_problem_has_a_page() {
    let world = World::new().await;
    for code in Code::ALL {
        let page = world.visitor().opens(&format!("/problems/{code}")).await;
        assert!(page.status.is_success() && page.text().contains(code.label(shared::lang::Lang::Zh)), "{code}");
    }
    assert_eq!(world.visitor().opens("/problems/nothing").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_browser_reads_a_problem_as_a_page_and_a_program_as_json() {
    let world = World::new().await;
    let asks = |path: &str, accept: &str| TestRequest::get().uri(path).insert_header(("accept", accept.to_owned()));
    let person = world.visitor().asks(asks("/g/999999", "text/html,*/*")).await;
    assert_eq!((person.status, person.header("content-type")), (StatusCode::NOT_FOUND, Some("text/html; charset=utf-8")));
    assert!(person.text().contains("没有找到") && person.text().contains("href=\"/boards\""));
    assert_eq!(world.visitor().asks(asks("/g/999999", "*/*")).await.problem().code, Code::NotFound);
    assert_eq!(world.visitor().asks(asks("/api/v1/boards/999999", "text/html")).await.problem().code, Code::NotFound);
}
