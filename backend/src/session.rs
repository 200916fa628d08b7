//! Signing in and out: access tokens in memory, refresh tokens in a cookie that script cannot read.

pub mod accounts;
pub mod keys;
pub mod passwords;
pub mod rows;

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::{CACHE_CONTROL, HOST, ORIGIN};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::page::Page;
use shared::problem::Code;
use shared::session::{Me, PasswordChange, Session, SessionId, SetUp, SignIn, SignedIn};
use shared::staffing::AccountState;
use shared::time::Moment;
use utoipa::IntoResponses;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found, Listed, NoContent};
use crate::caller::{Address, Token, challenge};
use crate::changes::{self, By};
use crate::db::Db;
use crate::devices::{self, Contact};
use crate::error::Error;
use crate::input::Json;
use crate::limits::{Limited, Limits};
use crate::say;
use crate::session::accounts::first_administrator;
use crate::session::keys::{Keys, TOKEN_SECONDS};
use crate::session::passwords::{Passwords, not_common};
use crate::staffing;

const COOKIE: &str = "__Host-refresh";

pub fn routes(config: &mut ServiceConfig) {
    config.service(sign_in).service(renew).service(sign_out).service(set_up);
    config.service(find_me).service(change_password).service(list_sessions).service(end_session);
    accounts::routes(config);
}

/// 200 with an access token, and the refresh token in a cookie.
pub struct Opened {
    body: SignedIn,
    refresh: String,
}

impl Responder for Opened {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).cookie(cookie(self.refresh, Duration::days(90))).json(self.body)
    }
}

impl IntoResponses for Opened {
    fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
        Found::<SignedIn>::responses()
    }
}

/// 204, and the cookie is cleared.
pub struct SignedOut;

impl Responder for SignedOut {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().cookie(cookie(String::new(), Duration::ZERO)).finish()
    }
}

impl IntoResponses for SignedOut {
    fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
        NoContent::responses()
    }
}

/// Sign in.
///
/// With the work phone and a password. The refresh token comes in the cookie `__Host-refresh`.
#[utoipa::path(tag = "session")]
#[post("/auth/login")]
async fn sign_in(
    db: Data<Db>,
    keys: Data<Keys>,
    passwords: Data<Passwords>,
    limits: Data<Limits>,
    from: Address,
    contact: Contact,
    who: Json<SignIn>,
) -> Answer<Opened> {
    limits.count(Limited::SignIn, from)?;
    let (who, now) = (who.0, Moment::now());
    let phone = who.phone.clone();
    let account = db.read(move |conn| rows::find_by_phone(conn, &phone)).await?;
    if let Some(account) = &account {
        not_waiting(account, now)?;
    }
    let kept = account.as_ref().filter(|a| a.state != AccountState::Disabled).map(|a| a.password.clone());
    let right = if who.password.chars().count() > 128 { false } else { passwords.verify(who.password, kept).await? };
    let Some(account) = account else { return Err(Error::new(Code::WrongCredentials)) };
    if !right {
        db.write(move |conn| {
            not_waiting(&rows::find_alone(conn, account.person)?, now)?;
            rows::failed(conn, account.person, now)
        })
        .await?;
        tracing::warn!(person = %account.person, address = %from.0, "sign-in failed");
        return Err(Error::new(Code::WrongCredentials));
    }
    if account.state == AccountState::Initial && account.initial_until.is_some_and(|until| until < now) {
        return Err(Error::new(Code::WrongCredentials).saying(say!(
            "初始密码已过期，请联系管理员重新生成",
            "The initial password has expired; ask the administrator for a new one"
        )));
    }
    let refresh = new_refresh();
    let (token, issued) = (refresh.clone(), account.person);
    let session = db
        .write(move |conn| {
            // Passwords tried at the same time count too: right or wrong, no answer tells which once the account waits.
            not_waiting(&rows::find_alone(conn, issued)?, now)?;
            let session = rows::open(conn, issued, who.device.as_deref(), now)?;
            devices::meet(conn, Token { person: issued, session }, &contact, now)?;
            rows::issue(conn, session, &token, None, now)?;
            Ok(session)
        })
        .await?;
    tracing::info!(person = %account.person, address = %from.0, "signed in");
    opened(&keys, Token { person: account.person, session }, account.state, refresh, now)
}

/// 429 while an account waits after too many wrong passwords.
fn not_waiting(account: &rows::Account, now: Moment) -> Result<(), Error> {
    let Some(until) = account.wait_until.filter(|until| *until > now) else { return Ok(()) };
    let seconds = until.seconds_since(now) + 1;
    let words = say!(
        "密码多次输错，请 {seconds} 秒后再试；忘记密码请联系管理员",
        "Wrong password too often; try again in {seconds} seconds, or ask the administrator for a new password"
    );
    Err(Error::new(Code::TooMany).saying(words).retry_after(seconds.unsigned_abs()))
}

fn opened(keys: &Keys, token: Token, state: AccountState, refresh: String, now: Moment) -> Answer<Opened> {
    let access_token = keys.sign(token, now)?;
    Ok(Opened {
        body: SignedIn { access_token, expires_in: TOKEN_SECONDS, password_change_required: state == AccountState::Initial },
        refresh,
    })
}

/// Renew the access token.
///
/// Trades the refresh cookie for a new access token and a new cookie. The old cookie stays good until the new one is first used, so a
/// lost answer signs nobody out; a cookie used after that ends the session.
#[utoipa::path(tag = "session", request_body(content = Object, content_type = "application/json"))]
#[post("/auth/refresh")]
async fn renew(
    db: Data<Db>,
    keys: Data<Keys>,
    request: HttpRequest,
    contact: Contact,
    _body: Json<serde_json::Map<String, serde_json::Value>>,
) -> Answer<Opened> {
    let now = Moment::now();
    let Some(token) = refresh_of(&request)? else { return Err(challenge(Code::SignInRequired)) };
    let next = new_refresh();
    let issued = next.clone();
    let (used, state) = db
        .write(move |conn| {
            // Lost comes before ended: the phone is to hear it whatever else happened to its session.
            if let Some(token) = rows::session_of(conn, &token)? {
                devices::not_lost(conn, token, contact.device)?;
            }
            let used = rows::renew(conn, &token, &issued, now)?;
            let rows::Use::Renewed(token) = &used else { return Ok((used, AccountState::None)) };
            devices::meet(conn, *token, &contact, now)?;
            let state = rows::state(conn, *token, now)?;
            Ok((used, state))
        })
        .await?;
    match used {
        rows::Use::Renewed(token) => opened(&keys, token, state, next, now),
        rows::Use::Stolen(person) => {
            tracing::warn!(%person, "a spent refresh token was used again; the session was ended");
            Err(challenge(Code::SessionEnded))
        }
        rows::Use::Ended => Err(challenge(Code::SessionEnded)),
    }
}

/// Sign out.
///
/// Ends the session of the refresh cookie and clears it.
#[utoipa::path(tag = "session", request_body(content = Object, content_type = "application/json"))]
#[post("/auth/logout")]
async fn sign_out(db: Data<Db>, request: HttpRequest, _body: Json<serde_json::Map<String, serde_json::Value>>) -> Answer<SignedOut> {
    let now = Moment::now();
    if let Some(token) = refresh_of(&request)? {
        db.write(move |conn| match rows::session_of(conn, &token)? {
            // Signing out twice is no error.
            Some(Token { person, session }) => {
                rows::end(conn, person, session, now).or_else(|error| if error.code == Code::NotFound { Ok(()) } else { Err(error) })
            }
            None => Ok(()),
        })
        .await?;
    }
    Ok(SignedOut)
}

/// Set up the first administrator.
///
/// With the one-time code the server printed at its first start; works once, while nobody has an account.
#[utoipa::path(tag = "session")]
#[post("/auth/setup")]
async fn set_up(
    db: Data<Db>,
    keys: Data<Keys>,
    passwords: Data<Passwords>,
    limits: Data<Limits>,
    from: Address,
    new: Json<SetUp>,
) -> Answer<Opened> {
    limits.count(Limited::SignIn, from)?;
    let (new, now) = (new.0, Moment::now());
    not_common(&new.password, &new.phone, "/password")?;
    let hash = passwords.hash(new.password.to_string()).await?;
    let refresh = new_refresh();
    let issued = refresh.clone();
    let token = db
        .write(move |conn| {
            let person = first_administrator(conn, &new, &hash, now)?;
            let session = rows::open(conn, person, None, now)?;
            rows::issue(conn, session, &issued, None, now)?;
            Ok(Token { person, session })
        })
        .await?;
    opened(&keys, token, AccountState::Active, refresh, now)
}

/// Who is signed in.
#[utoipa::path(tag = "session")]
#[get("/me")]
async fn find_me(db: Data<Db>, token: Token) -> Answer<Found<Me>> {
    let now = Moment::now();
    let me = db
        .read(move |conn| {
            let state = rows::state(conn, token, now)?;
            let (name, phone) = rows::name_and_phone(conn, token.person)?;
            let appointments = staffing::rows::appointments_of(conn, token.person, &now.day())?;
            Ok(Me { person: token.person, name, phone, password_change_required: state == AccountState::Initial, appointments })
        })
        .await?;
    Ok(Found::new(me))
}

/// Change the password.
///
/// Ends all other sessions.
#[utoipa::path(tag = "session")]
#[post("/me/password")]
async fn change_password(
    db: Data<Db>,
    passwords: Data<Passwords>,
    limits: Data<Limits>,
    from: Address,
    token: Token,
    change: Json<PasswordChange>,
) -> Answer<NoContent> {
    limits.count(Limited::SignIn, from)?;
    let (change, now) = (change.0, Moment::now());
    let (kept, phone) = db
        .read(move |conn| {
            rows::state(conn, token, now)?;
            Ok((rows::find(conn, token.person)?.password, rows::name_and_phone(conn, token.person)?.1))
        })
        .await?;
    not_common(&change.new, &phone, "/new")?;
    if change.current == change.new.as_str() {
        return Err(Error::invalid("/new", "unchanged", say!("新密码与原密码相同", "The new password is the old one")));
    }
    if !passwords.verify(change.current, Some(kept)).await? {
        return Err(Error::invalid("/current", "wrong_password", say!("原密码不对", "The current password is wrong")));
    }
    let hash = passwords.hash(change.new.to_string()).await?;
    db.write(move |conn| {
        rows::state(conn, token, now)?;
        rows::set_password(conn, token.person, &hash, None, now)?;
        rows::end_all(conn, token.person, Some(token.session), now)?;
        changes::note(conn, By { person: Some(token.person), at: now }, "account", &token.person.to_string(), "change_password", &())
    })
    .await?;
    Ok(NoContent)
}

/// List the devices one is signed in on.
#[utoipa::path(tag = "session")]
#[get("/me/sessions")]
async fn list_sessions(db: Data<Db>, token: Token) -> Answer<Listed<Session>> {
    let now = Moment::now();
    let sessions = db
        .read(move |conn| {
            rows::state(conn, token, now)?;
            rows::list(conn, token, now)
        })
        .await?;
    Ok(Listed(Page::whole(sessions)))
}

/// Sign a device out.
#[utoipa::path(tag = "session")]
#[delete("/me/sessions/{session}")]
async fn end_session(db: Data<Db>, token: Token, session: Path<SessionId>) -> Answer<NoContent> {
    let now = Moment::now();
    db.write(move |conn| {
        rows::state(conn, token, now)?;
        rows::end(conn, token.person, *session, now)
    })
    .await?;
    Ok(NoContent)
}

/// 256 random bits.
fn new_refresh() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

fn cookie(value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value).path("/").secure(true).http_only(true).same_site(SameSite::Strict).max_age(age).finish()
}

/// The refresh token in the cookie.
pub fn refresh_of(request: &HttpRequest) -> Result<Option<String>, Error> {
    same_site(request)?;
    Ok(request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()))
}

/// The calls that read the cookie answer only to our own pages (Fetch Metadata, else `Origin`).
fn same_site(request: &HttpRequest) -> Result<(), Error> {
    let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    let own = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text(HOST.as_str()),
        // Not a browser.
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Error::new(Code::CrossSite)) }
}
