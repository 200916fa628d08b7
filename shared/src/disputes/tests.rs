//! The story of 十村 and what must not be possible, step by step.

use super::standing::StepFault;
use super::steps::*;
use super::*;
use crate::ink::Ink;
use crate::staffing::PersonId;

type Fails = Box<dyn std::error::Error>;

/// A mediation in somebody's hands.
struct Hand {
    standing: Standing,
    lin: PersonRef,
    day: Day,
}

fn hand() -> Result<Hand, Fails> {
    let lin = PersonRef { id: PersonId::new(), name: "林小梅".parse()? };
    Ok(Hand { standing: Standing::default(), lin, day: "2026-03-02".parse()? })
}

impl Hand {
    fn makes(&mut self, step: Step) -> Result<(), StepFault> {
        let made = MadeStep { id: StepId::new(), at: self.day.begins().plus_seconds(9 * 3600), by: self.lin.clone(), step };
        self.standing.take(&made)
    }

    /// Makes a step that must be possible.
    fn does(&mut self, step: Step) -> Result<(), Fails> {
        self.makes(step).map_err(|fault| fault.in_words(crate::lang::Lang::En).into())
    }

    fn opened() -> Result<(Self, PartyId, PartyId), Fails> {
        let mut hand = hand()?;
        hand.does(Step::Open(Opening { origin: Origin::Application, facts: "两家为宅基地界址起争执".parse()?, people: 6 }))?;
        let (zhang, li) = (person("张有福", 56)?, person("李国强", 48)?);
        let ids = (zhang.id, li.id);
        hand.does(Step::Party(zhang))?;
        hand.does(Step::Party(li))?;
        Ok((hand, ids.0, ids.1))
    }

    fn informed() -> Result<(Self, PartyId, PartyId), Fails> {
        let (mut hand, zhang, li) = Self::opened()?;
        for party in [zhang, li] {
            hand.does(Step::Inform(Informing { party, agrees: true, words: None }))?;
        }
        Ok((hand, zhang, li))
    }

    fn sign(&mut self, by: Signer) -> Result<(), StepFault> {
        let text = self.standing.text.clone().ok_or(StepFault::NothingToSign)?;
        self.makes(Step::Sign(Signing { by, text, ink: ink() }))
    }
}

fn ink() -> Ink {
    "M10 10L300 200L600 10".parse().unwrap_or_else(|_| unreachable!("a path"))
}

fn person(name: &str, age: u8) -> Result<Party, Fails> {
    Ok(Party {
        id: PartyId::new(),
        name: name.parse()?,
        representative: None,
        sex: Some(Sex::Male),
        ethnic_group: Some("汉族".parse()?),
        age: Some(age),
        occupation: Some("务农".parse()?),
        phone: None,
        address: "十村 12 号".parse()?,
        id_number: None,
        id_shown: None,
    })
}

fn session(positions: &[(PartyId, Stance)]) -> Result<Step, Fails> {
    let positions = positions.iter().map(|(party, stance)| Position { party: *party, stance: *stance, offer: None }).collect();
    let at = Moment::from_millis(1_772_000_000_000);
    Ok(Step::Session(Session { at, place: "村委会".parse()?, positions, helpers: vec![], record: "双方各说各的理".parse()? }))
}

fn draft(terms: &str) -> Result<Step, Fails> {
    Ok(Step::Draft(Draft {
        facts: "建房越界".parse()?,
        issues: "越界 0.6 米".parse()?,
        terms: terms.parse()?,
        manner: "自行拆除".parse()?,
        place: "十村".parse()?,
        due: "2026-04-01".parse()?,
        oral: false,
    }))
}

#[test]
fn the_story_of_ten_villages() -> Result<(), Fails> {
    let (mut hand, zhang, li) = Hand::informed()?;
    hand.does(session(&[(zhang, Stance::Agrees), (li, Stance::Agrees)])?)?;
    hand.does(session(&[(zhang, Stance::Reneged), (li, Stance::Disagrees)])?)?;
    hand.does(session(&[(zhang, Stance::Agrees), (li, Stance::OnTerms)])?)?;
    let promise = Promise { id: PromiseId::new(), party: li, what: "先停工".parse()?, due: "2026-03-05".parse()? };
    hand.does(Step::Promise(promise.clone()))?;
    assert_eq!(dues::of(&hand.standing).first().map(|due| due.promise), Some(Some(promise.id)));
    hand.does(Step::CheckPromise(PromiseCheck { promise: promise.id, kept: true, words: None }))?;
    hand.does(draft("退让 0.6 米")?)?;
    assert_eq!(hand.standing.status, DisputeStatus::ToSign);
    for by in [Signer::Party(zhang), Signer::Mediator] {
        hand.sign(by).map_err(|fault| format!("{fault:?}"))?;
    }
    assert_eq!(hand.sign(Signer::Mediator), Err(StepFault::SignedAlready));
    assert_eq!((hand.standing.status, hand.standing.unsigned().count()), (DisputeStatus::ToSign, 1));
    hand.sign(Signer::Party(li)).map_err(|fault| format!("{fault:?}"))?;
    assert_eq!(hand.standing.status, DisputeStatus::Agreed);
    let kinds: Vec<dues::DueKind> = dues::of(&hand.standing).iter().map(|due| due.kind).collect();
    assert_eq!(kinds, [dues::DueKind::FollowUp, dues::DueKind::Confirmation]);
    let words: Words = "已拆除".parse()?;
    let visit = FollowUp { parties: vec![zhang, li], performance: Performance::Fully, content: true, tense: false, words };
    hand.does(Step::FollowUp(visit))?;
    hand.does(Step::Confirm(Confirming { what: Confirmation::NotWanted, words: None }))?;
    assert_eq!(dues::of(&hand.standing), []);
    Ok(())
}

#[test]
fn another_text_voids_the_signatures() -> Result<(), Fails> {
    let (mut hand, zhang, li) = Hand::informed()?;
    hand.does(session(&[(zhang, Stance::Agrees)])?)?;
    hand.does(draft("退让 0.6 米")?)?;
    let first = hand.standing.text.clone().ok_or("no text")?;
    for by in [Signer::Party(zhang), Signer::Party(li), Signer::Mediator] {
        hand.sign(by).map_err(|fault| format!("{fault:?}"))?;
    }
    hand.does(draft("退让 0.6 米")?)?;
    assert_eq!((hand.standing.status, hand.standing.signatures.len()), (DisputeStatus::Agreed, 3), "the same text is the same agreement");
    hand.does(draft("退让 0.5 米")?)?;
    assert_eq!((hand.standing.status, hand.standing.signatures.len()), (DisputeStatus::ToSign, 0));
    assert_eq!(hand.makes(Step::Sign(Signing { by: Signer::Party(zhang), text: first, ink: ink() })), Err(StepFault::OtherText));
    hand.sign(Signer::Party(zhang)).map_err(|fault| format!("{fault:?}"))?;
    let older = Party { age: Some(57), id: zhang, ..person("张有福", 57)? };
    hand.does(Step::Party(older))?;
    assert!(hand.standing.signatures.is_empty(), "who the parties are is part of the text");
    Ok(())
}

#[test]
fn nobody_is_mediated_who_does_not_want_it() -> Result<(), Fails> {
    let (mut hand, zhang, li) = Hand::opened()?;
    let held = session(&[(zhang, Stance::Agrees)])?;
    assert!(matches!(hand.makes(held.clone()), Err(StepFault::NotInformed(_))), "rights come first");
    hand.does(Step::Inform(Informing { party: zhang, agrees: true, words: None }))?;
    hand.does(Step::Inform(Informing { party: li, agrees: false, words: None }))?;
    assert_eq!(hand.standing.status, DisputeStatus::Refused);
    assert_eq!(hand.makes(held.clone()), Err(StepFault::Ended));
    let before = hand.standing.clone();
    assert_eq!(hand.makes(Step::Refuse(Refusal { party: zhang, words: None })), Err(StepFault::Ended));
    assert_eq!(hand.standing, before, "what is refused changes nothing");
    hand.does(Step::Inform(Informing { party: li, agrees: true, words: None }))?;
    hand.does(held)?;
    assert_eq!(hand.standing.status, DisputeStatus::UnderWay);
    Ok(())
}

#[test]
fn every_step_has_its_time() -> Result<(), Fails> {
    let mut early = hand()?;
    assert_eq!(early.makes(draft("无")?), Err(StepFault::NotOpened));
    let (mut hand, zhang, _) = Hand::informed()?;
    let opening = Opening { origin: Origin::Police, facts: "再来一次".parse()?, people: 2 };
    assert_eq!(hand.makes(Step::Open(opening)), Err(StepFault::OpenedAlready));
    assert_eq!(hand.makes(draft("无")?), Err(StepFault::NoSession));
    assert_eq!(hand.makes(session(&[(zhang, Stance::Agrees), (zhang, Stance::Agrees)])?), Err(StepFault::TwicePresent));
    assert_eq!(hand.makes(session(&[(PartyId::new(), Stance::Agrees)])?), Err(StepFault::UnknownParty));
    assert_eq!(hand.makes(Step::Confirm(Confirming { what: Confirmation::Applied, words: None })), Err(StepFault::NotAgreed));
    let until = |day: &str| Ok::<_, Fails>(Step::Extend(Extension { until: day.parse()?, reason: "等鉴定".parse()? }));
    assert_eq!(hand.makes(until("2026-04-01")?), Err(StepFault::NotLater), "the month ends that day");
    hand.does(until("2026-04-20")?)?;
    let failing = |told| Ok::<_, Fails>(Step::Fail(Failing { reason: "分歧太大".parse()?, told_other_ways: told }));
    assert_eq!(hand.makes(failing(false)?), Err(StepFault::NotToldOtherWays));
    hand.does(failing(true)?)?;
    assert_eq!((hand.standing.status, dues::of(&hand.standing).len()), (DisputeStatus::Failed, 0));
    let bare = Party { sex: None, ..person("王二", 30)? };
    assert_eq!(hand.makes(Step::Party(bare)), Err(StepFault::Missing("sex")));
    let firm =
        Party {
            representative: Some("王二".parse()?), sex: None, age: None, ethnic_group: None, occupation: None, ..person("某公司", 1)?
        };
    hand.does(Step::Party(firm))?;
    for (step, pointer) in [
        (session(&[])?, "/session/positions"),
        (Step::Party(Party { age: Some(0), id: zhang, ..person("张有福", 1)? }), "/party/age"),
        (Step::File(Filing { part: FilePart::Evidence, words: "照片".parse()?, pages: 0 }), "/file/pages"),
        (Step::Open(Opening { origin: Origin::Police, facts: "再来一次".parse()?, people: 1 }), "/open/people"),
        (
            Step::FollowUp(FollowUp {
                parties: vec![],
                performance: Performance::Fully,
                content: true,
                tense: false,
                words: "好".parse()?,
            }),
            "/follow_up/parties",
        ),
    ] {
        assert!(matches!(hand.makes(step), Err(StepFault::OutOfRange(at, ..)) if at == pointer), "{pointer}");
    }
    Ok(())
}

#[test]
fn agreed_by_word_of_mouth_needs_no_pen() -> Result<(), Fails> {
    let (mut hand, zhang, _) = Hand::informed()?;
    hand.does(session(&[(zhang, Stance::Agrees)])?)?;
    let Step::Draft(written) = draft("当面道歉")? else { return Err("a draft".into()) };
    hand.does(Step::Draft(Draft { oral: true, ..written.clone() }))?;
    assert_eq!(hand.standing.status, DisputeStatus::Agreed);
    hand.does(Step::Draft(written))?;
    assert_eq!((hand.standing.status, hand.standing.agreed_at), (DisputeStatus::ToSign, None), "in writing it is signed");
    Ok(())
}
