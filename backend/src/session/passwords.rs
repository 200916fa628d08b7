//! Passwords: Argon2id, a bounded number at a time, off the async threads.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use shared::problem::Code;
use shared::value::Phone;
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::say;

/// Hashes and checks passwords; cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Each check takes 19 MiB and a core for tens of milliseconds: two at a time, the rest wait.
    permits: Arc<Semaphore>,
    /// What the password of somebody unknown is checked against, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// `kib` is the memory of one check. Two passes over 19 MiB are as hard to guess as one over 46 (ASVS 5.0 appendix C takes either), and
    /// leave a server on a small machine the memory.
    pub fn new(kib: u32) -> Result<Self, Error> {
        let broken = |error| Error::internal(anyhow::anyhow!("the password settings are not usable: {error}"));
        let params = Params::new(kib, 2, 1, None).map_err(broken)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, "nobody has this password")?.into();
        Ok(Self { argon2, permits: Arc::new(Semaphore::new(2)), nobody })
    }

    /// The hash of a password, in PHC form.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.bounded(move |argon2| hash(argon2, &password)).await
    }

    /// The same for commands.
    pub fn hash_blocking(&self, password: &str) -> Result<String, Error> {
        hash(&self.argon2, password)
    }

    /// Whether the password is the one behind `kept`; always false when nothing is kept, and as slow.
    pub async fn verify(&self, password: String, kept: Option<String>) -> Result<bool, Error> {
        let nobody = Arc::clone(&self.nobody);
        self.bounded(move |argon2| {
            let known = kept.is_some();
            let kept = kept.as_deref().unwrap_or(&nobody);
            let parsed =
                PasswordHash::new(kept).map_err(|error| Error::internal(anyhow::anyhow!("a stored password cannot be read: {error}")))?;
            Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await
    }

    /// Runs `f` when there is room. The permit belongs to the blocking work, not to the request, so a client that hangs up frees nothing early.
    async fn bounded<T: Send + 'static>(&self, f: impl FnOnce(&Argon2<'static>) -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        let permit = tokio::time::timeout(Duration::from_secs(10), Arc::clone(&self.permits).acquire_owned()).await;
        let Ok(Ok(permit)) = permit else { return Err(Error::new(Code::Busy).retry_after(5)) };
        let argon2 = self.argon2.clone();
        actix_web::web::block(move || {
            let result = f(&argon2);
            drop(permit);
            result
        })
        .await?
    }
}

fn hash(argon2: &Argon2<'static>, password: &str) -> Result<String, Error> {
    let hash =
        argon2.hash_password(password.as_bytes()).map_err(|error| Error::internal(anyhow::anyhow!("cannot hash a password: {error}")))?;
    Ok(hash.to_string())
}

/// Refuses what an attacker tries first: common passwords, the phone, the product's and the place's names (ASVS 6.2.4, 6.2.11).
pub fn not_common(password: &str, phone: &Phone, pointer: &str) -> Result<(), Error> {
    const COMMON: &[&str] = &[
        "12345678",
        "123456789",
        "1234567890",
        "87654321",
        "11111111",
        "88888888",
        "66666666",
        "00000000",
        "123123123",
        "1qaz2wsx",
        "qwertyui",
        "qwerty123",
        "password",
        "password1",
        "passw0rd",
        "iloveyou",
        "abc12345",
        "abcd1234",
        "a1234567",
        "a12345678",
        "woaini1314",
        "5201314520",
        "wangge123",
        "wangge88",
        "qinghu123",
        "admin123",
        "administrator",
    ];
    let plain = password.to_lowercase();
    let one_letter = plain.chars().all(|c| plain.starts_with(c));
    if COMMON.contains(&plain.as_str()) || one_letter || plain.contains(phone.as_str()) {
        let words = say!(
            "这个密码太容易被猜到，请换一个（不要用手机号、连续数字）",
            "This password is too easy to guess; do not use a phone number or a run of digits"
        );
        return Err(Error::invalid(pointer, "too_common", words));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_hash_made_with_other_settings_is_checked_by_its_own() {
        let older = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).expect("settings"));
        let kept = hash(&older, "a door in Qinghu").expect("a hash");
        let passwords = Passwords::new(512).expect("settings");
        assert!(passwords.verify("a door in Qinghu".into(), Some(kept.clone())).await.expect("an answer"));
        assert!(!passwords.verify("a door in Hecun".into(), Some(kept)).await.expect("an answer"));
    }
}
