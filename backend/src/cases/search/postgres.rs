//! The index in PostgreSQL: a `tsvector` of grams under GIN. The planner chooses between the index, for rare words, and looking
//! through the newest, for common ones.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Text};

use super::{Document, Found, Wanted};
use crate::error::Error;

pub fn write(conn: &mut PgConnection, document: &Document) -> Result<(), Error> {
    diesel::sql_query(
        "INSERT INTO search_cases (case_id, number, body, private, grams) VALUES ($1, $2, $3, $4, array_to_tsvector($5)) \
         ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, body = excluded.body, private = excluded.private, grams = excluded.grams",
    )
    .bind::<Binary, _>(document.case)
    .bind::<Text, _>(document.number.as_str())
    .bind::<Text, _>(&document.body)
    .bind::<Text, _>(&document.private)
    .bind::<Array<Text>, _>(document.terms())
    .execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut PgConnection, wanted: &Wanted, after: Option<i64>, newest: bool, most: i64) -> Result<Vec<Found>, Error> {
    let asked = wanted.terms(|term| format!("'{term}'"), |term| format!("'{term}':*"), " | ", " & ");
    let (conditions, values) = wanted.conditions("strpos", |nth| format!("${}", nth + 3));
    let (order, beyond) = if newest { ("DESC", "<") } else { ("ASC", ">") };
    let sql = format!(
        "SELECT t.seq AS seq, t.case_id AS case_id FROM search_cases t WHERE t.grams @@ CAST($1 AS tsquery) AND t.seq {beyond} $2 \
         AND {conditions} ORDER BY t.seq {order} LIMIT ${}",
        values.len() + 3
    );
    let edge = after.unwrap_or(if newest { i64::MAX } else { i64::MIN });
    let mut query = diesel::sql_query(sql).into_boxed::<Pg>().bind::<Text, _>(asked).bind::<BigInt, _>(edge);
    for value in values {
        query = query.bind::<Text, _>(value);
    }
    Ok(query.bind::<BigInt, _>(most).load(conn)?)
}

pub fn empty(conn: &mut PgConnection) -> Result<(), Error> {
    diesel::sql_query("TRUNCATE search_cases RESTART IDENTITY").execute(conn)?;
    Ok(())
}
