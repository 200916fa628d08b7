//! When there is a round with the server, and when the next one is due.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::sync::outbox::EntryState;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;

use super::alone::{has_locks, when_alone};
use super::line::{News, Round};
use super::{Fault, Inner};
use crate::device;
use crate::phone::{Known, room};

/// How often to look for news while somebody looks at the app, in milliseconds.
const EVERY: i64 = 5 * 60 * 1000;

impl Inner {
    /// Has a round, unless one is under way here; then another one follows it. One of another window is waited for.
    pub(super) fn wake(self: &Rc<Self>, at_once: bool) {
        if self.under_way.replace(true) {
            self.again.set(true);
            return;
        }
        let kept = self.clone();
        spawn_local(async move {
            if at_once {
                // Fails when the store does; then the round ends as well, and the next one may fare better.
                let _ = kept.engine.wake().await;
            }
            kept.show_under_way();
            loop {
                kept.again.set(false);
                let rounding = kept.clone();
                when_alone(&kept.name(), async move { rounding.round().await }).await;
                if !kept.again.get() {
                    break;
                }
            }
            kept.under_way.set(false);
            kept.show_under_way();
            kept.sleep().await;
        });
    }

    fn show_under_way(&self) {
        let known = self.known.borrow().as_ref().clone();
        self.put(Known { under_way: self.under_way.get(), ..known });
    }

    async fn round(&self) {
        let round = Round { engine: &self.engine, api: &self.api, device: self.device };
        let tell = async |news| {
            // A screen that shows what was so a moment ago is mended by the next look.
            let _ = self.look(news).await;
            self.windows.tell();
        };
        if has_locks() {
            // Fails when the store does, and so does the round.
            let _ = self.engine.alone().await;
        }
        // What cannot be kept ends the round; the server still has it, and the next one asks again.
        let _ = round.go(tell).await;
        if self.engine.may_wipe().await.unwrap_or(false) {
            return self.wipe().await;
        }
        let _ = self.look(News::Outbox).await;
    }

    /// Deletes everything: the phone was reported lost, and what was unsent is with the office.
    async fn wipe(&self) {
        if let Some(shelves) = self.engine.store().lasting() {
            shelves.close();
            if shelves.clear().await.is_err() {
                // The next start tries again.
                return;
            }
        }
        room::forget_pictures().await;
        room::forget(self.me.id);
        self.wiped.emit(());
    }

    /// Sets the clock for the next round.
    async fn sleep(self: &Rc<Self>) {
        let wait = self.until_next(Moment::now()).await.unwrap_or(EVERY);
        let kept = self.clone();
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), move || {
            let hidden = device::document().is_some_and(|document| document.hidden());
            let waits = kept.known.borrow().unsent.iter().any(|unsent| !unsent.stuck);
            if hidden && !waits {
                // Nobody looks: news can wait, and the person's data is dear.
                spawn_local(async move { kept.sleep().await });
            } else {
                kept.wake(false);
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    /// Milliseconds until something can be sent, or until it is time to look for news.
    async fn until_next(&self, now: Moment) -> Result<i64, Fault> {
        let outbox = self.engine.unsent().await?;
        let ready = outbox.iter().filter(|entry| entry.state == EntryState::Ready);
        let ops = ready.map(|entry| entry.next_at.unwrap_or(now)).min();
        let files = self.engine.uploads().await?.iter().any(|upload| upload.problem.is_none()).then_some(now);
        let Some(next) = [ops, files].into_iter().flatten().min() else { return Ok(EVERY) };
        let next = self.engine.line().await?.wait_until.map_or(next, |wait| wait.max(next));
        Ok((next.millis() - now.millis()).clamp(1000, EVERY))
    }
}
