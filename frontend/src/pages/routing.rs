//! The rules by which new cases find their way: their order, what they say, and a dry run.

mod edit;
mod said;
mod trial;

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::page::Page as PageOf;
use shared::routing::{self, RoutingRule, RuleAuto, RuleId, RuleLate};
use shared::session::Me;
use yew::prelude::*;

use self::edit::EditRule;
use self::trial::TryRules;
use super::units::sections;
use crate::api::{Loading, use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, IconButton, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::RoutingWords;

#[derive(PartialEq, Properties)]
pub struct RoutingPageProps {
    pub me: Rc<Me>,
}

/// What the sheet is about.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    New,
    One(RuleId),
    Trial,
}

/// The rules in their order.
#[component]
pub fn RoutingPage(props: &RoutingPageProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| Open::Nothing);
    let found = use_call(Some(routing::list_routing_rules()));
    let caller = props.me.caller();
    let (manages, tries) = (may::manage_units(&caller), may::try_rules(&caller));
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what.clone()))
    };
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Plus} onclick={opener(Open::New)}>{ lang.add() }</Button> }
    } else {
        Html::default()
    };
    let done = {
        let (again, close) = (found.again.clone(), opener(Open::Nothing));
        Callback::from(move |()| {
            again.emit(());
            close.emit(());
        })
    };
    let edit = {
        let open = open.setter();
        Callback::from(move |id| open.set(Open::One(id)))
    };
    let sheet = |rules: &Rc<PageOf<RoutingRule>>| match &*open {
        Open::Nothing => Html::default(),
        Open::Trial => html! { <TryRules close={opener(Open::Nothing)} /> },
        Open::New => html! { <EditRule rules={rules.clone()} rule={None::<RuleId>} close={opener(Open::Nothing)} done={done.clone()} /> },
        Open::One(id) => html! { <EditRule rules={rules.clone()} rule={Some(*id)} close={opener(Open::Nothing)} done={done.clone()} /> },
    };
    html! {
        <Page title={lang.units_and_rules()} {action} wide=true>
            { sections(lang, &Route::Routing) }
            <div class="row-apart">
                <p class="note">{ lang.rules_lead() }</p>
                if tries {
                    <Button small=true icon={Icon::Eye} onclick={opener(Open::Trial)}>{ lang.dry_run() }</Button>
                }
            </div>
            { state::loaded(lang, &found, |page| html! {
                <>
                    if page.items.is_empty() {
                        { nothing(lang, manages.then(|| opener(Open::New))) }
                    } else {
                        <Rules page={page.clone()} found={Found(found.clone())} {manages} {edit} />
                    }
                    { sheet(page) }
                </>
            }) }
        </Page>
    }
}

fn nothing(lang: Lang, add: Option<Callback<()>>) -> Html {
    let (words, action) = match add {
        None => (lang.no_rules_text(), Html::default()),
        Some(add) => (
            format!("{}{}", lang.no_rules_text(), lang.no_rules_hint()),
            html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={add}>{ lang.add_rule() }</Button> },
        ),
    };
    state::empty(Icon::Join, lang.no_rules(), words, action)
}

/// The list as it was read, and the way to replace it. Two of them are the same as long as they show the same.
struct Found(Loading<PageOf<RoutingRule>>);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.0.state == other.0.state
    }
}

#[derive(PartialEq, Properties)]
struct RulesProps {
    page: Rc<PageOf<RoutingRule>>,
    found: Found,
    manages: bool,
    edit: Callback<RuleId>,
}

/// The list; those who keep the rules move them up and down in it.
#[component]
fn Rules(props: &RulesProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let swap = {
        let (send, page, replace) = (send.clone(), props.page.clone(), props.found.0.replace.clone());
        Callback::from(move |(from, to): (usize, usize)| {
            let mut order: Vec<RuleId> = page.items.iter().map(|rule| rule.id).collect();
            if from.max(to) < order.len() {
                order.swap(from, to);
                let replace = replace.clone();
                send.run(routing::order_routing_rules(order), move |page| replace.emit(page));
            }
        })
    };
    let last = props.page.items.len().saturating_sub(1);
    let row = |(at, rule): (usize, &RoutingRule)| {
        html! {
            <li key={rule.id.to_string()}>
                <div class="cell rule">
                    <b class="digits soft" aria-hidden="true">{ rule.position }</b>
                    <span class="cell-main">{ words(lang, rule, props.manages.then(|| props.edit.reform({ let id = rule.id; move |()| id }))) }</span>
                    if props.manages {
                        <span class="rule-order">
                            if at > 0 {
                                <IconButton icon={Icon::Up} label={lang.move_up(&rule.name)} onclick={swap.reform(move |()| (at, at - 1))} />
                            }
                            if at < last {
                                <IconButton icon={Icon::Down} label={lang.move_down(&rule.name)} onclick={swap.reform(move |()| (at, at + 1))} />
                            }
                        </span>
                    }
                </div>
            </li>
        }
    };
    html! {
        <>
            <Complaint failure={send.failure().cloned()} />
            <ol class="cells">{ for props.page.items.iter().enumerate().map(row) }</ol>
        </>
    }
}

/// What a rule says, in three lines.
fn words(lang: Lang, rule: &RoutingRule, edit: Option<Callback<()>>) -> Html {
    let target = said::target(lang, rule.level, rule.unit.as_ref(), rule.duty);
    let how = match rule.auto {
        RuleAuto::Dispatch => tag(Tone::Brand, Icon::Check, lang.dispatches()),
        RuleAuto::Suggest => tag(Tone::Neutral, Icon::Info, lang.suggests()),
    };
    html! {
        <>
            if let Some(edit) = edit {
                <button type="button" class="table-button strong" onclick={edit.reform(|_| ())}>{ rule.name.as_str() }</button>
            } else {
                <span class="strong">{ rule.name.as_str() }</span>
            }
            <small class="soft">{ said::matter(lang, &rule.said(), rule.area_name.as_deref()) }</small>
            <span class="row">
                <span class="with-icon">{ Icon::Chevron.small() }{ target }</span>
                { how }
                if rule.late == RuleLate::Escalate {
                    { tag(Tone::Warning, Icon::Clock, lang.escalates()) }
                }
            </span>
        </>
    }
}
