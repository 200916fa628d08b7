//! The database: SQLite inside the process by default, PostgreSQL when one machine is not enough.
//!
//! Everything above this module is written once, against [`Conn`]. Invariants: a request makes at most one hop; a write is one
//! transaction; nothing is answered before it is on the disk.

mod writer;

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{self, ManageConnection, Pool, R2D2Connection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::Error;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// A connection to whichever database this server was pointed at.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Runs the same query on either backend, for the few things [`Conn`] itself cannot express:
/// `ON CONFLICT`, and inserting many rows at once.
#[macro_export]
macro_rules! on_either {
    ($conn:ident, $query:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($conn) => $query,
            $crate::db::Conn::Postgres($conn) => $query,
        }
    };
}

/// The database of this server; cheap to clone.
#[derive(Clone)]
pub struct Db {
    reads: Pool<Opener>,
    writes: Writes,
}

/// How a write reaches the database.
#[derive(Clone)]
enum Writes {
    /// SQLite lets one connection write at a time: one thread takes all waiting requests into one transaction.
    Together(writer::Writer),
    /// PostgreSQL sorts out its own writers.
    Alone(Pool<Opener>),
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its tables up to date.
    pub fn open(url: &str) -> anyhow::Result<Self> {
        let opener = Opener::new(url)?;
        let mut first = opener.connect()?;
        first.migrate()?;
        let reads = pool(opener.clone(), 8)?;
        let writes = match opener {
            Opener::Sqlite(_) => Writes::Together(writer::Writer::start(first)?),
            Opener::Postgres(_) => Writes::Alone(reads.clone()),
        };
        Ok(Self { reads, writes })
    }

    /// Runs `f` off the async threads, outside any transaction of its own.
    pub async fn read<T, F>(&self, f: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let pool = self.reads.clone();
        actix_web::web::block(move || f(&mut *pool.get()?)).await?
    }

    /// Runs `f` in one transaction: all of it happens, or none. Answers when it is on the disk.
    pub async fn write<T, F>(&self, f: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        match &self.writes {
            Writes::Together(writer) => writer.write(f).await,
            Writes::Alone(pool) => {
                let pool = pool.clone();
                actix_web::web::block(move || Conn::transaction(&mut *pool.get()?, f)).await?
            }
        }
    }

    /// The same for commands, which have no other work to yield to.
    pub fn write_blocking<T: Send + 'static>(&self, f: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
        match &self.writes {
            Writes::Together(writer) => writer.write_blocking(f),
            Writes::Alone(pool) => Conn::transaction(&mut *pool.get()?, f),
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|conn| Ok(conn.ping()?)).await
    }
}

impl Conn {
    fn migrate(&mut self) -> anyhow::Result<()> {
        let conn = self;
        on_either!(conn, conn.run_pending_migrations(MIGRATIONS).map(drop)).map_err(anyhow::Error::from_boxed)?;
        match conn {
            Self::Sqlite(conn) => conn.batch_execute(include_str!("db/search/sqlite.sql"))?,
            Self::Postgres(conn) => conn.batch_execute(include_str!("db/search/postgres.sql"))?,
        }
        Ok(())
    }
}

/// Opens connections. The kind of database is settled once, from the URL, and never guessed again.
#[derive(Clone)]
enum Opener {
    Sqlite(String),
    Postgres(String),
}

impl Opener {
    fn new(url: &str) -> anyhow::Result<Self> {
        match url.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.trim_start_matches("//").to_owned())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(url.to_owned())),
            _ => anyhow::bail!("the database URL must start with `sqlite:` or `postgres:`, for example sqlite:data/wangge.sqlite"),
        }
    }
}

/// `FULL`: a commit that was answered survives a pulled plug. The writer shares one sync among all requests that wait.
const PRAGMAS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -8000;";

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Conn, r2d2::Error> {
        match self {
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path).map_err(r2d2::Error::ConnectionError)?;
                conn.batch_execute(PRAGMAS).map_err(r2d2::Error::QueryError)?;
                Ok(Conn::Sqlite(conn))
            }
            Self::Postgres(url) => PgConnection::establish(url).map(Conn::Postgres).map_err(r2d2::Error::ConnectionError),
        }
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

fn pool(opener: Opener, size: u32) -> anyhow::Result<Pool<Opener>> {
    // A dead PostgreSQL connection is noticed when it is handed out; a SQLite file does not go away.
    let check = matches!(opener, Opener::Postgres(_));
    Ok(Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(check)
        .connection_timeout(Duration::from_secs(5))
        .build(opener)?)
}
