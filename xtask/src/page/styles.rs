//! The style sheets. `public*.css` and `tokens.css` are served as they are, for the pages the server renders; the app loads
//! all but `public*.css` as one `app.css`.

use std::path::Path;

use anyhow::Result;

use crate::{
    page::{assets::Assets, file_name},
    shell::{files_below, read},
};

/// These come first, in this order; the others follow by name.
const FIRST: [&str; 4] = ["tokens.css", "base.css", "layout.css", "parts.css"];

/// Adds the sheets of a folder.
pub fn add(assets: &mut Assets, folder: &Path) -> Result<()> {
    let mut app = Vec::new();
    for path in files_below(folder)? {
        let (name, text) = (file_name(&path)?, read(&path)?);
        let public = name.starts_with("public");
        if public || name == "tokens.css" {
            assets.add_text(name, &text)?;
        }
        if !public {
            let rank = FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
            app.push((rank, text));
        }
    }
    app.sort_by_key(|(rank, _)| *rank);
    let text: String = app.into_iter().map(|(_, text)| text).collect();
    assets.add_text("app.css", &text)
}
