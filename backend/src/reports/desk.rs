//! What filing a report needs, whichever way it comes.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::caller::Address;
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::grids::locate::KeptMap;
use crate::limits::{Limited, Limits};

/// The desk reports are filed at.
pub struct Desk {
    pub db: Data<Db>,
    pub config: Data<Config>,
    /// Tells the grid of a place.
    pub map: Data<KeptMap>,
    pub from: Address,
    limits: Data<Limits>,
}

impl Desk {
    /// Counts a report that comes without a token; 429 when there were too many from this address.
    pub fn count(&self) -> Result<(), Error> {
        self.limits.count(Limited::Report, self.from)
    }
}

impl FromRequest for Desk {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(desk(request).ok_or_else(|| Error::internal(anyhow::anyhow!("the server was put together without a desk for reports"))))
    }
}

fn desk(request: &HttpRequest) -> Option<Desk> {
    Some(Desk {
        db: request.app_data::<Data<Db>>()?.clone(),
        config: request.app_data::<Data<Config>>()?.clone(),
        map: request.app_data::<Data<KeptMap>>()?.clone(),
        from: Address::of(request),
        limits: request.app_data::<Data<Limits>>()?.clone(),
    })
}
