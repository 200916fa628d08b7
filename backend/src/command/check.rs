//! `wangge check`.

use diesel::prelude::*;

use crate::app::State;
use crate::cases::search;
use crate::config::Config;
use crate::db::{Conn, Db};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Opens everything the server would open, and lets SQLite look at its own pages.
pub fn check(config: Config, reindex: bool) -> anyhow::Result<()> {
    println!("Data folder    {}", config.data.display());
    println!("Public address {}", config.public_url);
    let state = State::open(config)?;
    let lines = state.db.write_blocking(|conn| match conn {
        Conn::Sqlite(conn) => Ok(diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check").load::<Line>(conn)?),
        Conn::Postgres(conn) => Ok(diesel::sql_query("SELECT version() AS line").load::<Line>(conn)?),
    })?;
    for Line { line } in &lines {
        println!("Database       {line}");
    }
    let sound = lines.iter().all(|l| l.line == "ok" || l.line.starts_with("PostgreSQL"));
    anyhow::ensure!(sound, "the database is damaged; restore it from a backup");
    if reindex {
        make_index(&state.db)?;
    }
    let missing = state.db.write_blocking(search::missing)?;
    println!("Search index   {}", if missing == 0 { "ok".to_owned() } else { format!("{missing} cases are not in it") });
    anyhow::ensure!(missing == 0, "not all cases can be found; make the index anew with --reindex");
    println!("All is well.");
    Ok(())
}

/// Makes the search index anew, some cases at a time, so that a running server can write in between.
fn make_index(db: &Db) -> anyhow::Result<()> {
    db.write_blocking(search::empty)?;
    let mut last = db.write_blocking(|conn| search::fill(conn, None))?;
    while last.is_some() {
        last = db.write_blocking(move |conn| search::fill(conn, last))?;
    }
    Ok(())
}
