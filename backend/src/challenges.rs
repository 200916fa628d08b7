//! Proofs of work: made without keeping anything, checked by their own signature, and used once.

pub mod rows;

use actix_web::get;
use actix_web::web::Data;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use shared::challenges::{Challenge, NewChallenge, leading_zero_bits};
use shared::problem::Code;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Address;
use crate::config::Config;
use crate::error::Error;
use crate::limits::Limits;
use crate::say;
use crate::secrets::Secrets;

/// Long enough to fill in a form.
const GOOD_FOR_SECONDS: i64 = 2 * 3600;
const PURPOSE: &str = "challenge";

pub fn routes(config: &mut ServiceConfig) {
    config.service(new_challenge);
}

/// A proof that holds; what is left is to see that it was not used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    salt: String,
    expires_at: Moment,
}

/// Get a challenge for an anonymous report.
///
/// Find a whole number `n` such that the SHA-256 of `<challenge>.<n>` begins with `bits` zero bits, and send that text in the header
/// `Proof-Of-Work` of `POST /reports` or `POST /cases/{case}/me-too`. It counts once. A few reports an hour from one address need none.
#[utoipa::path(tag = "reports")]
#[get("/challenges")]
async fn new_challenge(secrets: Data<Secrets>, config: Data<Config>, limits: Data<Limits>, from: Address) -> Answer<Found<NewChallenge>> {
    let now = Moment::now();
    let needed = limits.free_reports.is_used_up(from, now);
    Ok(Found::new(NewChallenge { needed, challenge: make(&secrets, config.proof_bits, now) }).unkept())
}

/// A new challenge.
pub fn make(secrets: &Secrets, bits: u8, now: Moment) -> Challenge {
    let expires_at = now.plus_seconds(GOOD_FOR_SECONDS);
    let salt = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    let text = format!("{salt}.{bits}.{}", expires_at.millis());
    let signature = secrets.sign(PURPOSE, &text);
    Challenge { challenge: format!("{text}.{signature}"), bits, expires_at }
}

/// The proof in a text, if its challenge was ours and still holds, and the work was done.
pub fn check(secrets: &Secrets, proof: &str, now: Moment) -> Option<Proof> {
    let (challenge, number) = proof.trim().rsplit_once('.')?;
    let (text, signature) = challenge.rsplit_once('.')?;
    let [salt, bits, expires] = text.split('.').collect::<Vec<_>>().try_into().ok()?;
    let (bits, expires_at) = (bits.parse::<u8>().ok()?, Moment::from_millis(expires.parse().ok()?));
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let done = leading_zero_bits(&Sha256::digest(proof.trim())) >= u32::from(bits);
    let holds = is_number && done && expires_at > now && secrets.verify(PURPOSE, text, signature);
    holds.then(|| Proof { salt: salt.to_owned(), expires_at })
}

/// 429: computing comes first. What must be computed goes with it.
pub fn required(challenge: Challenge, seconds: u64) -> Error {
    let words = say!(
        "这个网络地址一小时内的匿名上报较多，请带上一次计算证明（Proof-Of-Work）再提交，或过 {seconds} 秒再试",
        "There were many anonymous reports from this address within the hour; send a proof of work with it, or try again in {seconds} seconds"
    );
    Error::new(Code::ProofRequired).saying(words).with_challenge(challenge).retry_after(seconds)
}
