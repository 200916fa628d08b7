//! The files of the page under names that change with their content, so that a browser may keep them for ever.

use std::{collections::BTreeMap, io::Write, path::Path};

use anyhow::{Context, Result};
use brotli::enc::{BrotliCompress, BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use crate::{shell::write, stamp::Stamp};

const PREFIX: &str = "/assets/";

/// What the page consists of.
pub struct Assets {
    /// Logical name (`app.js`) to hashed name (`app-0123456789abcdef.js`).
    names: BTreeMap<String, String>,
    /// Path below the page's folder, and content.
    files: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    /// Of no file.
    pub fn new() -> Self {
        Assets { names: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// Adds a file that is served below `/assets/` for ever.
    pub fn add(&mut self, name: &str, content: Vec<u8>) {
        let hash = Stamp::new().bytes(&content).done();
        let hashed = under(name, &hash);
        self.files.insert(format!("assets/{hashed}"), content);
        self.names.insert(name.to_owned(), hashed);
    }

    /// Adds a text whose `/assets/<name>` are replaced by the hashed names of assets added before.
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<()> {
        let text = self.link(name, text)?;
        self.add(name, text.into_bytes());
        Ok(())
    }

    /// Adds texts that refer to one another, and so take the hash of all of them and of what was added before.
    pub fn add_texts(&mut self, texts: &[(&str, &str)]) -> Result<()> {
        let contents = self.names.values().map(String::as_str).chain(texts.iter().map(|(_, text)| *text));
        let hash = contents.fold(Stamp::new(), |stamp, content| stamp.bytes(content.as_bytes())).done();
        for (name, _) in texts {
            self.names.insert((*name).to_owned(), under(name, &hash));
        }
        for (name, text) in texts {
            let linked = self.link(name, text)?;
            self.files.insert(format!("assets/{}", under(name, &hash)), linked.into_bytes());
        }
        Ok(())
    }

    /// Adds a file that keeps its name, such as the favicon.
    pub fn page(&mut self, name: &str, content: Vec<u8>) {
        self.files.insert(name.to_owned(), content);
    }

    /// Adds a text that keeps its name and refers to assets, such as `index.html`.
    pub fn page_text(&mut self, name: &str, text: &str) -> Result<()> {
        let text = self.link(name, text)?;
        self.page(name, text.into_bytes());
        Ok(())
    }

    /// The logical names of all assets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The address of an asset by its logical name.
    pub fn address(&self, name: &str) -> Option<String> {
        self.names.get(name).map(|hashed| format!("{PREFIX}{hashed}"))
    }

    /// What a file that keeps its name holds.
    pub fn content(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    fn link(&self, file: &str, text: &str) -> Result<String> {
        let mut parts = text.split(PREFIX);
        let mut linked = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            let hashed = self.names.get(name).with_context(|| format!("{file} refers to {PREFIX}{name}, which is not part of the page"))?;
            linked.extend([PREFIX, hashed, rest]);
        }
        Ok(linked)
    }

    /// Writes every file, its compressed forms where they are smaller, and `assets.json` with the names.
    pub fn write(&self, out: &Path, small: bool) -> Result<()> {
        for (name, content) in &self.files {
            write(&out.join(name), content)?;
            if is_packed(name) {
                continue;
            }
            for (ending, packed) in [("br", brotli(content, small)?), ("gz", gzip(content, small)?)] {
                if packed.len() < content.len() {
                    write(&out.join(format!("{name}.{ending}")), packed)?;
                }
            }
        }
        write(&out.join("assets.json"), serde_json::to_vec_pretty(&self.names)?)
    }
}

/// The name of a file whose content has this hash.
fn under(name: &str, hash: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{name}-{hash}"),
    }
}

/// Whether a file's format is compressed already.
fn is_packed(name: &str) -> bool {
    name.ends_with(".png") || name.ends_with(".ico")
}

fn brotli(content: &[u8], small: bool) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: if small { 11 } else { 5 }, size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    BrotliCompress(&mut &content[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(content: &[u8], small: bool) -> Result<Vec<u8>> {
    let level = if small { Compression::best() } else { Compression::fast() };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
