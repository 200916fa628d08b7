//! Phones: who has which, and what becomes of one that is lost.

use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::test::TestRequest;
use backend::config::Config;
use backend::schema::sessions;
use diesel::prelude::*;
use serde_json::json;
use shared::call::Call;
use shared::devices::{APP_HEADER, DEVICE_HEADER, Device, DeviceFilter, confirm_wiped, list_devices, lose_device};
use shared::problem::{Code, Problem};
use shared::reports::{NewReport, ReportId, find_report};
use shared::session::{SignedIn, find_me, refresh, sign_in};
use shared::sync::held::{Discarded, HeldFilter, HeldOp, apply_held, discard_held, list_held};
use shared::sync::ops::{ClockOffset, DeviceId, Op, OpId, OpKind, Outcome, Push, Pushed};
use shared::sync::pulling::PullFilter;
use shared::sync::{pull, push};
use shared::time::Moment;

use crate::reports::new_report;
use crate::world::{PASSWORD, Person, Reply, World};

/// A phone with the app: an id of its own, a token and a refresh cookie.
pub struct Handset {
    pub device: DeviceId,
    owner: Person,
    visitor: Person,
    token: String,
    cookie: String,
}

impl Handset {
    /// Somebody signs in on a new phone.
    pub async fn of(world: &World, owner: &Person) -> Self {
        let (device, visitor) = (DeviceId::new(), world.visitor());
        let reply = visitor.asks(request(&sign_in(&owner.sign_in(PASSWORD)), device)).await;
        let signed_in: SignedIn = serde_json::from_slice(&reply.body).unwrap_or_else(|_| panic!("{}", reply.text()));
        let cookie = reply.header("set-cookie").and_then(|c| c.split(';').next()).expect("a cookie").to_owned();
        Self { device, owner: owner.clone(), visitor, token: signed_in.access_token, cookie }
    }

    /// With the token and the cookie, as a browser sends them.
    pub async fn sends<A>(&self, call: &Call<A>) -> Reply {
        let token = (AUTHORIZATION, format!("Bearer {}", self.token));
        self.visitor.asks(request(call, self.device).insert_header(token).insert_header(("cookie", self.cookie.clone()))).await
    }

    /// With the cookie alone: the token has run out.
    async fn sends_later<A>(&self, call: &Call<A>) -> Reply {
        self.visitor.asks(request(call, self.device).insert_header(("cookie", self.cookie.clone()))).await
    }

    async fn pushes(&self, ops: Vec<Op>) -> Reply {
        self.sends(&push(&Push { device: self.device, ops })).await
    }
}

fn request<A>(call: &Call<A>, device: DeviceId) -> TestRequest {
    let request = TestRequest::with_uri(&call.path).insert_header((DEVICE_HEADER, device.to_string())).insert_header((APP_HEADER, "0.1.0"));
    match &call.body {
        Some(body) => {
            request.method(actix_web::http::Method::POST).insert_header((CONTENT_TYPE, body.content_type)).set_payload(body.bytes.clone())
        }
        None => request,
    }
}

/// A report somebody saved on a phone.
pub fn filing(id: ReportId, captured_at: Moment) -> Op {
    let body = json!(NewReport { id: Some(id), ..new_report("0602") }).as_object().expect("an object").clone();
    Op { id: OpId::new(), kind: OpKind::FileReport.name(), captured_at, clock_offset_ms: ClockOffset::default(), last_heard_at: None, body }
}

fn lost(reply: &Reply) -> Problem {
    let problem = reply.problem();
    assert_eq!((problem.code, problem.status, problem.wipe), (Code::DeviceLost, 403, true), "{}", reply.text());
    problem
}

async fn only_device(office: &Person, owner: &Person) -> Device {
    let filter = DeviceFilter { person: Some(owner.id.uuid()), ..DeviceFilter::default() };
    let mut devices = office.sends(list_devices(&filter)).await.items;
    assert_eq!(devices.len(), 1, "{devices:?}");
    devices.remove(0)
}

async fn held(office: &Person) -> Vec<HeldOp> {
    office.sends(list_held(&HeldFilter::default())).await.items
}

#[actix_web::test]
async fn the_office_sees_who_has_which_phone_and_when_it_was_last_heard_of() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let phone = Handset::of(&world, &lin).await;
    let device = only_device(&office, &lin).await;
    assert_eq!((device.id, device.name.as_deref(), device.app.as_deref()), (phone.device, Some("test phone"), Some("0.1.0")));
    assert_eq!((device.person.id, device.unsent, device.lost_at, device.held), (lin.id, None, None, 0));
    // Refreshing, sending and fetching are contacts too; a phone stays the one it was bound to.
    let other = request(&refresh(), DeviceId::new()).insert_header(("cookie", phone.cookie.clone()));
    assert!(phone.visitor.asks(other).await.status.is_success());
    assert!(phone.pushes(vec![filing(ReportId::new(), Moment::now())]).await.status.is_success());
    assert!(phone.sends(&pull(&PullFilter::default())).await.status.is_success());
    assert!(only_device(&office, &lin).await.last_contact_at >= device.last_contact_at);
    lin.fails(list_devices(&DeviceFilter::default()), Code::Forbidden).await;
}

#[actix_web::test]
async fn a_lost_phone_is_served_nothing_and_told_to_delete_everything() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let (phone, other) = (Handset::of(&world, &lin).await, Handset::of(&world, &lin).await);
    lin.fails(lose_device(lin.id, phone.device), Code::Forbidden).await;
    office.fails(lose_device(lin.id, DeviceId::new()), Code::NotFound).await;
    let marked = office.sends(lose_device(lin.id, phone.device)).await;
    assert!(marked.lost_at.is_some() && marked.wiped_at.is_none(), "{marked:?}");
    assert_eq!(office.sends(lose_device(lin.id, phone.device)).await, marked, "lost twice is lost once");

    lost(&phone.sends(&refresh()).await);
    lost(&phone.sends(&pull(&PullFilter::default())).await);
    lost(&phone.sends(&find_me()).await);
    // Whoever knows the password gets nothing on that phone either.
    lost(&phone.visitor.asks(request(&sign_in(&lin.sign_in(PASSWORD)), phone.device)).await);
    assert!(other.sends(&find_me()).await.status.is_success(), "other phones of the same person go on");
    assert_eq!(other.sends(&confirm_wiped()).await.problem().code, Code::Conflict);
    assert_eq!(
        phone
            .visitor
            .asks(TestRequest::post().uri("/api/v1/devices/wiped").insert_header((CONTENT_TYPE, "application/json")).set_payload("{}"))
            .await
            .problem()
            .code,
        Code::SignInRequired
    );

    let told = phone.sends_later(&confirm_wiped()).await;
    assert_eq!(told.status, 204);
    assert!(told.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")), "{told:?}");
    let filter = DeviceFilter { lost: Some(true), ..DeviceFilter::default() };
    let wiped = office.sends(list_devices(&filter)).await.items;
    assert_eq!((wiped.len(), wiped[0].id, wiped[0].wiped_at.is_some()), (1, phone.device, true));
    // The answer was lost: the phone tells it again.
    assert_eq!(phone.sends_later(&confirm_wiped()).await.status, 204);
    assert_eq!(office.sends(list_devices(&filter)).await.items, wiped);
}

#[actix_web::test]
async fn what_a_lost_phone_sends_is_kept_for_the_office_to_decide() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let phone = Handset::of(&world, &lin).await;
    let done = filing(ReportId::new(), Moment::now());
    assert!(phone.pushes(vec![done.clone()]).await.status.is_success());
    office.sends(lose_device(lin.id, phone.device)).await;

    let (good, bad) = (ReportId::new(), ReportId::new());
    let (good_op, bad_op) = (filing(good, Moment::now()), filing(bad, Moment::now()));
    let told = lost(&phone.pushes(vec![done.clone(), good_op.clone(), bad_op.clone()]).await);
    assert_eq!(told.held, [done.id, good_op.id, bad_op.id], "what was done before is as safe as what is kept");
    // Once more by the cookie alone, for the token has run out.
    let again = phone.sends_later(&push(&Push { device: phone.device, ops: vec![good_op.clone()] })).await;
    assert_eq!(lost(&again).held, [good_op.id]);
    for report in [good, bad] {
        lin.fails(find_report(report), Code::NotFound).await;
    }
    let waiting = held(&office).await;
    assert_eq!(waiting.iter().map(|held| held.op.clone()).collect::<Vec<_>>(), [good_op.clone(), bad_op.clone()]);
    assert_eq!((waiting[0].person.id, waiting[0].device), (lin.id, phone.device));
    let filter = DeviceFilter { lost: Some(true), ..DeviceFilter::default() };
    assert_eq!(office.sends(list_devices(&filter)).await.items[0].held, 2);

    lin.fails(list_held(&HeldFilter::default()), Code::Forbidden).await;
    lin.fails(apply_held(good_op.id), Code::Forbidden).await;
    let applied = office.sends(apply_held(good_op.id)).await;
    assert_eq!(applied.outcome, Outcome::Applied);
    let receipt = applied.receipt.expect("a receipt");
    assert_eq!((receipt.person, receipt.arrived_at), (lin.id, waiting[0].arrived_at), "it counts as what arrived then");
    assert_eq!(lin.sends(find_report(good)).await.id, good);
    let why = Discarded { reason: "不是本人填写".parse().expect("a reason") };
    office.sends(discard_held(bad_op.id, &why)).await;
    for decided in [good_op.id, bad_op.id] {
        office.fails(apply_held(decided), Code::NotFound).await;
        office.fails(discard_held(decided, &why), Code::NotFound).await;
    }
    assert_eq!(held(&office).await, []);
    // What was decided is not asked again.
    assert_eq!(lost(&phone.pushes(vec![good_op.clone(), bad_op.clone()]).await).held, [good_op.id, bad_op.id]);
    assert_eq!(held(&office).await, []);
}

#[actix_web::test]
async fn what_cannot_be_done_any_more_goes_on_waiting() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let phone = Handset::of(&world, &lin).await;
    office.sends(lose_device(lin.id, phone.device)).await;
    let strange = Op { kind: "fly_away".parse().expect("a name"), ..filing(ReportId::new(), Moment::now()) };
    lost(&phone.pushes(vec![strange.clone()]).await);
    let result = office.sends(apply_held(strange.id)).await;
    assert_eq!((result.outcome, result.problem.map(|p| p.code)), (Outcome::Rejected, Some(Code::Invalid)));
    assert_eq!(held(&office).await.len(), 1);
}

#[actix_web::test]
async fn a_session_from_before_phones_had_ids_is_bound_by_its_first_push() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let phone = Handset::of(&world, &lin).await;
    let id = lin.id;
    world
        .write(move |conn| {
            let all = sessions::table.filter(sessions::person_id.eq(id));
            diesel::update(all).set(sessions::device_id.eq(None::<DeviceId>)).execute(conn)?;
            Ok(())
        })
        .await;
    let sent = Push { device: phone.device, ops: vec![filing(ReportId::new(), Moment::now())] };
    let plain = phone.owner.with_token(&phone.token);
    let pushed: Pushed = plain.sends(push(&sent)).await;
    assert_eq!(pushed.results[0].outcome, Outcome::Applied);
    office.sends(lose_device(lin.id, phone.device)).await;
    plain.fails(find_me(), Code::DeviceLost).await;
}

#[actix_web::test]
async fn an_app_that_is_too_old_may_send_and_not_fetch() {
    let mut world = World::new().await;
    let oldest = Some("0.2.0".parse().expect("a version"));
    world.limit(&Config { oldest_app: oldest, ..world.config().clone() });
    let lin = world.full_time("林小梅").await;
    let phone = Handset::of(&world, &lin).await;
    let reply = phone.sends(&pull(&PullFilter::default())).await;
    assert_eq!((reply.status.as_u16(), reply.problem().code), (426, Code::AppTooOld));
    assert!(phone.pushes(vec![filing(ReportId::new(), Moment::now())]).await.status.is_success());
    assert!(phone.sends(&refresh()).await.status.is_success());
    // Who tells no version is not sent away.
    assert!(lin.with_token(&phone.token).tries(&pull(&PullFilter::default())).await.status.is_success());
}

#[actix_web::test]
async fn a_pull_tells_the_office_how_much_is_unsent() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let phone = Handset::of(&world, &lin).await;
    for unsent in [3, 3, 0] {
        let filter = PullFilter { unsent: Some(unsent), ..PullFilter::default() };
        assert!(phone.sends(&pull(&filter)).await.status.is_success());
        assert_eq!(only_device(&office, &lin).await.unsent, Some(unsent.into()));
    }
}
