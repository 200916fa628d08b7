//! What WebDriver itself does not offer, and Chromium's driver does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::Client;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of the session, by its path.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// A command of the DevTools protocol.
async fn devtools(client: &Client, name: &str, parameters: Value) -> Result<Value, CmdError> {
    client.issue_cmd(Command { path: "goog/cdp/execute", body: json!({ "cmd": name, "params": parameters }) }).await
}

/// Presses a point of the screen.
pub async fn press_at(client: &Client, x: f64, y: f64) -> Result<(), CmdError> {
    for what in ["mousePressed", "mouseReleased"] {
        devtools(client, "Input.dispatchMouseEvent", json!({ "type": what, "x": x, "y": y, "button": "left", "clickCount": 1 })).await?;
    }
    Ok(())
}

/// Draws a line through points of the screen, with the button held.
pub async fn draw(client: &Client, points: &[(f64, f64)]) -> Result<(), CmdError> {
    let last = points.len().saturating_sub(1);
    for (n, (x, y)) in points.iter().enumerate() {
        let what = if n == 0 { "mousePressed" } else { "mouseMoved" };
        devtools(
            client,
            "Input.dispatchMouseEvent",
            json!({ "type": what, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 }),
        )
        .await?;
        if n == last {
            devtools(client, "Input.dispatchMouseEvent", json!({ "type": "mouseReleased", "x": x, "y": y, "button": "left" })).await?;
        }
    }
    Ok(())
}

/// Whether pages may run scripts. The driver's own scripts run all the same.
pub async fn allow_scripts(client: &Client, allowed: bool) -> Result<(), CmdError> {
    devtools(client, "Emulation.setScriptExecutionDisabled", json!({ "value": !allowed })).await.map(drop)
}

/// Dark or light, as the phone's own setting would say.
pub async fn prefer_dark(client: &Client, dark: bool) -> Result<(), CmdError> {
    let scheme = if dark { "dark" } else { "light" };
    devtools(client, "Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }))
        .await
        .map(drop)
}

/// Where the phone believes it is, and that pages may know.
pub async fn stand_at(client: &Client, origin: &str, lon: f64, lat: f64) -> Result<(), CmdError> {
    devtools(client, "Browser.grantPermissions", json!({ "origin": origin, "permissions": ["geolocation"] })).await?;
    devtools(client, "Emulation.setGeolocationOverride", json!({ "latitude": lat, "longitude": lon, "accuracy": 12 })).await.map(drop)
}

/// Whether addresses that match the pattern are out of reach, as they are when the network breaks down half way.
pub async fn out_of_reach(client: &Client, pattern: &str, out: bool) -> Result<(), CmdError> {
    devtools(client, "Network.enable", json!({})).await?;
    let patterns: &[&str] = if out { &[pattern] } else { &[] };
    devtools(client, "Network.setBlockedURLs", json!({ "urls": patterns })).await.map(drop)
}

/// How many times slower than this machine the phone is.
pub async fn cheap_phone(client: &Client, slower: f64) -> Result<(), CmdError> {
    devtools(client, "Emulation.setCPUThrottlingRate", json!({ "rate": slower })).await.map(drop)
}

/// How many bytes a second come through, either way.
pub async fn slow_line(client: &Client, bytes: f64) -> Result<(), CmdError> {
    devtools(client, "Network.enable", json!({})).await?;
    let line = json!({ "offline": false, "latency": 100, "downloadThroughput": bytes, "uploadThroughput": bytes });
    devtools(client, "Network.emulateNetworkConditions", line).await.map(drop)
}

/// How much room a site has on the phone, in bytes.
pub async fn room(client: &Client, origin: &str, bytes: u64) -> Result<(), CmdError> {
    devtools(client, "Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": bytes })).await.map(drop)
}

/// The whole page as a PNG picture, not only what the screen shows.
pub async fn whole_page(client: &Client) -> Result<Vec<u8>, CmdError> {
    let shot = devtools(client, "Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await?;
    Ok(STANDARD.decode(shot["data"].as_str().unwrap_or_default()).unwrap_or_default())
}

/// What pages wrote to the console since the last call: level, words.
pub async fn console(client: &Client) -> Result<Vec<(String, String)>, CmdError> {
    let lines = client.issue_cmd(Command { path: "se/log", body: json!({ "type": "browser" }) }).await?;
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    Ok(lines.as_array().into_iter().flatten().map(|line| (text(line, "level"), text(line, "message"))).collect())
}
