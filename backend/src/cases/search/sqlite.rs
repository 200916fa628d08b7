//! The index in SQLite: FTS5, which hands out the newest first without looking at the rest.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use diesel::sqlite::Sqlite;

use super::{Document, Found, Wanted};
use crate::error::Error;

/// Pages of the index that are written anew at a time: a fraction of a second.
const MERGED_TOGETHER: i64 = 1000;

#[derive(QueryableByName)]
struct Seq {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

pub fn write(conn: &mut SqliteConnection, document: &Document) -> Result<(), Error> {
    let Seq { seq } = diesel::sql_query(
        "INSERT INTO search_documents (case_id, number, body, private) VALUES (?, ?, ?, ?) \
         ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, body = excluded.body, private = excluded.private RETURNING seq",
    )
    .bind::<Binary, _>(document.case)
    .bind::<Text, _>(document.number.as_str())
    .bind::<Text, _>(&document.body)
    .bind::<Text, _>(&document.private)
    .get_result(conn)?;
    diesel::sql_query("DELETE FROM search_terms WHERE rowid = ?").bind::<BigInt, _>(seq).execute(conn)?;
    let terms = document.terms().join(" ");
    diesel::sql_query("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)")
        .bind::<BigInt, _>(seq)
        .bind::<Text, _>(terms)
        .execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut SqliteConnection, wanted: &Wanted, after: Option<i64>, newest: bool, most: i64) -> Result<Vec<Found>, Error> {
    // Marks first: the fewest are read to their end.
    let marks = wanted.within.iter().map(|any| format!("({})", any.join(" OR ")));
    let asked = marks.chain(wanted.grams()).collect::<Vec<_>>().join(" AND ");
    let (conditions, values) = wanted.conditions("instr", |_| "?".to_owned());
    let (order, beyond) = if newest { ("DESC", "<") } else { ("ASC", ">") };
    // CROSS: the index first, however many rows the tables have.
    let sql = format!(
        "SELECT t.seq AS seq, t.case_id AS case_id FROM search_terms s CROSS JOIN search_documents t ON t.seq = s.rowid \
         WHERE s.search_terms MATCH ? AND s.rowid {beyond} ? AND {conditions} ORDER BY s.rowid {order} LIMIT ?"
    );
    let edge = after.unwrap_or(if newest { i64::MAX } else { i64::MIN });
    let mut query = diesel::sql_query(sql).into_boxed::<Sqlite>().bind::<Text, _>(asked).bind::<BigInt, _>(edge);
    for value in values {
        query = query.bind::<Text, _>(value);
    }
    Ok(query.bind::<BigInt, _>(most).load(conn)?)
}

pub fn empty(conn: &mut SqliteConnection) -> Result<(), Error> {
    diesel::sql_query("DELETE FROM search_documents").execute(conn)?;
    diesel::sql_query("INSERT INTO search_terms (search_terms) VALUES ('delete-all')").execute(conn)?;
    Ok(())
}

/// How many pieces the index is in.
pub fn pieces(conn: &mut SqliteConnection) -> Result<i64, Error> {
    count(conn, "SELECT count(DISTINCT segid) AS count FROM search_terms_idx")
}

/// Goes on making one piece of all that there are, or begins with it; whether anything was left to do.
pub fn merge(conn: &mut SqliteConnection, begin: bool) -> Result<bool, Error> {
    let changes = "SELECT total_changes() AS count";
    let before = count(conn, changes)?;
    // Below zero: all pieces, however few there are of a size.
    let pages = if begin { -MERGED_TOGETHER } else { MERGED_TOGETHER };
    diesel::sql_query("INSERT INTO search_terms (search_terms, rank) VALUES ('merge', ?)").bind::<BigInt, _>(pages).execute(conn)?;
    // The order itself counts as one change.
    Ok(count(conn, changes)? - before > 1)
}

fn count(conn: &mut SqliteConnection, sql: &str) -> Result<i64, Error> {
    Ok(diesel::sql_query(sql).get_result::<Count>(conn)?.count)
}
