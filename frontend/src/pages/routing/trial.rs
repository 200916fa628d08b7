//! Rules tried on the cases of a month.

use std::rc::Rc;

use shared::lang::Lang;
use shared::routing::{DryRun, DryRunCase, DryRunTarget, MOST_EXAMPLES, NewDryRun, dry_run};
use shared::time::{Moment, Month};
use yew::prelude::*;

use super::said;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::field::Select;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::route::Route;
use crate::words::RoutingWords;

/// How many months back can be chosen.
const MONTHS: usize = 12;

/// The month before this one: the last that is whole.
pub fn last_month() -> Month {
    Month::of(&Moment::now().day()).before()
}

#[derive(PartialEq, Properties)]
pub struct TryRulesProps {
    pub close: Callback<()>,
}

/// Tries the rules in force on a month that is chosen.
#[component]
pub fn TryRules(props: &TryRulesProps) -> Html {
    let lang = use_lang();
    let month = use_state(last_month);
    let outcome = use_call(Some(dry_run(&NewDryRun { rules: None, month: (*month).clone() })));
    let months: Vec<Month> = std::iter::successors(Some(last_month().after()), |month| Some(month.before())).take(MONTHS).collect();
    let choices: Vec<(AttrValue, AttrValue)> = months.iter().map(|m| (m.to_string().into(), m.to_string().into())).collect();
    let choose = {
        let month = month.setter();
        Callback::from(move |text: String| {
            if let Ok(chosen) = text.parse() {
                month.set(chosen);
            }
        })
    };
    html! {
        <Sheet title={lang.dry_run()} close={props.close.clone()} tall=true>
            <p class="note">{ lang.dry_run_lead() }</p>
            <Select label={lang.month()} {choices} value={month.to_string()} set={choose} />
            { state::loaded(lang, &outcome, |outcome| html! { <Tried outcome={outcome.clone()} /> }) }
        </Sheet>
    }
}

#[derive(PartialEq, Properties)]
pub struct TriedProps {
    pub outcome: Rc<DryRun>,
}

/// What came of a dry run.
#[component]
pub fn Tried(props: &TriedProps) -> Html {
    let lang = use_lang();
    let DryRun { cases, differing, targets, examples, .. } = &*props.outcome;
    if *cases == 0 {
        return state::empty(Icon::Cases, lang.tried_none(), String::new(), Html::default());
    }
    html! {
        <>
            <ul class="figures">
                <li class="figure"><b>{ cases }</b><span>{ lang.tried_cases() }</span></li>
                <li class="figure success"><b>{ cases - differing }</b><span>{ lang.tried_same() }</span></li>
                <li class="figure warning"><b>{ differing }</b><span>{ lang.tried_differing() }</span></li>
            </ul>
            { counts(lang, targets) }
            if !examples.is_empty() {
                <Group title={lang.examples()} note={(examples.len() == MOST_EXAMPLES).then(|| AttrValue::from(lang.first_examples(MOST_EXAMPLES)))}>
                    <ul class="cells">{ for examples.iter().map(|case| example(lang, case)) }</ul>
                </Group>
            }
        </>
    }
}

fn counts(lang: Lang, targets: &[DryRunTarget]) -> Html {
    let row = |target: &DryRunTarget| {
        let rule = target.rule.as_ref().map_or_else(|| lang.default_rule(), ToString::to_string);
        html! {
            <tr>
                <td>{ rule }</td>
                <td>{ said::target(lang, Some(target.level), target.unit.as_ref(), target.duty) }</td>
                <td class="number">{ target.cases }</td>
                <td class="number">{ target.differing }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.rules()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.rule_column() }</th>
                        <th scope="col">{ lang.target_column() }</th>
                        <th scope="col" class="number">{ lang.cases_column() }</th>
                        <th scope="col" class="number">{ lang.differing_column() }</th>
                    </tr>
                </thead>
                <tbody>{ for targets.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn example(lang: Lang, one: &DryRunCase) -> Html {
    let (to, went) = (
        said::target(lang, Some(one.level), one.unit.as_ref(), None),
        said::target(lang, Some(one.went_level), one.went_unit.as_ref(), None),
    );
    let below = html! {
        <>
            <small class="soft">{ format!("{} · {} · {}", one.case.number, one.grid_name, one.category.category().label(lang)) }</small>
            <small>{ lang.would_go(&to) }</small>
            <small>{ lang.went(&went) }</small>
        </>
    };
    html! { <Cell key={one.case.id.to_string()} label={html! { { &one.case.summary } }} {below} press={Press::Go(Route::Case { id: one.case.id })} /> }
}
