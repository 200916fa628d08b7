//! A button that downloads a file of the server.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::button::{Button, IconButton};
use super::icon::Icon;
use super::toast::use_toast;
use crate::api::use_api;
use crate::device;
use crate::look::use_lang;

#[derive(PartialEq, Properties)]
pub struct DownloadProps {
    /// Below the server's address.
    pub path: String,
    /// What the file is called on the device.
    pub name: String,
    pub label: AttrValue,
    /// Shows the label, not only the drawing.
    #[prop_or_default]
    pub wordy: bool,
}

/// Downloads a file, and says why when it does not come.
#[component]
pub fn Download(props: &DownloadProps) -> Html {
    let lang = use_lang();
    let (api, toast) = (use_api(), use_toast());
    let fetch = {
        let (path, name) = (props.path.clone(), props.name.clone());
        Callback::from(move |()| {
            let (api, toast, path, name) = (api.clone(), toast.clone(), path.clone(), name.clone());
            spawn_local(async move {
                match api.fetch_file(&path).await {
                    // A device that keeps no files says so itself.
                    Ok(bytes) => drop(device::save(&name, &bytes)),
                    Err(failure) => toast.say(failure.in_words(lang)),
                }
            });
        })
    };
    if props.wordy {
        html! { <Button icon={Icon::Download} small=true onclick={fetch}>{ &props.label }</Button> }
    } else {
        html! { <IconButton icon={Icon::Download} label={props.label.clone()} onclick={fetch} /> }
    }
}
