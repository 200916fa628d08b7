//! Files to take along: the staff template to fill in, and what is there now in the very form it can come back in.

use shared::imports::{ExportOptions, ImportKind, TableFormat, export_path, staff_template_path};
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Failure, use_api};
use crate::device;
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::words::OfficeWords;

#[derive(PartialEq, Properties)]
pub struct FilesProps {
    pub kind: ImportKind,
}

/// Buttons that download.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let busy = use_state(|| false);
    let failure = use_state(|| None::<Failure>);
    let fetch = |path: String, name: String| {
        let (api, busy, failure) = (api.clone(), busy.setter(), failure.setter());
        Callback::from(move |()| {
            busy.set(true);
            failure.set(None);
            let (api, busy, failure, path, name) = (api.clone(), busy.clone(), failure.clone(), path.clone(), name.clone());
            spawn_local(async move {
                match api.fetch_file(&path).await {
                    Ok(bytes) => drop(device::save(&name, &bytes)),
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let ending = match props.kind {
        ImportKind::Divisions | ImportKind::Holidays => "csv",
        ImportKind::Staff | ImportKind::Roster => "xlsx",
        ImportKind::Boundaries => "geojson",
    };
    let export = fetch(export_path(props.kind, &ExportOptions::default()), format!("{}-{}.{ending}", props.kind, Moment::now().day()));
    html! {
        <>
            <div class="row">
                if props.kind == ImportKind::Staff {
                    <Button small=true icon={Icon::Download} busy={*busy} onclick={fetch(staff_template_path(TableFormat::Xlsx), format!("{}.xlsx", lang.template_name()))}>{ lang.download_template() }</Button>
                }
                <Button small=true icon={Icon::Download} busy={*busy} onclick={export}>{ lang.export_now() }</Button>
            </div>
            <Complaint failure={(*failure).clone()} />
        </>
    }
}
