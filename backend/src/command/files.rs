//! `wangge import` and `wangge export`.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use shared::divisions::DivisionLevel;
use shared::imports::{CoordinateSystem, ExportOptions, ImportKind, ImportOutcome, TableFormat};
use shared::lang::Lang;
use shared::staffing::AreaCode;
use shared::time::{Day, Moment};

use super::{MOST_LINES, fit, one_of, told};
use crate::app::State;
use crate::changes::{self, By};
use crate::config::Config;
use crate::imports::exports::{self, Written};
use crate::imports::files::{Allowed, File, most_bytes};

#[derive(Args)]
pub struct Import {
    /// divisions (CSV with the columns of the national list), staff (XLSX or CSV), boundaries (GeoJSON), holidays (CSV) or roster (XLSX or CSV)
    #[arg(value_parser = one_of::<ImportKind>(ImportKind::ALL.iter().map(ImportKind::as_str)))]
    kind: ImportKind,
    /// The file to read
    file: PathBuf,
    /// Do it; without, only what would change is told
    #[arg(long)]
    apply: bool,
    /// wgs84 or gcj02, for boundaries whose file does not say [default: wgs84]
    #[arg(long, value_name = "SYSTEM", value_parser = one_of::<CoordinateSystem>(CoordinateSystem::ALL.iter().map(CoordinateSystem::as_str)))]
    coordinates: Option<CoordinateSystem>,
    /// The language of what is told: zh or en
    #[arg(long, default_value = "en", value_parser = fit::<Lang>)]
    lang: Lang,
}

#[derive(Args)]
pub struct Export {
    /// divisions, staff, boundaries, holidays or roster
    #[arg(value_parser = one_of::<ImportKind>(ImportKind::ALL.iter().map(ImportKind::as_str)))]
    kind: ImportKind,
    /// Where to write; `-` for the standard output
    file: PathBuf,
    /// Only what lies in the area with this code
    #[arg(long, value_parser = fit::<AreaCode>)]
    area: Option<AreaCode>,
    /// For divisions: village or sub_district [default: village]
    #[arg(long, value_parser = one_of::<DivisionLevel>(DivisionLevel::ALL.iter().map(DivisionLevel::as_str)))]
    level: Option<DivisionLevel>,
    /// For rosters: the week of this day alone [default: this week and all that come]
    #[arg(long, value_parser = fit::<Day>)]
    week: Option<Day>,
    /// For staff and rosters: xlsx or csv [default: as the file is called]
    #[arg(long, value_parser = one_of::<TableFormat>(TableFormat::ALL.iter().map(TableFormat::as_str)))]
    format: Option<TableFormat>,
}

pub fn import(config: Config, what: Import) -> anyhow::Result<()> {
    let Import { kind, file, apply, coordinates, lang } = what;
    let dry_run = !apply;
    let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(
        bytes.len() <= most_bytes(kind),
        "{} is too large: at most {} MB are taken",
        file.display(),
        most_bytes(kind) / 1024 / 1024
    );
    let read = File::read(kind, &bytes, coordinates).map_err(|error| told(&error, lang))?;
    drop(bytes);
    let state = State::open(config)?;
    let by = By { person: None, at: Moment::now() };
    // Whoever has a shell on the server may do everything.
    let outcome = state
        .db
        .write_blocking(move |conn| read.import(conn, &Allowed { appoints: &|_| true, keeps: &|_| true }, dry_run, by))
        .map_err(|error| told(&error, lang))?;
    let outcome = outcome.told(kind, dry_run, lang);
    for error in outcome.errors.iter().take(MOST_LINES) {
        println!("{}: {}", error.pointer, error.message);
    }
    for change in outcome.changes.iter().take(MOST_LINES) {
        let row = change.row.map(|row| row.to_string()).unwrap_or_default();
        println!("{row:>6}  {:<7}{}  {}", change.kind.label(lang), change.subject, change.words);
    }
    let verb = if dry_run { "Would import (do it with --apply)" } else { "Imported" };
    let ImportOutcome { rows, added, changed, kept, removed, .. } = outcome;
    let gone = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    println!("{verb} {rows} rows: {added} added, {changed} changed, {kept} as they were{gone}");
    anyhow::ensure!(outcome.errors.is_empty(), "the file has errors and would not be imported");
    Ok(())
}

pub fn export(config: Config, what: Export) -> anyhow::Result<()> {
    let Export { kind, file, area, level, week, format } = what;
    let by_name = || (file.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"))).then_some(TableFormat::Csv);
    let options = ExportOptions { area, level, week, format: format.or_else(by_name) };
    let state = State::open(config)?;
    let by = By { person: None, at: Moment::now() };
    let written = state.db.write_blocking(move |conn| {
        changes::note(conn, by, "export", kind.as_str(), "export", &serde_json::json!({ "area": options.area }))?;
        exports::write(conn, kind, &options, &|_| true, &by.at.day())
    });
    let written: Written = written.map_err(|error| told(&error, Lang::En))?;
    if file.as_os_str() == "-" {
        std::io::stdout().write_all(&written.bytes)?;
        return Ok(());
    }
    let mut out = BufWriter::new(std::fs::File::create(&file).with_context(|| format!("cannot write {}", file.display()))?);
    out.write_all(&written.bytes)?;
    out.flush()?;
    println!("Wrote {} ({} bytes)", file.display(), written.bytes.len());
    Ok(())
}
