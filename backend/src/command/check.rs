//! `wangge check`.

use diesel::prelude::*;

use crate::app::State;
use crate::config::Config;
use crate::db::Conn;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Opens everything the server would open, and lets SQLite look at its own pages.
pub fn check(config: Config) -> anyhow::Result<()> {
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
    println!("All is well.");
    Ok(())
}
