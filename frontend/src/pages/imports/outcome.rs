//! What an import would change, or did, and what is wrong with its file.

use std::rc::Rc;

use shared::imports::{ChangeKind, ImportOutcome};
use shared::lang::Lang;
use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::words::OfficeWords;

/// The most lines a list of changes or mistakes has.
const MOST: usize = 500;

#[derive(PartialEq, Properties)]
pub struct OutcomeProps {
    pub outcome: Rc<ImportOutcome>,
}

/// The verdict, the figures, the table.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let lang = use_lang();
    let found = &*props.outcome;
    let (class, icon, words) = verdict(lang, found);
    html! {
        <div class="stack" role="status">
            <div class={class}>{ icon.draw() }<p class="strong">{ words }</p></div>
            if found.errors.is_empty() {
                <ul class="figures">
                    <li class="figure success"><b>{ found.added }</b><span>{ lang.added() }</span></li>
                    <li class="figure warning"><b>{ found.changed }</b><span>{ lang.changed() }</span></li>
                    if found.removed > 0 {
                        <li class="figure danger"><b>{ found.removed }</b><span>{ lang.removed() }</span></li>
                    }
                    <li class="figure"><b>{ found.kept }</b><span>{ lang.kept() }</span></li>
                </ul>
                { changes(lang, found) }
            } else {
                { mistakes(lang, found) }
            }
        </div>
    }
}

fn verdict(lang: Lang, found: &ImportOutcome) -> (&'static str, Icon, String) {
    match found.errors.len() {
        0 if !found.dry_run => {
            ("notice success", Icon::CheckCircle, format!("{} {}", lang.imported(), lang.imported_text(found.added, found.changed)))
        }
        0 if found.differences() == 0 => ("notice", Icon::Info, lang.import_nothing()),
        0 => ("notice success", Icon::CheckCircle, lang.import_clean(found.rows)),
        MOST.. => ("notice danger", Icon::Alert, lang.import_faulty_many(found.errors.len())),
        n => ("notice danger", Icon::Alert, lang.import_faulty(n)),
    }
}

fn mistakes(lang: Lang, found: &ImportOutcome) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.mistake()}>
            <table class="table">
                <thead><tr><th scope="col">{ lang.at() }</th><th scope="col">{ lang.mistake() }</th></tr></thead>
                <tbody>{ for found.errors.iter().map(|error| html! { <tr><td class="digits nowrap">{ &error.pointer }</td><td>{ &error.message }</td></tr> }) }</tbody>
            </table>
        </div>
    }
}

fn changes(lang: Lang, found: &ImportOutcome) -> Html {
    if found.changes.is_empty() {
        return Html::default();
    }
    let kind = |kind: ChangeKind| match kind {
        ChangeKind::Add => tag(Tone::Success, Icon::Plus, kind.label(lang)),
        ChangeKind::Change => tag(Tone::Warning, Icon::Edit, kind.label(lang)),
        ChangeKind::Remove => tag(Tone::Danger, Icon::Close, kind.label(lang)),
        ChangeKind::Keep => tag(Tone::Neutral, Icon::Check, kind.label(lang)),
    };
    html! {
        <>
            <div class="table-scroll" tabindex="0" role="region" aria-label={lang.effect()}>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{ lang.row() }</th><th scope="col">{ lang.effect() }</th>
                            <th scope="col">{ lang.subject() }</th><th scope="col">{ lang.details_of() }</th>
                        </tr>
                    </thead>
                    <tbody>
                        for c in found.changes.iter() {
                            <tr><td class="number">{ for c.row }</td><td class="nowrap">{ kind(c.kind) }</td><td>{ &c.subject }</td><td>{ &c.words }</td></tr>
                        }
                    </tbody>
                </table>
            </div>
            if found.changes.len() >= MOST {
                <p class="note">{ lang.first_rows(MOST) }</p>
            }
        </>
    }
}
