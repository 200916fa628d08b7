//! Making a step: checked here as the server will, then saved on the phone, or sent.

use std::rc::Rc;

use shared::disputes::steps::{Mediating, NewStep, Step};
use shared::disputes::{self, Dispute, MadeStep, StepId};
use shared::lang::Lang;
use shared::problem::{Code, FieldError, Problem};
use shared::staffing::PersonRef;
use shared::sync::ops::{AboutCase, OpKind};
use shared::sync::outbox::{case_key, record_key};
use shared::sync::pulling::RecordKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Api, Failure, use_api};
use crate::look::use_lang;
use crate::parts::toast::{Toast, use_toast};
use crate::phone::Phone;
use crate::words::DisputeWords;

/// How steps are made.
#[derive(Clone, PartialEq)]
pub enum Way {
    /// Saved on the phone, which carries the case, and sent by it.
    Phone(Phone),
    /// Sent at once; the answer is shown by this.
    Server(Callback<Dispute>),
}

/// How far making a step is.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Busy,
    Failed(Failure),
}

/// Makes the steps of one sheet.
#[derive(Clone)]
pub struct Making {
    lang: Lang,
    stage: UseStateHandle<Stage>,
    api: Api,
    toast: Toast,
    pub dispute: Rc<Dispute>,
    by: PersonRef,
    way: Way,
    close: Callback<()>,
}

/// The way to make a step of a mediation; `close` is told when it is made.
#[hook]
pub fn use_making(dispute: Rc<Dispute>, by: PersonRef, way: Way, close: Callback<()>) -> Making {
    let stage = use_state(|| Stage::Idle);
    Making { lang: use_lang(), stage, api: use_api(), toast: use_toast(), dispute, by, way, close }
}

impl Making {
    pub fn busy(&self) -> bool {
        *self.stage == Stage::Busy
    }

    pub fn failure(&self) -> Option<Failure> {
        match &*self.stage {
            Stage::Failed(failure) => Some(failure.clone()),
            Stage::Idle | Stage::Busy => None,
        }
    }

    pub fn fail(&self, failure: Option<Failure>) {
        if let Some(failure) = failure {
            self.stage.set(Stage::Failed(failure));
        }
    }

    /// Makes a step.
    pub fn make(&self, step: Step) {
        let (lang, name) = (self.lang, step.label(self.lang));
        let new = NewStep { id: StepId::new(), step };
        let now = Moment::now();
        let made = MadeStep { id: new.id, at: now, by: self.by.clone(), step: new.step.clone() };
        if let Err(fault) = self.dispute.standing.clone().take(&made) {
            let message = fault.in_words(lang);
            return self.stage.set(Stage::Failed(match fault.pointer() {
                pointer if pointer.is_empty() => Failure::Problem(Rc::new(told(message))),
                pointer => Failure::Invalid(vec![FieldError { pointer: format!("/step{pointer}"), code: "step".into(), message }].into()),
            }));
        }
        self.stage.set(Stage::Busy);
        let (stage, toast, close, case) = (self.stage.setter(), self.toast.clone(), self.close.clone(), self.dispute.case);
        match self.way.clone() {
            Way::Phone(phone) => spawn_local(async move {
                let wanted = Mediating { about: AboutCase { case: Some(case), report: None }, id: new.id, step: new.step };
                let about = vec![record_key(RecordKind::Dispute, &case), case_key(case)];
                match phone.save_field(OpKind::Mediate, &wanted, about).await {
                    Ok(()) => {
                        toast.say(lang.step_saved(name));
                        close.emit(());
                    }
                    Err(why) => stage.set(Stage::Failed(why)),
                }
            }),
            Way::Server(replace) => {
                let api = self.api.clone();
                spawn_local(async move {
                    match api.run(&disputes::make_step(case, &new)).await {
                        Ok(dispute) => {
                            toast.say(lang.step_made(name));
                            replace.emit(dispute);
                            close.emit(());
                        }
                        Err(failure) => stage.set(Stage::Failed(failure)),
                    }
                });
            }
        }
    }
}

/// A problem as the server would tell it.
fn told(detail: String) -> Problem {
    Problem {
        kind: String::new(),
        title: detail.clone(),
        status: 409,
        detail,
        code: Code::Conflict,
        request_id: None,
        errors: Vec::new(),
        moves: Vec::new(),
        challenge: None,
        wipe: false,
        held: Vec::new(),
    }
}
