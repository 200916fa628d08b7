//! Secrets that all servers on one database share: made at the first start, kept in the database.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use shared::problem::Code;
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::secrets;

/// The key behind cursors and the addresses of photos.
#[derive(Clone)]
pub struct Secrets {
    key: [u8; 32],
}

impl Secrets {
    /// Reads the key, or makes it.
    pub fn load(conn: &mut Conn, now: Moment) -> Result<Self, Error> {
        const NAME: &str = "hmac";
        let kept: Option<Vec<u8>> = secrets::table.find(NAME).select(secrets::value).first(conn).optional()?;
        if let Some(key) = kept.and_then(|k| k.try_into().ok()) {
            return Ok(Self { key });
        }
        let key: [u8; 32] = rand::random();
        diesel::insert_into(secrets::table)
            .values((secrets::name.eq(NAME), secrets::value.eq(key.to_vec()), secrets::created_at.eq(now)))
            .execute(conn)?;
        Ok(Self { key })
    }

    /// A tag of 128 bits over `text`, bound to what it is for.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return String::new() };
        let tag = mac.chain_update(purpose).chain_update([0]).chain_update(text).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode(&tag[..16])
    }

    /// Whether `tag` is the one of [`Secrets::sign`]; takes the same time for all wrong ones.
    pub fn verify(&self, purpose: &str, text: &str, tag: &str) -> bool {
        let Ok(tag) = URL_SAFE_NO_PAD.decode(tag) else { return false };
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.key) else { return false };
        tag.len() == 16 && mac.chain_update(purpose).chain_update([0]).chain_update(text).verify_truncated_left(&tag).is_ok()
    }

    /// Encrypts what only this installation may read again, bound to what it is for (AES-256-GCM).
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut sealed = plain.to_vec();
        let nonce = self.box_key()?.seal_in_place_append_tag(Aad::from(purpose), &mut sealed).map_err(Error::internal)?;
        Ok([nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// Reads what was sealed for this purpose; `None` when it was not, or was changed since.
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut plain = sealed.to_vec();
        let opened = self.box_key().ok()?.open_in_place(nonce, Aad::from(purpose), &mut plain).ok()?;
        Some(opened.to_vec())
    }

    /// A key of its own, so that what is signed and what is encrypted have nothing in common.
    fn box_key(&self) -> Result<RandomizedNonceKey, Error> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(Error::internal)?;
        let key = mac.chain_update("sealed").finalize().into_bytes();
        RandomizedNonceKey::new(&AES_256_GCM, &key).map_err(Error::internal)
    }

    /// An opaque cursor: the position of the last item, bound to the list and its filter.
    pub fn cursor(&self, list: &str, position: &impl Serialize) -> String {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default());
        let tag = self.sign(list, &text);
        format!("{text}.{tag}")
    }

    /// The position a cursor names; refuses one that was made up, or belongs to another list or filter.
    pub fn position<P: DeserializeOwned>(&self, list: &str, cursor: &str) -> Result<P, Error> {
        let position = cursor.split_once('.').filter(|(text, tag)| self.verify(list, text, tag)).and_then(|(text, _)| {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            serde_json::from_slice(&bytes).ok()
        });
        position.ok_or_else(|| Error::new(Code::InvalidCursor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_read_for_its_purpose_only() -> Result<(), Error> {
        let secrets = Secrets { key: [7; 32] };
        let sealed = secrets.seal("channel 1", b"https://a.test/?key=1")?;
        assert!(!sealed.windows(4).any(|part| part == b"key="));
        assert_eq!(secrets.unseal("channel 1", &sealed).as_deref(), Some(&b"https://a.test/?key=1"[..]));
        assert_eq!(secrets.unseal("channel 2", &sealed), None);
        let mut changed = sealed.clone();
        changed[14] ^= 1;
        assert_eq!(secrets.unseal("channel 1", &changed), None);
        assert_eq!(Secrets { key: [8; 32] }.unseal("channel 1", &sealed), None);
        Ok(())
    }
}
