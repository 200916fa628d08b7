//! What the rest of the app may ask of what is kept.

use std::cell::Cell;
use std::rc::Rc;

use shared::cases::CaseId;
use shared::sync::ops::OpId;
use shared::sync::outbox::case_key;
use shared::sync::rows::KnownRecord;
use shared::sync::store::{Durability, Shelf, Store, Write};
use shared::sync::uploads::UploadId;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;

use super::alone::when_alone;
use super::line::News;
use super::{Kept, view};
use crate::device;
use crate::phone::{CarriedCase, Decision, Done, DraftChange, Keeper, Later, NotKept, room};

/// There is one draft at a time.
const DRAFT: &str = "report";

impl Keeper for Kept {
    fn is_lasting(&self) -> bool {
        self.0.engine.store().lasting().is_some()
    }

    fn save(&self, done: Done) -> Later<Result<OpId, NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let work = kept.work(done).await.ok_or(NotKept)?;
            let op = kept.engine.save(work, Moment::now()).await.map_err(|_| NotKept)?;
            kept.looked_up.forget();
            room::keep_for_good(kept.me.id);
            // It is saved, and whoever did it does not wait for what follows: a cheap phone reads long.
            let showing = kept.clone();
            spawn_local(async move {
                let _ = showing.look(News::Records).await;
                showing.windows.tell();
                showing.wake(false);
            });
            Ok(op)
        })
    }

    fn decide(&self, decision: Decision) {
        let kept = self.0.clone();
        spawn_local(async move {
            let (engine, now) = (&kept.engine, Moment::now());
            // What was decided in another window meanwhile is not there any more, and shows so.
            let _ = match decision {
                Decision::Retry(op) => engine.retry(op).await,
                Decision::GiveUp(op) => engine.discard(op, now).await,
                Decision::RetryFile(id) => engine.retry_upload(id).await,
                Decision::GiveUpFile(id) => engine.discard_upload(id, now).await,
            };
            let _ = kept.look(News::Records).await;
            kept.windows.tell();
            kept.wake(true);
        });
    }

    fn wake(&self) {
        self.0.wake(true);
    }

    fn look_again(&self) {
        let kept = self.0.clone();
        spawn_local(async move {
            // Another window has put it behind a PIN, or taken it out: this one has to begin anew.
            if kept.engine.store().lock().await.is_some() != kept.engine.store().is_unlocked() {
                device::begin_anew();
            }
            // A store that cannot be read now is read at the next change.
            let _ = kept.look(News::Records).await;
            if kept.known.borrow().unsent.iter().any(|unsent| !unsent.stuck) {
                kept.wake(false);
            }
        });
    }

    fn records(&self, prefix: String) -> Later<Rc<Vec<KnownRecord>>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let since = kept.looked_up.changes();
            // A store that cannot be read now is read at the next change.
            let records = Rc::new(kept.engine.known(&prefix).await.unwrap_or_default());
            kept.looked_up.put(prefix, &records, since);
            records
        })
    }

    fn looked_up(&self, prefix: &str) -> Option<Rc<Vec<KnownRecord>>> {
        self.0.looked_up.get(prefix)
    }

    fn case(&self, id: CaseId) -> Later<Option<CarriedCase>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let viewed = kept.engine.view(&case_key(id)).await.ok().flatten()?;
            let calendar = kept.calendar.borrow().clone();
            view::shown(&viewed, &kept.me, &kept.caller, &calendar, Moment::now())
        })
    }

    fn keep_draft(&self, change: DraftChange) -> Later<Result<(), NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let words = match change.words {
                Some(value) => Write::Put { shelf: Shelf::Drafts, key: DRAFT.into(), value },
                None => Write::Remove { shelf: Shelf::Drafts, key: DRAFT.into() },
            };
            let came = change.came.into_iter().map(|(id, bytes)| Write::PutFile { key: id.to_string(), bytes });
            let went = change.went.into_iter().map(|id| Write::RemoveFile { key: id.to_string() });
            let durability = if change.surely { Durability::Strict } else { Durability::Relaxed };
            let writes = came.chain(went).chain([words]).collect();
            kept.engine.store().commit(writes, durability).await.map_err(|_| NotKept)
        })
    }

    fn draft(&self) -> Later<Option<String>> {
        let kept = self.0.clone();
        Box::pin(async move { kept.engine.store().read(Shelf::Drafts, DRAFT).await.ok().flatten() })
    }

    fn keep_words(&self, name: &'static str, words: Option<String>) -> Later<Result<(), NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let write = match words {
                Some(value) => Write::Put { shelf: Shelf::Drafts, key: name.into(), value },
                None => Write::Remove { shelf: Shelf::Drafts, key: name.into() },
            };
            kept.engine.store().commit(vec![write], Durability::Strict).await.map_err(|_| NotKept)
        })
    }

    fn words(&self, name: &'static str) -> Later<Option<String>> {
        let kept = self.0.clone();
        Box::pin(async move { kept.engine.store().read(Shelf::Drafts, name).await.ok().flatten() })
    }

    fn file(&self, id: UploadId) -> Later<Vec<u8>> {
        let kept = self.0.clone();
        Box::pin(async move { kept.engine.store().piece(&id.to_string(), 0, usize::MAX).await.unwrap_or_default() })
    }

    fn export(&self) -> Later<Result<Vec<u8>, NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let exported = kept.engine.export(kept.me.id, kept.device, Moment::now()).await.map_err(|_| NotKept)?;
            // Nothing of it can be changed from now on, which shows.
            let _ = kept.look(News::Outbox).await;
            Ok(exported.file)
        })
    }

    fn has_pin(&self) -> bool {
        self.0.engine.store().is_unlocked()
    }

    fn set_pin(&self, pin: Option<String>) -> Later<Result<(), NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let done = Rc::new(Cell::new(false));
            let (putting, told) = (kept.clone(), done.clone());
            // Nothing is sent meanwhile: what a round took away would be put back.
            when_alone(&kept.name(), async move {
                if let Some(shelves) = putting.engine.store().lasting() {
                    told.set(shelves.put_behind(pin.as_deref()).await.is_ok());
                }
            })
            .await;
            kept.windows.tell();
            // What cannot be read now shows with the next round.
            let _ = kept.look(News::Outbox).await;
            done.get().then_some(()).ok_or(NotKept)
        })
    }

    fn leave(&self) -> Later<()> {
        let kept = self.0.clone();
        Box::pin(async move {
            room::forget_pictures().await;
            let known = kept.known.borrow().clone();
            let all_sent = known.unsent.is_empty() && known.files.is_empty();
            if !all_sent {
                // What cannot be cleared now is cleared when the same person signs out again.
                let _ = kept.engine.forget_records().await;
            }
            if let Some(shelves) = kept.engine.store().lasting() {
                shelves.close();
                if all_sent && shelves.clear().await.is_ok() {
                    room::forget(kept.me.id);
                }
            }
        })
    }
}
