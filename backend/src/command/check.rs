//! `wangge check`.

use std::collections::HashSet;

use diesel::prelude::*;
use shared::time::Moment;

use crate::app::State;
use crate::blobs::{BlobHash, Stored};
use crate::cases::search;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::{announcements, photos, staffing, uploads};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// An upload is over by then: a younger file may be named in a moment.
const ORPHAN_SECONDS: i64 = 86_400;

/// Opens everything the server would open, lets SQLite look at its own pages, compares photos with their files and cases with their
/// search index.
pub fn check(config: Config, remove_orphans: bool, reindex: bool) -> anyhow::Result<()> {
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
    let missing = actix_web::rt::System::new().block_on(files(&state, remove_orphans))?;
    anyhow::ensure!(sound, "the database is damaged; restore it from a backup");
    anyhow::ensure!(missing == 0, "{missing} files of photos are missing; restore the folder blobs from a backup");
    if reindex {
        make_index(&state.db)?;
    }
    let unfound = state.db.write_blocking(search::missing)?;
    println!("Search index   {}", if unfound == 0 { "ok".to_owned() } else { format!("{unfound} cases are not in it") });
    anyhow::ensure!(unfound == 0, "not all cases can be found; make the index anew with --reindex");
    println!("All is well.");
    Ok(())
}

/// Tells what is in the store, and how many files are named but not there.
async fn files(state: &State, remove: bool) -> anyhow::Result<usize> {
    let before = Moment::now().plus_seconds(-ORPHAN_SECONDS);
    // The files first: what is written after this look is no orphan, and what is named by then is in the next.
    let stored = state.blobs.list().await?;
    let named = state.db.read(named).await?;
    let there: HashSet<&str> = stored.iter().map(|file| file.hash.as_str()).collect();
    let missing = named.iter().filter(|hash| !there.contains(hash.as_str())).count();
    let (orphans, bytes) = orphans(&stored, &named, before);
    println!("Photo files    {}; {} that nothing names ({} KB)", stored.len(), orphans.len(), bytes / 1024);
    if remove {
        for hash in &orphans {
            state.blobs.remove_older(hash, before).await?;
        }
        println!("               removed {}", orphans.len());
    } else if !orphans.is_empty() {
        println!("               remove them with --remove-orphans");
    }
    Ok(missing)
}

/// The hashes of all files that photos, portraits and material are.
fn named(conn: &mut Conn) -> Result<HashSet<String>, crate::error::Error> {
    let mut named: HashSet<String> = photos::rows::blobs(conn)?.into_iter().flat_map(|(large, small)| [large, small]).collect();
    named.extend(staffing::rows::portraits::blobs(conn)?);
    named.extend(uploads::rows::blobs(conn)?);
    named.extend(announcements::rows::files::blobs(conn)?);
    Ok(named)
}

/// Files older than a day that nothing names, and how much they hold.
fn orphans(stored: &[Stored], named: &HashSet<String>, before: Moment) -> (Vec<BlobHash>, u64) {
    let orphans = stored.iter().filter(|file| file.written_at < before && !named.contains(file.hash.as_str()));
    orphans.fold((Vec::new(), 0), |(mut hashes, bytes), file| {
        hashes.push(file.hash.clone());
        (hashes, bytes + file.bytes)
    })
}

/// Makes the search index anew, some cases at a time, so that a running server can write in between.
fn make_index(db: &Db) -> anyhow::Result<()> {
    db.write_blocking(search::empty)?;
    let mut last = db.write_blocking(|conn| search::fill(conn, None))?;
    while last.is_some() {
        last = db.write_blocking(move |conn| search::fill(conn, last))?;
    }
    let mut more = db.write_blocking(|conn| search::merge(conn, true))?;
    while more {
        more = db.write_blocking(|conn| search::merge(conn, false))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs::{File, FileTimes};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::config::Options;

    #[test]
    fn only_old_files_that_nothing_names_are_removed() -> anyhow::Result<()> {
        let data = tempfile::tempdir()?;
        let config = Options { data: Some(data.path().into()), password_kib: Some(64), ..Options::default() }.settle(None)?;
        let state = State::open(config.clone())?;
        let system = actix_web::rt::System::new();
        let put = |content: &'static [u8]| system.block_on(state.blobs.put(content));
        let (old, young, portrait) = (put(b"old")?, put(b"young")?, put(b"portrait")?);
        let file = |hash: &BlobHash| data.path().join("blobs").join(&hash.as_str()[..2]).join(&hash.as_str()[2..4]).join(hash.as_str());
        let last_week = FileTimes::new().set_modified(SystemTime::now() - Duration::from_secs(7 * 86_400));
        for hash in [&old, &portrait] {
            File::options().write(true).open(file(hash))?.set_times(last_week)?;
        }
        let (small, name) = (portrait.to_string(), "林小梅".parse()?);
        state.db.write_blocking(move |conn| {
            use shared::staffing::NewPerson;

            use crate::changes::By;
            let by = By { person: None, at: Moment::now() };
            let new = NewPerson { name, phone: None, phone_public: false, photo_public: false };
            let person = staffing::rows::add_person(conn, &new, by)?;
            staffing::rows::portraits::change(conn, person, Some((&small, &small)), by)
        })?;
        drop(system);
        let there = || [&old, &young, &portrait].map(|hash| file(hash).exists());
        check(config.clone(), false, false)?;
        assert_eq!(there(), [true, true, true], "told, not removed");
        check(config.clone(), true, false)?;
        assert_eq!(there(), [false, true, true]);
        std::fs::remove_file(file(&portrait))?;
        let missing = check(config, false, false).map_err(|error| error.to_string());
        assert_eq!(missing, Err("1 files of photos are missing; restore the folder blobs from a backup".to_owned()));
        Ok(())
    }
}
