//! Who sends from a device that may be lost.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::may::Caller;
use shared::staffing::PersonId;
use shared::sync::ops::DeviceId;
use shared::time::Moment;

use super::{rows, unknown};
use crate::caller::Token;
use crate::db::Conn;
use crate::error::Error;
use crate::session;

/// The token of a request, and the refresh cookie beside it: a lost phone gets no new token, and the cookie still tells whose it is.
pub struct Sender {
    token: Result<Token, Error>,
    refresh: Option<String>,
}

/// Who it is.
pub enum Sending {
    Caller { caller: Caller, token: Token },
    Lost { person: PersonId, device: DeviceId },
}

impl FromRequest for Sender {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let token = Token::from_request(request, payload).into_inner();
        ready(Ok(Self { token, refresh: session::refresh_of(request).ok().flatten() }))
    }
}

impl Sender {
    /// `told` is the device as the request itself names it.
    pub fn who(self, conn: &mut Conn, told: Option<DeviceId>, now: Moment) -> Result<Sending, Error> {
        let by_cookie = match (&self.token, &self.refresh) {
            (Err(_), Some(refresh)) => session::rows::session_of(conn, refresh)?,
            _ => None,
        };
        let Some(known) = self.token.as_ref().ok().copied().or(by_cookie) else {
            return Err(self.token.err().unwrap_or_else(unknown));
        };
        if let Some(device) = rows::lost(conn, known, told)? {
            return Ok(Sending::Lost { person: known.person, device });
        }
        let token = self.token?;
        Ok(Sending::Caller { caller: token.caller(conn, now)?, token })
    }
}
