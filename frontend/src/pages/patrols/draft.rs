//! The patrol under way. It is kept on the phone after every tap, so that a page the phone closes loses nothing.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::grids::GridCode;
use shared::patrols::places::PatrolPlaceId;
use shared::patrols::{Finding, MOST_HOURS, NewPatrol, PatrolId, PlaceSeen, Weather, board_code};
use shared::reports::ReportId;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::phone::{Known, Phone, use_phone};

/// Under this name the phone keeps it.
const NAME: &str = "patrol";

/// A patrol that has begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatrolDraft {
    pub id: PatrolId,
    pub grid: GridCode,
    pub grid_name: String,
    pub started_at: Moment,
    pub places: Vec<PlaceSeen>,
    /// Reports that were begun; each counts once it is saved.
    pub findings: Vec<Finding>,
    pub board: String,
    pub companions: String,
    pub note: String,
    pub weather: Option<Weather>,
}

impl PatrolDraft {
    pub fn begin(grid: GridCode, grid_name: String) -> Self {
        Self {
            id: PatrolId::new(),
            grid,
            grid_name,
            started_at: Moment::now(),
            places: Vec::new(),
            findings: Vec::new(),
            board: String::new(),
            companions: String::new(),
            note: String::new(),
            weather: None,
        }
    }

    pub fn has_seen(&self, place: PatrolPlaceId) -> bool {
        self.places.iter().any(|seen| seen.place == place)
    }

    /// Ticks a place, or takes the tick away.
    pub fn tick(&mut self, place: PatrolPlaceId) {
        if self.has_seen(place) {
            self.places.retain(|seen| seen.place != place);
        } else {
            self.places.push(PlaceSeen { place, at: Moment::now() });
        }
    }

    /// The findings whose reports are saved; those that were thrown away while they were written are none.
    pub fn found(&self, known: &Known) -> Vec<Finding> {
        let saved = |report: ReportId| {
            known.unsent.iter().any(|unsent| unsent.report == Some(report))
                || known.sent.iter().any(|sent| sent.filed.as_ref().is_some_and(|filed| filed.id == report))
        };
        self.findings.iter().filter(|finding| saved(finding.report)).cloned().collect()
    }

    /// The patrol as it ends now. `None`: the code is no board's.
    pub fn ended(&self, known: &Known, now: Moment) -> Option<NewPatrol> {
        let board = match self.board.trim() {
            "" => None,
            text => Some(board_code(text)?),
        };
        // One that was forgotten for days ended on its first.
        let latest = self.started_at.plus_seconds(MOST_HOURS * 3600);
        Some(NewPatrol {
            id: self.id,
            grid: self.grid.clone(),
            started_at: self.started_at,
            ended_at: now.min(latest).max(self.started_at),
            places: self.places.clone(),
            findings: self.found(known),
            board,
            companions: self.companions.parse().ok(),
            weather: self.weather,
            note: self.note.parse().ok(),
        })
    }
}

/// Keeps a draft, or takes it away.
pub async fn keep(phone: &Phone, draft: Option<&PatrolDraft>) -> bool {
    let words = draft.and_then(|draft| serde_json::to_string(draft).ok());
    phone.keeper.keep_words(NAME, words).await.is_ok()
}

/// The patrol under way, as far as the phone has told.
#[derive(Clone, PartialEq)]
pub enum Running {
    Opening,
    None,
    Yes(Rc<PatrolDraft>),
}

/// The patrol under way, and the way to change it.
#[derive(Clone, PartialEq)]
pub struct UnderWay {
    pub running: Running,
    set: UseStateSetter<Running>,
    phone: Option<Phone>,
}

impl UnderWay {
    /// Changes it, and keeps it on the phone.
    pub fn edit(&self, change: impl FnOnce(&mut PatrolDraft)) {
        let (Running::Yes(draft), Some(phone)) = (&self.running, self.phone.clone()) else { return };
        let mut draft = (**draft).clone();
        change(&mut draft);
        self.set.set(Running::Yes(Rc::new(draft.clone())));
        // A full phone keeps what it kept before; ending the patrol says so.
        spawn_local(async move {
            keep(&phone, Some(&draft)).await;
        });
    }
}

/// The patrol under way.
#[hook]
pub fn use_under_way() -> UnderWay {
    let phone = use_phone();
    let running = use_state(|| Running::Opening);
    {
        let (set, phone) = (running.setter(), phone.clone());
        use_effect_with(phone.is_some(), move |_| {
            let Some(phone) = phone else { return };
            spawn_local(async move {
                let words = phone.keeper.words(NAME).await;
                let draft: Option<PatrolDraft> = words.and_then(|words| serde_json::from_slice(words.as_bytes()).ok());
                set.set(draft.map_or(Running::None, |draft| Running::Yes(Rc::new(draft))));
            });
        });
    }
    UnderWay { running: (*running).clone(), set: running.setter(), phone }
}
