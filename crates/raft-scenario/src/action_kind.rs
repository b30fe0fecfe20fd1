//! What kind of action it is, by the name that it has in scenarios.

use raft_core::ReadMode;
use raft_sim::{Action, Command, Reading};

use crate::{Problem, ProblemKind};

macro_rules! kinds {
    ($($pattern:pat => $name:literal,)*) => {
        /// All kinds, in the order in which the reference tells them.
        pub(crate) const KINDS: &[&str] = &[$($name),*];

        /// The kind of an action.
        pub(crate) fn kind_of(action: &Action) -> &'static str {
            match action { $($pattern => $name,)* }
        }
    };
}

kinds! {
    Action::Crash(_) => "crash",
    Action::Restart(_) => "restart",
    Action::TimeOut(_) => "time_out",
    Action::SetTimer { .. } => "set_timer",
    Action::Drop(_) => "drop",
    Action::Deliver(_) => "deliver",
    Action::Hold(_) => "hold",
    Action::Delay { .. } => "delay",
    Action::Duplicate(_) => "duplicate",
    Action::Network { .. } => "network",
    Action::ClientLinks { .. } => "client_links",
    Action::Pause(_) => "pause",
    Action::Resume(_) => "resume",
    Action::Trap { .. } => "trap",
    Action::Disk { .. } => "disk",
    Action::Damage(_) => "damage",
    Action::Server { .. } => "server",
    Action::Clock { .. } => "clock",
    Action::Bridge(_) => "bridge",
    Action::Ring => "ring",
    Action::Cut { .. } => "cut",
    Action::Heal { .. } => "heal",
    Action::Partition(_) => "partition",
    Action::HealAll => "heal_all",
    Action::Client { command: Command::Put { .. }, .. } => "put",
    Action::Client { command: Command::Add { .. }, .. } => "add",
    Action::Client { reading: Some(Reading::Directly(ReadMode::Stale)), .. } => "stale_read",
    Action::Client { command: Command::Get { .. } | Command::Read { .. } | Command::OpenSession, .. } => "get",
    Action::Transfer { .. } => "transfer",
    Action::ForgetLeader(_) => "forget_leader",
    Action::Wipe(_) => "wipe",
    Action::TakeSnapshot(_) => "take_snapshot",
    Action::Change { .. } => "change",
    Action::LeaveJoint(_) => "leave_joint",
    Action::ExpireSessions(_) => "expire_sessions",
    Action::SetLoss(_) => "set_loss",
    Action::Bind { .. } => "bind",
    Action::Release => "release",
}

/// Whether an action of this kind is meant where this name stands: a stale read is a read as well.
pub(crate) fn is_named(kind: &str, name: &str) -> bool {
    kind == name || (kind == "stale_read" && name == "get")
}

/// Looks whether there is a kind of this name.
///
/// # Errors
/// If there is none.
pub(crate) fn check_kind(name: &str) -> Result<(), Problem> {
    if KINDS.contains(&name) {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::Name, format!("there is no action \"{name}\""))
        .expecting(format!("one of {}", KINDS.join(", "))))
}
