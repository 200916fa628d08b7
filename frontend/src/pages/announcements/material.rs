//! Files of an announcement: chosen by the office, saved by those it is for.

use shared::announcements::AnnouncementId;
use shared::announcements::files::{AnnouncementFile, FileName, MOST_FILE_BYTES, MOST_FILES, add_announcement_file};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{Api, Failure};
use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::download::Download;
use crate::parts::icon::Icon;
use crate::photo::bytes;
use crate::words::AnnouncementWords;

/// A file that was chosen and not sent yet.
#[derive(Clone, PartialEq)]
pub struct Chosen {
    name: FileName,
    content_type: &'static str,
    file: File,
}

impl Chosen {
    /// `None` for what is neither a PDF nor a picture, is empty or too large.
    fn of(file: File) -> Option<Self> {
        let name = file.name();
        let content_type = match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "pdf" => "application/pdf",
            "jpg" | "jpeg" => "image/jpeg",
            "png" => "image/png",
            "webp" => "image/webp",
            _ => return None,
        };
        // What tells files apart, and what they are, stands at the end of a long name.
        let name = name.chars().skip(name.chars().count().saturating_sub(80)).collect::<String>().parse().ok()?;
        let fits = file.size() >= 1.0 && file.size() <= f64::from(u32::try_from(MOST_FILE_BYTES).unwrap_or(u32::MAX));
        fits.then_some(Self { name, content_type, file })
    }
}

/// Sends files under the id the announcement will have, one after the other, and answers their positions.
pub async fn send_all(api: &Api, announcement: AnnouncementId, files: &[Chosen]) -> Result<Vec<i32>, Failure> {
    let mut positions = Vec::new();
    for one in files {
        let content = bytes(&one.file).await.map_err(|_| Failure::Unreadable)?;
        positions.push(api.run(&add_announcement_file(announcement, &one.name, one.content_type, content)).await?.position);
    }
    Ok(positions)
}

#[derive(PartialEq, Properties)]
pub struct PickMaterialProps {
    pub chosen: Vec<Chosen>,
    pub set: Callback<Vec<Chosen>>,
}

/// Up to three files, each with the way to take it off again.
#[component]
pub fn PickMaterial(props: &PickMaterialProps) -> Html {
    let lang = use_lang();
    let unfit = use_state(|| false);
    let onchange = {
        let (chosen, set, unfit) = (props.chosen.clone(), props.set.clone(), unfit.setter());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            input.set_value("");
            let new = Chosen::of(file);
            unfit.set(new.is_none());
            let mut all = chosen.clone();
            all.extend(new);
            set.emit(all);
        })
    };
    let row = |(i, one): (usize, &Chosen)| {
        let (chosen, set) = (props.chosen.clone(), props.set.clone());
        let off =
            Callback::from(move |()| set.emit(chosen.iter().enumerate().filter(|(at, _)| *at != i).map(|(_, it)| it.clone()).collect()));
        html! {
            <li key={i} class="row-apart">
                <span class="with-icon">{ Icon::File.small() }{ one.name.as_str() }</span>
                <IconButton icon={Icon::Close} label={lang.take_file_off(&one.name)} onclick={off} />
            </li>
        }
    };
    html! {
        <div class="field">
            <span class="label">{ lang.material() }</span>
            <p class="hint">{ lang.material_hint() }</p>
            if !props.chosen.is_empty() {
                <ul class="stack-tight">{ for props.chosen.iter().enumerate().map(row) }</ul>
            }
            if props.chosen.len() < MOST_FILES {
                <label class="button small file-button">
                    { Icon::Upload.small() }{ lang.add_material() }
                    <input class="file-input" type="file" accept=".pdf,image/jpeg,image/png,image/webp" {onchange} />
                </label>
            }
            if *unfit {
                <p class="error" role="alert">{ Icon::Alert.small() }<span>{ lang.unfit_material() }</span></p>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct MaterialProps {
    pub files: Vec<AnnouncementFile>,
}

/// Buttons that save the files; it takes a network.
#[component]
pub fn Material(props: &MaterialProps) -> Html {
    html! {
        for file in &props.files {
            <Download key={file.position} wordy=true path={file.url.clone()} name={file.name.to_string()} label={file.name.to_string()} />
        }
    }
}
