//! What is kept behind a PIN: AES-256-GCM under a random key that only the PIN opens (PBKDF2-SHA-256). It keeps out whoever finds or borrows
//! the phone; not somebody who has the PIN or can change the app itself.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::device;

/// OWASP's number for PBKDF2-SHA-256; about a second on a cheap phone, which a person hardly notices and a guesser does.
const ROUNDS: u32 = 600_000;
const NONCE: usize = 12;

/// An opened safe.
#[derive(Debug)]
pub struct Safe {
    key: CryptoKey,
}

/// What is kept of a safe: its key, sealed by the PIN. In hexadecimal digits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lock {
    salt: String,
    rounds: u32,
    sealed_key: String,
}

fn crypto() -> Option<(Crypto, SubtleCrypto)> {
    let crypto = device::window()?.crypto().ok()?;
    let subtle = crypto.subtle();
    // Undefined where the page did not come over a safe line.
    (!subtle.is_undefined()).then_some((crypto, subtle))
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    crypto()?.0.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

fn object(members: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}

fn usages(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

async fn key_of(raw: &[u8], algorithm: &str, uses: &[&str]) -> Option<CryptoKey> {
    let imported = crypto()?.1.import_key_with_str("raw", &Uint8Array::from(raw), algorithm, false, &usages(uses)).ok()?;
    JsFuture::from(imported).await.ok()?.dyn_into().ok()
}

/// The key that a PIN makes.
async fn key_of_pin(pin: &str, salt: &[u8], rounds: u32) -> Option<CryptoKey> {
    let pin = key_of(pin.as_bytes(), "PBKDF2", &["deriveKey"]).await?;
    let how =
        [("name", "PBKDF2".into()), ("hash", "SHA-256".into()), ("salt", Uint8Array::from(salt).into()), ("iterations", rounds.into())];
    let what = [("name", "AES-GCM".into()), ("length", 256.into())];
    let derived = crypto()?
        .1
        .derive_key_with_object_and_object(&object(&how)?, &pin, &object(&what)?, false, &usages(&["encrypt", "decrypt"]))
        .ok()?;
    JsFuture::from(derived).await.ok()?.dyn_into().ok()
}

async fn seal(key: &CryptoKey, plain: &[u8]) -> Option<Vec<u8>> {
    let nonce = random::<NONCE>()?;
    let how = object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(nonce.as_slice()).into())])?;
    let sealed = crypto()?.1.encrypt_with_object_and_u8_array(&how, key, plain).ok()?;
    let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?).to_vec();
    Some([nonce.as_slice(), &sealed].concat())
}

async fn unseal(key: &CryptoKey, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let how = object(&[("name", "AES-GCM".into()), ("iv", Uint8Array::from(nonce).into())])?;
    let plain = crypto()?.1.decrypt_with_object_and_u8_array(&how, key, sealed).ok()?;
    Some(Uint8Array::new(&JsFuture::from(plain).await.ok()?).to_vec())
}

impl Safe {
    /// A new safe, and what to keep of it. The key itself is nowhere but in it, and cannot be taken out.
    pub async fn new(pin: &str) -> Option<(Self, Lock)> {
        let (salt, raw) = (random::<16>()?, random::<32>()?);
        let sealed_key = seal(&key_of_pin(pin, &salt, ROUNDS).await?, &raw).await?;
        let key = key_of(&raw, "AES-GCM", &["encrypt", "decrypt"]).await?;
        Some((Self { key }, Lock { salt: hex(&salt), rounds: ROUNDS, sealed_key: hex(&sealed_key) }))
    }

    /// The safe of a lock; `None` when it is another PIN.
    pub async fn opened(lock: &Lock, pin: &str) -> Option<Self> {
        let key = key_of_pin(pin, &bytes(&lock.salt)?, lock.rounds).await?;
        let raw = unseal(&key, &bytes(&lock.sealed_key)?).await?;
        Some(Self { key: key_of(&raw, "AES-GCM", &["encrypt", "decrypt"]).await? })
    }

    pub async fn seal(&self, plain: &[u8]) -> Option<Vec<u8>> {
        seal(&self.key, plain).await
    }

    pub async fn unseal(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        unseal(&self.key, sealed).await
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}
