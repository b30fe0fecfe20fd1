//! The commands of the script language, one short function each.
//!
//! | command | what it does |
//! |---|---|
//! | `cluster N [term=T] [noop=off] [forward=on] [batch=K] [voters=N] [on-apply=on] [stay=on] [snapshot=K] [keep=K] [chunk=K] [window=K] [bytes=K] [limit=K] [naive=on] [lease=on] [drift=PPM] [prevote=on] [checkquorum=on] [sticky=on] [deviation=NAME] [n1=1123 …]` | starts N servers; `n1=1123` is n1's log on disk, one digit per entry: its term. Everybody is in the latest of these terms, or in T |
//! | `campaign n1` | n1's election timer runs out |
//! | `deliver [n1] [n2] [KIND] [nth=K] [all]` | delivers the oldest message from n1 to n2 (`_`: any), or the Kth, or all there are now |
//! | `drop …`, `duplicate …` | the same choice of messages, lost or doubled |
//! | `messages` | what is on its way |
//! | `auto-persist on/off` | whether writes finish at once (they do at the start) |
//! | `persist n1 [all]` | n1's oldest write, or all of them, reach the disk |
//! | `propose n1 TEXT` | a client hands n1 a command; requests are named r1, r2, … |
//! | `read n1 [lease/stale]` | a client reads at n1, linearizably unless it says otherwise |
//! | `auto-apply on/off`, `apply n1` | whether state machines apply at once (they do at the start); n1's catches up |
//! | `open n1`, `call n1 sS SEQ OPEN TEXT`, `expire n1 I` | a client opens a session; sends command SEQ of session S, having all answers before OPEN; ends sessions unused since entry I |
//! | `snapshot n1`, `wipe n1` | n1 takes a snapshot; n1's disk is empty again |
//! | `change n1 [auto/implicit/explicit] +n4 +~n5 ^n5 vn2 -n1`, `leave n1` | asks leader n1 for voters, learners, promotions, demotions, removals in one step; to leave a joint configuration |
//! | `members [n1 …]` | the configuration in force on each server |
//! | `heartbeat n1` | moves the clock to the leader's next heartbeat and wakes it |
//! | `tick MS` | moves the clock and wakes every server whose deadline passes |
//! | `run MS` | the same, and delivers and persists everything as it comes |
//! | `timer n1 [MS]` | sets n1's election timer; without MS, says when it runs out |
//! | `transfer n1 n2`, `forget n1` | n1 shall hand its leadership to n2; n1 shall forget its leader |
//! | `lives n1 term=T` | n1 starts again, and has only heard of term T |
//! | `crash n1`, `restart n1` | stops n1 and loses what is not on disk; starts it from its disk |
//! | `partition n1 n2 / n3 n4`, `heal` | cuts the sides from each other |
//! | `stabilize` | delivers and persists until nothing is left to do |
//! | `status [n1 …]`, `log [n1 …]`, `disk [n1 …]`, `executed [n1 …]` | prints servers, logs, disks, state machines |
//! | `refusals` | how many AppendEntries each server has refused since this was last asked |
//! | `quiet COMMAND` | runs a command and prints only violations |

use std::collections::BTreeMap;

use raft_core::{
    Activation, Backtracking, Configuration, Durable, HardState, Index, Input, MembershipChange,
    Micros, NodeId, Options, Proposals, ReadMode, SessionCommand, SessionId, Term, Transition,
};

use super::cluster::Cluster;
use super::network::Pick;
use super::notation;
use super::words::{change_named, fill, kind_named, node_id, number, switch, with};

/// Where a script plays.
#[derive(Default)]
pub(crate) struct Stage {
    cluster: Cluster,
}

type Done = Result<(), String>;

impl Stage {
    /// Runs one command and hands back what it printed.
    pub(crate) fn run(&mut self, command: &str) -> Result<Vec<String>, String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        if let ["quiet", rest @ ..] = words.as_slice() {
            self.dispatch(rest)?;
            let mut printed = self.cluster.take_printed();
            printed.retain(|line| line.starts_with("!!"));
            return Ok(printed);
        }
        self.dispatch(&words)?;
        Ok(self.cluster.take_printed())
    }

    fn dispatch(&mut self, words: &[&str]) -> Done {
        let Some((command, args)) = words.split_first() else {
            return Err("a command is missing".to_owned());
        };
        match *command {
            "cluster" => self.start_cluster(args),
            "campaign" => self.each_running(args, |cluster, id| {
                cluster.step(id, Input::ElectionTimeout);
            }),
            "deliver" => self.each_message(args, Cluster::deliver),
            "drop" => self.each_message(args, |cluster, message| {
                cluster.print(format!("{message} lost"));
            }),
            "duplicate" => self.duplicate(args),
            "messages" => {
                for message in self.cluster.network.in_flight().to_vec() {
                    self.cluster.print(message.to_string());
                }
                Ok(())
            }
            "auto-persist" => {
                self.cluster.auto_persist = switch(args.first().copied().unwrap_or_default())?;
                Ok(())
            }
            "auto-apply" => {
                self.cluster.lazy_apply = !switch(args.first().copied().unwrap_or_default())?;
                Ok(())
            }
            "apply" => self.each_running(args, Cluster::catch_up),
            "read" => self.read(args),
            "persist" => self.persist(args),
            "propose" => self.propose(args),
            "open" => self.each_running(args, |cluster, id| {
                let request = cluster.next_request();
                cluster.step(id, Input::OpenSession { request });
            }),
            "call" => self.call(args),
            "expire" => self.expire(args),
            "snapshot" => self.each_running(args, |cluster, id| {
                cluster.step(id, Input::TakeSnapshot);
            }),
            "wipe" => self.each(args, |cluster, id| {
                let size = u32::try_from(cluster.servers.len()).expect("a small cluster");
                cluster.server(id).disk.durable = Cluster::fresh_disk(size);
                cluster.print(format!("{id} has lost its disk"));
            }),
            "change" => self.change(args),
            "leave" => self.each_running(args, |cluster, id| {
                let request = cluster.next_request();
                let change = MembershipChange::LeaveJoint;
                cluster.step(id, Input::ChangeMembership { request, change });
            }),
            "members" => self.each(args, |cluster, id| {
                let line = match &cluster.server(id).node {
                    Some(node) => format!("{id} {}", node.configuration()),
                    None => format!("{id} down"),
                };
                cluster.print(line);
            }),
            "heartbeat" => self.heartbeat(args),
            "tick" => self.tick(args),
            "run" => self.run_for(args),
            "timer" => self.timer(args),
            "transfer" => self.transfer(args),
            "forget" => self.each_running(args, |cluster, id| {
                cluster.step(id, Input::ForgetLeader);
            }),
            "lives" => self.lives(args),
            "crash" => self.each_running(args, Cluster::crash),
            "restart" => self.restart(args),
            "partition" => self.partition(args),
            "heal" => {
                self.cluster.network.heal();
                Ok(())
            }
            "stabilize" => self.stabilize(),
            "status" => self.each(args, print_status),
            "log" => self.each(args, print_log),
            "disk" => self.each(args, print_disk),
            "executed" => self.each(args, print_executed),
            "refusals" => self.each(args, |cluster, id| {
                let refusals = std::mem::take(&mut cluster.server(id).refusals);
                cluster.print(format!("{id} refused {refusals}"));
            }),
            other => Err(format!("there is no command `{other}`")),
        }
    }

    fn start_cluster(&mut self, args: &[&str]) -> Done {
        let (size, settings) = args.split_first().ok_or("how many servers?")?;
        let size: u32 = number(size)?;
        let mut options = Options::default();
        let mut disks: BTreeMap<NodeId, Durable> =
            (1..=size).map(|id| (NodeId(id), Cluster::fresh_disk(size))).collect();
        let mut term = 0;
        for setting in settings {
            let (key, value) = setting.split_once('=').ok_or("settings are key=value")?;
            match key {
                "noop" => options.noop_on_election = switch(value)?,
                "forward" if switch(value)? => options.proposals = Proposals::Forward,
                "forward" => options.proposals = Proposals::Redirect,
                "snapshot" => options.snapshot_after = number(value)?,
                "keep" => options.snapshot_keep = number(value)?,
                "chunk" => options.snapshot_chunk = number(value)?,
                "window" => options.append_window = number(value)?,
                "bytes" => options.bytes_per_append = number(value)?,
                "limit" => options.uncommitted_bytes = number(value)?,
                "naive" if switch(value)? => options.backtracking = Backtracking::OneByOne,
                "lease" => options.lease_reads = switch(value)?,
                "drift" => options.clock_drift_ppm = number(value)?,
                "prevote" => options.pre_vote = switch(value)?,
                "checkquorum" => options.check_quorum = switch(value)?,
                "sticky" => options.leader_stickiness = switch(value)?,
                "batch" => options.entries_per_append = number(value)?,
                "deviation" => options.deviations = with(options.deviations, value)?,
                "voters" => {
                    let voters: u32 = number(value)?;
                    for (id, disk) in &mut disks {
                        // Whoever is not among them has not been told of anybody.
                        let known = if id.0 <= voters { voters } else { 0 };
                        disk.configuration = Configuration::new((1..=known).map(NodeId));
                    }
                }
                "on-apply" if switch(value)? => options.activation = Activation::OnApply,
                "stay" if switch(value)? => options.step_down_on_removal = false,
                "term" => term = number(value)?,
                server => {
                    let disk = disks.get_mut(&node_id(server)?).ok_or("no such server")?;
                    fill(disk, value)?;
                }
            }
        }
        // Whoever led a term was elected by a majority; let everybody have heard of it.
        let current_term = disks.values().map(|disk| disk.log.last().term).max();
        let current_term = current_term.unwrap_or_default().max(Term(term));
        for disk in disks.values_mut() {
            disk.hard_state = HardState { current_term, voted_for: None };
        }
        options.validate().map_err(|why| why.to_string())?;
        self.cluster = Cluster::new(options, disks);
        Ok(())
    }

    fn persist(&mut self, args: &[&str]) -> Done {
        let (who, rest) = args.split_first().ok_or("whose write?")?;
        let id = self.known(who)?;
        while self.cluster.finish_write(id, "") && rest == ["all"] {}
        Ok(())
    }

    fn propose(&mut self, args: &[&str]) -> Done {
        let (who, words) = args.split_first().ok_or("to whom?")?;
        let id = self.running(who)?;
        self.cluster.propose(id, &words.join(" "), None);
        Ok(())
    }

    fn read(&mut self, args: &[&str]) -> Done {
        let (who, mode) = args.split_first().ok_or("where?")?;
        let mode = match mode {
            [] => ReadMode::ReadIndex,
            ["lease"] => ReadMode::Lease,
            ["stale"] => ReadMode::Stale,
            _ => return Err("a read is `lease` or `stale`".to_owned()),
        };
        let id = self.running(who)?;
        self.cluster.read(id, mode);
        Ok(())
    }

    fn change(&mut self, args: &[&str]) -> Done {
        let (who, words) = args.split_first().ok_or("at whom?")?;
        let id = self.running(who)?;
        let (mut transition, mut changes) = (Transition::Auto, Vec::new());
        for word in words {
            match *word {
                "auto" => transition = Transition::Auto,
                "implicit" => transition = Transition::Implicit,
                "explicit" => transition = Transition::Explicit,
                word => changes.push(change_named(word)?),
            }
        }
        let request = self.cluster.next_request();
        let change = MembershipChange::Change { changes, transition };
        self.cluster.step(id, Input::ChangeMembership { request, change });
        Ok(())
    }

    fn call(&mut self, args: &[&str]) -> Done {
        let [who, session, sequence, first_open, words @ ..] = args else {
            return Err("call n1 SESSION SEQUENCE FIRST-OPEN TEXT".to_owned());
        };
        let id = self.running(who)?;
        let session = SessionCommand {
            session: SessionId(number(session.trim_start_matches('s'))?),
            sequence: number(sequence)?,
            first_open: number(first_open)?,
        };
        self.cluster.propose(id, &words.join(" "), Some(session));
        Ok(())
    }

    fn expire(&mut self, args: &[&str]) -> Done {
        let [who, index] = args else { return Err("expire n1 INDEX".to_owned()) };
        let (id, unused_since) = (self.running(who)?, Index(number(index)?));
        let request = self.cluster.next_request();
        self.cluster.step(id, Input::ExpireSessions { request, unused_since });
        Ok(())
    }

    fn heartbeat(&mut self, args: &[&str]) -> Done {
        let id = self.running(args.first().ok_or("whose heartbeat?")?)?;
        let node = self.cluster.server(id).node.as_ref().filter(|node| node.is_leader());
        let due = node.ok_or(format!("{id} does not lead"))?.next_deadline();
        let due = due.ok_or(format!("{id} has nobody to send it to"))?;
        self.cluster.now = self.cluster.now.max(due);
        self.cluster.wake(id);
        Ok(())
    }

    fn transfer(&mut self, args: &[&str]) -> Done {
        let [from, to] = args else { return Err("from whom to whom?".to_owned()) };
        let (from, to) = (self.running(from)?, node_id(to)?);
        self.cluster.step(from, Input::TransferLeadership { to });
        Ok(())
    }

    fn tick(&mut self, args: &[&str]) -> Done {
        let millis = number(args.first().ok_or("how many milliseconds?")?)?;
        let end = self.cluster.now.after(Micros::from_millis(millis));
        self.cluster.pass_time_until(end);
        Ok(())
    }

    fn run_for(&mut self, args: &[&str]) -> Done {
        let millis = number(args.first().ok_or("how many milliseconds?")?)?;
        let end = self.cluster.now.after(Micros::from_millis(millis));
        self.stabilize()?;
        while self.cluster.wake_next_until(end) {
            self.stabilize()?;
        }
        Ok(())
    }

    fn timer(&mut self, args: &[&str]) -> Done {
        let id = self.running(args.first().ok_or("whose timer?")?)?;
        if let Some(millis) = args.get(1) {
            let span = Micros::from_millis(number(millis)?);
            self.cluster.step(id, Input::SetElectionTimer(span));
        }
        let now = self.cluster.now;
        let node = self.cluster.server(id).node.as_ref().ok_or("it is down")?;
        let line = match node.timing().election_deadline {
            Some(deadline) => format!("{id} election in {}", deadline.since(now)),
            None => format!("{id} has no election timer"),
        };
        self.cluster.print(line);
        Ok(())
    }

    fn lives(&mut self, args: &[&str]) -> Done {
        let [who, term] = args else { return Err("who, in which term?".to_owned()) };
        let id = self.known(who)?;
        let term = number(term.strip_prefix("term=").ok_or("in which term?")?)?;
        let current_term = Term(term);
        self.cluster.server(id).disk.durable.hard_state =
            HardState { current_term, voted_for: None };
        self.cluster.start(id);
        Ok(())
    }

    fn restart(&mut self, args: &[&str]) -> Done {
        for word in args {
            let id = self.known(word)?;
            if self.cluster.server(id).node.is_some() {
                return Err(format!("{id} is running"));
            }
            self.cluster.start(id);
            print_status(&mut self.cluster, id);
        }
        Ok(())
    }

    fn partition(&mut self, args: &[&str]) -> Done {
        let sides: Result<Vec<Vec<NodeId>>, String> = args
            .split(|word| *word == "/")
            .map(|side| side.iter().map(|word| self.known(word)).collect())
            .collect();
        self.cluster.network.partition(&sides?);
        Ok(())
    }

    fn stabilize(&mut self) -> Done {
        let next = Pick { nth: 1, ..Pick::default() };
        for _ in 0..10_000 {
            if let Some(message) = self.cluster.network.take(&next).pop() {
                self.cluster.deliver(message);
                continue;
            }
            let ids = self.cluster.ids();
            if !ids.into_iter().any(|id| self.cluster.finish_write(id, "")) {
                return Ok(());
            }
        }
        Err("the cluster does not come to rest".to_owned())
    }

    /// Does something for each named server, or for all of them if none is named.
    fn each(&mut self, args: &[&str], action: impl Fn(&mut Cluster, NodeId)) -> Done {
        let ids: Result<Vec<NodeId>, String> = args.iter().map(|word| self.known(word)).collect();
        let ids = if args.is_empty() { self.cluster.ids() } else { ids? };
        for id in ids {
            action(&mut self.cluster, id);
        }
        Ok(())
    }

    fn each_running(&mut self, args: &[&str], action: impl Fn(&mut Cluster, NodeId)) -> Done {
        if args.is_empty() {
            return Err("which server?".to_owned());
        }
        for word in args {
            let id = self.running(word)?;
            action(&mut self.cluster, id);
        }
        Ok(())
    }

    fn each_message(
        &mut self,
        args: &[&str],
        action: impl Fn(&mut Cluster, raft_core::Message),
    ) -> Done {
        let pick = self.pick(args)?;
        let messages = self.cluster.network.take(&pick);
        if messages.is_empty() && !pick.all {
            return Err("no such message is on its way".to_owned());
        }
        for message in messages {
            action(&mut self.cluster, message);
        }
        Ok(())
    }

    fn duplicate(&mut self, args: &[&str]) -> Done {
        let pick = self.pick(args)?;
        let doubled = self.cluster.network.double(&pick);
        if doubled.is_empty() {
            return Err("no such message is on its way".to_owned());
        }
        for message in doubled {
            self.cluster.print(format!("{message} doubled"));
        }
        Ok(())
    }

    fn pick(&self, args: &[&str]) -> Result<Pick, String> {
        let mut pick = Pick { nth: 1, ..Pick::default() };
        let mut ends = 0;
        for word in args {
            if *word == "all" {
                pick.all = true;
            } else if let Some(nth) = word.strip_prefix("nth=") {
                pick.nth = number(nth)?;
            } else if let Some(kind) = kind_named(word) {
                pick.kind = Some(kind);
            } else {
                let end = if *word == "_" { None } else { Some(self.known(word)?) };
                match ends {
                    0 => pick.from = end,
                    1 => pick.to = end,
                    _ => return Err("a message has one sender and one receiver".to_owned()),
                }
                ends += 1;
            }
        }
        Ok(pick)
    }

    fn known(&self, word: &str) -> Result<NodeId, String> {
        let id = node_id(word)?;
        self.cluster.servers.get(&id).map(|_| id).ok_or(format!("there is no server {id}"))
    }

    fn running(&self, word: &str) -> Result<NodeId, String> {
        let id = self.known(word)?;
        self.cluster.servers[&id].node.as_ref().map(|_| id).ok_or(format!("{id} is down"))
    }
}

fn print_status(cluster: &mut Cluster, id: NodeId) {
    let server = cluster.server(id);
    let line = match &server.node {
        Some(node) => notation::server(node),
        None => notation::down(id, &server.disk.durable),
    };
    cluster.print(line);
}

fn print_log(cluster: &mut Cluster, id: NodeId) {
    let server = cluster.server(id);
    let line = match &server.node {
        Some(node) => notation::log(node.log(), Some(node.commit_index())),
        None => notation::log(&server.disk.durable.log, None),
    };
    cluster.print(format!("{id} {line}"));
}

fn print_disk(cluster: &mut Cluster, id: NodeId) {
    let durable = &cluster.server(id).disk.durable;
    let state = durable.hard_state;
    let vote = state.voted_for.map_or_else(|| "-".to_owned(), |to| to.to_string());
    let line = notation::log(&durable.log, None);
    cluster.print(format!("{id} disk t{} voted={vote} {line}", state.current_term));
}

fn print_executed(cluster: &mut Cluster, id: NodeId) {
    let executed = cluster.server(id).executed.iter();
    let commands: String = executed.map(|command| format!(" {command}")).collect();
    cluster.print(format!("{id} executed{commands}"));
}
