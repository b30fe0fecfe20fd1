//! stateright's own Raft example, compiled from the registry's copy of stateright: nothing of it is in here.

use stateright::actor::Network;
use stateright::{Checker, Model};

use crate::Found;

#[allow(warnings, clippy::all, clippy::pedantic)]
mod example {
    include!(env!("STATERIGHT_RAFT_EXAMPLE"));
}

/// Explores the example with three servers, breadth first with one thread, up to so many choices.
#[must_use]
pub fn explore(choices: usize) -> Found {
    let network = Network::new_unordered_nonduplicating([]);
    let model = example::RaftModelCfg { server_count: 3, network }.into_model();
    // The checker counts the states along a way, and there is one more than choices.
    let checker = model.checker().target_max_depth(choices + 1).spawn_bfs().join();
    Found {
        broken: None,
        unique: checker.unique_state_count(),
        states: checker.state_count(),
        depth: checker.max_depth() - 1,
        sights: Vec::new(),
    }
}
