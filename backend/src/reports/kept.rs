//! Photos between two steps of the form: their renditions are in the store, and the form carries a signed note of each, so that nobody
//! has to choose them again and no server has to remember anything.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::photos::MAX_PHOTOS;
use shared::time::Moment;

use crate::photos::taking::Print;
use crate::secrets::Secrets;

const PURPOSE: &str = "photo in a form";
/// Half of what `wangge check --remove-orphans` leaves alone.
const GOOD_FOR_SECONDS: i64 = 12 * 3600;

/// A print as text for a hidden field.
pub fn note(secrets: &Secrets, print: &Print, now: Moment) -> String {
    let until = now.plus_seconds(GOOD_FOR_SECONDS).millis();
    let text = format!("{until}.{}", URL_SAFE_NO_PAD.encode(serde_json::to_vec(print).unwrap_or_default()));
    let tag = secrets.sign(PURPOSE, &text);
    format!("{text}.{tag}")
}

/// The prints of notes that we wrote ourselves and that still hold; a report has nine photos at the most.
pub fn read(secrets: &Secrets, notes: &[String], now: Moment) -> Vec<Print> {
    notes.iter().take(usize::from(MAX_PHOTOS)).filter_map(|note| read_one(secrets, note, now)).collect()
}

fn read_one(secrets: &Secrets, note: &str, now: Moment) -> Option<Print> {
    let (text, tag) = note.rsplit_once('.')?;
    let (until, print) = text.split_once('.')?;
    let holds = secrets.verify(PURPOSE, text, tag) && until.parse::<i64>().is_ok_and(|until| until > now.millis());
    if !holds {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(print).ok()?).ok()
}
