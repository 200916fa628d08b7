//! The situation for the office: where everybody is, grid by grid and shelter by shelter, and who has not confirmed what was told.

use std::rc::Rc;

use shared::emergencies::carried::CarriedHousehold;
use shared::emergencies::households::{EvacueeState, Household, HouseholdFilter, list_households};
use shared::emergencies::situation::{GridSituation, Situation, find_situation};
use shared::emergencies::{Emergency, EmergencyId, EmergencyPatch, change_emergency, emergency_report_path, find_emergency};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::add::AddHousehold;
use super::field::row;
use super::household::HouseholdSheet;
use super::telling::{Tell, receipts};
use crate::api::{Loaded, use_call, use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, IconButton, Weight};
use crate::parts::cell::{Cell, Group};
use crate::parts::download::Download;
use crate::parts::field::Field;
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::phone::use_again;
use crate::place::ChosenGrid;
use crate::route::Route;
use crate::words::{EmergencyWords, OfficeWords, day_and_time, grid_title};

#[derive(PartialEq, Properties)]
pub struct SituationPageProps {
    pub me: Rc<Me>,
    pub id: EmergencyId,
}

/// What is open over the page.
#[derive(Clone, PartialEq)]
enum Over {
    Tell,
    End,
    Add(Vec<ChosenGrid>),
    Household(Box<Household>),
}

/// The situation of one emergency.
#[component]
pub fn SituationPage(props: &SituationPageProps) -> Html {
    let lang = use_lang();
    let over = use_state(|| None::<Over>);
    let (found, situation) = (use_call(Some(find_emergency(props.id))), use_call(Some(find_situation(props.id))));
    // What this desk has just entered shows.
    use_again(&situation.again);
    let round = use_state(|| 0_u32);
    let opener = |what: Option<Over>| {
        let over = over.setter();
        Callback::from(move |()| over.set(what.clone()))
    };
    let refresh = {
        let (one, other, round) = (found.again.clone(), situation.again.clone(), round.clone());
        Callback::from(move |()| {
            one.emit(());
            other.emit(());
            round.set(round.wrapping_add(1));
        })
    };
    let done = {
        let (close, refresh) = (opener(None), refresh.clone());
        Callback::from(move |()| {
            close.emit(());
            refresh.emit(());
        })
    };
    let Loaded::Ready(emergency) = &found.state else {
        return html! { <Page title={lang.emergencies()} back={Route::Emergencies}>{ state::loaded(lang, &found, |_| Html::default()) }</Page> };
    };
    let lasts = emergency.closed_at.is_none();
    let dock =
        html! { <Button weight={Weight::Primary} icon={Icon::Bell} onclick={opener(Some(Over::Tell))}>{ lang.tell_everybody() }</Button> };
    let dock = if lasts { dock } else { Html::default() };
    let action = html! { <IconButton icon={Icon::Refresh} label={lang.load_latest()} onclick={refresh} /> };
    let press = {
        let over = over.setter();
        Callback::from(move |household: Household| over.set(Some(Over::Household(Box::new(household)))))
    };
    html! {
        <Page title={emergency.title.to_string()} back={Route::Emergencies} {action} {dock} wide=true>
            { head(lang, emergency) }
            <div class="row">
                if lasts {
                    <Button small=true icon={Icon::Plus} onclick={opener(Some(Over::Add(grids_of(&situation.state))))}>{ lang.add_household() }</Button>
                }
                <Download wordy=true path={emergency_report_path(props.id)} name="emergency.pdf" label={lang.print_report()} />
                if lasts {
                    <Button small=true weight={Weight::Danger} onclick={opener(Some(Over::End))}>{ lang.end_emergency() }</Button>
                }
            </div>
            { state::loaded(lang, &situation, |it| whole(lang, it)) }
            <List id={props.id} round={*round} press={lasts.then_some(press)} />
            if let Some(what) = (*over).clone() {
                { sheet(what, emergency, &opener(None), &done) }
            }
        </Page>
    }
}

fn sheet(what: Over, emergency: &Rc<Emergency>, close: &Callback<()>, done: &Callback<()>) -> Html {
    let (id, close, done) = (emergency.id, close.clone(), done.clone());
    match what {
        Over::Tell => html! { <Tell emergency={id} {close} {done} /> },
        Over::End => html! { <End {id} version={emergency.version} {close} {done} /> },
        Over::Add(grids) => html! { <AddHousehold emergency={id} {grids} {close} /> },
        Over::Household(household) => {
            html! { <HouseholdSheet key={household.id.to_string()} household={(*household).clone()} shelters={emergency.shelters.clone()} {close} /> }
        }
    }
}

/// The grids of the emergency by name.
fn grids_of(situation: &Loaded<Situation>) -> Vec<ChosenGrid> {
    let Loaded::Ready(situation) = situation else { return Vec::new() };
    let chosen = |it: &GridSituation| ChosenGrid { code: it.grid.clone(), name: grid_title(&it.village_name, &it.grid_name) };
    situation.grids.iter().map(chosen).collect()
}

fn head(lang: Lang, emergency: &Emergency) -> Html {
    let since = lang.emergency_since(&day_and_time(lang, emergency.opened_at, Moment::now()));
    html! {
        <>
            <p class="soft">{ format!("{} · {} · {since} · {}", emergency.kind.label(lang), lang.grids_in(emergency.grids.len()), emergency.opened_by.name) }</p>
            if let Some(closing) = &emergency.closing {
                <p class="notice">{ Icon::Pause.draw() }<span class="pre">{ closing.as_str() }</span></p>
            }
        </>
    }
}

fn whole(lang: Lang, it: &Situation) -> Html {
    let figure = |tone: &'static str, n: i64, words: String| html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ n }</b><span>{ words }</span></li> };
    html! {
        <>
            <ul class="figures">
                { figure("danger", it.heads.waiting, lang.heads_waiting()) }
                { figure("danger", it.need_help, lang.heads_help()) }
                { figure("success", it.heads.safe(), lang.heads_safe()) }
                { figure("warning", it.heads.missing, lang.heads_missing()) }
            </ul>
            <Group title={lang.told_everybody()}>
                if it.notices.is_empty() {
                    <div class="card"><p class="soft">{ lang.not_told_yet() }</p></div>
                } else {
                    <ul class="cells">{ for it.notices.iter().map(|notice| receipts(lang, notice)) }</ul>
                }
            </Group>
            <Group title={lang.by_shelter()}>
                if it.shelters.is_empty() {
                    <div class="card"><p class="soft">{ lang.nobody_in_shelters() }</p></div>
                } else {
                    <ul class="cells">
                        for shelter in it.shelters.iter() {
                            <Cell
                                key={shelter.name.to_string()} icon={Icon::Day} label={html! { { shelter.name.as_str() } }}
                                below={html! { <small class="soft">{ lang.shelter_counted(shelter.present) }</small> }}
                                value={html! { <b class="digits">{ lang.people_of(usize::try_from(shelter.people).unwrap_or_default()) }</b> }}
                            />
                        }
                    </ul>
                }
            </Group>
            <Group title={lang.by_grid()}>{ table(lang, &it.grids) }</Group>
        </>
    }
}

fn table(lang: Lang, grids: &[GridSituation]) -> Html {
    let row = |it: &GridSituation| {
        html! {
            <tr key={it.grid.to_string()}>
                <th scope="row">{ grid_title(&it.village_name, &it.grid_name) }</th>
                <td class="number">{ it.households }</td>
                <td class="number">{ it.heads.all() }</td>
                <td class="number">{ it.heads.waiting }</td>
                <td class="number">{ it.need_help }</td>
                <td class="number">{ it.heads.safe() }</td>
                <td class="number">{ it.heads.missing }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.household_grid() }</th><th scope="col" class="number">{ lang.households_count() }</th>
                    <th scope="col" class="number">{ lang.heads_all() }</th><th scope="col" class="number">{ lang.heads_waiting() }</th>
                    <th scope="col" class="number">{ lang.heads_help() }</th><th scope="col" class="number">{ lang.heads_safe() }</th>
                    <th scope="col" class="number">{ lang.heads_missing() }</th>
                </tr></thead>
                <tbody>{ for grids.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ListProps {
    id: EmergencyId,
    /// Counts how often somebody asked to read it again.
    round: u32,
    press: Option<Callback<Household>>,
}

/// The households, of all grids or with somebody in one state.
#[component]
fn List(props: &ListProps) -> Html {
    let lang = use_lang();
    let state = use_state(|| None::<EvacueeState>);
    let list = use_pages((props.id, *state), |(id, state), cursor| {
        list_households(*id, &HouseholdFilter { grid: None::<GridCode>, state: *state, cursor, limit: Some(MAX_LIMIT) })
    });
    use_again(&list.again);
    {
        let again = list.again.clone();
        use_effect_with(props.round, move |round| {
            if *round > 0 {
                again.emit(());
            }
        });
    }
    let chip = |of: Option<EvacueeState>, words: String| {
        let (on, state) = (*state == of, state.setter());
        Chip { words: words.into(), on, press: Callback::from(move |()| state.set(of)) }
    };
    let all = std::iter::once(chip(None, lang.show_all()));
    let choices = all.chain(EvacueeState::ALL.iter().map(|it| chip(Some(*it), it.label(lang).to_owned()))).collect();
    let empty =
        html! { <div class="card">{ state::empty(Icon::People, lang.nobody_listed(), lang.nobody_listed_text(), Html::default()) }</div> };
    let shown = |household: &Household| row(lang, &CarriedHousehold { household: household.clone(), unsent: false }, props.press.clone());
    html! {
        <Group title={lang.relocation_list()}>
            { chips(lang.show_state(), choices) }
            { state::paged(lang, &list, empty, |items| html! { <ul class="cells two-up">{ for items.iter().map(shown) }</ul> }) }
        </Group>
    }
}

#[derive(PartialEq, Properties)]
struct EndProps {
    id: EmergencyId,
    version: i32,
    close: Callback<()>,
    done: Callback<()>,
}

/// Ends it, with what there is to say.
#[component]
fn End(props: &EndProps) -> Html {
    let lang = use_lang();
    let (send, toast, text) = (use_send(), use_toast(), use_state(String::new));
    let submit = {
        let (send, toast, text, id, version, done) = (send.clone(), toast, text.clone(), props.id, props.version, props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(closing) = check.read("/closing", &text) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            let patch = EmergencyPatch { closing: Some(closing), ..EmergencyPatch::default() };
            send.run(change_emergency(id, &patch, version), move |_| {
                toast.say(lang.emergency_closed());
                done.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.end_emergency()} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} save={lang.end_emergency()}>
            <p class="note">{ lang.end_emergency_note() }</p>
            <Field label={lang.closing()} lines=true most={1000} value={(*text).clone()} set={setter(&text)} error={send.field("/closing")} />
        </FormSheet>
    }
}
