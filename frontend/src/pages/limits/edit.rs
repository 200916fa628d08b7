//! The form of a limit.

use shared::categories::{Limit, LimitUnit};
use shared::lang::Lang;
use shared::sla::Stage;
use shared::sla::limits::{self, CategoryLimits, StageLimit};
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::toast::use_toast;
use crate::words::{ShellWords, TimesWords};

#[derive(PartialEq, Properties)]
pub struct EditLimitProps {
    pub limits: CategoryLimits,
    /// The stage the form opens with.
    pub stage: Stage,
    pub again: Callback<()>,
    pub close: Callback<()>,
}

/// Chooses a stage of a category, and sets its limit or goes back to the default.
#[component]
pub fn EditLimit(props: &EditLimitProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let stage = use_state(|| props.stage);
    let now = props.limits.stages.iter().find(|limit| limit.stage == *stage);
    let (amount, unit) = (use_state(|| amount_of(now)), use_state(|| unit_of(now)));
    let done = {
        let (again, close) = (props.again.clone(), props.close.clone());
        Callback::from(move |()| {
            toast.say(lang.saved());
            again.emit(());
            close.emit(());
        })
    };
    let choose_stage = {
        let (stage, amount, unit, send, all) = (stage.setter(), amount.setter(), unit.setter(), send.clone(), props.limits.stages.clone());
        Callback::from(move |i: usize| {
            let chosen = all.get(i);
            stage.set(chosen.map_or(Stage::Handle, |limit| limit.stage));
            amount.set(amount_of(chosen));
            unit.set(unit_of(chosen));
            send.clear();
        })
    };
    let (category, chosen, version) = (props.limits.category.clone(), *stage, now.map_or(0, |limit| limit.version));
    let submit = {
        let (send, amount, unit, category, done) = (send.clone(), amount.clone(), *unit, category.clone(), done.clone());
        Callback::from(move |()| {
            let read = if unit == LimitUnit::AtOnce { Ok(0) } else { amount.trim().parse() };
            let limit = read.ok().and_then(|amount| Limit::fit(amount, unit).ok());
            let mut check = Check::new(lang);
            check.must("/amount", limit.is_some(), lang.amount_wrong());
            let Some(limit) = limit else { return send.fail(check.failure()) };
            let done = done.clone();
            send.run(limits::set_limit(&category, chosen, limit, version), move |_| done.emit(()));
        })
    };
    let reset = {
        let send = send.clone();
        Callback::from(move |()| {
            let done = done.clone();
            send.run(limits::reset_limit(&category, chosen, version), move |()| done.emit(()));
        })
    };
    let choose_unit = {
        let unit = unit.setter();
        Callback::from(move |text: String| unit.set(text.parse().unwrap_or(LimitUnit::WorkingDay)))
    };
    let units: Vec<(AttrValue, AttrValue)> =
        LimitUnit::ALL.iter().map(|unit| (unit.as_str().into(), unit_in_words(lang, *unit).into())).collect();
    html! {
        <FormSheet title={props.limits.label.clone()} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <Segments
                label={lang.stage()} choices={Stage::ALL.iter().map(|s| s.label(lang).into()).collect::<Vec<AttrValue>>()}
                chosen={Stage::ALL.iter().position(|s| *s == *stage).unwrap_or(0)} choose={choose_stage}
            />
            if *unit != LimitUnit::AtOnce {
                <Field label={lang.amount()} takes={Takes::Digits} value={(*amount).clone()} set={setter(&amount)} error={send.field("/amount")} />
            }
            <Select label={lang.unit()} choices={units} value={unit.as_str()} set={choose_unit} error={send.field("/unit")} />
            if let Some(now) = now {
                <div class="row-apart">
                    <span class="note">{ lang.default_limit(&now.default.in_words(lang)) }</span>
                    if now.set {
                        <Button small=true weight={Weight::Text} icon={Icon::Refresh} onclick={reset}>{ lang.back_to_default() }</Button>
                    }
                </div>
            }
        </FormSheet>
    }
}

fn amount_of(limit: Option<&StageLimit>) -> String {
    limit.map(|limit| limit.limit.amount).filter(|amount| *amount > 0).map_or_else(|| "1".to_owned(), |amount| amount.to_string())
}

fn unit_of(limit: Option<&StageLimit>) -> LimitUnit {
    limit.map_or(LimitUnit::WorkingDay, |limit| limit.limit.unit)
}

/// The units apart from each other, where their labels alone would read alike.
fn unit_in_words(lang: Lang, unit: LimitUnit) -> String {
    match unit {
        LimitUnit::UrgentMinute => lang.unit_urgent_minute(),
        LimitUnit::UrgentHour => lang.unit_urgent_hour(),
        LimitUnit::UrgentDay => lang.unit_urgent_day(),
        LimitUnit::WorkingHour => lang.unit_working_hour(),
        LimitUnit::WorkingDay => lang.unit_working_day(),
        LimitUnit::NaturalDay => lang.unit_natural_day(),
        LimitUnit::AtOnce => lang.unit_at_once(),
    }
}
