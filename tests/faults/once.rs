use std::collections::HashSet;
use std::sync::{Arc, Barrier};
use std::thread;

use anyhow::{Context, Result, ensure};
use tests::http::Answered;

use crate::town::{Sending, Town};

/// A phone that sends again before the first answer came.
const AT_ONCE: usize = 5;

#[test]
fn the_same_report_sent_five_times_at_once_is_filed_once() -> Result<()> {
    let town = Town::new()?;
    let server = town.open()?;
    for _ in 0..20 {
        let sending = Sending::new(false);
        let answers = all_at_once(&sending, server.port)?;
        let receipts: HashSet<_> = answers.iter().map(|a| a.json()["receipt"].to_string()).collect();
        ensure!(answers.iter().all(|a| a.status == 201) && receipts.len() == 1, "{answers:?}");
        let replayed = answers.iter().filter(|a| a.header("idempotent-replayed") == Some("true")).count();
        ensure!(replayed == AT_ONCE - 1, "{replayed} of {AT_ONCE} answers say that they are an earlier one's");
        let filed = town.filed()?.into_iter().find(|filed| filed.text == sending.text).context("it is filed")?;
        ensure!(filed.times == 1, "filed {} times", filed.times);
    }
    Ok(())
}

#[test]
fn a_key_used_for_another_report_is_refused() -> Result<()> {
    let town = Town::new()?;
    let server = town.open()?;
    let mut http = server.connect()?;
    let first = Sending::new(false);
    ensure!(first.post(&mut http)?.status == 201, "the first one is filed");
    let other = Sending { key: first.key, ..Sending::new(false) };
    let answer = other.post(&mut http)?;
    ensure!(answer.status == 422 && answer.json()["code"] == "idempotency_key_reused", "{}", answer.text());
    ensure!(town.filed()?.len() == 1, "nothing else is filed");
    Ok(())
}

fn all_at_once(sending: &Sending, port: u16) -> Result<Vec<Answered>> {
    let start = Arc::new(Barrier::new(AT_ONCE));
    let phones: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (sending, start) = (sending.clone(), start.clone());
            thread::spawn(move || {
                let mut http = tests::http::Http::connect(port)?;
                start.wait();
                sending.post(&mut http)
            })
        })
        .collect();
    phones.into_iter().map(|phone| phone.join().map_err(|_| anyhow::anyhow!("a phone panicked"))?).collect()
}
