//! Work that no request waits for: keys renewed, old answers and sessions forgotten, cases of closed grids handed on.

use std::time::Duration;

use shared::time::Moment;

use crate::app::State;
use crate::changes::By;
use crate::{channels, grids, idempotency, notices, session};

/// Runs until the server stops.
pub async fn run(state: State) {
    let mut minutes: u64 = 0;
    let mut tick = tokio::time::interval(Duration::from_secs(60));
    loop {
        tick.tick().await;
        let (keys, now, hourly) = (state.keys.clone(), Moment::now(), minutes % 60 == 0);
        let done = state
            .db
            .write(move |conn| {
                keys.renew(conn, now)?;
                notices::digest::write(conn, now)?;
                if hourly {
                    idempotency::forget_old(conn, now)?;
                    session::rows::forget_old(conn, now)?;
                    grids::rows::hand_on(conn, By { person: None, at: now })?;
                    notices::rows::forget_old(conn, now)?;
                    channels::rows::outbox::forget_old(conn, now)?;
                }
                Ok(())
            })
            .await;
        if let Err(error) = done {
            tracing::error!(%error, "the minute's work failed and will be tried again");
        }
        minutes += 1;
    }
}
