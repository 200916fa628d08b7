//! `schema.rs` says what the migrations make, on both databases.

use backend::db::Conn;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::world::World;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

const SQLITE: &str = "SELECT m.name || '.' || c.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'search%' ORDER BY 1";
const POSTGRES: &str = "SELECT (table_name || '.' || column_name)::text AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_%' AND table_name NOT LIKE 'search%' ORDER BY 1";

#[actix_web::test]
async fn the_schema_in_rust_is_the_schema_in_the_database() {
    let world = World::new().await;
    let there: Vec<String> = world
        .write(|conn| {
            let columns = match conn {
                Conn::Sqlite(conn) => diesel::sql_query(SQLITE).load::<Column>(conn)?,
                Conn::Postgres(conn) => diesel::sql_query(POSTGRES).load::<Column>(conn)?,
            };
            Ok(columns.into_iter().map(|c| c.name).collect())
        })
        .await;
    let said = said();
    let (missing, extra): (Vec<_>, Vec<_>) =
        (there.iter().filter(|c| !said.contains(c)).collect(), said.iter().filter(|c| !there.contains(c)).collect());
    assert!(missing.is_empty() && extra.is_empty(), "not in schema.rs: {missing:?}; not in the database: {extra:?}");
}

/// `table.column` of every `table!` in schema.rs.
fn said() -> Vec<String> {
    let mut table = String::new();
    let mut columns = Vec::new();
    for line in include_str!("../../backend/src/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| !line.starts_with("diesel::")) {
            columns.push(format!("{table}.{column}"));
        }
    }
    columns
}
