//! Saying that one stands at the board by a photo of its QR code, which is read on the phone.

use shared::grids::GridCode;
use shared::patrols::{board_code, is_code_of};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::photo::code::code_on;
use crate::words::PatrolWords;

#[derive(PartialEq, Properties)]
pub struct ScanBoardProps {
    pub grid: GridCode,
    /// Told the code of the grid's own board.
    pub found: Callback<String>,
}

/// Opens the camera, reads the code and tells what is wrong with it.
#[component]
pub fn ScanBoard(props: &ScanBoardProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let (busy, wrong) = (use_state(|| false), use_state(|| None::<String>));
    let onchange = {
        let (grid, found, busy, wrong) = (props.grid.clone(), props.found.clone(), busy.setter(), wrong.setter());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            input.set_value("");
            busy.set(true);
            let (grid, found, busy, wrong, toast) = (grid.clone(), found.clone(), busy.clone(), wrong.clone(), toast.clone());
            spawn_local(async move {
                match code_on(&file).await.as_deref().and_then(board_code) {
                    Some(code) if is_code_of(&code, &grid) => {
                        wrong.set(None);
                        toast.say(lang.board_scanned());
                        found.emit(code.to_string());
                    }
                    Some(code) => wrong.set(Some(lang.other_board(&code))),
                    None => wrong.set(Some(lang.no_code_seen())),
                }
                busy.set(false);
            });
        })
    };
    html! {
        <div class="field">
            <label class="button small file-button">
                { Icon::Camera.small() }{ if *busy { lang.scanning() } else { lang.scan_board() } }
                <input class="file-input" type="file" accept="image/*" capture="environment" disabled={*busy} {onchange} />
            </label>
            if let Some(wrong) = &*wrong {
                <p class="error" role="alert">{ Icon::Alert.small() }<span>{ wrong }</span></p>
            }
        </div>
    }
}
