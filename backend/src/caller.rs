//! Who is calling: a verified token, and inside the transaction the duties that hold today.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use shared::may::Caller;
use shared::problem::Code;
use shared::session::SessionId;
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::config::Config;
use crate::db::Conn;
use crate::error::Error;
use crate::session;
use crate::session::keys::Keys;

/// A verified access token. What its bearer may do is read from the database by [`Token::caller`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub person: PersonId,
    pub session: SessionId,
}

impl Token {
    /// The bearer with today's duties; fails when the session has ended, the account is disabled, or its password must be changed first.
    pub fn caller(self, conn: &mut Conn, now: Moment) -> Result<Caller, Error> {
        session::rows::caller(conn, self, now)
    }
}

/// A token where one is sent; a wrong one is an error all the same.
pub struct MaybeToken(pub Option<Token>);

impl MaybeToken {
    pub fn caller(&self, conn: &mut Conn, now: Moment) -> Result<Option<Caller>, Error> {
        self.0.map(|token| token.caller(conn, now)).transpose()
    }
}

impl FromRequest for Token {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(token(request).and_then(|token| token.ok_or_else(|| challenge(Code::SignInRequired))))
    }
}

impl FromRequest for MaybeToken {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(token(request).map(Self))
    }
}

fn token(request: &HttpRequest) -> Result<Option<Token>, Error> {
    let Some(header) = request.headers().get(AUTHORIZATION) else { return Ok(None) };
    let bearer = header.to_str().ok().and_then(|h| h.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let keys = request.app_data::<Data<Keys>>();
    let verified = bearer.zip(keys).and_then(|((_, jwt), keys)| keys.verify(jwt.trim(), Moment::now()));
    verified.map(Some).ok_or_else(|| challenge(Code::SessionEnded))
}

/// 401 with the challenge of RFC 6750.
pub fn challenge(code: Code) -> Error {
    let value = if code == Code::SignInRequired { "Bearer" } else { "Bearer error=\"invalid_token\"" };
    Error::new(code).header(WWW_AUTHENTICATE, value)
}

/// Whose idempotency keys these are.
pub fn principal(request: &HttpRequest) -> String {
    match token(request) {
        Ok(Some(token)) => token.person.to_string(),
        _ => format!("ip:{}", Address::of(request).0),
    }
}

/// A form of one of our own pages, or no browser at all. Pages send no referrer, so browsers without Fetch Metadata say `null` of where
/// they come from: that passes, for whoever posts to a receipt must know its code, which no other site does.
pub struct OwnForm;

impl FromRequest for OwnForm {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
        let own = match (text("sec-fetch-site"), text("origin")) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            (None, Some("null") | None) => true,
            (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text("host"),
        };
        ready(if own { Ok(Self) } else { Err(Error::new(Code::CrossSite)) })
    }
}

/// Where a request comes from: the peer, or what a trusted proxy says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub IpAddr);

impl Address {
    pub fn of(request: &HttpRequest) -> Self {
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.ip());
        let trusted = request.app_data::<Data<Config>>().map_or(&[][..], |c| &c.trusted_proxies);
        Self(if trusted.contains(&peer) { forwarded(request.headers(), trusted).unwrap_or(peer) } else { peer })
    }
}

/// The nearest address in `X-Forwarded-For` that is no proxy of ours. All its lines are one list (RFC 9110 §5.3): some proxies add a
/// line of their own behind the one a client made up.
fn forwarded(headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect();
    let list = lines.join(",");
    list.rsplit(',').map(|one| one.trim().parse().ok()).find(|one: &Option<IpAddr>| one.is_none_or(|one| !trusted.contains(&one)))?
}

impl FromRequest for Address {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
