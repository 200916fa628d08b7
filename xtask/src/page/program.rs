//! The program of the page: compiled to wasm, split into the part that every phone loads and the office's, and the scripts that load them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow};

use super::{Build, WASM, assets::Assets, ensure_target, file_name};
use crate::{
    npm,
    shell::{self, files_below, read, step, target},
};

/// The script that loads a part of the program when it is first needed.
const PARTS: &str = "parts.js";

/// Builds the program in the folder `work`, and adds it.
pub fn add(assets: &mut Assets, build: Build, work: &Path) -> Result<()> {
    let wasm = compile(build)?;
    let parts = split(&wasm, work)?;
    bind(&work.join("app.wasm"), work)?;
    let mut script = read(&work.join("app.js"))?.replace(&format!("from \"./{PARTS}\""), &format!("from \"/assets/{PARTS}\""));
    let mut loader = read(&work.join(PARTS))?;
    for part in parts.iter().map(PathBuf::as_path).chain([&*work.join("app_bg.wasm")]) {
        if build == Build::Release {
            step("wasm-opt", || optimise(part))?;
        }
        let name = file_name(part)?;
        loader = loader.replace(&format!("\"./{name}\""), &format!("\"/assets/{name}\""));
        assets.add(name, fs::read(part)?);
    }
    for snippet in files_below(&work.join("snippets"))? {
        // wasm-bindgen puts the scripts that crates bring into folders; here every asset lies in one.
        let path = snippet.strip_prefix(work)?.to_string_lossy().into_owned();
        let name = path.replace('/', "-");
        script = script.replace(&format!("./{path}"), &format!("/assets/{name}"));
        assets.add(&name, fs::read(&snippet)?);
    }
    assets.add_texts(&[("app.js", &script), (PARTS, &loader)])
}

/// Compiles the crate `frontend` to wasm.
fn compile(build: Build) -> Result<PathBuf> {
    ensure_target(WASM)?;
    step("frontend to wasm", || {
        let mut cargo = shell::cargo();
        cargo.args(["build", "--package", "frontend", "--target", WASM, "--profile", build.profile()]);
        shell::run(&mut cargo)
    })?;
    Ok(target().join(WASM).join(build.profile()).join("frontend.wasm"))
}

/// Takes what only the functions marked `#[wasm_split]` reach out of the program: `app.wasm` stays, each part is a file of its own.
fn split(wasm: &Path, work: &Path) -> Result<Vec<PathBuf>> {
    let program = fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()))?;
    let (main, link) = (work.join("app.wasm"), format!("./{PARTS}"));
    fs::create_dir_all(work).with_context(|| format!("could not make {}", work.display()))?;
    step("splitting", || {
        let mut options = wasm_split_cli_support::Options::new(&program);
        options.output_dir = work;
        options.main_out_path = &main;
        options.link_name = &link;
        options.main_module = "/assets/app.js";
        let parts = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
        Ok(parts.split_modules)
    })
}

/// Makes the script that the browser loads the wasm with.
fn bind(wasm: &Path, work: &Path) -> Result<()> {
    step("wasm-bindgen", || {
        let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
        // The parts reach one another by the table of functions, which the linker exports.
        bindgen.input_path(wasm).out_name("app").typescript(false).omit_default_module_path(true).keep_lld_exports(true).web(true)?;
        bindgen.generate(work)
    })
}

/// Makes the wasm smaller, with no newer instructions than rustc uses itself.
fn optimise(wasm: &Path) -> Result<()> {
    let features = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
    let mut node = Command::new("node");
    node.arg(npm::file("binaryen/bin/wasm-opt")).arg("-Oz").args(features.map(|feature| format!("--enable-{feature}")));
    node.arg(wasm).arg("-o").arg(wasm);
    shell::run_quietly(&mut node)?;
    Ok(())
}
