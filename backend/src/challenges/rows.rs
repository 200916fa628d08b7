//! Proofs that were used.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use shared::problem::Code;
use shared::time::Moment;

use super::Proof;
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::spent_challenges as spent;

/// Uses a proof up; fails when it was used before.
pub fn spend(conn: &mut Conn, proof: &Proof) -> Result<(), Error> {
    let known = diesel::select(diesel::dsl::exists(spent::table.find(&proof.salt))).get_result(conn)?;
    if known {
        return Err(used());
    }
    let row = (spent::salt.eq(&proof.salt), spent::expires_at.eq(proof.expires_at));
    match diesel::insert_into(spent::table).values(row).execute(conn) {
        // Two at once, on PostgreSQL.
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(used()),
        done => Ok(done.map(drop)?),
    }
}

fn used() -> Error {
    Error::new(Code::ProofRequired)
        .saying(say!(
            "这次计算证明已经用过，请取一个新的（GET /challenges）",
            "This proof of work was used already; get a new challenge (GET /challenges)"
        ))
        .retry_after(1)
}

/// Forgets proofs that hold no longer anyway.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    Ok(diesel::delete(spent::table.filter(spent::expires_at.lt(now))).execute(conn)?)
}
