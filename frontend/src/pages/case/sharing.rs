//! Work shared out: other units' parts in a case, and the sheets to split a case, to ask for a part and to finish one.

use std::rc::Rc;

use shared::cases::sharing::{self, FinishedPart, NewChild, NewPart, PartResult, Task};
use shared::cases::{Case, CaseId, CasePart, CasePartId};
use shared::categories::CategoryCode;
use shared::lang::Lang;
use shared::page::MAX_LIMIT;
use shared::time::Moment;
use shared::units::{UnitFilter, UnitId, list_units};
use yew::prelude::*;

use super::doing::Doing;
use super::facts::holder;
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::pages::cases::category_choices;
use crate::parts::button::Button;
use crate::parts::cell::Group;
use crate::parts::field::{Field, Select};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::words::{CaseWords, SharingWords, day_and_time};

/// Where a rule would send the case.
pub fn suggested(lang: Lang, case: &Case) -> Option<String> {
    let it = case.suggested.as_ref()?;
    Some(lang.suggested_by(&holder(lang, it.level, it.unit.as_ref()), &it.rule))
}

/// What other units do of the case.
pub fn parts(lang: Lang, case: &Case, begin: &Callback<Doing>, now: Moment) -> Html {
    html! {
        if !case.parts.is_empty() {
            <Group title={lang.parts()}>
                <ul class="cells">{ for case.parts.iter().map(|part| one(lang, part, begin, now)) }</ul>
            </Group>
        }
    }
}

fn one(lang: Lang, part: &CasePart, begin: &Callback<Doing>, now: Moment) -> Html {
    let asked_by = part.asked_by.as_ref().map(|person| person.name.to_string()).unwrap_or_default();
    let id = part.id;
    html! {
        <li key={id.to_string()} class="cell part">
            <span class="cell-main">
                <span class="row"><strong>{ part.unit.name.as_str() }</strong>
                    if part.done_at.is_some() {
                        { tag(Tone::Success, Icon::CheckCircle, lang.part_done()) }
                    } else {
                        { tag(Tone::Warning, Icon::Work, lang.part_open()) }
                    }
                </span>
                <span class="pre">{ part.task.as_str() }</span>
                <small class="soft">{ lang.part_asked(&asked_by, &day_and_time(lang, part.asked_at, now)) }</small>
                if let Some(result) = &part.result {
                    <span class="said pre">{ result.as_str() }</span>
                }
                if part.may_finish {
                    <span><Button small=true onclick={begin.reform(move |()| Doing::Finish(id))}>{ lang.finish_part() }</Button></span>
                }
            </span>
        </li>
    }
}

#[derive(PartialEq, Properties)]
pub struct SplitProps {
    pub case: Rc<Case>,
    pub close: Callback<()>,
    /// Reads the case anew.
    pub again: Callback<()>,
}

/// Opens another case beside this one.
#[component]
pub fn Split(props: &SplitProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let category = use_state(|| props.case.category.as_str().to_owned());
    let text = use_state(String::new);
    let submit = {
        let (send, category, text, case) = (send.clone(), category.clone(), text.clone(), props.case.clone());
        let (close, again) = (props.close.clone(), props.again.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let read = (check.read::<CategoryCode>("/category", &category), check.read::<Task>("/text", &text));
            let (Some(category), Some(text)) = read else { return send.fail(check.failure()) };
            let (close, again, toast) = (close.clone(), again.clone(), toast.clone());
            send.run(sharing::split_case(case.id, &NewChild { category, text, grid: None }, case.version), move |child| {
                toast.say(lang.split_done(&child.number));
                again.emit(());
                close.emit(());
            });
        })
    };
    let categories: Vec<_> = category_choices(lang).into_iter().filter(|(code, _)| !code.is_empty()).collect();
    html! {
        <FormSheet title={sharing::CaseAct::Split.label(lang)} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()} save={sharing::CaseAct::Split.label(lang)}>
            <Select label={lang.category_filter()} choices={categories} value={(*category).clone()} set={setter(&category)} error={send.field("/category")} />
            <Field label={lang.split_what()} lines=true most={500} value={(*text).clone()} set={setter(&text)} error={send.field("/text")} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
pub struct AskPartProps {
    pub case: Rc<Case>,
    pub close: Callback<()>,
    pub replace: Callback<Case>,
    pub again: Callback<()>,
}

/// Asks another unit for a part.
#[component]
pub fn AskPart(props: &AskPartProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let (unit, task) = (use_state(String::new), use_state(String::new));
    let units = use_call(Some(list_units(&UnitFilter { limit: Some(MAX_LIMIT), ..UnitFilter::default() })));
    let submit = {
        let (send, unit, task, case) = (send.clone(), unit.clone(), task.clone(), props.case.clone());
        let (close, replace) = (props.close.clone(), props.replace.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let chosen = unit.parse::<UnitId>().ok();
            check.must("/unit", chosen.is_some(), lang.choose_unit());
            let (Some(unit), Some(task)) = (chosen, check.read::<Task>("/task", &task)) else { return send.fail(check.failure()) };
            let (close, replace, toast) = (close.clone(), replace.clone(), toast.clone());
            send.run(sharing::ask_part(case.id, &NewPart { unit, task }, case.version), move |it| {
                toast.say(lang.part_is_asked());
                replace.emit(it);
                close.emit(());
            });
        })
    };
    let choice = |unit: &shared::units::Unit| (AttrValue::from(unit.id.to_string()), AttrValue::from(unit.name.to_string()));
    let none = (AttrValue::from(""), AttrValue::from(lang.choose_unit()));
    let choices =
        std::iter::once(none).chain(units.state.value().iter().flat_map(|page| page.items.iter().map(choice))).collect::<Vec<_>>();
    html! {
        <FormSheet title={sharing::CaseAct::AskPart.label(lang)} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()} save={sharing::CaseAct::AskPart.label(lang)}>
            <Select label={lang.part_unit()} {choices} value={(*unit).clone()} set={setter(&unit)} error={send.field("/unit")} />
            <Field label={lang.part_task()} lines=true most={500} value={(*task).clone()} set={setter(&task)} error={send.field("/task")} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
pub struct FinishPartProps {
    pub case: CaseId,
    pub part: CasePartId,
    pub close: Callback<()>,
    pub replace: Callback<Case>,
}

/// Says what was done of a part.
#[component]
pub fn FinishPart(props: &FinishPartProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let result = use_state(String::new);
    let submit = {
        let (send, result, case, part) = (send.clone(), result.clone(), props.case, props.part);
        let (close, replace) = (props.close.clone(), props.replace.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(result) = check.read::<PartResult>("/result", &result) else { return send.fail(check.failure()) };
            let (close, replace, toast) = (close.clone(), replace.clone(), toast.clone());
            send.run(sharing::finish_part(case, part, &FinishedPart { result }), move |it| {
                toast.say(lang.part_is_done());
                replace.emit(it);
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.finish_part()} send={send.clone()} {submit} close={props.close.clone()} save={lang.finish_part()}>
            <Field label={lang.part_result()} lines=true most={500} value={(*result).clone()} set={setter(&result)} error={send.field("/result")} />
        </FormSheet>
    }
}
