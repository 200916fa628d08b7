//! Proof of work: a few reports are free, then the device computes.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use backend::config::Config;
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::cases::{CaseFilter, list_cases};
use shared::challenges::{Challenge, PROOF_HEADER, leading_zero_bits, new_challenge};
use shared::problem::{Code, Problem};
use shared::reports::file_report;

use crate::receipts::{posts, with};
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, Person, Reply, World};

/// A world in which one anonymous report an hour is free.
async fn strict() -> World {
    let mut world = World::new().await;
    let strict = Config { free_reports_per_hour: 1, proof_bits: 8, ..world.config().clone() };
    world.limit(&strict);
    world
}

fn solved(challenge: &Challenge) -> String {
    let proofs = (0_u64..).map(|n| format!("{}.{n}", challenge.challenge));
    let mut done = proofs.filter(|proof| leading_zero_bits(&Sha256::digest(proof)) >= u32::from(challenge.bits));
    done.next().expect("a proof")
}

async fn files(who: &Person, text: &str, proof: Option<&str>) -> Reply {
    let body = json!({"category": "0602", "text": text, "grid": GRID_1});
    let request = TestRequest::post().uri("/api/v1/reports").set_json(body);
    who.asks(match proof {
        Some(proof) => request.insert_header((PROOF_HEADER, proof)),
        None => request,
    })
    .await
}

fn refused(reply: &Reply) -> Problem {
    let problem = reply.problem();
    assert_eq!((reply.status, problem.code), (StatusCode::TOO_MANY_REQUESTS, Code::ProofRequired));
    assert!(reply.header("retry-after").is_some());
    problem
}

#[actix_web::test]
async fn a_further_anonymous_report_needs_a_proof_that_counts_once() {
    let world = strict().await;
    let resident = world.visitor();
    assert!(!resident.sends(new_challenge()).await.needed);
    filed_by(&resident).await;
    assert!(resident.sends(new_challenge()).await.needed);
    let challenge = refused(&files(&resident, "第二件", None).await).challenge.expect("a challenge");
    let proof = solved(&challenge);
    assert_eq!(files(&resident, "第二件", Some(&proof)).await.status, StatusCode::CREATED);
    assert!(refused(&files(&resident, "第三件", Some(&proof)).await).detail.contains("已经用过"));

    // Neither too little work nor a challenge of one's own making will do.
    let other = resident.sends(new_challenge()).await.challenge;
    let idle = (0_u64..).map(|n| format!("{}.{n}", other.challenge)).find(|p| leading_zero_bits(&Sha256::digest(p)) < 8).expect("no work");
    let own = Challenge { challenge: other.challenge.replacen(".8.", ".0.", 1), bits: 0, ..other.clone() };
    let old = Challenge { challenge: "A".repeat(32) + ".8.1000.AAAAAAAAAAAAAAAAAAAAAA", ..other.clone() };
    for proof in [idle, solved(&own), solved(&old), format!("{}.x", other.challenge), "nonsense".into(), String::new()] {
        refused(&files(&resident, "第三件", Some(&proof)).await);
    }
    assert_eq!(files(&resident, "第三件", Some(&solved(&other))).await.status, StatusCode::CREATED);

    // Staff are known by name, and need none.
    let lin = world.full_time("林小梅").await;
    for _ in 0..3 {
        lin.sends(file_report(&new_report("0602"))).await;
    }
    let all = CaseFilter { limit: Some(100), ..CaseFilter::default() };
    assert_eq!(lin.sends(list_cases(&all)).await.items.len(), 6);
}

#[actix_web::test]
async fn the_form_explains_and_takes_the_proof() {
    let world = strict().await;
    let resident = world.visitor();
    assert_eq!(posts(&resident, "/g/207001/report", &with(&[])).await.status, StatusCode::SEE_OTHER);
    let other = [("text", None, "垃圾没人清".as_bytes()), ("category", None, b"0401".as_slice()), ("place_text", None, b"".as_slice())];
    let asked = posts(&resident, "/g/207001/report", &with(&other)).await;
    let page = asked.text();
    assert_eq!(asked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.contains("要先让手机算一小会儿") && page.contains("或直接打电话给网格员") && page.contains("垃圾没人清"), "{page}");
    let text = page.split("data-challenge=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a challenge");
    let challenge = Challenge { challenge: text.to_owned(), bits: 8, expires_at: shared::time::Moment::now() };
    let proof = solved(&challenge);
    let proven = [&other[..], &[("proof", None, proof.as_bytes())]].concat();
    assert_eq!(posts(&resident, "/g/207001/report", &with(&proven)).await.status, StatusCode::SEE_OTHER);
    // Pressed twice it is the same report, and the proof is not asked for again.
    assert_eq!(posts(&resident, "/g/207001/report", &with(&proven)).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn being_asked_whether_it_is_known_uses_nothing_up() {
    let world = strict().await;
    let (lin, resident) = (world.full_time("林小梅").await, world.visitor());
    lin.sends(file_report(&new_report("0602"))).await;
    for _ in 0..2 {
        assert_eq!(posts(&resident, "/g/207001/report", &with(&[])).await.status, StatusCode::OK);
    }
    assert_eq!(posts(&resident, "/g/207001/report", &with(&[("checked", None, b"1")])).await.status, StatusCode::SEE_OTHER);
}
