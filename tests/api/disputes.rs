//! Mediation: who may, what follows what, what stays secret, and what is printed.

use backend::schema::{case_events, changes, dispute_identities, dispute_reveals, dispute_steps, notices};
use diesel::prelude::*;
use serde_json::json;
use shared::cases::{CaseFilter, CaseId, Move, NewTransition, find_case, list_cases, move_case};
use shared::disputes::dues::DueKind;
use shared::disputes::steps::*;
use shared::disputes::{
    Dispute, DisputeFilter, DisputeStatus, NewReveal, PartyId, PromiseId, StepId, agreement_path, dispute_file_path, find_dispute,
    list_disputes, make_step, reveal_identity,
};
use shared::ink::Ink;
use shared::notices::{NoticeFilter, NoticeKind, list_notices};
use shared::photos::{PhotoKind, add_case_photo};
use shared::problem::Code;
use shared::reports::file_report;
use shared::staffing::Duty;
use shared::sync::ops::{AboutCase, ClockOffset, DeviceId, Op, OpId, OpKind, Outcome, Push};
use shared::sync::push;
use shared::time::Moment;

use crate::phone::Phone;
use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, OTHER_GRID, Person, QINGHU, World};

const ID_NUMBER: &str = "11010519491231002X";

fn text<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect(text)
}

fn ink() -> Ink {
    text("M100 100L400 300L700 80M300 60L320 360")
}

fn person(name: &str) -> Party {
    Party {
        id: PartyId::new(),
        name: text(name),
        representative: None,
        sex: Some(Sex::Male),
        ethnic_group: Some(text("汉族")),
        age: Some(56),
        occupation: Some(text("务农")),
        phone: Some(text("13857001234")),
        address: text("十村 12 号"),
        id_number: Some(text(ID_NUMBER)),
        id_shown: None,
    }
}

fn opening() -> Step {
    Step::Open(Opening { origin: Origin::Application, facts: text("两家为宅基地界址起争执"), people: 6 })
}

fn session(at: Moment, positions: &[(PartyId, Stance)]) -> Step {
    let positions =
        positions.iter().map(|(party, stance)| Position { party: *party, stance: *stance, offer: Some(text("各让一步")) }).collect();
    let helpers = vec![Helper { name: text("毛国土"), role: HelperRole::LandAssistant }];
    Step::Session(Session {
        at, place: text("十村村委会"), positions, helpers, record: text("国土协管员讲了宅基地的规定")
    })
}

fn draft() -> Draft {
    Draft {
        facts: text("张家建房越过界址"),
        issues: text("越界 0.6 米，张有福承担主要责任"),
        terms: text("张有福退让 0.6 米，李国强不再阻拦施工"),
        manner: text("自行拆除"),
        place: text("十村"),
        due: Moment::now().day().shifted(20),
        oral: false,
    }
}

async fn makes(who: &Person, case: CaseId, step: Step) -> Dispute {
    who.sends(make_step(case, &NewStep { id: StepId::new(), step })).await
}

async fn refused(who: &Person, case: CaseId, step: Step) -> (Code, String) {
    let problem = who.fails(make_step(case, &NewStep { id: StepId::new(), step }), Code::Invalid).await;
    (problem.code, problem.errors[0].pointer.clone())
}

async fn dispute_case(world: &World) -> CaseId {
    world.visitor().sends(file_report(&new_report("0103"))).await.case
}

/// Two parties who were told their rights.
async fn informed(who: &Person, case: CaseId) -> (PartyId, PartyId) {
    makes(who, case, opening()).await;
    let (zhang, li) = (person("张有福"), person("李国强"));
    let ids = (zhang.id, li.id);
    for party in [zhang, li] {
        let id = party.id;
        makes(who, case, Step::Party(party)).await;
        makes(who, case, Step::Inform(Informing { party: id, agrees: true, words: None })).await;
    }
    ids
}

async fn signed(who: &Person, case: CaseId, parties: (PartyId, PartyId)) -> Dispute {
    makes(who, case, session(Moment::now(), &[(parties.0, Stance::Agrees), (parties.1, Stance::Agrees)])).await;
    let mut dispute = makes(who, case, Step::Draft(draft())).await;
    for by in [Signer::Party(parties.0), Signer::Party(parties.1), Signer::Mediator] {
        let words = dispute.standing.text.clone().expect("a text");
        dispute = makes(who, case, Step::Sign(Signing { by, text: words, ink: ink() })).await;
    }
    dispute
}

#[actix_web::test]
async fn from_the_first_word_to_the_signed_agreement() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    assert_eq!(lin.fails(find_dispute(case), Code::NotFound).await.code, Code::NotFound);
    let parties = informed(&lin, case).await;
    let (zhang, li) = parties;
    makes(&lin, case, session(Moment::now(), &[(zhang, Stance::Agrees), (li, Stance::Agrees)])).await;
    let reneged = makes(&lin, case, session(Moment::now(), &[(zhang, Stance::Reneged)])).await;
    assert_eq!((reneged.standing.sessions, reneged.standing.parties[0].stance), (2, Some(Stance::Reneged)));
    let agreed = signed(&lin, case, parties).await;
    assert_eq!((agreed.standing.status, agreed.standing.signatures.len()), (DisputeStatus::Agreed, 3));
    assert!(agreed.number.as_ref().is_some_and(|number| number.ends_with("-0001") && number.on_paper().contains("人调字第1号")));
    assert_eq!(agreed.dues.iter().map(|due| due.kind).collect::<Vec<_>>(), [DueKind::FollowUp, DueKind::Confirmation]);
    // The case reads it as part of its own timeline, without a word of the parties.
    let notes: Vec<String> = lin.sends(find_case(case)).await.timeline.into_iter().filter_map(|event| event.note).collect();
    assert_eq!((notes.first().map(String::as_str), notes.len()), (Some("调解：受理登记"), 12));
    assert!(notes.contains(&"调解：第 2 次调解".to_owned()) && !notes.iter().any(|note| note.contains("张有福")), "{notes:?}");

    let changed = makes(&lin, case, Step::Draft(Draft { terms: text("张有福退让 0.5 米"), ..draft() })).await;
    assert_eq!((changed.standing.status, changed.standing.signatures.len()), (DisputeStatus::ToSign, 0));
    let old = Signing { by: Signer::Party(zhang), text: agreed.standing.text.expect("a text"), ink: ink() };
    let late = NewStep { id: StepId::new(), step: Step::Sign(old) };
    assert_eq!(lin.fails(make_step(case, &late), Code::Conflict).await.detail, "协议文本改过了，请重新阅读后再签字");
}

#[actix_web::test]
async fn a_step_that_cannot_be_made_says_where_and_changes_nothing() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    assert_eq!(refused(&lin, case, Step::Draft(draft())).await, (Code::Invalid, "/step".into()));
    makes(&lin, case, opening()).await;
    assert_eq!(refused(&lin, case, Step::Party(Party { sex: None, ..person("张有福") })).await, (Code::Invalid, "/step/party/sex".into()));
    assert_eq!(refused(&lin, case, session(Moment::now().plus_seconds(3600), &[])).await.1, "/step/session/at");
    let wrong = shared::call::Call::<Dispute>::post(
        format!("/cases/{case}/dispute/steps"),
        &json!({ "id": StepId::new(), "step": { "party": { "id": PartyId::new(), "name": "张有福", "address": "十村", "id_number": "110105194912310021" } } }),
    );
    assert_eq!(lin.fails(wrong, Code::Invalid).await.errors[0].pointer, "/step/party/id_number");
    let steps: i64 = world.write(|conn| Ok(dispute_steps::table.count().get_result(conn)?)).await;
    assert_eq!(steps, 1);
    let other = filed_by(&world.visitor()).await.case;
    assert_eq!(refused(&lin, other, opening()).await, (Code::Invalid, "/step".into()));
}

#[actix_web::test]
async fn the_same_step_is_made_once() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let case = dispute_case(&world).await;
    let open = NewStep { id: StepId::new(), step: opening() };
    let first = lin.sends(make_step(case, &open)).await;
    assert_eq!(lin.sends(make_step(case, &open)).await, first);
    leader.fails(make_step(case, &open), Code::Conflict).await;
    let party = NewStep { id: StepId::new(), step: Step::Party(person("张有福")) };
    assert_eq!(lin.sends(make_step(case, &party)).await.steps.len(), 2);
    assert_eq!(lin.sends(make_step(case, &party)).await.steps.len(), 2);
    let another = NewStep { id: party.id, step: Step::Party(person("李国强")) };
    lin.fails(make_step(case, &another), Code::Conflict).await;
}

#[actix_web::test]
async fn disputes_are_nobody_elses_business() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    let parties = informed(&lin, case).await;
    let dispatcher = world.dispatcher("何青").await;
    assert_eq!(dispatcher.sends(find_dispute(case)).await.standing.parties.len(), 2);
    dispatcher.fails(make_step(case, &NewStep { id: StepId::new(), step: opening() }), Code::Forbidden).await;
    assert_eq!(dispatcher.sends(list_disputes(&DisputeFilter::default())).await.items.len(), 1);
    let reveal = NewReveal { purpose: text("核对协议") };
    dispatcher.fails(reveal_identity(case, parties.0, &reveal), Code::Forbidden).await;
    let outsiders = [
        world.assessor("郑敏").await,
        world.administrator("陈国平").await,
        world.person("周小平", Duty::PartTime, GRID_1).await,
        world.person("姜远", Duty::FullTime, OTHER_GRID).await,
        world.person("姜波", Duty::Handler, QINGHU).await,
    ];
    for who in &outsiders {
        who.fails(find_dispute(case), Code::NotFound).await;
        who.fails(make_step(case, &NewStep { id: StepId::new(), step: opening() }), Code::NotFound).await;
        who.fails(reveal_identity(case, parties.0, &reveal), Code::NotFound).await;
        assert_eq!(who.sends(list_disputes(&DisputeFilter::default())).await.items, []);
        for path in [agreement_path(case), dispute_file_path(case)] {
            assert_eq!(who.opens(&path).await.problem().code, Code::NotFound);
        }
    }
    let leader = world.leader("徐长根").await;
    assert_eq!(leader.sends(list_disputes(&DisputeFilter::default())).await.items[0].case, case);
}

#[actix_web::test]
async fn an_id_number_is_read_for_a_purpose_and_never_stored_plain() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    let (zhang, _) = informed(&lin, case).await;
    let shown = lin.sends(find_dispute(case)).await.standing.parties[0].party.clone();
    assert_eq!((shown.id_number, shown.id_shown.as_deref()), (None, Some("1101************2X")));
    // What is put right without the number keeps it.
    let older = makes(&lin, case, Step::Party(Party { id: zhang, age: Some(57), id_number: None, ..person("张有福") })).await;
    assert_eq!(older.standing.parties[0].party.id_shown.as_deref(), Some("1101************2X"));
    let identity = lin.sends(reveal_identity(case, zhang, &NewReveal { purpose: text("核对协议") })).await;
    assert_eq!(identity.id_number.as_str(), ID_NUMBER);
    let (plain, reveals, noted) = world
        .write(|conn| {
            let steps: Vec<String> = dispute_steps::table.select(dispute_steps::step).load(conn)?;
            let sealed: Vec<Vec<u8>> = dispute_identities::table.select(dispute_identities::sealed).load(conn)?;
            let plain = steps.iter().any(|step| step.contains(ID_NUMBER))
                || sealed.iter().any(|it| it.windows(18).any(|w| w == ID_NUMBER.as_bytes()));
            let reveals: Vec<String> = dispute_reveals::table.select(dispute_reveals::purpose).load(conn)?;
            let noted: Vec<String> = changes::table.filter(changes::action.eq("reveal")).select(changes::detail).load(conn)?;
            Ok((plain, reveals, noted))
        })
        .await;
    assert!(!plain);
    assert_eq!((reveals, noted.len()), (vec!["核对协议".to_owned()], 1));
    assert!(noted[0].contains("核对协议") && !noted[0].contains(ID_NUMBER));
}

#[actix_web::test]
async fn a_phone_whose_clock_is_ahead_dates_the_session_right() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    let (zhang, li) = informed(&lin, case).await;
    let (ahead, now) = (7200, Moment::now());
    let held = session(now.plus_seconds(ahead - 60), &[(zhang, Stance::Agrees), (li, Stance::Disagrees)]);
    let op = Op { captured_at: now.plus_seconds(ahead), clock_offset_ms: ClockOffset::near(-ahead * 1000), ..mediating(case, held) };
    let pushed = lin.sends(push(&Push { device: DeviceId::new(), ops: vec![op] })).await;
    assert_eq!(pushed.results[0].outcome, Outcome::Applied);
    let steps = lin.sends(find_dispute(case)).await.steps;
    let Some(Step::Session(session)) = steps.last().map(|made| &made.step) else { panic!("a session last") };
    assert_eq!(now.seconds_since(session.at), 60, "a minute before it was saved");
}

fn mediating(case: CaseId, step: Step) -> Op {
    let about = AboutCase { case: Some(case), report: None };
    let body = json!(Mediating { about, id: StepId::new(), step });
    Op {
        id: OpId::new(),
        kind: OpKind::Mediate.name(),
        captured_at: Moment::now().plus_seconds(-600),
        clock_offset_ms: ClockOffset::default(),
        last_heard_at: None,
        body: body.as_object().expect("an object").clone(),
    }
}

#[actix_web::test]
async fn a_doorstep_without_a_signal() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    let op = |step: Step| mediating(case, step);
    let zhang = person("张有福");
    let id = zhang.id;
    let inform = Step::Inform(Informing { party: id, agrees: true, words: None });
    let ops = vec![op(opening()), op(Step::Party(zhang)), op(inform), op(Step::Draft(draft()))];
    let pushed = lin.sends(push(&Push { device: DeviceId::new(), ops: ops.clone() })).await;
    let outcomes: Vec<Outcome> = pushed.results.iter().map(|result| result.outcome).collect();
    assert_eq!(outcomes, [Outcome::Applied, Outcome::Applied, Outcome::Applied, Outcome::Rejected]);
    let again = lin.sends(push(&Push { device: DeviceId::new(), ops: ops[..3].to_vec() })).await;
    assert!(again.results.iter().all(|result| result.outcome == Outcome::Duplicate));
    let dispute = lin.sends(find_dispute(case)).await;
    assert_eq!(dispute.steps.len(), 3);
    assert!(Moment::now().seconds_since(dispute.steps[0].at) >= 590, "when it was done, not when it arrived");

    // It comes down to those who answer for the grid, and to nobody else.
    world.caught_up().await;
    let (leader, part_time) = (world.leader("徐长根").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    for (who, sees) in [(&lin, true), (&leader, true), (&part_time, false), (&world.assessor("郑敏").await, false)] {
        let phone = Phone::of(&world, who);
        phone.settles().await;
        let found = phone.engine.known("dispute/").await.expect("a store");
        assert_eq!(found.len(), usize::from(sees));
    }
}

#[actix_web::test]
async fn the_papers_are_printed_with_the_signatures() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    makes(&lin, case, opening()).await;
    assert_eq!(lin.opens(&agreement_path(case)).await.problem().code, Code::Conflict);
    let parties = {
        let (zhang, li) = (person("张有福"), person("李国强"));
        let ids = (zhang.id, li.id);
        for party in [zhang, li] {
            let id = party.id;
            makes(&lin, case, Step::Party(party)).await;
            makes(&lin, case, Step::Inform(Informing { party: id, agrees: true, words: None })).await;
        }
        ids
    };
    signed(&lin, case, parties).await;
    for path in [agreement_path(case), dispute_file_path(case)] {
        let reply = lin.opens(&path).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("application/pdf")), "{}", reply.text());
        assert!(reply.body.starts_with(b"%PDF-") && reply.body.len() > 5_000);
    }
    let printed: i64 = world
        .write(|conn| {
            Ok(changes::table.filter(changes::noun.eq("dispute")).filter(changes::action.like("print%")).count().get_result(conn)?)
        })
        .await;
    assert_eq!(printed, 2, "only what was printed");

    // The case's photos are the evidence of the file, and no part of the agreement.
    let pictures = async |path: String| lin.opens(&path).await.body.windows(9).filter(|bytes| bytes == b"DCTDecode").count();
    assert_eq!(pictures(dispute_file_path(case)).await, 0);
    lin.sends(add_case_photo(case, PhotoKind::Before, "image/jpeg", jpeg(3))).await;
    assert_eq!((pictures(dispute_file_path(case)).await, pictures(agreement_path(case)).await), (1, 0));
}

#[actix_web::test]
async fn whoever_mediates_is_reminded_once() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = dispute_case(&world).await;
    lin.sends(move_case(case, &NewTransition::plain(Move::Take), 1)).await;
    let (_, li) = informed(&lin, case).await;
    let now = Moment::now();
    let remind = |at: Moment| world.write(move |conn| backend::disputes::reminding::remind(conn, at));
    let told = || async {
        world.write(|conn| Ok(notices::table.filter(notices::kind.eq("mediation_due")).count().get_result::<i64>(conn)?)).await
    };
    remind(now).await;
    assert_eq!(told().await, 0, "the month is young");
    let promise = Promise { id: PromiseId::new(), party: li, what: text("先停工"), due: now.day().shifted(1) };
    makes(&lin, case, Step::Promise(promise.clone())).await;
    remind(now).await;
    remind(now).await;
    assert_eq!(told().await, 1);
    let notices = lin.sends(list_notices(&NoticeFilter::default())).await;
    assert!(notices.items.iter().any(|notice| notice.kind == NoticeKind::MediationDue));
    let by_tomorrow = DisputeFilter { due_by: Some(now.day().shifted(1)), ..DisputeFilter::default() };
    assert_eq!(lin.sends(list_disputes(&by_tomorrow)).await.items.len(), 1);
    makes(&lin, case, Step::CheckPromise(PromiseCheck { promise: promise.id, kept: true, words: None })).await;
    assert_eq!(lin.sends(list_disputes(&by_tomorrow)).await.items, []);
}

#[actix_web::test]
async fn the_names_of_parties_appear_nowhere_else() {
    const PLANTED: [&str; 4] = ["欧阳墨涵", "11010519491231002X", "界石旁的老柿树", "13857009988"];
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let case = dispute_case(&world).await;
    makes(&lin, case, opening()).await;
    let party = Party { phone: Some(text(PLANTED[3])), address: text(PLANTED[2]), ..person(PLANTED[0]) };
    let id = party.id;
    makes(&lin, case, Step::Party(party)).await;
    makes(&lin, case, Step::Inform(Informing { party: id, agrees: true, words: None })).await;
    let promise = Promise { id: PromiseId::new(), party: id, what: text(PLANTED[2]), due: Moment::now().day() };
    makes(&lin, case, Step::Promise(promise)).await;
    lin.sends(reveal_identity(case, id, &NewReveal { purpose: text("核对") })).await;
    world.write(|conn| backend::disputes::reminding::remind(conn, Moment::now())).await;
    let pages = [
        "/api/v1/cases/export?format=csv".to_owned(),
        format!("/api/v1/cases/{case}"),
        "/api/v1/cases".to_owned(),
        "/api/v1/disputes".to_owned(),
        "/api/v1/notices".to_owned(),
        format!("/g/{GRID_1}"),
    ];
    for (who, path) in [&lin, &dispatcher, &world.visitor()].into_iter().flat_map(|who| pages.iter().map(move |path| (who, path))) {
        let said = who.opens(path).await.text();
        assert!(!PLANTED.iter().any(|word| said.contains(word)), "{path}: {said}");
    }
    for word in PLANTED {
        let found = dispatcher.sends(list_cases(&CaseFilter { q: Some(word.into()), ..CaseFilter::default() })).await;
        assert_eq!(found.items, [], "{word}");
    }
    let written = world
        .write(|conn| {
            let mut all: Vec<String> = changes::table.select(changes::detail).load(conn)?;
            all.extend(case_events::table.select(case_events::note).load::<Option<String>>(conn)?.into_iter().flatten());
            Ok(all)
        })
        .await;
    assert!(!written.iter().any(|text| PLANTED.iter().any(|word| text.contains(word))), "{written:?}");
}
