//! Sends a photo at once, where the office works with the server.

use serde::de::DeserializeOwned;
use shared::call::Call;

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
