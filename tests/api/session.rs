//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use futures_util::future::join_all;
use shared::problem::Code;
use shared::session::{PasswordChange, SignIn, change_password, end_session, find_me, list_sessions, sign_in};
use shared::staffing::{Duty, open_account};

use crate::world::{GRID_1, PASSWORD, Person, Reply, World};

#[actix_web::test]
async fn a_member_signs_in_with_phone_and_password() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let signed_in = world.visitor().sends(sign_in(&lin.sign_in(PASSWORD))).await;
    assert!(!signed_in.password_change_required);
    let me = lin.with_token(&signed_in.access_token).sends(find_me()).await;
    assert_eq!(
        (&*me.name, me.appointments[0].duty, &*me.appointments[0].area, &*me.appointments[0].area_name),
        ("林小梅", Duty::FullTime, GRID_1, "十村一网格")
    );
    assert_eq!(lin.sends(list_sessions()).await.items.len(), 2);
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_phone_sound_the_same() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let wrong = world.visitor().fails(sign_in(&lin.sign_in("not the password")), Code::WrongCredentials).await;
    let unknown = SignIn { phone: "13000000000".parse().expect("a phone"), ..lin.sign_in(PASSWORD) };
    let unknown = world.visitor().fails(sign_in(&unknown), Code::WrongCredentials).await;
    assert_eq!((wrong.detail, wrong.status), (unknown.detail, unknown.status));
}

#[actix_web::test]
async fn an_account_waits_after_five_failures_and_never_for_ever() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    for _ in 0..5 {
        world.visitor().fails(sign_in(&lin.sign_in("wrong wrong")), Code::WrongCredentials).await;
    }
    let reply = world.visitor().tries(&sign_in(&lin.sign_in(PASSWORD))).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: i64 = reply.header("retry-after").and_then(|v| v.parse().ok()).expect("Retry-After");
    assert!((1..=31).contains(&wait), "{wait}");
}

fn refresh(cookie: &str) -> TestRequest {
    TestRequest::post()
        .uri("/api/v1/auth/refresh")
        .insert_header(("content-type", "application/json"))
        .set_payload("{}")
        .insert_header(("cookie", format!("__Host-refresh={cookie}")))
}

fn cookie(reply: &Reply) -> String {
    let header = reply.header("set-cookie").unwrap_or_else(|| panic!("no cookie in {}", reply.text()));
    for part in ["__Host-refresh=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(header.contains(part), "{part} in {header}");
    }
    header.trim_start_matches("__Host-refresh=").split(';').next().unwrap_or_default().to_owned()
}

async fn signed_in(world: &World, lin: &Person) -> String {
    cookie(&world.visitor().tries(&sign_in(&lin.sign_in(PASSWORD))).await)
}

#[actix_web::test]
async fn a_lost_answer_to_a_refresh_signs_nobody_out() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let phone = world.visitor();
    let first = signed_in(&world, &lin).await;
    // The answer with the second cookie is lost twice; the phone asks again with the first.
    phone.asks(refresh(&first)).await;
    phone.asks(refresh(&first)).await;
    let third = cookie(&phone.asks(refresh(&first)).await);
    let fourth = phone.asks(refresh(&third)).await;
    assert_eq!(fourth.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_spent_refresh_cookie_ends_the_session() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let phone = world.visitor();
    let first = signed_in(&world, &lin).await;
    let second = cookie(&phone.asks(refresh(&first)).await);
    let third = cookie(&phone.asks(refresh(&second)).await);
    // The first was spent when the second was used: whoever sends it has a copy.
    assert_eq!(phone.asks(refresh(&first)).await.problem().code, Code::SessionEnded);
    assert_eq!(phone.asks(refresh(&third)).await.problem().code, Code::SessionEnded);
}

#[actix_web::test]
async fn another_site_cannot_use_the_cookie() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let first = signed_in(&world, &lin).await;
    for header in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
        let reply = world.visitor().asks(refresh(&first).insert_header(header)).await;
        assert_eq!(reply.problem().code, Code::CrossSite, "{header:?}");
    }
}

#[actix_web::test]
async fn an_initial_password_must_be_changed_before_anything_else() {
    let world = World::new().await;
    let chen = world.administrator("陈国平").await;
    let lin = world.full_time("林小梅").await;
    let opened = chen.sends(open_account(lin.id)).await;
    // Her old session has ended.
    lin.fails(find_me(), Code::SessionEnded).await;
    let signed_in = world.visitor().sends(sign_in(&lin.sign_in(&opened.password))).await;
    assert!(signed_in.password_change_required);
    let lin = lin.with_token(&signed_in.access_token);
    lin.fails(open_account(chen.id), Code::PasswordChangeRequired).await;
    let change = |new: &str| PasswordChange { current: opened.password.clone(), new: new.parse().expect("a password") };
    let common = lin.fails(change_password(&change("12345678")), Code::Invalid).await;
    assert_eq!(common.errors[0].pointer, "/new");
    lin.sends(change_password(&change("大湖边的网格 88"))).await;
    assert!(!lin.sends(find_me()).await.password_change_required);
    lin.fails(open_account(chen.id), Code::Forbidden).await;
}

#[actix_web::test]
async fn a_device_is_signed_out_at_once() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let signed_in = world.visitor().sends(sign_in(&lin.sign_in(PASSWORD))).await;
    let phone = lin.with_token(&signed_in.access_token);
    let stolen = phone.sends(list_sessions()).await.items.into_iter().find(|s| s.current).expect("this one");
    lin.sends(end_session(stolen.id)).await;
    phone.fails(find_me(), Code::SessionEnded).await;
    let chen = world.administrator("陈国平").await;
    chen.fails(end_session(stolen.id), Code::NotFound).await;
}

#[actix_web::test]
async fn tokens_that_are_not_ours_are_refused() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiIwIn0.";
    for forged in ["", "x", "a.b.c", none] {
        lin.with_token(forged).fails(find_me(), Code::SessionEnded).await;
    }
    let reply = world.visitor().tries(&find_me()).await;
    assert_eq!((reply.status, reply.header("www-authenticate")), (StatusCode::UNAUTHORIZED, Some("Bearer")));
}

#[actix_web::test]
async fn many_passwords_at_once_are_no_way_around_the_wait() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let tries = (0..24).map(|_| async { world.visitor().tries(&sign_in(&lin.sign_in("wrong wrong"))).await.status });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count(), 19, "{answers:?}");
    world.visitor().fails(sign_in(&lin.sign_in(PASSWORD)), Code::TooMany).await;
}
