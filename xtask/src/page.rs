//! Builds the page: wasm, script, styles and pictures under hashed names, compressed, in `target/page`, which the server embeds.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{
    npm,
    page::{assets::Assets, report::Report},
    shell::{self, files_below, read, root, step, target, write},
    stamp::Stamp,
};

mod assets;
mod program;
mod report;
mod styles;
mod worker;

/// The Rust target of browsers.
pub const WASM: &str = "wasm32-unknown-unknown";

/// How the page is built.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Build {
    /// Quick to build again: less optimised, several times larger.
    Dev,
    /// As small as it gets; fails when the first load is over the budget.
    Release,
}

impl Build {
    fn name(self) -> &'static str {
        match self {
            Build::Dev => "dev",
            Build::Release => "release",
        }
    }

    /// The cargo profile; both are in the workspace's Cargo.toml.
    fn profile(self) -> &'static str {
        match self {
            Build::Dev => "wasm-dev",
            Build::Release => "wasm",
        }
    }
}

/// Builds what is not built yet and puts it where the server embeds it. Each build is kept, so that changing between them is quick.
pub fn build(build: Build) -> Result<Report> {
    npm::install(npm::Packages::Page)?;
    let stamp = inputs(build)?;
    let out = target().join(format!("page-{}", build.name()));
    let built = target().join(format!("page-{}.stamp", build.name()));
    if read(&built).ok().as_deref() != Some(&stamp) {
        step(&format!("page ({})", build.name()), || assemble(build, &out))?;
        write(&built, &stamp)?;
    }
    let report = Report::of(&out)?;
    if build == Build::Release {
        report.check()?;
    }
    place(&out, &stamp)?;
    Ok(report)
}

/// The hash of everything the page is made of.
fn inputs(build: Build) -> Result<String> {
    let root = root();
    let mut stamp = Stamp::new().bytes(build.name().as_bytes());
    for folder in ["frontend", "shared", "xtask/src/page"] {
        stamp = stamp.folder(&root.join(folder))?;
    }
    for file in ["Cargo.toml", "Cargo.lock", "package-lock.json", "xtask/src/page.rs"] {
        stamp = stamp.file(&root.join(file))?;
    }
    Ok(stamp.done())
}

/// Puts a build into `target/page`, unless it is there already: the server is only compiled again when something changed.
fn place(out: &Path, stamp: &str) -> Result<()> {
    let (embedded, placed) = (target().join("page"), target().join("page.stamp"));
    if read(&placed).ok().as_deref() == Some(stamp) && embedded.join("index.html").is_file() {
        return Ok(());
    }
    if embedded.exists() {
        fs::remove_dir_all(&embedded).context("could not empty target/page")?;
    }
    for file in files_below(out)? {
        let name = file.strip_prefix(out)?;
        write(&embedded.join(name), fs::read(&file)?)?;
    }
    write(&placed, stamp)
}

fn assemble(build: Build, out: &Path) -> Result<()> {
    let work = target().join("page-work");
    for folder in [out, &work] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("could not empty {}", folder.display()))?;
        }
    }
    let frontend = root().join("frontend");
    let mut assets = Assets::new();
    program::add(&mut assets, build, &work)?;
    assets.add_text("boot.js", &read(&frontend.join("boot.js"))?)?;
    for script in ["locate.js", "similar.js", "proof.js", "report.js"] {
        assets.add_text(script, &read(&frontend.join(script))?)?;
    }
    for icon in files_below(&frontend.join("icons"))? {
        match file_name(&icon)? {
            "favicon.ico" => assets.page("favicon.ico", fs::read(&icon)?),
            name => assets.add(name, fs::read(&icon)?),
        }
    }
    leaflet(&mut assets)?;
    styles::add(&mut assets, &frontend.join("styles"))?;
    for name in ["manifest.webmanifest", "index.html"] {
        assets.page_text(name, &read(&frontend.join(name))?)?;
    }
    worker::add(&mut assets)?;
    step("compression", || assets.write(out, build == Build::Release))
}

/// Installs a target of the Rust toolchain when it is missing.
pub fn ensure_target(name: &str) -> Result<()> {
    let sysroot = shell::run_quietly(Command::new("rustc").current_dir(root()).args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(name).is_dir() {
        return Ok(());
    }
    if shell::which("rustup").is_none() {
        bail!(
            "Rust cannot compile for {name}, and `rustup` is missing. Install Rust with rustup, or the package of your system that has this target"
        );
    }
    step(&format!("Rust target {name}"), || shell::run(Command::new("rustup").current_dir(root()).args(["target", "add", name])))
}

/// The map library, which only the map page loads.
fn leaflet(assets: &mut Assets) -> Result<()> {
    let folder = npm::file("leaflet/dist");
    for picture in files_below(&folder.join("images"))? {
        assets.add(file_name(&picture)?, fs::read(&picture)?);
    }
    let script = read(&folder.join("leaflet.js"))?;
    assets.add("leaflet.js", script.replace("//# sourceMappingURL=leaflet.js.map", "").into_bytes());
    assets.add_text("leaflet.css", &read(&folder.join("leaflet.css"))?.replace("url(images/", "url(/assets/"))
}

fn file_name(path: &Path) -> Result<&str> {
    path.file_name().and_then(|name| name.to_str()).with_context(|| format!("{} has no usable name", path.display()))
}
