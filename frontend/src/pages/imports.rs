//! Bringing files in: first a dry run that names every change and every mistake, then the import, all or nothing.

pub mod files;
mod handover;
pub mod outcome;

use std::rc::Rc;

use shared::imports::{self, CoordinateSystem, ImportKind, ImportOptions, ImportOutcome};
use shared::lang::Lang;
use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{Failure, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::Segments;
use crate::photo::bytes;
use crate::words::{OfficeWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct ImportsPageProps {
    pub me: Rc<Me>,
}

/// A file that was chosen.
#[derive(Clone, PartialEq)]
struct Chosen {
    name: String,
    size: f64,
    content_type: &'static str,
    file: File,
}

/// Chooses a file, checks it, imports it.
#[component]
pub fn ImportsPage(_: &ImportsPageProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let kind = use_state(|| ImportKind::Divisions);
    let coordinates = use_state(|| CoordinateSystem::Wgs84);
    let chosen = use_state(|| None::<Chosen>);
    let unknown = use_state(|| false);
    let outcome = use_state(|| None::<Rc<ImportOutcome>>);
    let anew = {
        let (chosen, outcome, unknown, send) = (chosen.setter(), outcome.setter(), unknown.setter(), send.clone());
        Callback::from(move |()| {
            chosen.set(None);
            outcome.set(None);
            unknown.set(false);
            send.clear();
        })
    };
    let choose_kind = {
        let (kind, anew) = (kind.setter(), anew.clone());
        Callback::from(move |i: usize| {
            if let Some(one) = ImportKind::ALL.get(i) {
                kind.set(*one);
                anew.emit(());
            }
        })
    };
    let onchange = {
        let (chosen, outcome, unknown, send, kind) = (chosen.setter(), outcome.setter(), unknown.setter(), send.clone(), *kind);
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            input.set_value("");
            let name = file.name();
            let content_type = content_type(kind, &name);
            unknown.set(content_type.is_none());
            chosen.set(content_type.map(|content_type| Chosen { name, size: file.size(), content_type, file }));
            outcome.set(None);
            send.clear();
        })
    };
    let run = |dry_run: bool| {
        let (chosen, outcome, send) = (chosen.clone(), outcome.setter(), send.clone());
        let options = ImportOptions { dry_run, coordinates: (*kind == ImportKind::Boundaries).then_some(*coordinates) };
        let kind = *kind;
        Callback::from(move |()| {
            let Some(one) = (*chosen).clone() else { return };
            let (outcome, send) = (outcome.clone(), send.clone());
            spawn_local(async move {
                match bytes(&one.file).await {
                    Ok(bytes) => {
                        send.run(imports::import(kind, &options, one.content_type, bytes), move |found| outcome.set(Some(Rc::new(found))))
                    }
                    Err(_) => send.fail(Some(Failure::Offline)),
                }
            });
        })
    };
    let choose_coordinates = {
        let coordinates = coordinates.setter();
        Callback::from(move |i: usize| coordinates.set(CoordinateSystem::ALL.get(i).copied().unwrap_or(CoordinateSystem::Wgs84)))
    };
    let kinds: Vec<AttrValue> = ImportKind::ALL.iter().map(|k| k.label(lang).into()).collect();
    let dock = dock(lang, outcome.as_deref(), chosen.is_some(), send.busy(), &run(true), &run(false), &anew);
    html! {
        <Page title={lang.imports()} {dock} wide=true>
            <p class="note">{ lang.import_lead() }</p>
            <div class="card">
                <Segments
                    label={lang.import_kind()} choices={kinds} chosen={ImportKind::ALL.iter().position(|k| *k == *kind).unwrap_or(0)}
                    choose={choose_kind}
                />
                <p class="note">{ explanation(lang, *kind) }</p>
                if *kind == ImportKind::Boundaries {
                    <Segments label={lang.coordinates()} choices={CoordinateSystem::ALL.iter().map(|c| c.label(lang).into()).collect::<Vec<AttrValue>>()}
                        chosen={usize::from(*coordinates == CoordinateSystem::Gcj02)} choose={choose_coordinates} />
                }
                <files::Files kind={*kind} />
                <label class="drop">
                    { Icon::File.draw() }
                    <span class="strong">{ chosen.as_ref().map_or_else(|| lang.choose_file(), |one| lang.chosen_file(&one.name, &size(one.size))) }</span>
                    <input class="file-input" type="file" accept={accepted(*kind)} {onchange} />
                </label>
                if *unknown {
                    <p class="error" role="alert">{ Icon::Alert.small() }<span>{ lang.unknown_file() }</span></p>
                }
            </div>
            <Complaint failure={send.failure().cloned()} />
            if let Some(found) = &*outcome {
                <outcome::Outcome outcome={found.clone()} />
            }
            <handover::HandedIn />
        </Page>
    }
}

/// The one next step: check, import, or begin anew.
fn dock(
    lang: Lang,
    outcome: Option<&ImportOutcome>,
    chosen: bool,
    busy: bool,
    check: &Callback<()>,
    import: &Callback<()>,
    anew: &Callback<()>,
) -> Html {
    match outcome {
        Some(done) if !done.dry_run => html! { <Button weight={Weight::Primary} onclick={anew.clone()}>{ lang.import_another() }</Button> },
        Some(found) if found.errors.is_empty() && found.differences() > 0 => html! {
            <>
                <Button onclick={anew.clone()}>{ lang.cancel() }</Button>
                <Button weight={Weight::Primary} {busy} onclick={import.clone()}>{ lang.do_import(found.differences()) }</Button>
            </>
        },
        _ => {
            html! { <Button weight={Weight::Primary} {busy} disabled={!chosen} onclick={check.clone()}>{ if busy { lang.checking() } else { lang.check_file() } }</Button> }
        }
    }
}

fn explanation(lang: Lang, kind: ImportKind) -> String {
    match kind {
        ImportKind::Divisions => lang.import_divisions_text(),
        ImportKind::Staff => lang.import_staff_text(),
        ImportKind::Boundaries => lang.import_boundaries_text(),
        ImportKind::Holidays => lang.import_holidays_text(),
        ImportKind::Roster => lang.import_roster_text(),
    }
}

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const GEOJSON: &str = "application/geo+json";

const fn accepted(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Divisions | ImportKind::Holidays => ".csv",
        ImportKind::Staff | ImportKind::Roster => ".xlsx,.csv",
        ImportKind::Boundaries => ".geojson,.json",
    }
}

/// The media type by the file's name: what browsers say of CSV and GeoJSON differs from system to system.
fn content_type(kind: ImportKind, name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    match (kind, ending.as_str()) {
        (ImportKind::Divisions | ImportKind::Staff | ImportKind::Holidays | ImportKind::Roster, "csv") => Some(CSV),
        (ImportKind::Staff | ImportKind::Roster, "xlsx") => Some(XLSX),
        (ImportKind::Boundaries, "geojson" | "json") => Some(GEOJSON),
        _ => None,
    }
}

fn size(bytes: f64) -> String {
    if bytes >= 1_048_576.0 { format!("{:.1} MB", bytes / 1_048_576.0) } else { format!("{:.0} KB", (bytes / 1024.0).max(1.0)) }
}
