//! What a device tells of itself in the head of a request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::devices::{APP_HEADER, AppVersion, DEVICE_HEADER};
use shared::sync::ops::DeviceId;

use crate::error::Error;

/// What a device tells of itself. Nobody has to, and what cannot be read is as if it were not told: work is taken from any app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub device: Option<DeviceId>,
    pub app: Option<AppVersion>,
    /// How many operations and files are unsent.
    pub unsent: Option<i32>,
}

impl FromRequest for Contact {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let told = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        ready(Ok(Self {
            device: told(DEVICE_HEADER).and_then(|id| id.parse().ok()),
            app: told(APP_HEADER).and_then(|version| version.parse().ok()),
            unsent: None,
        }))
    }
}
