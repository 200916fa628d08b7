//! The order of changes: nothing appears behind somebody who has read on.

use std::sync::mpsc;
use std::time::Duration;

use backend::db::Conn;
use backend::feed::{self, FeedRow, order};
use backend::schema::{feed as table, feed_clock};
use diesel::prelude::*;
use shared::sync::TOMBSTONE_DAYS;
use shared::sync::pulling::RecordKind;
use shared::time::Moment;

use crate::world::World;

const BUCKET: &str = "grid:330881003207001";

fn put(conn: &mut Conn, record: &str) -> Result<(), backend::error::Error> {
    feed::put(conn, RecordKind::Case, record, &[BUCKET.into()], None, Moment::now())
}

/// What somebody reads who has read up to `cursor`, when nobody writes any more.
async fn reads(world: &World, cursor: i64, most: usize) -> (Vec<FeedRow>, bool) {
    world.caught_up().await;
    told(world, cursor, most).await
}

/// What somebody is told now.
async fn told(world: &World, cursor: i64, most: usize) -> (Vec<FeedRow>, bool) {
    let read = move |conn: &mut Conn| {
        let below = order::visible(conn)?.below;
        feed::since(conn, &[(BUCKET.into(), cursor)], below, most)
    };
    world.state.db.read(read).await.expect("a read")
}

fn names(rows: &[FeedRow]) -> Vec<&str> {
    rows.iter().map(|row| row.record.as_str()).collect()
}

#[actix_web::test]
async fn who_reads_while_an_older_transaction_is_under_way_misses_nothing_of_it() {
    let world = World::new().await;
    // SQLite has one writer: there is no second transaction to be overtaken by.
    if !world.write(|conn| Ok(matches!(conn, Conn::Postgres(_)))).await {
        return;
    }
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let db = world.state.db.clone();
    let slow = actix_web::rt::spawn(async move {
        db.write(move |conn| {
            put(conn, "slow")?;
            begun.send(()).expect("somebody listens");
            may_go_on.recv_timeout(Duration::from_secs(30)).expect("a sign");
            Ok(())
        })
        .await
    });
    actix_web::web::block(move || has_begun.recv_timeout(Duration::from_secs(30))).await.expect("no panic").expect("it has begun");
    world.write(|conn| put(conn, "quick")).await;
    let (early, _) = told(&world, 0, 100).await;
    assert_eq!(names(&early), Vec::<&str>::new(), "the quick one is committed, and not told before the slow one");
    go_on.send(()).expect("it waits");
    slow.await.expect("no panic").expect("a write");
    let cursor = early.last().map_or(0, |row| row.seq);
    assert_eq!(names(&reads(&world, cursor, 100).await.0), ["slow", "quick"]);
}

#[actix_web::test]
async fn a_page_never_ends_within_what_one_transaction_did() {
    let world = World::new().await;
    for names in [["a", "b"], ["c", "d"]] {
        world.write(move |conn| names.iter().try_for_each(|name| put(conn, name))).await;
    }
    let (mut cursor, mut all) = (0, Vec::new());
    loop {
        let (rows, more) = reads(&world, cursor, 1).await;
        cursor = rows.last().map_or(cursor, |row| row.seq);
        all.extend(rows.into_iter().map(|row| row.record));
        if !more {
            break;
        }
    }
    assert_eq!(all, ["a", "b", "c", "d"]);
}

#[actix_web::test]
async fn what_left_is_told_until_everybody_has_heard_it() {
    let world = World::new().await;
    world.write(|conn| put(conn, "a")).await;
    world.write(|conn| feed::put(conn, RecordKind::Case, "a", &[], None, Moment::now())).await;
    let (rows, _) = reads(&world, 0, 100).await;
    assert_eq!((names(&rows), rows[0].gone), (vec!["a"], true));
    let seq = rows[0].seq;
    let tidy = |days: i64| world.write(move |conn| feed::tidy(conn, Moment::now().plus_seconds(days * 86_400)));
    let forgotten = || world.write(|conn| Ok(feed_clock::table.select(feed_clock::forgotten).first::<i64>(conn)?));
    tidy(TOMBSTONE_DAYS - 1).await;
    assert_eq!((reads(&world, 0, 100).await.0.len(), forgotten().await), (1, 0));
    tidy(TOMBSTONE_DAYS + 1).await;
    assert_eq!((reads(&world, 0, 100).await.0.len(), forgotten().await), (0, seq));
}

#[actix_web::test]
async fn a_database_that_was_moved_counts_on_from_where_it_was() {
    let world = World::new().await;
    world.write(|conn| put(conn, "a")).await;
    // As after reading a dump into a cluster that has done less.
    let ahead = 9_000_000_000_000_i64;
    world
        .write(move |conn| {
            diesel::update(table::table.filter(table::record.eq("a"))).set(table::seq.eq(ahead)).execute(conn)?;
            diesel::update(feed_clock::table).set(feed_clock::last.eq(ahead)).execute(conn)?;
            Ok(())
        })
        .await;
    world.write(|conn| backend::sync::ready(conn, Moment::now())).await;
    world.write(|conn| put(conn, "b")).await;
    assert_eq!(names(&reads(&world, 0, 100).await.0), ["a", "b"]);
}
