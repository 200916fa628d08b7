//! Work that no request waits for: cases whose moment has come, keys renewed, old answers and sessions forgotten, cases of closed
//! grids handed on, and of those who covered handed back; the search index merged.

use std::time::Duration;

use shared::time::Moment;

use crate::app::State;
use crate::cases::{search, waking};
use crate::changes::By;
use crate::error::Error;
use crate::{
    announcements, care, challenges, channels, devices, disputes, emergencies, grids, idempotency, leaves, notices, session, sync, uploads,
};

/// How many batches of cases a minute takes at most; the rest waits for the next.
const MOST_BATCHES: usize = 40;

/// Runs until the server stops.
pub async fn run(state: State) {
    let mut minutes: u64 = 0;
    let mut tick = tokio::time::interval(Duration::from_secs(60));
    loop {
        tick.tick().await;
        let (now, hourly) = (Moment::now(), minutes.is_multiple_of(60));
        let merged = if hourly { merge(&state).await } else { Ok(()) };
        let handed_back = if hourly { hand_back(&state, now).await } else { Ok(()) };
        for done in [tidy(&state, now, hourly).await, wake(&state, now).await, handed_back, merged] {
            if let Err(error) = done {
                tracing::error!(%error, "the minute's work failed and will be tried again");
            }
        }
        minutes += 1;
    }
}

async fn tidy(state: &State, now: Moment, hourly: bool) -> Result<(), Error> {
    let keys = state.keys.clone();
    let tidy = move |conn: &mut crate::db::Conn| {
        keys.renew(conn, now)?;
        notices::digest::write(conn, now)?;
        disputes::reminding::remind(conn, now)?;
        if hourly {
            idempotency::forget_old(conn, now)?;
            session::rows::forget_old(conn, now)?;
            devices::rows::forget_old(conn, now)?;
            challenges::rows::forget_old(conn, now)?;
            grids::rows::hand_on(conn, By { person: None, at: now })?;
            care::rows::visitors::let_go(conn, None, By { person: None, at: now })?;
            care::rows::erase_old(conn, now)?;
            emergencies::rows::erase_old(conn, now)?;
            notices::rows::forget_old(conn, now)?;
            channels::rows::outbox::forget_old(conn, now)?;
            sync::tidy(conn, now)?;
            uploads::rows::forget_old(conn, now)?;
            announcements::rows::files::forget_old(conn, now)?;
        }
        Ok(())
    };
    state.db.write(tidy).await
}

/// In a transaction of its own: somebody may be at one of the cases.
async fn hand_back(state: &State, now: Moment) -> Result<(), Error> {
    state.db.write(move |conn| leaves::ending::hand_back(conn, By { person: None, at: now })).await
}

/// Keeps the search index in few pieces, a part at a time like [`wake`].
async fn merge(state: &State) -> Result<(), Error> {
    let mut more = state.db.write(|conn| Ok(search::is_scattered(conn)? && search::merge(conn, true)?)).await?;
    while more {
        more = state.db.write(|conn| search::merge(conn, false)).await?;
    }
    Ok(())
}

/// Batch by batch, so that requests get their turn in between.
async fn wake(state: &State, now: Moment) -> Result<(), Error> {
    for _ in 0..MOST_BATCHES {
        let woken = state.db.write(move |conn| waking::wake(conn, now)).await?;
        if woken.resumed + woken.overdue > 0 {
            tracing::info!(resumed = woken.resumed, overdue = woken.overdue, escalated = woken.escalated, "cases woken");
        }
        if !woken.more {
            break;
        }
    }
    Ok(())
}
