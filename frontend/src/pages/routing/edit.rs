//! The form of a rule.

mod draft;
mod fields;

use std::rc::Rc;

use shared::lang::Lang;
use shared::page::Page;
use shared::routing::{self, DryRun, NewDryRun, NewRoutingRule, RoutingRule, RuleId, dry_run};
use yew::prelude::*;

use self::draft::Draft;
use self::fields::{Faults, RuleFields};
use super::trial::{Tried, last_month};
use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Check;
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::words::{RoutingWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct EditRuleProps {
    /// All rules, among which the draft is tried.
    pub rules: Rc<Page<RoutingRule>>,
    /// The one to change; a new one without it.
    pub rule: Option<RuleId>,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Adds a rule, changes it, tries it or removes it.
#[component]
pub fn EditRule(props: &EditRuleProps) -> Html {
    let lang = use_lang();
    let (send, trying, toast) = (use_send(), use_send(), use_toast());
    let known = props.rule.and_then(|id| props.rules.items.iter().find(|rule| rule.id == id).cloned());
    let draft = use_state(|| known.as_ref().map_or_else(Draft::default, Draft::of));
    let tried = use_state(|| None::<Rc<DryRun>>);
    let said = |say: String| {
        let (toast, done) = (toast.clone(), props.done.clone());
        move || {
            toast.say(say);
            done.emit(());
        }
    };
    let submit = {
        let (send, draft, known, saved) = (send.clone(), draft.clone(), known.clone(), said(lang.saved()));
        Callback::from(move |()| {
            let rule = match read(lang, &draft) {
                Ok(rule) => rule,
                Err(check) => return send.fail(check.failure()),
            };
            let saved = saved.clone();
            let call = match &known {
                None => routing::add_routing_rule(&rule),
                Some(known) => routing::change_routing_rule(known.id, &rule, known.version),
            };
            send.run(call, move |_| saved());
        })
    };
    let try_it = {
        let (send, trying, draft, rules, known, tried) =
            (send.clone(), trying.clone(), draft.clone(), props.rules.clone(), props.rule, tried.setter());
        Callback::from(move |()| {
            let rule = match read(lang, &draft) {
                Ok(rule) => rule,
                Err(check) => return send.fail(check.failure()),
            };
            send.clear();
            let tried = tried.clone();
            let new = NewDryRun { rules: Some(among(&rules.items, known, rule)), month: last_month() };
            trying.run(dry_run(&new), move |outcome| tried.set(Some(Rc::new(outcome))));
        })
    };
    let remove = known.clone().map(|known| {
        let (send, removed) = (send.clone(), said(lang.removed_rule()));
        Callback::from(move |()| {
            let removed = removed.clone();
            send.run(routing::remove_routing_rule(known.id, known.version), move |()| removed());
        })
    });
    let change = {
        let (draft, tried) = (draft.clone(), tried.setter());
        Callback::from(move |changed: Draft| {
            tried.set(None);
            draft.set(changed);
        })
    };
    let title = if known.is_some() { lang.edit_rule() } else { lang.add_rule() };
    let wrong = |pointer: &str| send.field(pointer);
    let faults = Faults {
        name: wrong("/name"),
        matter: wrong("/group").or_else(|| wrong("/category")),
        area: wrong("/area"),
        window: wrong("/to_time").or_else(|| wrong("/from_time")),
        target: ["/level", "/unit", "/duty"].into_iter().find_map(wrong),
    };
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} tall=true>
            <RuleFields draft={(*draft).clone()} {change} {faults} area_name={known.as_ref().and_then(|rule| rule.area_name.clone())} />
            <div class="row-apart">
                <Button small=true icon={Icon::Eye} busy={trying.busy()} onclick={try_it}>{ lang.try_draft() }</Button>
                if let Some(remove) = remove {
                    <Button small=true weight={Weight::Danger} busy={send.busy()} onclick={remove}>{ lang.remove_rule() }</Button>
                }
            </div>
            if let Some(failure) = trying.failure() {
                <p class="error" role="alert">{ failure.in_words(lang) }</p>
            }
            if let Some(outcome) = &*tried {
                <Tried outcome={outcome.clone()} />
            }
        </FormSheet>
    }
}

/// The rule the form describes, or what is wrong with the form.
fn read(lang: Lang, draft: &Draft) -> Result<NewRoutingRule, Check> {
    let mut check = Check::new(lang);
    let rule = draft.read(&mut check);
    if let Some(fault) = rule.as_ref().and_then(NewRoutingRule::fault) {
        check.must(fault.pointer(), false, fault.label(lang).to_owned());
    }
    match rule {
        Some(rule) if check.is_fine() => Ok(rule),
        _ => Err(check),
    }
}

/// All rules with the draft in the place it would have.
fn among(rules: &[RoutingRule], known: Option<RuleId>, draft: NewRoutingRule) -> Vec<NewRoutingRule> {
    let mut all: Vec<NewRoutingRule> = rules.iter().map(|rule| if Some(rule.id) == known { draft.clone() } else { rule.said() }).collect();
    if known.is_none() {
        all.push(draft);
    }
    all
}
