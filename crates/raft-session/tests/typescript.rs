//! The page's types are generated from the engine's: `web/engine/types.generated.ts`.
//!
//! `UPDATE_GENERATED=1 cargo test -p raft-session --features typescript` writes the file; without
//! it, the test fails where the file has fallen behind.

#![cfg(feature = "typescript")]

use std::path::Path;

use raft_session::dto;
use ts_rs::{Config, TS};

fn declaration<T: TS>() -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(&Config::default()))
}

#[test]
fn the_generated_types_are_those_of_the_engine() {
    let declarations = [
        declaration::<dto::Position>(),
        declaration::<dto::Frame>(),
        declaration::<dto::Setting>(),
        declaration::<dto::AgreementFrame>(),
        declaration::<dto::OutlookFrame>(),
        declaration::<dto::OutlookKind>(),
        declaration::<dto::ServerFrame>(),
        declaration::<dto::ServerFaultsFrame>(),
        declaration::<dto::ClockFrame>(),
        declaration::<dto::RoleFrame>(),
        declaration::<dto::TimerFrame>(),
        declaration::<dto::LogFrame>(),
        declaration::<dto::QuorumFrame>(),
        declaration::<dto::QuorumHalfFrame>(),
        declaration::<dto::QuorumKind>(),
        declaration::<dto::ProgressState>(),
        declaration::<dto::MembershipFrame>(),
        declaration::<dto::ConfigurationFrame>(),
        declaration::<dto::VoterFrame>(),
        declaration::<dto::AnswerFrame>(),
        declaration::<dto::ProgressFrame>(),
        declaration::<dto::MessagesFrame>(),
        declaration::<dto::MessageFrame>(),
        declaration::<dto::MessageKind>(),
        declaration::<dto::DoomFrame>(),
        declaration::<dto::EntryFrame>(),
        declaration::<dto::LinkFrame>(),
        declaration::<dto::FaultyLinkFrame>(),
        declaration::<dto::FlapFrame>(),
        dto::SPELLED_FAULTS.to_owned(),
        declaration::<dto::SideFrame>(),
        declaration::<dto::SideVotersFrame>(),
        declaration::<dto::ClientFrame>(),
        declaration::<dto::OperationFrame>(),
        declaration::<dto::AnsweredFrame>(),
        declaration::<dto::OutcomeFrame>(),
        declaration::<dto::Sentence>(),
        declaration::<dto::SentenceKind>(),
        declaration::<dto::ViolationFrame>(),
        declaration::<dto::Story>(),
        declaration::<dto::StoryStep>(),
        declaration::<dto::Question>(),
        declaration::<dto::Exercise>(),
        declaration::<dto::ExerciseFrame>(),
        declaration::<dto::ExerciseFailure>(),
        declaration::<dto::ExerciseFailureKind>(),
        declaration::<dto::LedgerEntry>(),
        declaration::<dto::EntryKind>(),
        declaration::<dto::EventRow>(),
        declaration::<dto::Timeline>(),
        declaration::<dto::TermBand>(),
        declaration::<dto::TimelineMark>(),
        declaration::<dto::MarkKind>(),
        declaration::<dto::Branch>(),
        declaration::<dto::Linearization>(),
        declaration::<dto::LinearizationPoint>(),
        declaration::<dto::Misfit>(),
        declaration::<dto::Kept>(),
        declaration::<dto::LostAction>(),
        declaration::<dto::Comparison>(),
        declaration::<dto::ComparedEvent>(),
        declaration::<dto::EventPair>(),
        declaration::<dto::Difference>(),
        declaration::<dto::DifferenceKind>(),
        declaration::<dto::Outcome>(),
        declaration::<dto::Fate>(),
        declaration::<dto::PublicState>(),
        declaration::<dto::PublicServer>(),
        declaration::<dto::PublicRole>(),
        declaration::<dto::PublicMessage>(),
        declaration::<dto::PublicViolation>(),
        declaration::<dto::Spacetime>(),
        declaration::<dto::Lane>(),
        declaration::<dto::LaneSpan>(),
        declaration::<dto::LaneMoment>(),
        declaration::<dto::MomentKind>(),
        declaration::<dto::Voyage>(),
        declaration::<dto::FateFrame>(),
        declaration::<dto::OperationSpan>(),
        declaration::<dto::Wall>(),
        dto::WHY_QUESTION.to_owned(),
        declaration::<dto::FactKind>(),
        declaration::<dto::Why>(),
        declaration::<dto::WhyLink>(),
        declaration::<dto::WhyAlso>(),
        declaration::<dto::WhyNot>(),
        declaration::<dto::ObstacleFrame>(),
        declaration::<dto::SubjectFrame>(),
        declaration::<dto::Found>(),
    ];
    let head = "// Generated from crates/raft-session/src/dto.rs. Do not edit: see crates/raft-session/tests/typescript.rs.\n\n";
    let generated = format!("{head}{}", declarations.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/engine/types.generated.ts");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &generated).expect("the file can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "web/engine/types.generated.ts has fallen behind crates/raft-session/src/dto.rs: run \
         UPDATE_GENERATED=1 cargo test -p raft-session --features typescript"
    );
}
