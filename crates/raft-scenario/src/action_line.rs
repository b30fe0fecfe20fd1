//! Actions in the golden notation: `crash n2`, `cut n1 → n3`, `partition n1 n2 | rest`.

use core::fmt;

use crate::ActionModel;
use crate::action::{LinksModel, OneOrMany};

impl fmt::Display for ActionModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crash(servers) => write!(f, "crash {servers}"),
            Self::Restart(servers) => write!(f, "restart {servers}"),
            Self::TimeOut(servers) => write!(f, "time out {servers}"),
            Self::SetTimer(timer) => write!(f, "timer {} {}", timer.servers, timer.remaining),
            Self::Drop(message) => write!(f, "drop {message}"),
            Self::Deliver(message) => write!(f, "deliver {message}"),
            Self::Hold(message) => write!(f, "hold {message}"),
            Self::Delay(delay) => write!(f, "delay {} by {}", delay.message, delay.by),
            Self::Duplicate(message) => write!(f, "duplicate {message}"),
            Self::Network(network) => write!(f, "network {}", network.links),
            Self::ClientLinks(links) => {
                let client = links.client.as_deref().unwrap_or("all");
                write!(f, "client links {client} ↔ {}", links.servers)
            }
            Self::Pause(servers) => write!(f, "pause {servers}"),
            Self::Resume(servers) => write!(f, "resume {servers}"),
            Self::Trap(trap) => {
                let verb = if trap.point.is_some() { "trap" } else { "disarm" };
                write!(f, "{verb} {}", trap.servers)
            }
            Self::Disk(disk) => write!(f, "disk {}", disk.servers),
            Self::Damage(servers) => write!(f, "damage {servers}"),
            Self::Server(server) => write!(f, "server {}", server.servers),
            Self::Clock(clock) => write!(f, "clock {}", clock.servers),
            Self::Bridge(servers) => write!(f, "bridge {servers}"),
            Self::Ring => f.write_str("ring"),
            Self::Cut(links) => write!(f, "cut {links}"),
            Self::Heal(links) => write!(f, "heal {links}"),
            Self::Partition(sides) => {
                f.write_str("partition")?;
                for (at, side) in sides.iter().enumerate() {
                    let bar = if at == 0 { "" } else { " |" };
                    write!(f, "{bar} {side}")?;
                }
                Ok(())
            }
            Self::HealAll => f.write_str("heal all"),
            Self::Put(put) => write!(f, "{} {}={}", put.client, put.key, put.value),
            Self::Add(add) => write!(f, "{} {}+={}", add.client, add.key, add.amount),
            Self::Wipe(servers) => write!(f, "wipe {servers}"),
            Self::TakeSnapshot(servers) => write!(f, "snapshot {servers}"),
            Self::Change(change) => {
                f.write_str("change")?;
                for (_, name, servers) in change.parts() {
                    if let Some(servers) = servers {
                        write!(f, " {name} {servers}")?;
                    }
                }
                Ok(())
            }
            Self::LeaveJoint(leader) => write!(f, "leave joint {leader}"),
            Self::ExpireSessions(leader) => write!(f, "expire sessions {leader}"),
            Self::Get(get) => write!(f, "{} get {}", get.client, get.key),
            Self::Transfer(transfer) => write!(f, "transfer {} to {}", transfer.from, transfer.to),
            Self::ForgetLeader(servers) => write!(f, "forget leader {servers}"),
            Self::SetLoss(loss) => write!(f, "loss {loss}"),
            Self::Bind(bind) => write!(f, "{} = {}", bind.name, bind.to),
            Self::Release => f.write_str("release"),
        }
    }
}

impl fmt::Display for OneOrMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(name) => f.write_str(name),
            Self::Many(names) => f.write_str(&names.join(" ")),
        }
    }
}

impl fmt::Display for LinksModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arrow = if self.one_way { '→' } else { '↔' };
        write!(f, "{} {arrow} {}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_has_a_short_line() {
        for (json, line) in [
            (r#"{"crash":"n2"}"#, "crash n2"),
            (r#"{"time_out":["n1","n2"]}"#, "time out n1 n2"),
            (r#"{"cut":{"from":"n1","to":"n3","one_way":true}}"#, "cut n1 → n3"),
            (r#"{"partition":[["n1","n2"],"rest"]}"#, "partition n1 n2 | rest"),
            (r#"{"drop":"n1>n2:AppendEntries:3"}"#, "drop n1>n2:AppendEntries:3"),
            (r#"{"deliver":"n1>n2:AppendEntries:3"}"#, "deliver n1>n2:AppendEntries:3"),
            (r#"{"put":{"key":"x","value":"3","via":"n1"}}"#, "c1 x=3"),
            (r#"{"transfer":{"to":"n2"}}"#, "transfer leader to n2"),
            (r#"{"forget_leader":"followers"}"#, "forget leader followers"),
            (r#"{"change":{"add":["n4","n5"],"remove":"n1"}}"#, "change add n4 n5 remove n1"),
            (r#"{"leave_joint":"leader"}"#, "leave joint leader"),
            (r#""heal_all""#, "heal all"),
        ] {
            assert_eq!(
                ActionModel::from_json(json).map(|action| action.to_string()),
                Ok(line.to_owned())
            );
        }
    }
}
