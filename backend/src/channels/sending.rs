//! The sender: takes messages that are due, a few at a time, and writes down what became of each. At least once: a server that dies in
//! between has its messages sent again by another, with the same id.

use std::time::Duration;

use actix_web::web;
use futures_util::{StreamExt, stream};
use shared::channels::{SendFault, Target};
use shared::time::Moment;

use super::adapters::{self, Letter};
use super::postman::{Failure, Postman};
use super::rows;
use super::rows::outbox::Claimed;
use crate::app::State;
use crate::error::Error;

/// How many messages are taken at once, and how many of them are on their way at the same time.
const BATCH: i64 = 16;
const AT_ONCE: usize = 4;

/// Runs until the server stops.
pub async fn run(state: State) {
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = deliver_due(&state, Moment::now()).await {
            tracing::error!(%error, "messages could not be sent and will be tried again");
        }
    }
}

/// Sends what is due; answers how many messages were tried.
pub async fn deliver_due(state: &State, now: Moment) -> Result<usize, Error> {
    if !state.db.read(move |conn| rows::outbox::any_due(conn, now)).await? {
        return Ok(0);
    }
    let claimed = state.db.write(move |conn| rows::outbox::claim(conn, BATCH, now)).await?;
    let tried = claimed.len();
    let outcomes: Vec<(Claimed, Option<Failure>)> =
        stream::iter(claimed).map(|message| send(state, message, now)).buffer_unordered(AT_ONCE).collect().await;
    state
        .db
        .write(move |conn| {
            for (message, failure) in outcomes {
                rows::outbox::settle(conn, &message, failure, rand::random(), now)?;
            }
            Ok(())
        })
        .await?;
    Ok(tried)
}

async fn send(state: &State, message: Claimed, now: Moment) -> (Claimed, Option<Failure>) {
    let Some(target) = rows::opened(&state.secrets, message.channel, &message.target) else {
        return (message, Some(SendFault::Template.into()));
    };
    let link = message.case_id.map(|case| format!("{}/app/cases/{case}", state.config.public_url));
    let letter = Letter { id: message.id, text: message.body.clone(), phone: message.phone.clone(), link };
    // A thread that broke is tried again like a server that did not answer.
    let failure = deliver(&state.postman, target, letter, now).await.unwrap_or_else(|_| Some(SendFault::Unreachable.into()));
    (message, failure)
}

/// Sends one letter; `None` when it was taken.
pub async fn deliver(postman: &Postman, target: Target, letter: Letter, now: Moment) -> Result<Option<Failure>, Error> {
    let postman = postman.clone();
    let outcome = web::block(move || {
        let body = postman.send(adapters::request(&target, &letter, now)?)?;
        adapters::refusal(&target, &body).map_or(Ok(()), Err)
    });
    Ok(outcome.await?.err())
}
