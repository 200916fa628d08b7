//! The index in PostgreSQL: a `tsvector` of grams and marks under GIN.
//!
//! GIN tells all that match and knows no order. So that a search for the newest does not fetch all there have ever been, it goes through
//! eras: the youngest alone, then a longer one, and at the end, for words that are rare, everything that is left.

use diesel::dsl::{max, min};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Text};

use super::{Document, Found, Wanted, search_documents};
use crate::error::Error;

/// A part of the order of filing: from the first place to before the last, which is all of these eras, or everything there is.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    from: i64,
    to: i64,
    eras: Vec<i64>,
}

pub fn write(conn: &mut PgConnection, document: &Document) -> Result<(), Error> {
    // A case keeps its place, and no number is lost: eras would hold fewer cases.
    diesel::sql_query(
        "INSERT INTO search_documents (seq, case_id, number, body, private, terms) VALUES (COALESCE( \
             (SELECT seq FROM search_documents WHERE case_id = $1), nextval(pg_get_serial_sequence('search_documents', 'seq'))), \
             $1, $2, $3, $4, array_to_tsvector($5)) \
         ON CONFLICT (case_id) DO UPDATE SET number = excluded.number, body = excluded.body, private = excluded.private, terms = excluded.terms",
    )
    .bind::<Binary, _>(document.case)
    .bind::<Text, _>(document.number.as_str())
    .bind::<Text, _>(&document.body)
    .bind::<Text, _>(&document.private)
    .bind::<Array<Text>, _>(document.terms())
    .execute(conn)?;
    Ok(())
}

pub fn find(
    conn: &mut PgConnection,
    wanted: &Wanted,
    after: Option<i64>,
    newest: bool,
    most: i64,
    eras: &[u32],
) -> Result<Vec<Found>, Error> {
    let edge = match after {
        Some(after) => after,
        None if newest => search_documents::table.select(max(search_documents::seq)).first::<Option<i64>>(conn)?.map_or(0, |last| last + 1),
        None => search_documents::table.select(min(search_documents::seq)).first::<Option<i64>>(conn)?.map_or(0, |first| first - 1),
    };
    let mut found = Vec::new();
    for part in parts(edge, newest, eras) {
        let missing = most - i64::try_from(found.len()).unwrap_or(most);
        if missing <= 0 {
            break;
        }
        found.extend(find_in(conn, wanted, &part, newest, missing)?);
    }
    Ok(found)
}

fn find_in(conn: &mut PgConnection, wanted: &Wanted, part: &Part, newest: bool, most: i64) -> Result<Vec<Found>, Error> {
    let (conditions, values) = wanted.conditions("strpos", |nth| format!("${}", nth + 6));
    let marks: String = wanted.within.iter().map(|any| format!("AND t.terms @@ CAST('{}' AS tsquery) ", any.join(" | "))).collect();
    let eras = if part.eras.is_empty() { "$2 = $2" } else { "t.eras && $2" };
    // `+ 0`: never by way of the order, where every case in between would be looked at.
    let sql = format!(
        "SELECT t.seq AS seq, t.case_id AS case_id FROM search_documents t \
         WHERE t.terms @@ CAST($1 AS tsquery) {marks} AND {eras} AND t.seq + 0 >= $3 AND t.seq + 0 < $4 AND {conditions} \
         ORDER BY t.seq + 0 {order} LIMIT $5",
        order = if newest { "DESC" } else { "ASC" }
    );
    let mut query = diesel::sql_query(sql).into_boxed::<Pg>();
    query = query.bind::<Text, _>(wanted.grams().join(" & ")).bind::<Array<BigInt>, _>(&part.eras);
    query = query.bind::<BigInt, _>(part.from).bind::<BigInt, _>(part.to).bind::<BigInt, _>(most);
    for value in values {
        query = query.bind::<Text, _>(value);
    }
    Ok(query.load(conn)?)
}

/// Everything beyond a place in the order of filing, in parts that grow. Each but the last is made of the next two eras of one length, the
/// first of which may be begun already.
fn parts(edge: i64, newest: bool, eras: &[u32]) -> Vec<Part> {
    let mark = |era: i64, length: u32| era * 64 + i64::from(length);
    let mut parts = Vec::new();
    let (mut from, mut to) = if newest { (i64::MIN, edge) } else { (edge + 1, i64::MAX) };
    for length in eras {
        let eras = if newest { [((to - 1) >> length) - 1, (to - 1) >> length] } else { [from >> length, (from >> length) + 1] };
        let (begin, end) = (eras[0] << length, (eras[1] + 1) << length);
        let eras = eras.map(|era| mark(era, *length)).to_vec();
        if newest {
            parts.push(Part { from: begin, to, eras });
            to = begin;
        } else {
            parts.push(Part { from, to: end, eras });
            from = end;
        }
    }
    parts.push(Part { from, to, eras: Vec::new() });
    if newest {
        // Places are counted from one.
        parts.retain(|part| part.to > 1);
    }
    parts
}

pub fn empty(conn: &mut PgConnection) -> Result<(), Error> {
    diesel::sql_query("TRUNCATE search_documents RESTART IDENTITY").execute(conn)?;
    Ok(())
}
