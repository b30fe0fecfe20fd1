//! The three judges, each with the history in its own form.

use raft_check::linearizability::{
    History, Register, RegisterInput, RegisterOutput, STEPS, search,
};
use stateright::semantics::register::{Register as Reference, RegisterOp, RegisterRet};
use stateright::semantics::{ConsistencyTester, LinearizabilityTester};
use todc_utils::linearizability::WGLChecker;
use todc_utils::linearizability::history::{Action, History as Actions};
use todc_utils::specifications::register::{RegisterOperation, RegisterSpecification};

use crate::load::{INITIAL, Moment};

/// Who is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Contender {
    /// `raft_check::linearizability::search`.
    RaftCheck,
    /// `todc_utils::linearizability::WGLChecker`.
    TodcUtils,
    /// `stateright::semantics::LinearizabilityTester`.
    Stateright,
}

/// A judge who has been told the history already.
pub enum Judge {
    /// See [`Contender::RaftCheck`].
    RaftCheck(History<RegisterInput, RegisterOutput>),
    /// See [`Contender::TodcUtils`]. It takes its history apart, so it gets a copy each time, which is
    /// made before.
    TodcUtils(Vec<Actions<RegisterOperation<u32>>>),
    /// See [`Contender::Stateright`].
    Stateright(LinearizabilityTester<usize, Reference<u32>>),
}

impl Contender {
    /// All, in the order of their columns.
    pub const ALL: [Self; 3] = [Self::RaftCheck, Self::TodcUtils, Self::Stateright];

    /// Its crate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RaftCheck => "raft-check",
            Self::TodcUtils => "todc-utils",
            Self::Stateright => "stateright",
        }
    }

    /// Tells a history to this judge, who will be asked so many times.
    ///
    /// # Panics
    /// If the history is none.
    #[must_use]
    pub fn told(self, history: &[Moment], times: usize) -> Judge {
        match self {
            Self::RaftCheck => Judge::RaftCheck(ours(history)),
            Self::TodcUtils => Judge::TodcUtils(vec![actions(history); times]),
            Self::Stateright => Judge::Stateright(tester(history)),
        }
    }
}

impl Judge {
    /// Is the history linearizable?
    ///
    /// # Panics
    /// If it was asked too often, or decides nothing.
    #[must_use]
    pub fn ask(&mut self) -> bool {
        match self {
            Self::RaftCheck(history) => {
                let register = Register { initial: Some(i64::from(INITIAL)) };
                search(&register, history, STEPS).holds().expect("decided")
            }
            Self::TodcUtils(copies) => {
                let copy = copies.pop().expect("a copy for each time");
                WGLChecker::<RegisterSpecification<u32>>::is_linearizable(copy)
            }
            Self::Stateright(tester) => tester.is_consistent(),
        }
    }
}

fn ours(moments: &[Moment]) -> History<RegisterInput, RegisterOutput> {
    let mut history = History::new();
    for moment in moments {
        let done = match *moment {
            Moment::Read(client) => history.invoke(client as u64, RegisterInput::Read),
            Moment::Write(client, value) => {
                history.invoke(client as u64, RegisterInput::Write(i64::from(value)))
            }
            Moment::Holds(client, value) => {
                let output = RegisterOutput::Holds(Some(i64::from(value)));
                history.returned(client as u64, output)
            }
            Moment::Written(client, _) => history.returned(client as u64, RegisterOutput::Written),
        };
        done.expect("a history");
    }
    history
}

fn actions(moments: &[Moment]) -> Actions<RegisterOperation<u32>> {
    let action = |moment: &Moment| match *moment {
        Moment::Read(client) => (client, Action::Call(RegisterOperation::Read(None))),
        Moment::Write(client, value) => (client, Action::Call(RegisterOperation::Write(value))),
        Moment::Holds(client, value) => {
            (client, Action::Response(RegisterOperation::Read(Some(value))))
        }
        Moment::Written(client, value) => {
            (client, Action::Response(RegisterOperation::Write(value)))
        }
    };
    Actions::from_actions(moments.iter().map(action).collect())
}

fn tester(moments: &[Moment]) -> LinearizabilityTester<usize, Reference<u32>> {
    let mut tester = LinearizabilityTester::new(Reference(INITIAL));
    for moment in moments {
        let done = match *moment {
            Moment::Read(client) => tester.on_invoke(client, RegisterOp::Read),
            Moment::Write(client, value) => tester.on_invoke(client, RegisterOp::Write(value)),
            Moment::Holds(client, value) => tester.on_return(client, RegisterRet::ReadOk(value)),
            Moment::Written(client, _) => tester.on_return(client, RegisterRet::WriteOk),
        };
        done.expect("a history");
    }
    tester
}
