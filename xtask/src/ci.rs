//! `cargo xtask ci`: form, lints and documentation, then everything of `cargo xtask test`.

use std::process::Command;

use anyhow::Result;

use crate::{
    page,
    shell::{self, run, step},
    test,
};

/// What a change has to pass.
pub fn ci(options: &test::Options) -> Result<()> {
    let wasm = page::WASM;
    page::ensure_target(wasm)?;
    step("form", || run(shell::cargo().args(["fmt", "--all", "--check"])))?;
    step("lints", || run(strict(test::cargo("clippy").arg("--all-targets"))))?;
    step("lints of the tools", || run(strict(shell::cargo().args(["clippy", "--quiet", "--package", "xtask"]))))?;
    step("lints of the page", || run(strict(shell::cargo().args(["clippy", "--quiet", "--package", "frontend", "--target", wasm]))))?;
    step("documentation", || {
        run(test::cargo("doc").args(["--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "--deny warnings"))
    })?;
    test::test(options)
}

/// Warnings are errors.
fn strict(clippy: &mut Command) -> &mut Command {
    clippy.args(["--", "--deny", "warnings"])
}
