//! The dispute of 十村 as the newspaper tells it, entered step by step and read back as one timeline: told in the chat group, visited the same
//! day, agreed and taken back, handed to the resident cadre, talked over with the village committee and the land assistant, settled.

use shared::cases::{CaseStatus, Move, NewTransition, find_case, move_case};
use shared::receipts::find_receipt;
use shared::reports::{Channel, NewReport, Reporter, file_report};
use shared::staffing::Duty;
use shared::units::UnitLevel;

use crate::reports::new_report;
use crate::world::{GRID_1, SHICUN, World};

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..NewTransition::plain(by) }
}

#[actix_web::test]
async fn from_the_chat_group_to_the_agreement() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let cadre = world.person("毛建国", Duty::Instructor, SHICUN).await;
    let committee = world.person("姜村长", Duty::VillageCadre, SHICUN).await;
    let told = NewReport {
        grid: GRID_1.parse().ok(),
        text: "东头两户为建房界址争吵，请网格来看看".parse().expect("a text"),
        channel: Some(Channel::ChatGroup),
        reporter: Some(Reporter { name: "老邻居".parse().ok(), phone: "13805700001".parse().ok() }),
        ..new_report("0103")
    };
    let filed = lin.sends(file_report(&told)).await;
    let case = filed.case;

    let to_cadre = NewTransition {
        level: Some(UnitLevel::Instructor),
        ..because(Move::Escalate, "两次上门没有谈成，一方反悔，请驻村干部牵头")
    };
    lin.sends(move_case(case, &because(Move::Take, "当天上门"), 1)).await;
    lin.sends(move_case(case, &because(Move::Update, "第一次调解：双方同意各退三十公分"), 2)).await;
    lin.sends(move_case(case, &because(Move::Update, "一方反悔，没有签字"), 3)).await;
    let escalated = lin.sends(move_case(case, &to_cadre, 4)).await;
    assert_eq!((escalated.status, escalated.level), (CaseStatus::Dispatched, UnitLevel::Instructor));
    assert!(!escalated.moves.contains(&Move::Take), "it lies with the cadre now");
    cadre.sends(move_case(case, &NewTransition::plain(Move::Take), 5)).await;
    cadre.sends(move_case(case, &because(Move::Update, "会同村两委、国土协管员到现场对照图纸讲法"), 6)).await;
    let seen = committee.sends(find_case(case)).await;
    assert_eq!((seen.status, seen.assignee.map(|p| p.id)), (CaseStatus::Handling, Some(cadre.id)), "the committee follows it");
    cadre.sends(move_case(case, &because(Move::Complete, "双方签订调解协议书，按老界址建房"), 7)).await;
    let closed = leader.sends(move_case(case, &because(Move::Close, "回访双方，都按协议做了"), 8)).await;

    let line = |event: &shared::cases::CaseEvent| {
        let by = event.by.as_ref().map_or("", |by| by.name.as_str()).to_owned();
        (event.by_move.map_or("filed", |by| by.as_str()), by, event.level, event.status)
    };
    let timeline: Vec<_> = closed.timeline.iter().map(line).collect();
    let (grid, with_cadre) = (UnitLevel::Grid, UnitLevel::Instructor);
    let (lin, mao) = ("林小梅".to_owned(), "毛建国".to_owned());
    assert_eq!(
        timeline,
        [
            ("filed", lin.clone(), grid, CaseStatus::Filed),
            ("take", lin.clone(), grid, CaseStatus::Handling),
            ("update", lin.clone(), grid, CaseStatus::Handling),
            ("update", lin.clone(), grid, CaseStatus::Handling),
            ("escalate", lin, with_cadre, CaseStatus::Dispatched),
            ("take", mao.clone(), with_cadre, CaseStatus::Handling),
            ("update", mao.clone(), with_cadre, CaseStatus::Handling),
            ("complete", mao, with_cadre, CaseStatus::Completed),
            ("close", "徐长根".to_owned(), with_cadre, CaseStatus::Closed),
        ]
    );
    let receipt = world.visitor().sends(find_receipt(&filed.receipt)).await;
    let steps: Vec<&str> = receipt.steps.iter().map(|step| step.words.as_str()).collect();
    assert!(steps.contains(&"已上报，请上级一起处理"), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("请驻村干部牵头")), "why it was handed on stays inside: {steps:?}");
    assert_eq!(receipt.result.as_deref(), Some("双方签订调解协议书，按老界址建房"));
}
