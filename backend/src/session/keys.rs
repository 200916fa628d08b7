//! The Ed25519 keys that sign access tokens: kept in the database, shared by all servers, changed on a schedule.

use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use shared::session::SessionId;
use shared::staffing::PersonId;
use shared::time::Moment;
use uuid::Uuid;

use crate::caller::Token;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::signing_keys;

/// Seconds an access token is good for.
pub const TOKEN_SECONDS: i64 = 600;
/// Days after which a new key signs.
const KEY_DAYS: i64 = 90;
/// A new key waits this long before it signs, so that every server has read it.
const SETTLE_SECONDS: i64 = 300;
const ISSUER: &str = "wangge";
const AUDIENCE: &str = "wangge-api";

/// The keys this server knows; cheap to clone. A second server reads the same ones.
#[derive(Clone)]
pub struct Keys(Arc<RwLock<Vec<Key>>>);

struct Key {
    kid: String,
    signs: EncodingKey,
    verifies: DecodingKey,
    public: Vec<u8>,
    created_at: Moment,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: PersonId,
    sid: SessionId,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

impl Keys {
    pub fn load(conn: &mut Conn, now: Moment) -> Result<Self, Error> {
        let keys = Self(Arc::default());
        keys.renew(conn, now)?;
        Ok(keys)
    }

    /// Makes a new key when the newest is old, retires old ones, and reads what there is. Runs at the start and once a minute.
    pub fn renew(&self, conn: &mut Conn, now: Moment) -> Result<(), Error> {
        let newest: Option<Moment> =
            signing_keys::table.select(signing_keys::created_at).order(signing_keys::created_at.desc()).first(conn).optional()?;
        if newest.is_none_or(|at| now.seconds_since(at) > KEY_DAYS * 86_400) {
            make(conn, now)?;
        }
        diesel::delete(signing_keys::table.filter(signing_keys::retires_at.lt(now))).execute(conn)?;
        let keys = read(conn)?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// Signs an access token.
    pub fn sign(&self, token: Token, now: Moment) -> Result<String, Error> {
        let seconds = now.millis() / 1000;
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: token.person,
            sid: token.session,
            jti: Uuid::new_v4(),
            iat: seconds,
            exp: seconds + TOKEN_SECONDS,
        };
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        // The newest that has settled; at the very first start, the only one there is.
        let settled = keys.iter().find(|k| now.seconds_since(k.created_at) >= SETTLE_SECONDS).or(keys.last());
        let key = settled.ok_or_else(|| Error::internal(anyhow::anyhow!("there is no key to sign with")))?;
        let header = Header { typ: Some("at+jwt".into()), kid: Some(key.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &key.signs).map_err(Error::internal)
    }

    /// The bearer of a token that is ours and still good.
    pub fn verify(&self, jwt: &str, now: Moment) -> Option<Token> {
        let header = jsonwebtoken::decode_header(jwt).ok()?;
        if header.typ.as_deref() != Some("at+jwt") {
            return None;
        }
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.iter().find(|k| header.kid.as_deref() == Some(&k.kid))?;
        let claims = jsonwebtoken::decode::<Claims>(jwt, &key.verifies, &validation()).ok()?.claims;
        (claims.iat <= now.millis() / 1000 + 30).then_some(Token { person: claims.sub, session: claims.sid })
    }

    /// The public keys (RFC 7517).
    pub fn public(&self) -> serde_json::Value {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let jwk = |key: &Key| serde_json::json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": URL_SAFE_NO_PAD.encode(&key.public)});
        serde_json::json!({ "keys": keys.iter().map(jwk).collect::<Vec<_>>() })
    }
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.leeway = 30;
    validation
}

fn make(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let broken = |_| Error::internal(anyhow::anyhow!("cannot make a signing key"));
    let document = Ed25519KeyPair::generate_pkcs8v1(&aws_lc_rs::rand::SystemRandom::new()).map_err(broken)?;
    let pair =
        Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|_| Error::internal(anyhow::anyhow!("cannot read the new signing key")))?;
    // Tokens of the keys before are good for minutes only; a day is ample.
    diesel::update(signing_keys::table.filter(signing_keys::retires_at.is_null()))
        .set(signing_keys::retires_at.eq(now.plus_seconds(86_400)))
        .execute(conn)?;
    let row = (
        signing_keys::kid.eq(Uuid::new_v4().simple().to_string()),
        signing_keys::pkcs8.eq(document.as_ref().to_vec()),
        signing_keys::public_key.eq(pair.public_key().as_ref().to_vec()),
        signing_keys::created_at.eq(now),
    );
    diesel::insert_into(signing_keys::table).values(row).execute(conn)?;
    Ok(())
}

fn read(conn: &mut Conn) -> Result<Vec<Key>, Error> {
    let columns = (signing_keys::kid, signing_keys::pkcs8, signing_keys::public_key, signing_keys::created_at);
    let rows: Vec<(String, Vec<u8>, Vec<u8>, Moment)> =
        signing_keys::table.select(columns).order(signing_keys::created_at.desc()).load(conn)?;
    let key = |(kid, pkcs8, public, created_at): (String, Vec<u8>, Vec<u8>, Moment)| {
        let verifies = DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(&public)).map_err(Error::internal)?;
        Ok(Key { kid, signs: EncodingKey::from_ed_der(&pkcs8), verifies, public, created_at })
    };
    rows.into_iter().map(key).collect()
}
