//! The service worker: told which files are the app's, and which release they make.

use anyhow::{Context, Result};

use super::{assets::Assets, report::FIRST_LOAD};
use crate::{
    shell::{read, root},
    stamp::Stamp,
};

/// The part of the program that keeps and sends: it comes after the first page, and without it there is no work without a network.
const PHONE: &str = "split_phone.wasm";
/// What else it does not start without: scripts that crates bring, and what several parts of the program share.
const ALSO: [&str; 2] = ["snippets-", "chunk_"];
/// What only the server-rendered pages use; they need the network anyway.
const OF_PUBLIC_PAGES: [&str; 7] = ["locate.js", "proof.js", "public-print.css", "public.css", "report.js", "similar.js", "tokens.css"];

/// Adds `worker.js`, after all else.
pub fn add(assets: &mut Assets) -> Result<()> {
    // The script that starts the app comes first: by it the worker knows the document of its release.
    let mut first = vec!["boot.js"];
    first.extend(FIRST_LOAD.iter().filter(|name| !["boot.js", "index.html"].contains(name)));
    first.push(PHONE);
    let also: Vec<String> = assets.names().filter(|name| ALSO.iter().any(|begins| name.starts_with(begins))).map(str::to_owned).collect();
    first.extend(also.iter().map(String::as_str));
    let later: Vec<String> =
        assets.names().filter(|name| !first.contains(name) && !OF_PUBLIC_PAGES.contains(name)).map(str::to_owned).collect();
    let (first, later) = (addresses(assets, first.iter().copied())?, addresses(assets, later.iter().map(String::as_str))?);
    let document = assets.content("index.html").context("the page has no index.html")?;
    let release = Stamp::new().bytes(document).bytes(first.as_bytes()).bytes(later.as_bytes()).done();
    let worker = read(&root().join("frontend/worker.js"))?;
    let worker = worker.replace("__RELEASE__", &release).replace("__FIRST__", &first).replace("__LATER__", &later);
    assets.page("worker.js", worker.into_bytes());
    Ok(())
}

/// A list for the script.
fn addresses<'a>(assets: &Assets, names: impl Iterator<Item = &'a str>) -> Result<String> {
    let addresses =
        names.map(|name| assets.address(name).with_context(|| format!("the page has no {name}"))).collect::<Result<Vec<_>>>()?;
    Ok(serde_json::to_string(&addresses)?)
}
