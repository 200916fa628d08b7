//! A PostgreSQL cluster of one's own, thrown away at the end.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    guard::Guard,
    shell::{is_root, run_quietly, which},
};

/// A running cluster; it ends and its files go when this is dropped.
pub struct Postgres {
    /// The address of an empty database.
    pub url: String,
    _guard: Guard,
}

impl Postgres {
    /// Starts a cluster in a temporary folder. PostgreSQL refuses to run as root: then it is another user's.
    pub fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is missing (Debian: apt-get install postgresql)")?;
        let user = if is_root() { Some(other_user()?) } else { None };
        let folder = run_quietly(Command::new("mktemp").args(["-d", "/tmp/wangge-postgres-XXXXXX"]))?.trim().to_owned();
        let cluster = format!("{folder}/cluster");
        let as_user = |program: &str| {
            let program = programs.join(program);
            let mut command = match user {
                Some(user) => {
                    let mut command = Command::new("runuser");
                    command.args(["-u", user, "--"]).arg(program);
                    command
                }
                None => Command::new(program),
            };
            command.current_dir(&folder);
            command
        };

        let stop = as_user("pg_ctl");
        let stop: Vec<String> =
            [stop.get_program()].into_iter().chain(stop.get_args()).map(|word| word.to_string_lossy().into_owned()).collect();
        let script = r#"folder=$1; shift; "$@" stop -D "$folder/cluster" -m immediate >/dev/null 2>&1; rm -rf "$folder""#;
        let words: Vec<&str> = [folder.as_str()].into_iter().chain(stop.iter().map(String::as_str)).collect();
        let guard = Guard::new(script, &words)?;

        if let Some(user) = user {
            run_quietly(Command::new("chown").args([user, &folder]))?;
        }
        run_quietly(as_user("initdb").args([
            "-D",
            &cluster,
            "-U",
            "wangge",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]))?;
        let port = free_port()?;
        settings(Path::new(&cluster), &folder, port)?;
        run_quietly(as_user("pg_ctl").args(["start", "-w", "-s", "-D", &cluster, "-l", &format!("{folder}/log")]))
            .with_context(|| fs::read_to_string(format!("{folder}/log")).unwrap_or_default())?;
        let port = port.to_string();
        run_quietly(as_user("createdb").args(["-h", "127.0.0.1", "-p", &port, "-U", "wangge", "wangge"]))?;
        Ok(Postgres { url: format!("postgres://wangge@127.0.0.1:{port}/wangge"), _guard: guard })
    }
}

/// Fast and forgetful: nothing in it outlives a test run.
fn settings(cluster: &Path, folder: &str, port: u16) -> Result<()> {
    let mut file = OpenOptions::new().append(true).open(cluster.join("postgresql.conf"))?;
    write!(
        file,
        "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{folder}'\nmax_connections = 200\n\
         max_locks_per_transaction = 256\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n\
         wal_level = minimal\nmax_wal_senders = 0\n"
    )?;
    Ok(())
}

/// The folder of `initdb`: on the PATH, or where Debian keeps it, the newest version.
pub fn programs() -> Option<PathBuf> {
    // On the PATH may stand a link to one of them; the others are beside what it links to.
    if let Some(initdb) = which("initdb").and_then(|link| link.canonicalize().ok()) {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let folders = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))));
    folders.filter(|(_, folder)| folder.join("initdb").is_file()).max().map(|(_, folder)| folder)
}

/// Whom the cluster belongs to when root starts it.
fn other_user() -> Result<&'static str> {
    let there = |user: &&str| run_quietly(Command::new("id").arg(user)).is_ok();
    match ["postgres", "nobody"].into_iter().find(there) {
        Some(user) => Ok(user),
        None => bail!("there is neither a user `postgres` nor a user `nobody` to run PostgreSQL as"),
    }
}

/// A port of this machine that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
