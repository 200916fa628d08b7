use std::collections::HashSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use tests::http::Http;
use tests::server;
use uuid::Uuid;

use crate::town::{Acknowledged, Sending, Town};

/// Kills.
const ROUNDS: usize = 6;
/// Residents at once; every fourth sends a photo as well.
const RESIDENTS: usize = 12;

#[test]
fn what_was_answered_survives_kills_and_counts_once() -> Result<()> {
    let town = Town::new()?;
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    let mut unanswered: Vec<Sending> = Vec::new();
    for round in 1..=ROUNDS {
        let server = town.open()?;
        let mut http = server.connect()?;
        // Everybody who got no answer sends the same again.
        for sending in unanswered.drain(..) {
            acknowledged.push(sending.file(&mut http)?);
        }
        let (tell, told) = mpsc::channel();
        let residents: Vec<_> = (0..RESIDENTS)
            .map(|n| {
                let (tell, port) = (tell.clone(), server.port);
                thread::spawn(move || Sending::until_it_is_gone(port, n % 4 == 0, &tell))
            })
            .collect();
        drop(tell);
        acknowledged.extend(told.iter().take(20 + random(200)));
        // Somewhere within the next commits.
        acknowledged.extend(told.recv_timeout(Duration::from_micros(random(4000) as u64)));
        server.kill()?;
        unanswered.extend(residents.into_iter().filter_map(|resident| resident.join().unwrap_or_default()));
        acknowledged.extend(told.iter());
        ensure!(!unanswered.is_empty(), "round {round}: the kill came when nobody was sending");
    }
    let server = town.open()?;
    let mut http = server.connect()?;
    for sending in &unanswered {
        acknowledged.push(sending.file(&mut http)?);
    }
    ensure!(acknowledged.len() > ROUNDS * RESIDENTS, "too few reports to prove anything: {}", acknowledged.len());
    for one in &acknowledged {
        is_there(&mut http, one)?;
    }
    drop(server);
    counted_once(&town, &acknowledged)?;
    let checked = server::run(town.folder(), &["check"])?;
    ensure!(checked.contains("All is well"), "{checked}");
    Ok(())
}

/// The receipt tells what was sent, and its photo can be seen.
fn is_there(http: &mut Http, one: &Acknowledged) -> Result<()> {
    let answer = http.send("GET", &format!("/api/v1/receipts/{}", one.receipt), &[], b"")?;
    ensure!(answer.status == 200, "the answered report {one:?} is lost: {}", answer.status);
    let receipt = answer.json();
    ensure!(receipt["text"] == one.text.as_str(), "{one:?} became {receipt}");
    if let Some(photo) = &one.photo {
        ensure!(receipt["photos"].as_array().is_some_and(|photos| photos.len() == 1), "{one:?} has other photos: {receipt}");
        let picture = http.send("GET", photo, &[], b"")?;
        ensure!(picture.status == 200, "the answered photo of {one:?} is lost: {}", picture.status);
        image::load_from_memory(&picture.body)?;
    }
    Ok(())
}

/// As many reports as answers, each once.
fn counted_once(town: &Town, acknowledged: &[Acknowledged]) -> Result<()> {
    let filed = town.filed()?;
    let twice: Vec<_> = filed.iter().filter(|filed| filed.times != 1).collect();
    ensure!(twice.is_empty(), "filed more than once: {twice:?}");
    let (filed, known): (HashSet<_>, HashSet<_>) =
        (filed.iter().map(|f| &f.text).collect(), acknowledged.iter().map(|a| &a.text).collect());
    ensure!(filed == known, "{} reports are there, {} were answered", filed.len(), known.len());
    Ok(())
}

/// A number below `limit` that nobody can foresee.
fn random(limit: usize) -> usize {
    usize::try_from(Uuid::new_v4().as_u128() % limit as u128).unwrap_or_default()
}
