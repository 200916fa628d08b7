//! The form of a report.

use std::rc::Rc;

use shared::categories::CategoryCode;
use shared::lang::Lang;
use shared::place::PlaceSource;
use shared::privacy;
use shared::reports::{Channel, NewReport, Reporter};
use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::categories::{CategorySheet, recent, remember};
use super::draft::{Act, Behalf, Desk, Draft, Found, Saved, use_desk};
use super::similar::{SimilarCases, question};
use crate::api::Failure;
use crate::device;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::chevron;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, Complaint};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, Segments, Switch, chips};
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::phone::{Done, Phone, room, use_phone};
use crate::photo::nine::{self, Nine};
use crate::place::Where;
use crate::place::field::PlaceField;
use crate::route::Route;
use crate::words::{KnownWords, PatrolWords, PhoneWords, ReportWords, ShellWords};

/// Whether the time and place of photos are kept, as last chosen here.
const KEEP_FACTS: &str = "wangge.keep_photo_facts";
/// The ways a resident reaches a grid member.
const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::ChatGroup, Channel::Visit];

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Categories,
    Discard,
}

/// How saving stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Busy,
    Failed(Failure),
}

/// Saves the report with its photos on the phone, all or nothing.
async fn save(phone: &Phone, draft: &Draft, report: NewReport) -> Result<Saved, Failure> {
    let (id, photos) = (draft.id, draft.shots.len());
    match phone.keeper.save(Done::Report { id, report: Box::new(report), shots: draft.shots.clone() }).await {
        Ok(op) => Ok(Saved { op, report: id, photos }),
        Err(_) => Err(room::why_not_kept().await),
    }
}

#[derive(PartialEq, Properties)]
pub struct FormPageProps {
    pub me: Rc<Me>,
}

/// Photos, category, words, place; one button.
#[component]
pub fn FormPage(props: &FormPageProps) -> Html {
    let lang = use_lang();
    let desk = use_desk();
    let (phone, navigator, toast) = (use_phone(), use_navigator(), use_toast());
    let stage = use_state(|| Stage::Idle);
    let open = use_state(|| Open::Nothing);
    let keep = use_state(|| device::kept(KEEP_FACTS).is_some());
    let draft = &desk.draft;
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what))
    };
    let submit = {
        let (desk, stage, phone, navigator, toast) = (desk.clone(), stage.clone(), phone.clone(), navigator.clone(), toast.clone());
        Callback::from(move |()| match (read(&desk.draft, lang), phone.clone()) {
            (Ok(new), Some(phone)) => {
                stage.set(Stage::Busy);
                remember(&new.category);
                let (dispatcher, draft, stage) = (desk.dispatcher(), desk.draft.clone(), stage.setter());
                let (navigator, toast) = (navigator.clone(), toast.clone());
                spawn_local(async move {
                    match save(&phone, &draft, new).await {
                        Ok(saved) => {
                            dispatcher.dispatch(Act::Saved(saved));
                            if let Some(navigator) = navigator.filter(|_| draft.of_patrol) {
                                dispatcher.dispatch(Act::Begin);
                                toast.say(lang.finding_saved());
                                navigator.push(&Route::Patrol);
                            }
                        }
                        Err(failure) => stage.set(Stage::Failed(failure)),
                    }
                });
            }
            // The phone opens in a moment; until then there is nowhere to save to.
            (Ok(_), None) => {}
            (Err(failure), _) => stage.set(Stage::Failed(failure)),
        })
    };
    // After the first try, what is still missing shows as it is filled in.
    let failure = match &*stage {
        Stage::Failed(Failure::Invalid(_)) => read(draft, lang).err(),
        Stage::Failed(other) => Some(other.clone()),
        Stage::Idle | Stage::Busy => None,
    };
    let wrong = |pointer: &str| failure.as_ref().and_then(|f| f.field(pointer));
    let dock = html! { <Button weight={Weight::Primary} busy={*stage == Stage::Busy} onclick={submit}>{ lang.send_report() }</Button> };
    let action = if draft.is_begun() {
        html! { <Button weight={Weight::Text} small=true onclick={opener(Open::Discard)}>{ lang.discard() }</Button> }
    } else {
        Html::default()
    };
    let shots = edit(&desk, |draft, change| draft.shots = nine::apply(&draft.shots, change));
    let secure = {
        let dispatcher = desk.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Act::Secure))
    };
    let photo_place = draft.shots.iter().find_map(|s| s.place).filter(|_| draft.at.place.is_none_or(|p| p.source != PlaceSource::Photo));
    let set_keep = {
        let keep = keep.clone();
        Callback::from(move |on: bool| {
            if on {
                device::keep(KEEP_FACTS, "1")
            } else {
                device::forget(KEEP_FACTS)
            }
            keep.set(on);
        })
    };
    html! {
        <Page title={lang.report()} {action} {dock}>
            <Complaint failure={failure.clone()} />
            if draft.of_patrol {
                <div class="notice neutral">{ Icon::Map.draw() }<p>{ lang.finding_of_patrol() }</p></div>
            }
            if desk.found == Found::All {
                <div class="notice neutral">{ Icon::File.draw() }<p>{ lang.draft_found() }</p></div>
            }
            if desk.found == Found::AllButAPhoto {
                <div class="notice warning">{ Icon::Camera.draw() }<p>{ lang.camera_lost() }</p></div>
            }
            <div class="card">
                <Nine label={lang.photos()} shots={draft.shots.clone()} change={shots} keep={*keep} error={wrong("/photo_count")} before_camera={secure} />
            </div>
            <div class="card">
                { category(lang, &desk, opener(Open::Categories), wrong("/category")) }
                <Field
                    label={lang.what()} hint={lang.what_hint()} lines=true most={2000} value={draft.text.clone()}
                    set={edit(&desk, |draft, text| draft.text = text)} error={wrong("/text")}
                />
            </div>
            <div class="card">
                <PlaceField
                    me={props.me.clone()} value={draft.at.clone()} set={edit(&desk, |draft, at| draft.at = at)} {photo_place}
                    locate={draft.behalf.is_none()} error={wrong("/grid").or(wrong("/place"))}
                />
                <Field
                    label={lang.place_words()} hint={lang.place_words_hint()} optional=true value={draft.place_text.clone()}
                    set={edit(&desk, |draft, text| draft.place_text = text)} error={wrong("/place_text")}
                />
                if let Some(found) = privacy::warning(&draft.place_text, &[], lang) {
                    <div class="notice warning">{ Icon::Alert.draw() }<p>{ lang.not_public(&found) }</p></div>
                }
            </div>
            <SimilarCases question={question(draft)} joins={draft.joins} choose={edit(&desk, |draft, joins| draft.joins = joins)} />
            { behalf(lang, &desk, wrong) }
            <div class="cells"><Switch label={lang.keep_photo_facts()} note={lang.keep_photo_facts_note()} on={*keep} set={set_keep} /></div>
            if draft.is_begun() {
                <p class="note centre">{ lang.draft_kept() }</p>
            }
            if *open == Open::Categories {
                <CategorySheet
                    choose={edit(&desk, |draft, code| draft.category = Some(code)).reform({ let close = open.setter(); move |code| { close.set(Open::Nothing); code } })}
                    close={opener(Open::Nothing)}
                />
            }
            if *open == Open::Discard {
                <Discard {desk} close={opener(Open::Nothing)} />
            }
        </Page>
    }
}

/// A callback that changes one part of the draft.
fn edit<T: 'static>(desk: &UseReducerHandle<Desk>, change: fn(&mut Draft, T)) -> Callback<T> {
    let dispatcher = desk.dispatcher();
    Callback::from(move |value: T| dispatcher.dispatch(Act::Edit(Box::new(move |draft| change(draft, value)))))
}

/// The category: those used lately in one tap, all others in a sheet.
fn category(lang: Lang, desk: &UseReducerHandle<Desk>, open: Callback<()>, error: Option<String>) -> Html {
    let chosen = desk.draft.category.as_ref().map(CategoryCode::category);
    let choose = edit(desk, |draft, code| draft.category = Some(code));
    let quick = recent().into_iter().take(4).filter_map(|c| {
        let code: CategoryCode = c.code.parse().ok()?;
        Some(Chip {
            words: c.label(lang).into(),
            on: desk.draft.category.as_ref() == Some(&code),
            press: choose.reform(move |()| code.clone()),
        })
    });
    let quick: Vec<Chip> = quick.collect();
    html! {
        <div class="field" data-wrong={error.is_some().then_some("")}>
            <span class="label" id="category-label">{ lang.category() }</span>
            <button
                type="button" class="input choose" aria-haspopup="dialog" aria-labelledby="category-label category-value"
                aria-describedby={error.as_ref().map(|_| "category-error")} onclick={open.reform(|_| ())}
            >
                <span id="category-value" class={chosen.is_none().then_some("soft")}>{ chosen.map_or_else(|| lang.choose_category(), |c| c.label(lang).to_owned()) }</span>
                { chevron() }
            </button>
            if let Some(category) = chosen {
                <p class="hint">{ lang.limit(&category.limit.in_words(lang)) }if category.restricted { { format!(" · {}", lang.restricted()) } }</p>
            }
            if let Some(words) = error {
                <p class="error" id="category-error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            if !quick.is_empty() {
                { chips(lang.recent_categories(), quick) }
            }
        </div>
    }
}

/// Entered for a resident who called, wrote, or was met.
fn behalf(lang: Lang, desk: &UseReducerHandle<Desk>, error: impl Fn(&str) -> Option<String>) -> Html {
    let toggle = edit(desk, |draft, on: bool| {
        draft.behalf = on.then(|| Behalf { channel: Channel::Phone, name: String::new(), phone: String::new() });
        // Whoever enters what somebody else saw stands somewhere else.
        if on && draft.at.is_by_phone() {
            draft.at = Where::default();
        }
    });
    let part = |change: fn(&mut Behalf, String)| {
        let dispatcher = desk.dispatcher();
        Callback::from(move |text: String| {
            dispatcher.dispatch(Act::Edit(Box::new(move |draft| {
                if let Some(behalf) = &mut draft.behalf {
                    change(behalf, text)
                }
            })))
        })
    };
    let channel = edit(desk, |draft, i: usize| {
        if let (Some(behalf), Some(channel)) = (&mut draft.behalf, CHANNELS.get(i)) {
            behalf.channel = *channel;
        }
    });
    html! {
        <>
            <div class="cells"><Switch label={lang.on_behalf()} note={lang.on_behalf_note()} on={desk.draft.behalf.is_some()} set={toggle} /></div>
            if let Some(behalf) = &desk.draft.behalf {
                <div class="card">
                    <Segments label={lang.came_by()} choices={vec![lang.by_phone().into(), lang.by_chat().into(), lang.by_visit().into()]}
                        chosen={CHANNELS.iter().position(|c| *c == behalf.channel).unwrap_or(0)} choose={channel} />
                    <Field
                        label={lang.resident_name()} optional=true value={behalf.name.clone()} set={part(|b, text| b.name = text)}
                        error={error("/reporter/name")}
                    />
                    <Field
                        label={lang.resident_phone()} optional=true hint={lang.resident_note()} takes={Takes::OtherPhone}
                        value={behalf.phone.clone()} set={part(|b, text| b.phone = text)} error={error("/reporter/phone")}
                    />
                </div>
            }
        </>
    }
}

/// The report to send, or what is missing.
fn read(draft: &Draft, lang: Lang) -> Result<NewReport, Failure> {
    let mut check = Check::new(lang);
    check.must("/category", draft.category.is_some(), lang.need_category());
    let text = check.read("/text", &draft.text);
    check.must("/grid", draft.at.is_known(), lang.need_place());
    let place_text = check.read_optional("/place_text", &draft.place_text);
    let reporter = draft.behalf.as_ref().map(|b| Reporter {
        name: check.read_optional("/reporter/name", &b.name),
        phone: check.read_optional("/reporter/phone", &b.phone),
    });
    let failure = check.failure();
    let (Some(category), Some(text), None) = (draft.category.clone(), text, &failure) else {
        return Err(failure.unwrap_or(Failure::Invalid([].into())));
    };
    Ok(NewReport {
        id: Some(draft.id),
        category,
        text,
        grid: draft.at.grid.as_ref().map(|g| g.code.clone()),
        place: draft.at.place,
        place_text,
        channel: Some(draft.behalf.as_ref().map_or(Channel::App, |b| b.channel)),
        reporter,
        captured_at: Some(draft.begun_at),
        photo_count: u8::try_from(draft.shots.len()).unwrap_or(shared::photos::MAX_PHOTOS),
        joins: draft.joins,
    })
}

#[derive(PartialEq, Properties)]
struct DiscardProps {
    desk: UseReducerHandle<Desk>,
    close: Callback<()>,
}

/// Asks before a draft is thrown away.
#[component]
fn Discard(props: &DiscardProps) -> Html {
    let lang = use_lang();
    let discard = {
        let (dispatcher, close) = (props.desk.dispatcher(), props.close.clone());
        Callback::from(move |()| {
            dispatcher.dispatch(Act::Clear);
            close.emit(());
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} onclick={discard}>{ lang.discard() }</Button>
        </>
    };
    html! { <Sheet title={lang.discard_ask()} close={props.close.clone()} {foot}><p class="centre soft">{ lang.discard_note() }</p></Sheet> }
}
