//! Requests that count once, however often they are sent (`Idempotency-Key`).
//!
//! The answer is stored in the transaction of the work itself, so either both stand or neither does.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::Code;
use shared::time::Moment;

use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::OnceOf;
use crate::say;
use crate::schema::idempotency_keys as keys;

/// How long an answer is kept. Phones may stay without signal for days.
pub const KEPT_DAYS: i64 = 7;

/// An answer, and whether it is the one of an earlier request.
pub struct Counted<T> {
    pub answer: T,
    pub replayed: bool,
}

/// Writes like [`Db::write`]; a request sent again with the same key gets the first answer.
pub async fn write_once<T, F>(db: &Db, once: OnceOf, now: Moment, f: F) -> Result<Counted<T>, Error>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
{
    db.write(move |conn| {
        let Some(key) = &once.key else { return f(conn).map(|answer| Counted { answer, replayed: false }) };
        if let Some(answer) = kept(conn, &once, key)? {
            return Ok(Counted { answer, replayed: true });
        }
        let answer = f(conn)?;
        keep(conn, &once, key, &answer, now)?;
        Ok(Counted { answer, replayed: false })
    })
    .await
}

fn kept<T: DeserializeOwned>(conn: &mut Conn, once: &OnceOf, key: &str) -> Result<Option<T>, Error> {
    let row: Option<(Vec<u8>, String)> =
        keys::table.find((&once.principal, key)).select((keys::request, keys::answer)).first(conn).optional()?;
    match row {
        None => Ok(None),
        Some((request, _)) if request != once.request => {
            let words = say!(
                "这个 Idempotency-Key 已用于另一个请求，请换一个",
                "This Idempotency-Key was used for another request; choose a new one"
            );
            Err(Error::new(Code::IdempotencyKeyReused).saying(words))
        }
        Some((_, answer)) => serde_json::from_str(&answer).map(Some).map_err(Error::internal),
    }
}

fn keep<T: Serialize>(conn: &mut Conn, once: &OnceOf, key: &str, answer: &T, now: Moment) -> Result<(), Error> {
    let answer = serde_json::to_string(answer).map_err(Error::internal)?;
    let row = (
        keys::principal.eq(&once.principal),
        keys::key.eq(key),
        keys::request.eq(once.request.to_vec()),
        keys::status.eq(201),
        keys::answer.eq(answer),
        keys::created_at.eq(now),
    );
    match diesel::insert_into(keys::table).values(row).execute(conn) {
        // Two at once, on PostgreSQL: the other one is about to be committed.
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::new(Code::IdempotencyInProgress).retry_after(1))
        }
        done => Ok(done.map(drop)?),
    }
}

/// Forgets answers that are older than [`KEPT_DAYS`].
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    let before = now.plus_seconds(-KEPT_DAYS * 86_400);
    Ok(diesel::delete(keys::table.filter(keys::created_at.lt(before))).execute(conn)?)
}
