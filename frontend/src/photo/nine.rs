//! The nine-photo grid everybody knows from WeChat: what is chosen, and two tiles to choose more, by camera or from the album.

use gloo_timers::future::TimeoutFuture;
use shared::lang::Lang;
use shared::photos::MAX_PHOTOS;
use shared::sync::uploads::UploadId;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::{Refused, Shot, shrink};
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::phone::room::{TOO_LITTLE, room};
use crate::words::{PhoneWords, ReportWords};

/// What happens to the photos.
#[derive(Clone)]
pub enum Change {
    Add(Shot),
    Remove(UploadId),
}

#[derive(PartialEq, Properties)]
pub struct NineProps {
    pub label: AttrValue,
    pub shots: Vec<Shot>,
    pub change: Callback<Change>,
    /// Keep the time and place the camera noted.
    #[prop_or_default]
    pub keep: bool,
    #[prop_or_default]
    pub error: Option<String>,
    /// Told before the camera opens, which may cost a cheap phone the page.
    #[prop_or_default]
    pub before_camera: Callback<()>,
}

/// Chooses up to nine photos and shrinks them, one after the other.
#[component]
pub fn Nine(props: &NineProps) -> Html {
    let lang = use_lang();
    let working = use_state(|| 0_usize);
    let complaints = use_state(Vec::<String>::new);
    let free = usize::from(MAX_PHOTOS).saturating_sub(props.shots.len() + *working);
    let onchange = {
        let (working, complaints, change, keep) = (working.setter(), complaints.setter(), props.change.clone(), props.keep);
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let files = chosen(&input);
            // So that the same photo can be chosen again after it was removed.
            input.set_value("");
            let mut said: Vec<String> = (files.len() > free).then(|| lang.too_many_photos(MAX_PHOTOS)).into_iter().collect();
            let files: Vec<File> = files.into_iter().take(free).collect();
            let (working, complaints, change) = (working.clone(), complaints.clone(), change.clone());
            spawn_local(async move {
                if !files.is_empty() && room().await.is_some_and(|room| room.left < TOO_LITTLE) {
                    complaints.set(vec![lang.room_none()]);
                    return;
                }
                let mut left = files.len();
                for file in files {
                    working.set(left);
                    // Lets the page draw the waiting tile before the phone is busy decoding.
                    TimeoutFuture::new(16).await;
                    match shrink(&file, keep).await {
                        Ok(shot) => change.emit(Change::Add(shot)),
                        Err(refused) => said.push(format!("{}：{}", file.name(), refused_words(lang, refused))),
                    }
                    left -= 1;
                }
                working.set(0);
                complaints.set(said);
            });
        })
    };
    let remove = |id: UploadId| props.change.reform(move |_: MouseEvent| Change::Remove(id));
    let opening = props.before_camera.reform(|_: MouseEvent| ());
    // A page may have two of these.
    let named = |source: &str| format!("{source}，{}", props.label);
    html! {
        <div class="field" role="group" aria-label={props.label.clone()} data-wrong={props.error.is_some().then_some("")}>
            <span class="label">{ &props.label }<span class="optional digits">{ format!("{}/{}", props.shots.len(), MAX_PHOTOS) }</span></span>
            <ul class="nine">
                for (i, shot) in props.shots.iter().enumerate() {
                    <li key={shot.id.to_string()}>
                        <img src={shot.url()} alt={lang.photo_number(i + 1)} />
                        <button type="button" class="nine-remove" aria-label={lang.remove_photo(i + 1)} onclick={remove(shot.id)}><span>{ Icon::Close.draw() }</span></button>
                    </li>
                }
                for _ in 0..*working {
                    <li><span class="nine-add"><span class="spinner" aria-hidden="true"></span>{ lang.shrinking() }</span></li>
                }
                if free > 0 && *working == 0 {
                    <li class="only-touch">
                        <label class="nine-add">{ Icon::Camera.draw() }<span>{ lang.camera() }</span>
                            <input class="file-input" type="file" accept="image/*" capture="environment" aria-label={named(&lang.camera())} onclick={opening} onchange={onchange.clone()} /></label>
                    </li>
                    <li>
                        <label class="nine-add">{ Icon::Image.draw() }<span>{ lang.album() }</span>
                            <input class="file-input" type="file" accept="image/*" multiple=true aria-label={named(&lang.album())} {onchange} /></label>
                    </li>
                }
            </ul>
            <div role="alert">
                for words in complaints.iter().chain(props.error.as_ref()) {
                    <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
                }
            </div>
        </div>
    }
}

fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let Some(files) = input.files() else { return Vec::new() };
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}

/// Why a file was not taken, and what to do.
pub fn refused_words(lang: Lang, refused: Refused) -> String {
    match refused {
        Refused::Empty => lang.photo_empty(),
        Refused::NotAPhoto => lang.photo_not_one(),
        Refused::Heif => lang.photo_heif(),
        Refused::TooLarge => lang.photo_too_large(),
        Refused::Broken => lang.photo_broken(),
    }
}

/// The change carried out.
pub fn apply(shots: &[Shot], change: Change) -> Vec<Shot> {
    match change {
        Change::Add(shot) => shots.iter().cloned().chain([shot]).collect(),
        Change::Remove(id) => shots.iter().filter(|s| s.id != id).cloned().collect(),
    }
}
