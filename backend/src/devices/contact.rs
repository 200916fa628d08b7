//! What a device tells of itself in the head of a request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::devices::{APP_HEADER, AppVersion, DEVICE_HEADER};
use shared::problem::Code;
use shared::sync::ops::DeviceId;

use crate::error::Error;
use crate::say;

/// What a device tells of itself. Nobody has to, and what cannot be read is as if it were not told: work is taken from any app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub device: Option<DeviceId>,
    pub app: Option<AppVersion>,
    /// How many operations and files are unsent.
    pub unsent: Option<i32>,
}

impl Contact {
    /// 426 for an app that is too old to be served. One that does not tell its version is taken for a new one.
    pub fn is_new_enough(&self, oldest: Option<&AppVersion>) -> Result<(), Error> {
        match self.app.as_ref().zip(oldest) {
            Some((app, oldest)) if app.is_before(oldest) => Err(Error::new(Code::AppTooOld).saying(say!(
                "应用版本 {app} 太旧，请更新到 {oldest} 或更新的版本；已保存的工作照常送达",
                "Version {app} of the app is too old: update it to {oldest} or newer; what is saved is taken all the same"
            ))),
            _ => Ok(()),
        }
    }
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
