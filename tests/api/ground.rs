//! What every answer has in common.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use shared::problem::Code;
use shared::session::{PasswordChange, change_password, sign_in};
use shared::settings::{SettingsPatch, change_settings, find_settings};

use crate::world::World;

fn post(path: &str, body: &str) -> TestRequest {
    TestRequest::post().uri(path).insert_header(("content-type", "application/json")).set_payload(body.to_owned())
}

#[actix_web::test]
async fn every_wrong_request_gets_its_own_problem() {
    let world = World::new().await;
    let visitor = world.visitor();
    let login = "/api/v1/auth/login";
    let cases = [
        (TestRequest::get().uri("/api/v1/nothing"), Code::NotFound),
        (TestRequest::get().uri("/nowhere"), Code::NotFound),
        (TestRequest::delete().uri(login), Code::MethodNotAllowed),
        (TestRequest::post().uri(login).set_payload("{}"), Code::UnsupportedMediaType),
        (post(login, "{"), Code::Malformed),
        (post(login, r#"{"phone":"13800000000","password":"x"} and more"#), Code::Malformed),
        (post(login, "{}"), Code::Invalid),
        (post(login, r#"{"phone":"13800000000","password":1}"#), Code::Invalid),
        (post(login, r#" ["13800000000","x",null]"#), Code::Invalid),
        (post(login, r#"{"phone":"138","password":"x"}"#), Code::Invalid),
        (post(login, r#"{"phone":"13800000000","password":"x","who":1}"#), Code::Invalid),
        (post(login, &format!("\"{}\"", "x".repeat(300_000))), Code::TooLarge),
    ];
    for (request, code) in cases {
        let reply = visitor.asks(request).await;
        assert_eq!(reply.problem().code, code, "{}", reply.text());
        assert!(reply.header("x-request-id").is_some());
    }
}

#[actix_web::test]
async fn a_fault_names_its_place_in_both_languages() {
    let world = World::new().await;
    let body = r#"{"phone":"138","password":"x"}"#;
    let zh = world.visitor().asks(post("/api/v1/auth/login", body)).await.problem();
    assert_eq!((&*zh.errors[0].pointer, &*zh.errors[0].code), ("/phone", "phone"));
    assert_eq!(zh.title, "有内容需要更正");
    for (body, words) in [
        (r#"{"phone":13800000000,"password":"x"}"#, "类型不对：应为文字，收到的是数字 13800000000"),
        (r#"{"phone":null,"password":"x"}"#, "类型不对：应为文字，收到的是空值（null）"),
        (r#"["13800000000","x",null]"#, "应为对象（{…}），收到的是列表"),
        ("null", "类型不对：应为对象（{…}），收到的是空值（null）"),
    ] {
        assert_eq!(world.visitor().asks(post("/api/v1/auth/login", body)).await.problem().detail, words);
    }
    let limit = world.visitor().opens("/api/v1/grids?limit=many").await.problem();
    assert_eq!(limit.detail, "应为整数，且不超出范围");
    let en = world.visitor().asks(post("/api/v1/auth/login", body).insert_header(("accept-language", "en"))).await;
    assert_eq!(en.problem().title, "Something needs correcting");
    assert_eq!(en.header("content-language"), Some("en"));
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let world = World::new().await;
    let reply = world.visitor().asks(TestRequest::delete().uri("/api/v1/settings")).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("GET, HEAD, PATCH")));
    for (page, allowed) in [
        ("/", "GET, HEAD"),
        ("/health", "GET, HEAD"),
        ("/g/207001", "GET, HEAD"),
        ("/g/207001/report", "GET, HEAD, POST"),
        ("/boards?q=1", "GET, HEAD"),
        ("/verify", "GET, HEAD"),
        ("/r/AAAA-AAAA-AAAA/photos", "POST"),
        ("/openapi.json", "GET, HEAD"),
    ] {
        let reply = world.visitor().asks(TestRequest::delete().uri(page)).await;
        assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some(allowed)), "{page}");
        assert_eq!(reply.problem().code, Code::MethodNotAllowed);
    }
}

#[actix_web::test]
async fn head_answers_like_get() {
    let world = World::new().await;
    let reply = world.visitor().asks(TestRequest::default().method(Method::HEAD).uri("/api/v1/settings")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.header("etag").is_some_and(|tag| tag.starts_with("\"r1-")), "{:?}", reply.header("etag"));
}

#[actix_web::test]
async fn what_has_not_changed_is_not_sent_again() {
    let world = World::new().await;
    let asks = |etag: &str| TestRequest::get().uri("/api/v1/settings").insert_header(("if-none-match", etag.to_owned()));
    let etag = world.visitor().opens("/api/v1/settings").await.header("etag").expect("an ETag").to_owned();
    assert_eq!(world.visitor().asks(asks(&etag)).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(world.visitor().asks(asks("\"r2\"")).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let world = World::new().await;
    let chen = world.administrator("陈国平").await;
    let patch = SettingsPatch { service_promise: Some(Some("有呼必应".parse().expect("a promise"))), ..SettingsPatch::default() };
    let mut blind = change_settings(&patch, 1);
    blind.if_match = None;
    chen.fails(blind, Code::PreconditionRequired).await;
    assert_eq!(chen.sends(change_settings(&patch, 1)).await.version, 2);
    let late = chen.tries(&change_settings(&patch, 1)).await;
    assert_eq!((late.problem().code, late.header("etag")), (Code::VersionConflict, Some("\"r2\"")));
    assert_eq!(world.visitor().sends(find_settings()).await.service_promise.as_deref(), Some("有呼必应"));
}

#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new().await;
    for path in ["/api/v1/settings", "/health", "/api/v1/nothing"] {
        let reply = world.visitor().opens(path).await;
        for name in ["content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy", "x-frame-options"]
        {
            assert!(reply.header(name).is_some(), "{name} on {path}");
        }
    }
}

#[actix_web::test]
async fn one_address_cannot_try_passwords_without_end() {
    let mut world = World::new().await;
    let config = backend::config::Config { sign_ins_per_minute: 3, ..world.config().clone() };
    world.limit(&config);
    let lin = world.full_time("林小梅").await;
    for _ in 0..3 {
        world.visitor().fails(sign_in(&lin.sign_in("wrong wrong")), Code::WrongCredentials).await;
    }
    let reply = world.visitor().tries(&sign_in(&lin.sign_in("wrong wrong"))).await;
    assert_eq!((reply.problem().code, reply.header("retry-after").is_some()), (Code::TooMany, true));
    // Nor by way of changing it with a token that was left lying about.
    let change = PasswordChange { current: "wrong wrong".into(), new: "大湖边的网格 88".parse().expect("a password") };
    lin.fails(change_password(&change), Code::TooMany).await;
}

#[actix_web::test]
async fn what_is_derived_changes_the_etag_and_not_the_version() {
    let world = World::new().await;
    let chen = world.administrator("陈国平").await;
    let person = chen
        .sends(shared::staffing::add_person(&shared::staffing::NewPerson {
            name: "林小梅".parse().expect("a name"),
            phone: Some("13712345678".parse().expect("a phone")),
            phone_public: false,
            photo_public: false,
        }))
        .await;
    let path = format!("/api/v1/people/{}", person.id);
    let before = chen.opens(&path).await.header("etag").expect("an ETag").to_owned();
    chen.sends(shared::staffing::open_account(person.id)).await;
    let again = chen.asks(TestRequest::get().uri(&path).insert_header(("if-none-match", before.clone()))).await;
    assert_eq!(again.status, StatusCode::OK);
    let patch = TestRequest::patch()
        .uri(&path)
        .insert_header(("content-type", "application/merge-patch+json"))
        .insert_header(("if-match", before))
        .set_payload(r#"{"phone_public":true}"#);
    assert_eq!(chen.asks(patch).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_made_up_forwarding_header_does_not_hide_where_a_request_comes_from() {
    let mut world = World::new().await;
    let proxies = ["127.0.0.1", "10.0.0.7"].map(|a| a.parse().expect("an address"));
    let config = backend::config::Config { lookups_per_minute: 1, trusted_proxies: proxies.into(), ..world.config().clone() };
    world.limit(&config);
    let from = async |lines: &[&str]| {
        let mut request = TestRequest::get().uri("/api/v1/receipts/AAAA-AAAA-AAAA");
        for line in lines {
            request = request.append_header(("x-forwarded-for", *line));
        }
        world.visitor().asks(request).await.status
    };
    assert_eq!(from(&["9.9.9.1, 1.2.3.4"]).await, StatusCode::NOT_FOUND);
    for again in [&["9.9.9.2, 1.2.3.4"][..], &["9.9.9.3", "1.2.3.4"], &["9.9.9.4", "1.2.3.4, 10.0.0.7"], &["1.2.3.4", "10.0.0.7"]] {
        assert_eq!(from(again).await, StatusCode::TOO_MANY_REQUESTS, "{again:?}");
    }
    assert_eq!(from(&["1.2.3.4", "1.2.3.5"]).await, StatusCode::NOT_FOUND);
}
