//! Where photos are developed: few at a time, so that a flood of them takes neither all cores nor all memory.

use std::sync::Arc;
use std::thread::available_parallelism;

use actix_web::web::Bytes;
use tokio::sync::Semaphore;

use super::fault::PhotoFault;
use super::pipeline::{Developed, PhotoLimits, develop};

/// Why nothing came out of the darkroom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DarkroomError {
    #[error(transparent)]
    Fault(#[from] PhotoFault),
    /// Too many photos are waiting already; worth trying again in a moment.
    #[error("too many photos are waiting to be developed")]
    Busy,
}

/// A bounded number of workers with a bounded queue before them.
#[derive(Debug, Clone)]
pub struct Darkroom {
    limits: PhotoLimits,
    /// Places at the workers and in the queue together.
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

/// Workers at most: each takes some 60 MiB for 12 megapixels, 200 at the limit.
const MOST_WORKERS: usize = 2;
/// Photos that may wait; at a tenth of a second each the last waits under two seconds.
const QUEUE: usize = 16;

impl Darkroom {
    pub fn new(limits: PhotoLimits) -> Self {
        let cores = available_parallelism().map_or(1, Into::into);
        Self::with(limits, cores.min(MOST_WORKERS), QUEUE)
    }

    fn with(limits: PhotoLimits, workers: usize, queue: usize) -> Self {
        Self { limits, places: Arc::new(Semaphore::new(workers + queue)), workers: Arc::new(Semaphore::new(workers)) }
    }

    /// What a photo may be.
    pub const fn limits(&self) -> &PhotoLimits {
        &self.limits
    }

    /// Develops one photo off the async threads. A sender who hangs up leaves the queue; what is being worked on already keeps its
    /// worker until it is done, so there are never more at work than there are workers.
    pub async fn develop(&self, bytes: Bytes) -> Result<Developed, DarkroomError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| DarkroomError::Busy)?;
        let worker = self.workers.clone().acquire_owned().await.map_err(|_| DarkroomError::Busy)?;
        let limits = self.limits;
        let work = tokio::task::spawn_blocking(move || {
            let _held = (place, worker);
            develop(&bytes, &limits)
        });
        match work.await {
            Ok(developed) => Ok(developed?),
            // A decoder that panics has met a file it cannot read; its worker is free again.
            Err(_) => Err(PhotoFault::Broken.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[actix_web::test]
    async fn a_full_darkroom_says_so_and_recovers() {
        let room = Darkroom::with(PhotoLimits::default(), 1, 1);
        let busy = room.workers.clone().acquire_owned().await.ok();
        let waiting = tokio::time::timeout(Duration::from_millis(10), room.develop(Bytes::from_static(b"GIF89a")));
        assert!(waiting.await.is_err(), "it waits for the worker");
        let (first, second) = (room.develop(Bytes::from_static(b"GIF89a")), room.develop(Bytes::from_static(b"%PDF")));
        let third = async {
            let third = room.develop(Bytes::from_static(b"MZ")).await;
            drop(busy);
            third
        };
        let (first, second, third) = tokio::join!(first, second, third);
        assert_eq!(first.err(), Some(PhotoFault::Gif.into()));
        assert_eq!(second.err(), Some(PhotoFault::Pdf.into()));
        assert_eq!(third.err(), Some(DarkroomError::Busy));
        assert_eq!(room.develop(Bytes::new()).await.err(), Some(PhotoFault::Empty.into()));
    }
}
