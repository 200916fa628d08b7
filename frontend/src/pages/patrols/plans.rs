//! How often places are patrolled, as the office has it.

use std::rc::Rc;

use shared::divisions::Class;
use shared::lang::Lang;
use shared::may;
use shared::patrols::places::{EveryDays, PlaceKind};
use shared::patrols::plans::{NewPatrolPlans, PatrolPlan, PatrolPlans, Season, find_patrol_plans, replace_patrol_plans};
use shared::session::Me;
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, IconButton, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{PatrolWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct PlansPageProps {
    pub me: Rc<Me>,
}

/// Which plan is open: one of the list, or a new one.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    New,
    At(usize),
}

/// The plans, one line each.
#[component]
pub fn PlansPage(props: &PlansPageProps) -> Html {
    let lang = use_lang();
    let plans = use_call(Some(find_patrol_plans()));
    let open = use_state(|| Open::Nothing);
    let writes = may::plan_patrols(&props.me.caller());
    let opener = {
        let open = open.setter();
        Callback::from(move |what: Open| open.set(what))
    };
    let action = if writes {
        html! { <IconButton icon={Icon::Plus} label={lang.add_plan()} onclick={opener.reform(|()| Open::New)} /> }
    } else {
        Html::default()
    };
    html! {
        <Page title={lang.plans()} back={Route::Patrols} {action}>
            <p class="note">{ lang.plans_lead() }</p>
            { state::loaded(lang, &plans, |it| {
                let row = |(i, plan): (usize, &PatrolPlan)| {
                    let press = if writes { Press::Call(opener.reform(move |()| Open::At(i))) } else { Press::Nothing };
                    html! { <Cell key={i} label={html! { { plan.name.as_str() } }} below={html! { <small class="soft">{ told(lang, plan) }</small> }} value={html! { { rhythm(lang, plan) } }} {press} /> }
                };
                let at = match *open {
                    Open::Nothing => None,
                    Open::New => Some(None),
                    Open::At(i) => Some(Some(i)),
                };
                html! {
                    <>
                        if it.version == 0 {
                            <div class="notice neutral">{ Icon::Info.draw() }<p>{ lang.plans_shipped() }</p></div>
                        }
                        <ul class="cells">{ for it.items.iter().enumerate().map(row) }</ul>
                        if let Some(at) = at {
                            <EditPlan plans={it.clone()} {at} replace={plans.replace.clone()} again={plans.again.clone()} close={opener.reform(|()| Open::Nothing)} />
                        }
                    </>
                }
            }) }
        </Page>
    }
}

fn rhythm(lang: Lang, plan: &PatrolPlan) -> String {
    match plan.every_days.into() {
        1 => lang.every_day(),
        n => lang.every(n),
    }
}

/// Which places it speaks of, and when.
fn told(lang: Lang, plan: &PatrolPlan) -> String {
    let class = |class: Option<Class>| class.map_or_else(|| lang.any_class(), |class| class.label(lang).to_owned());
    let kind = plan.kind.map_or_else(|| lang.any_class(), |kind| kind.label(lang).to_owned());
    let season = plan.season.as_ref().map_or_else(|| lang.all_year(), |season| format!("{} – {}", season.from, season.to));
    format!(
        "{}{} · {}{} · {kind} · {season}",
        lang.plan_area(),
        colon(lang, class(plan.area)),
        lang.plan_place(),
        colon(lang, class(plan.place))
    )
}

fn colon(lang: Lang, words: String) -> String {
    match lang {
        Lang::Zh => format!("：{words}"),
        Lang::En => format!(": {words}"),
    }
}

#[derive(PartialEq, Properties)]
struct EditPlanProps {
    plans: Rc<PatrolPlans>,
    /// Its place in the list; a new one without it.
    at: Option<usize>,
    replace: Callback<PatrolPlans>,
    again: Callback<()>,
    close: Callback<()>,
}

/// Changes one plan, adds one or removes one; all of them are sent.
#[component]
fn EditPlan(props: &EditPlanProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.at.and_then(|at| props.plans.items.get(at).cloned());
    let text = |class: Option<Class>| class.map(|class| class.to_string()).unwrap_or_default();
    let name = use_state(|| known.as_ref().map(|plan| plan.name.to_string()).unwrap_or_default());
    let (area, place) = (
        use_state(|| known.as_ref().map(|it| text(it.area)).unwrap_or_default()),
        use_state(|| known.as_ref().map(|it| text(it.place)).unwrap_or_default()),
    );
    let kind = use_state(|| known.as_ref().and_then(|plan| plan.kind).map(|kind| kind.to_string()).unwrap_or_default());
    let season = known.as_ref().and_then(|plan| plan.season.clone());
    let (from, to) = (
        use_state(|| season.as_ref().map(|it| it.from.to_string()).unwrap_or_default()),
        use_state(|| season.map(|it| it.to.to_string()).unwrap_or_default()),
    );
    let days = use_state(|| known.as_ref().map(|plan| i32::from(plan.every_days).to_string()).unwrap_or_default());
    let run = {
        let (send, plans, replace, close) = (send.clone(), props.plans.clone(), props.replace.clone(), props.close.clone());
        Callback::from(move |items: Vec<PatrolPlan>| {
            let (toast, replace, close) = (toast.clone(), replace.clone(), close.clone());
            send.run(replace_patrol_plans(&NewPatrolPlans { items }, plans.version), move |changed| {
                toast.say(lang.saved());
                replace.emit(changed);
                close.emit(());
            });
        })
    };
    let submit = {
        let (send, plans, at, run) = (send.clone(), props.plans.clone(), props.at, run.clone());
        let (name, area, place, kind, from, to, days) =
            (name.clone(), area.clone(), place.clone(), kind.clone(), from.clone(), to.clone(), days.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, every_days) = (check.read("/name", &name), check.read::<EveryDays>("/every_days", &days));
            let (from, to) = (check.read_optional("/season/from", &from), check.read_optional("/season/to", &to));
            check.must("/season/to", from.is_some() == to.is_some(), lang.season_both());
            let (Some(name), Some(every_days), true) = (name, every_days, check.is_fine()) else { return send.fail(check.failure()) };
            let season = from.zip(to).map(|(from, to)| Season { from, to });
            let plan = PatrolPlan { name, area: area.parse().ok(), place: place.parse().ok(), kind: kind.parse().ok(), season, every_days };
            let mut items = plans.items.clone();
            match at.and_then(|at| items.get_mut(at)) {
                Some(there) => *there = plan,
                None => items.push(plan),
            }
            run.emit(items);
        })
    };
    let remove = props.at.map(|at| {
        let plans = props.plans.clone();
        run.reform(move |()| plans.items.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, plan)| plan.clone()).collect())
    });
    let any = || (AttrValue::from(""), AttrValue::from(lang.any_class()));
    let classes: Vec<(AttrValue, AttrValue)> =
        std::iter::once(any()).chain(Class::ALL.iter().map(|it| (it.as_str().into(), it.label(lang).into()))).collect();
    let kinds: Vec<(AttrValue, AttrValue)> =
        std::iter::once(any()).chain(PlaceKind::ALL.iter().map(|it| (it.as_str().into(), it.label(lang).into()))).collect();
    let title = if known.is_some() { lang.edit_plan() } else { lang.add_plan() };
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()} tall=true>
            <Field label={lang.plan_name()} most={40} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Select label={lang.plan_area()} hint={lang.plan_area_hint()} choices={classes.clone()} value={(*area).clone()} set={setter(&area)} />
            <Select label={lang.plan_place()} choices={classes} value={(*place).clone()} set={setter(&place)} />
            <Select label={lang.plan_kind()} choices={kinds} value={(*kind).clone()} set={setter(&kind)} />
            <Field label={lang.season_from()} hint={lang.season_hint()} optional=true value={(*from).clone()} set={setter(&from)} error={send.field("/season/from")} />
            <Field label={lang.season_to()} optional=true value={(*to).clone()} set={setter(&to)} error={send.field("/season/to")} />
            <Field label={lang.plan_days()} takes={Takes::Digits} value={(*days).clone()} set={setter(&days)} error={send.field("/every_days")} />
            if let Some(remove) = remove {
                <Button weight={Weight::Danger} small=true busy={send.busy()} onclick={remove}>{ lang.remove_plan() }</Button>
            }
        </FormSheet>
    }
}
