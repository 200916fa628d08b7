//! A person's portrait, which stands on boards only with consent.

use std::rc::Rc;

use shared::staffing::{self, Person};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{Failure, use_api};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::photo::nine::refused_words;
use crate::photo::{shrink, upload, use_picture};
use crate::words::OfficeWords;

#[derive(PartialEq, Properties)]
pub struct PortraitProps {
    pub person: Rc<Person>,
    pub manages: bool,
    pub again: Callback<()>,
}

/// Shows it, changes it, takes it away.
#[component]
pub fn Portrait(props: &PortraitProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let busy = use_state(|| false);
    let failure = use_state(|| None::<Failure>);
    let refused = use_state(|| None::<String>);
    let picture = use_picture(props.person.photo_url.clone());
    let id = props.person.id;
    let onchange = {
        let (api, busy, failure, refused, again) = (api.clone(), busy.setter(), failure.setter(), refused.setter(), props.again.clone());
        Callback::from(move |event: Event| {
            let Some(file) = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files()?.get(0)) else { return };
            busy.set(true);
            failure.set(None);
            refused.set(None);
            let (api, busy, failure, refused, again) = (api.clone(), busy.clone(), failure.clone(), refused.clone(), again.clone());
            spawn_local(async move {
                match shrink(&file, false).await {
                    Err(why) => refused.set(Some(refused_words(lang, why))),
                    Ok(shot) => match upload::send(&api, &shot, |shot, bytes| staffing::set_portrait(id, shot.content_type, bytes)).await {
                        Ok(_) => again.emit(()),
                        Err(why) => failure.set(Some(why)),
                    },
                }
                busy.set(false);
            });
        })
    };
    let remove = {
        let (busy, failure, again) = (busy.setter(), failure.setter(), props.again.clone());
        Callback::from(move |()| {
            let (api, busy, failure, again) = (api.clone(), busy.clone(), failure.clone(), again.clone());
            busy.set(true);
            spawn_local(async move {
                match api.run(&staffing::remove_portrait(id)).await {
                    Ok(()) => again.emit(()),
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let initial: String = props.person.name.chars().next().map(String::from).unwrap_or_default();
    html! {
        <>
            <div class="row">
                if let Some(src) = picture {
                    <img class="avatar" {src} alt={lang.portrait()} />
                } else {
                    <span class="avatar" aria-hidden="true">{ initial }</span>
                }
                <p class="card-title strong grow">{ props.person.name.as_str() }</p>
                if props.manages {
                    <label class="button small file-button">
                        if *busy { <span class="spinner" aria-hidden="true"></span> } else { { Icon::Image.small() } }
                        { lang.change_portrait() }
                        <input class="file-input" type="file" accept="image/*" disabled={*busy} {onchange} />
                    </label>
                }
                if props.manages && props.person.photo_url.is_some() {
                    <Button small=true weight={Weight::Danger} busy={*busy} onclick={remove}>{ lang.remove_portrait() }</Button>
                }
            </div>
            <Complaint failure={(*failure).clone()} />
            if let Some(words) = &*refused {
                <p class="error" role="alert">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
        </>
    }
}
