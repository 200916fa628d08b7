//! What filing a report needs, whichever way it comes.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use shared::challenges::{Challenge, PROOF_HEADER};
use shared::time::Moment;

use crate::caller::Address;
use crate::challenges::{self, Proof};
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::grids::locate::KeptMap;
use crate::limits::{Limited, Limits, Tally};
use crate::secrets::Secrets;

/// The desk reports are filed at.
pub struct Desk {
    pub db: Data<Db>,
    pub config: Data<Config>,
    /// Tells the grid of a place.
    pub map: Data<KeptMap>,
    pub secrets: Data<Secrets>,
    pub from: Address,
    limits: Data<Limits>,
    /// The proof of work a program sends along.
    sent_proof: Option<String>,
}

impl Desk {
    /// Counts a report that comes without a token; 429 when there were too many from this address.
    pub fn count(&self) -> Result<(), Error> {
        self.limits.count(Limited::Report, self.from)
    }

    /// Whether a report would be let in: one of the hour's free ones is left, or the proof holds. Counts nothing.
    pub fn would_admit(&self, proof: &str, now: Moment) -> bool {
        !self.limits.free_reports.is_used_up(self.from, now) || challenges::check(&self.secrets, proof, now).is_some()
    }

    /// Lets a report in: by the proof it brings, which still has to be spent, else as one of the hour's free ones.
    pub fn admit(&self, proof: Option<&str>, now: Moment) -> Result<Option<Proof>, Error> {
        let proof = proof.or(self.sent_proof.as_deref()).and_then(|proof| challenges::check(&self.secrets, proof, now));
        if proof.is_some() || self.limits.free_reports.take(self.from, now) {
            return Ok(proof);
        }
        Err(challenges::required(self.challenge(now), Tally::seconds_left(now)))
    }

    /// Nothing was filed after all: what [`Desk::admit`] counted is free again.
    pub fn not_filed(&self, proof: Option<&Proof>, now: Moment) {
        if proof.is_none() {
            self.limits.free_reports.give_back(self.from, now);
        }
    }

    pub fn challenge(&self, now: Moment) -> Challenge {
        challenges::make(&self.secrets, self.config.proof_bits, now)
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
        secrets: request.app_data::<Data<Secrets>>()?.clone(),
        from: Address::of(request),
        limits: request.app_data::<Data<Limits>>()?.clone(),
        sent_proof: request.headers().get(PROOF_HEADER).and_then(|v| v.to_str().ok()).map(str::to_owned),
    })
}
