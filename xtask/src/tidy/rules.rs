//! The rules, each a function from all files to its faults.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{Faults, Source};

/// A rule sees all files, because some are about what is missing.
type Rule = fn(&[Source]) -> Faults;

/// Every rule.
pub const ALL: [Rule; 14] = [
    files_are_short,
    files_have_telling_names,
    shared_is_pure,
    rows_know_no_http,
    handlers_know_no_tables,
    rows_do_not_read_the_clock,
    deletes_are_not_restricted,
    migrations_go_back,
    nothing_panics,
    nothing_is_silenced,
    nothing_has_inline_style,
    packages_come_from_nowhere_special,
    shapes_have_names_of_their_own,
    merges_are_finished,
];

/// The lines of code of some files in which one of the words stands.
fn with_words(files: &[Source], these: impl Fn(&Source) -> bool, words: &[&str], fault: &str) -> Faults {
    let mut faults = Faults::new();
    for file in files.iter().filter(|file| these(file)) {
        let lines = file.code().filter(|(_, line)| words.iter().any(|word| line.contains(word)));
        faults.extend(lines.map(|(number, line)| format!("{}:{number}: {fault}: {}", file.path, line.trim())));
    }
    faults
}

fn files_are_short(files: &[Source]) -> Faults {
    let rust = files.iter().filter(|file| file.is_rust() && !file.path.ends_with("/schema.rs"));
    let long = rust.map(|file| (file, file.text.lines().count())).filter(|(_, lines)| *lines > 500);
    long.map(|(file, lines)| format!("{}: {lines} lines, 500 are the most", file.path)).collect()
}

fn files_have_telling_names(files: &[Source]) -> Faults {
    const VAGUE: [&str; 7] = ["mod.rs", "utils.rs", "common.rs", "helpers.rs", "models.rs", "services.rs", "manager.rs"];
    let vague = files.iter().filter(|file| VAGUE.iter().any(|name| file.path.ends_with(&format!("/{name}"))));
    vague.map(|file| format!("{}: its name says nothing", file.path)).collect()
}

fn rows_know_no_http(files: &[Source]) -> Faults {
    with_words(files, Source::is_rows, &["actix", "Http", "StatusCode"], "rows mention HTTP")
}

/// A file is about HTTP or about tables.
fn handlers_know_no_tables(files: &[Source]) -> Faults {
    let handler = |file: &Source| file.path.starts_with("backend/src/") && file.code().any(|(_, line)| line.contains("actix"));
    with_words(files, handler, &["crate::schema"], "a handler mentions a table")
}

/// `value.rs` and `time.rs` may know how the server stores a value, and `time.rs` the clock.
fn shared_is_pure(files: &[Source]) -> Faults {
    const WORLD: [&str; 8] = ["actix", "web_sys", "wasm_bindgen", "tokio", "std::fs", "std::net", "std::env", "std::process"];
    const GROUND: [&str; 5] = ["diesel", "cfg(", "cfg_attr(", "Utc::now", "SystemTime"];
    let shared = |file: &Source| file.path.starts_with("shared/src/");
    let mut faults = with_words(files, shared, &WORLD, "shared knows the world outside");
    let domain = |file: &Source| shared(file) && !["shared/src/value.rs", "shared/src/time.rs"].contains(&file.path.as_str());
    faults.extend(with_words(files, domain, &GROUND, "the domain knows what is below it"));
    faults
}

fn rows_do_not_read_the_clock(files: &[Source]) -> Faults {
    with_words(files, Source::is_rows, &["Utc::now", "Moment::now", "Local::now", "SystemTime"], "rows read the clock; take `now`")
}

fn deletes_are_not_restricted(files: &[Source]) -> Faults {
    let mut faults = Faults::new();
    for file in files.iter().filter(|file| file.path.starts_with("migrations/") && file.path.ends_with(".sql")) {
        let lines = file.text.lines().enumerate().filter(|(_, line)| line.to_uppercase().contains("ON DELETE RESTRICT"));
        faults.extend(lines.map(|(index, _)| {
            format!("{}:{}: ON DELETE RESTRICT, which PostgreSQL and SQLite check at different moments", file.path, index + 1)
        }));
    }
    faults
}

fn migrations_go_back(files: &[Source]) -> Faults {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let ups = paths.iter().filter(|path| path.starts_with("migrations/")).filter_map(|path| path.strip_suffix("/up.sql"));
    ups.filter(|folder| !paths.contains(format!("{folder}/down.sql").as_str())).map(|folder| format!("{folder}: has no down.sql")).collect()
}

fn nothing_panics(files: &[Source]) -> Faults {
    const PANICS: [&str; 4] = [".unwrap()", ".expect(", "todo!(", "unimplemented!("];
    let mut faults = with_words(files, |file| file.is_product() && !file.path.ends_with("/tests.rs"), &PANICS, "may panic");
    // A constant is computed by the compiler: there it is an error that nobody meets later.
    faults.retain(|fault| !fault.contains(": may panic: const ") && !fault.contains(": may panic: pub const "));
    faults
}

fn nothing_is_silenced(files: &[Source]) -> Faults {
    // Written apart, so that this file keeps its own rule.
    let silent = ["allow(", "ignore", "should_panic"].map(|name| [format!("#[{name}"), format!("#![{name}")]).concat();
    let words: Vec<&str> = silent.iter().map(String::as_str).collect();
    // What measures judges nothing, and the bench runs it.
    let measures = format!("{} = \"measures; `cargo xtask bench`", silent[2]);
    let mut faults = Faults::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let lines = file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| words.iter().any(|word| line.trim_start().starts_with(word)) && !line.contains(&measures));
        faults.extend(lines.map(|(index, line)| format!("{}:{}: silenced: {}", file.path, index + 1, line.trim())));
    }
    faults
}

/// The Content-Security-Policy lets no browser apply one.
fn nothing_has_inline_style(files: &[Source]) -> Faults {
    let pages = |file: &Source| file.is_product() && !file.path.starts_with("shared/");
    let mut faults = with_words(files, pages, &[" style=\"", " style={", " style=("], "inline style");
    for file in files.iter().filter(|file| file.path.starts_with("frontend/") && file.path.ends_with(".html")) {
        if file.text.contains(" style=") || file.text.contains("<style") || file.text.contains("<script>") {
            faults.push(format!("{}: inline style or script", file.path));
        }
    }
    faults
}

/// The API's document knows a shape by its name alone: of two with the same name it would show one for both.
fn shapes_have_names_of_their_own(files: &[Source]) -> Faults {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut faults = Faults::new();
    for file in files.iter().filter(|file| file.path.starts_with("shared/src/")) {
        // Those of macros have no name yet.
        for (number, name) in shapes(file).into_iter().filter(|(_, name)| !name.is_empty()) {
            let here = format!("{}:{number}", file.path);
            match seen.get(&name) {
                Some(other) => faults.push(format!("{here}: a shape called {name} is also at {other}; name one with #[schema(as = …)]")),
                None => drop(seen.insert(name, here)),
            }
        }
    }
    faults
}

/// The names of shapes in the API's document, with their lines.
fn shapes(file: &Source) -> Vec<(usize, String)> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    let (mut shapes, mut derived, mut given, mut made) = (Vec::new(), false, None, false);
    for (number, line) in file.code().map(|(number, line)| (number, line.trim())) {
        if let Some(name) = line.strip_prefix("#[schema(as = ") {
            given = Some(word(name));
        } else if line.starts_with("#[derive(") {
            (derived, given) = (line.contains("ToSchema"), None);
        } else if ["text!(", "id!(", "choice! {"].contains(&line) {
            made = true;
        } else if let Some(name) = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")) {
            if std::mem::take(&mut derived) {
                shapes.push((number, given.take().unwrap_or_else(|| word(name))));
            }
        } else if made && line.starts_with(char::is_uppercase) {
            made = false;
            shapes.push((number, word(line)));
        }
    }
    shapes
}

/// No marks of a merge are left.
fn merges_are_finished(files: &[Source]) -> Faults {
    // Written apart, so that this file keeps its own rule.
    let marks = [["<<<<", "<<< "].concat(), [">>>>", ">>> "].concat()];
    let mut faults = Faults::new();
    for file in files {
        let lines = file.text.lines().enumerate().filter(|(_, line)| marks.iter().any(|mark| line.starts_with(mark.as_str())));
        faults.extend(lines.map(|(index, _)| format!("{}:{}: a merge was not finished", file.path, index + 1)));
    }
    faults
}

/// Where packages come from is the business of whoever builds, not of the repository.
fn packages_come_from_nowhere_special(files: &[Source]) -> Faults {
    const NAMED: [&str; 5] = ["\"resolved\": \"http", "replace-with", "--index-url", "--registry", "registry="];
    let mut faults = Faults::new();
    for file in files.iter().filter(|file| !file.path.ends_with("tidy/rules.rs")) {
        let lines = file.text.lines().enumerate().filter(|(_, line)| NAMED.iter().any(|word| line.contains(word)));
        faults.extend(lines.map(|(index, _)| format!("{}:{}: names a package registry", file.path, index + 1)));
    }
    faults
}
