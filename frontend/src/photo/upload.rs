//! Sends photos one after the other; those that fail stay, to be sent again.

use serde::de::DeserializeOwned;
use shared::call::Call;
use shared::photos::Photo;

use super::{Shot, bytes};
use crate::api::{Api, Failure};

/// Sends one photo by the call that `address` makes of it and its bytes.
pub async fn send<A: DeserializeOwned + 'static>(
    api: &Api,
    shot: &Shot,
    address: impl FnOnce(&Shot, Vec<u8>) -> Call<A>,
) -> Result<A, Failure> {
    let bytes = bytes(&shot.blob).await.map_err(|_| Failure::Offline)?;
    api.run(&address(shot, bytes)).await
}

/// Sends all of them, and hands each one's number and outcome to `tell` as it comes. Stops at a lost connection, which the others
/// would meet as well.
pub async fn send_all(
    api: &Api,
    shots: &[Shot],
    address: impl Fn(&Shot, Vec<u8>) -> Call<Photo>,
    tell: impl Fn(u32, &Result<Photo, Failure>),
) -> Result<(), Failure> {
    let mut first = None;
    for shot in shots {
        let outcome = send(api, shot, &address).await;
        tell(shot.id, &outcome);
        match outcome {
            Ok(_) => {}
            Err(Failure::Offline) => return Err(Failure::Offline),
            Err(failure) => first = first.or(Some(failure)),
        }
    }
    first.map_or(Ok(()), Err)
}
