//! What the world understands of an action as it is written.

use raft_core::{ReadMode, Transition};
use raft_sim::{Action, Command, InvalidCommand, InvalidSetup, Reading, Target};

use super::{
    ActionModel, AddModel, BindModel, ChangeModel, GetModel, LinksModel, OneOrMany, PutModel,
    TransferModel, TransitionModel,
};
use crate::action_kind::kind_of;
use crate::compile::within;
use crate::names::{check_slug, client_id, message_id, selector};
use crate::{
    ClientLinksModel, ClockActionModel, CrashPointModel, DelayModel, DiskActionModel,
    NetworkActionModel, Problem, ProblemKind, ReadsModel, ServerActionModel,
};

impl ActionModel {
    /// What kind of action it is, by the name that it has in scenarios.
    ///
    /// # Errors
    /// A name or a quantity that cannot be read.
    pub fn kind(&self) -> Result<&'static str, Problem> {
        self.to_action().map(|action| kind_of(&action))
    }

    /// The action that the world understands.
    ///
    /// # Errors
    /// A name or a quantity that cannot be read.
    pub fn to_action(&self) -> Result<Action, Problem> {
        Ok(match self {
            Self::Crash(servers) => Action::Crash(servers.target()),
            Self::Restart(servers) => Action::Restart(servers.target()),
            Self::TimeOut(servers) => Action::TimeOut(servers.target()),
            Self::SetTimer(timer) => {
                Action::SetTimer { servers: timer.servers.target(), remaining: timer.remaining.0 }
            }
            Self::Drop(message) => Action::Drop(message_id(message)?),
            Self::Deliver(message) => Action::Deliver(message_id(message)?),
            Self::Hold(message) => Action::Hold(message_id(message)?),
            Self::Delay(DelayModel { message, by }) => {
                Action::Delay { message: message_id(message)?, by: by.0 }
            }
            Self::Duplicate(message) => Action::Duplicate(message_id(message)?),
            Self::Network(network) => return network.to_action(),
            Self::ClientLinks(links) => return links.to_action(),
            Self::Pause(servers) => Action::Pause(servers.target()),
            Self::Resume(servers) => Action::Resume(servers.target()),
            Self::Trap(trap) => {
                let point = trap.point.map(CrashPointModel::point);
                Action::Trap { servers: trap.servers.target(), point }
            }
            Self::Disk(disk) => return disk.to_action(),
            Self::Damage(servers) => Action::Damage(servers.target()),
            Self::Server(server) => return server.to_action(),
            Self::Clock(clock) => return clock.to_action(),
            Self::Bridge(servers) => Action::Bridge(servers.target()),
            Self::Ring => Action::Ring,
            Self::Cut(LinksModel { from, to, one_way }) => {
                Action::Cut { from: from.target(), to: to.target(), one_way: *one_way }
            }
            Self::Heal(LinksModel { from, to, one_way }) => {
                Action::Heal { from: from.target(), to: to.target(), one_way: *one_way }
            }
            Self::Partition(sides) => {
                Action::Partition(sides.iter().map(OneOrMany::target).collect())
            }
            Self::HealAll => Action::HealAll,
            Self::Put(put) => return put.to_action(),
            Self::Add(add) => return add.to_action(),
            Self::Get(get) => return get.to_action(),
            Self::Transfer(TransferModel { from, to }) => {
                Action::Transfer { from: selector(from), to: selector(to) }
            }
            Self::Wipe(servers) => Action::Wipe(servers.target()),
            Self::TakeSnapshot(servers) => Action::TakeSnapshot(servers.target()),
            Self::Change(change) => return change.to_action(),
            Self::LeaveJoint(leader) => Action::LeaveJoint(selector(leader)),
            Self::ExpireSessions(leader) => Action::ExpireSessions(selector(leader)),
            Self::ForgetLeader(servers) => Action::ForgetLeader(servers.target()),
            Self::SetLoss(loss) => Action::SetLoss(loss.0),
            Self::Bind(bind) => return bind.to_action(),
            Self::Release => Action::Release,
        })
    }
}

impl NetworkActionModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let LinksModel { from, to, one_way } = &self.links;
        let faults = self.faults.faults().map_err(within("network.faults"))?;
        faults.validate("network.faults").map_err(impossible)?;
        Ok(Action::Network {
            from: from.target(),
            to: to.target(),
            one_way: *one_way,
            latency: self.latency.map(|latency| latency.0),
            faults: Box::new(faults),
        })
    }
}

impl ClientLinksModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let faults = self.faults.faults().map_err(within("client_links.faults"))?;
        faults.validate("client_links.faults").map_err(impossible)?;
        Ok(Action::ClientLinks {
            client: self.client.as_deref().map(client_id).transpose()?,
            servers: self.servers.target(),
            latency: self.latency.map(|latency| latency.0),
            faults: Box::new(faults),
        })
    }
}

impl DiskActionModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let faults = self.faults.faults();
        faults.validate("disk.faults").map_err(impossible)?;
        Ok(Action::Disk { servers: self.servers.target(), faults })
    }
}

impl ServerActionModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let faults = self.faults.faults();
        faults.validate("server.faults").map_err(impossible)?;
        Ok(Action::Server { servers: self.servers.target(), faults })
    }
}

impl ClockActionModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let change = self.change();
        change.validate().map_err(impossible)?;
        Ok(Action::Clock { servers: self.servers.target(), change })
    }
}

impl PutModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let Self { client, key, value, via } = self;
        let command = Command::put(key, value)
            .map_err(|why| invalid(format!("cannot write \"{key}\" = \"{value}\""), why));
        asked(client, command, None, via.as_deref())
    }
}

impl AddModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let Self { client, key, amount, via } = self;
        let command = Command::add(key, *amount)
            .map_err(|why| invalid(format!("cannot add to \"{key}\""), why));
        asked(client, command, None, via.as_deref())
    }
}

impl GetModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let Self { client, key, via, reads } = self;
        let command =
            Command::get(key).map_err(|why| invalid(format!("cannot read \"{key}\""), why));
        asked(client, command, reads.map(ReadsModel::reading), via.as_deref())
    }
}

impl ChangeModel {
    fn to_action(&self) -> Result<Action, Problem> {
        let asked = self.parts().into_iter();
        let changes: Vec<_> = asked
            .filter_map(|(change, _, servers)| Some((change, servers?.target())))
            .filter(|(_, target)| !target.0.is_empty())
            .collect();
        if changes.is_empty() {
            return Err(Problem::new(ProblemKind::Action, "this changes nothing")
                .expecting("add, learner, promote, demote or remove"));
        }
        Ok(Action::Change {
            from: selector(&self.from),
            changes,
            transition: match self.transition {
                TransitionModel::Auto => Transition::Auto,
                TransitionModel::Implicit => Transition::Implicit,
                TransitionModel::Explicit => Transition::Explicit,
            },
        })
    }
}

impl BindModel {
    fn to_action(&self) -> Result<Action, Problem> {
        check_slug(&self.name, ProblemKind::Action)?;
        Ok(Action::Bind { name: self.name.as_str().into(), to: selector(&self.to) })
    }
}

impl ReadsModel {
    pub(crate) fn reading(self) -> Reading {
        match self {
            Self::Log => Reading::Log,
            Self::ReadIndex => Reading::Directly(ReadMode::ReadIndex),
            Self::Lease => Reading::Directly(ReadMode::Lease),
            Self::Stale => Reading::Directly(ReadMode::Stale),
        }
    }
}

impl OneOrMany {
    fn target(&self) -> Target {
        match self {
            Self::One(name) => Target(vec![selector(name)]),
            Self::Many(names) => Target(names.iter().map(|name| selector(name)).collect()),
        }
    }
}

/// What a client is told to ask for.
fn asked(
    client: &str,
    command: Result<Command, Problem>,
    reading: Option<Reading>,
    via: Option<&str>,
) -> Result<Action, Problem> {
    Ok(Action::Client {
        client: client_id(client)?,
        command: command?,
        reading,
        via: via.map(selector),
    })
}

/// A key or a value that no command can have.
fn invalid(what: String, why: InvalidCommand) -> Problem {
    Problem::new(ProblemKind::Action, what).expecting(why.to_string())
}

/// What was asked for cannot be, whatever the moment.
fn impossible(why: InvalidSetup) -> Problem {
    Problem::new(ProblemKind::Action, "this cannot work").at(why.field).expecting(why.expected)
}
