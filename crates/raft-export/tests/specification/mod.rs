//! The steps of etcd's TLA+ specification, written down once more from its `etcdraft.tla`, and how its
//! `Traceetcdraft.tla` follows a trace with them: a line is good if the step that it names is possible,
//! and leads to the state that it tells.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A server of the specification.
#[derive(Clone, Debug, Default)]
struct Server {
    role: String,
    kept: Kept,
    granted: BTreeSet<String>,
    matched: BTreeMap<String, u64>,
    durable: Kept,
}

#[derive(Clone, PartialEq, Debug, Default)]
struct Kept {
    term: u64,
    vote: String,
    commit: u64,
    log: Vec<Entry>,
    voters: BTreeSet<String>,
    learners: BTreeSet<String>,
}

/// An entry: its term, and the members that it brings if it is a configuration.
#[derive(Clone, PartialEq, Debug)]
struct Entry {
    term: u64,
    members: Option<(BTreeSet<String>, BTreeSet<String>)>,
}

#[derive(Clone, PartialEq, Debug)]
struct Message {
    kind: String,
    term: u64,
    from: String,
    to: String,
    prev: (u64, u64),
    entries: Vec<Entry>,
    commit: u64,
    no: bool,
}

#[derive(Default)]
pub(crate) struct Model {
    servers: BTreeMap<String, Server>,
    pending: Vec<Message>,
    messages: Vec<Message>,
    /// The last line of each server.
    before: BTreeMap<String, Value>,
}

type Followed = Result<(), String>;

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn set(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(u64::MAX)
}

fn need(holds: bool, what: &str) -> Followed {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn is_quorum(some: usize, all: usize) -> bool {
    some * 2 > all
}

impl Model {
    /// Follows a whole trace, beginning with the lines in which servers are set up.
    pub(crate) fn follow(lines: &[Value]) -> Result<Self, String> {
        let mut model = Self::default();
        let mut set_up: BTreeSet<String> = BTreeSet::new();
        for (at, line) in lines.iter().enumerate() {
            let event = &line["event"];
            let id = text(&event["nid"]);
            let is_set_up = matches!(
                event["name"].as_str(),
                Some("InitState" | "BecomeFollower" | "ApplyConfChange")
            );
            let followed = if is_set_up && !set_up.contains(&id) {
                model.set_up(&id, event);
                Ok(())
            } else {
                set_up.insert(id.clone());
                model.step(&id, event)
            };
            followed.map_err(|why| {
                format!("line {}: {why}\n{event}\n{:?}", at + 1, model.servers.get(&id))
            })?;
            model.before.insert(id, event.clone());
        }
        Ok(model)
    }

    fn set_up(&mut self, id: &str, event: &Value) {
        let voters = match event.pointer("/prop/cc/newconf") {
            Some(new) => set(new),
            None => set(&event["conf"][0]),
        };
        let entry = Entry { term: 1, members: Some((voters.clone(), BTreeSet::new())) };
        let kept = Kept {
            term: number(&event["state"]["term"]),
            vote: text(&event["state"]["vote"]),
            commit: number(&event["state"]["commit"]),
            log: vec![entry; number(&event["log"]) as usize],
            voters,
            learners: BTreeSet::new(),
        };
        let role = text(&event["role"]);
        let server = Server { role, kept: kept.clone(), durable: kept, ..Server::default() };
        self.servers.insert(id.to_owned(), server);
    }

    fn step(&mut self, id: &str, event: &Value) -> Followed {
        let message = &event["msg"];
        let to_itself = message["from"] == message["to"];
        match event["name"].as_str().unwrap_or_default() {
            "SendRequestVoteRequest" => self.request_vote(id, event)?,
            "SendRequestVoteResponse" if to_itself => self.own_vote(id)?,
            "SendAppendEntriesResponse" if to_itself => self.own_answer(id, message)?,
            // Receiving has queued it.
            "SendRequestVoteResponse" | "SendAppendEntriesResponse" => return Ok(()),
            "BecomeCandidate" => return self.time_out(id, event),
            "BecomeLeader" => self.lead(id)?,
            // Told before it happens.
            "Replicate" => return self.replicate(id, None),
            "ChangeConf" => return self.change(id, event),
            "ApplyConfChange" => return self.apply(id, event),
            "SendAppendEntriesRequest" => self.append(id, message)?,
            "Commit" => self.commit(id)?,
            "Ready" => self.ready(id),
            "InitState" => self.restart(id),
            "BecomeFollower" if self.follows_receipt(id, event) => return Ok(()),
            "BecomeFollower" => self.server(id).role = "StateFollower".to_owned(),
            name if name.starts_with("Receive") => return self.receive(id, event),
            name => return Err(format!("no step is called {name}")),
        }
        self.agrees(id, event)
    }

    fn server(&mut self, id: &str) -> &mut Server {
        self.servers.entry(id.to_owned()).or_default()
    }

    /// The state is what the line says.
    fn agrees(&mut self, id: &str, event: &Value) -> Followed {
        let Server { role, kept, .. } = self.server(id);
        let state = &event["state"];
        need(kept.term == number(&state["term"]), "the term is another")?;
        need(kept.vote == text(&state["vote"]), "the vote is another")?;
        need(kept.commit == number(&state["commit"]), "the commit index is another")?;
        need(*role == text(&event["role"]), "the role is another")?;
        need(kept.log.len() as u64 == number(&event["log"]), "the log has another length")?;
        need(kept.voters == set(&event["conf"][0]), "the configuration is another")
    }

    fn queue(&mut self, kind: &str, from: &str, to: &str, with: impl FnOnce(&mut Message)) {
        let term = self.server(from).kept.term;
        let mut message = Message {
            kind: kind.to_owned(),
            term,
            from: from.to_owned(),
            to: to.to_owned(),
            prev: (0, 0),
            entries: Vec::new(),
            commit: 0,
            no: false,
        };
        with(&mut message);
        self.pending.push(message);
    }

    fn request_vote(&mut self, id: &str, event: &Value) -> Followed {
        let to = text(&event["msg"]["to"]);
        let Server { role, kept, .. } = self.server(id).clone();
        need(role == "StateCandidate", "only a candidate asks for votes")?;
        need(kept.voters.contains(&to), "only members are asked")?;
        let last = (kept.log.last().map_or(0, |entry| entry.term), kept.log.len() as u64);
        let told = (number(&event["msg"]["logTerm"]), number(&event["msg"]["index"]));
        need(last == told && kept.term == number(&event["msg"]["term"]), "another last entry")?;
        self.queue("MsgVote", id, &to, |message| message.prev = last);
        Ok(())
    }

    fn own_vote(&mut self, id: &str) -> Followed {
        need(self.server(id).role == "StateCandidate", "only a candidate votes for itself")?;
        self.queue("MsgVoteResp", id, id, |_| {});
        Ok(())
    }

    fn own_answer(&mut self, id: &str, message: &Value) -> Followed {
        let Server { role, kept, .. } = self.server(id).clone();
        let last = kept.log.len() as u64;
        need(role == "StateLeader", "only a leader answers itself")?;
        need(number(&message["index"]) == last, "a leader answers for its whole log")?;
        self.queue("MsgAppResp", id, id, |message| message.prev = (0, last));
        Ok(())
    }

    fn time_out(&mut self, id: &str, event: &Value) -> Followed {
        let server = self.server(id);
        need(server.role != "StateLeader", "a leader does not time out")?;
        need(server.kept.voters.contains(id), "who does not vote does not stand")?;
        server.role = "StateCandidate".to_owned();
        server.kept.term += 1;
        server.kept.vote = id.to_owned();
        server.granted.clear();
        self.agrees(id, event)
    }

    fn lead(&mut self, id: &str) -> Followed {
        let server = self.server(id);
        need(server.role == "StateCandidate", "only a candidate can win")?;
        let votes = server.granted.intersection(&server.kept.voters).count();
        need(is_quorum(votes, server.kept.voters.len()), "no majority has voted for it")?;
        server.role = "StateLeader".to_owned();
        server.matched = BTreeMap::from([(id.to_owned(), server.kept.log.len() as u64)]);
        Ok(())
    }

    fn replicate(
        &mut self,
        id: &str,
        members: Option<(BTreeSet<String>, BTreeSet<String>)>,
    ) -> Followed {
        let server = self.server(id);
        need(server.role == "StateLeader", "only a leader appends")?;
        server.kept.log.push(Entry { term: server.kept.term, members });
        Ok(())
    }

    fn change(&mut self, id: &str, event: &Value) -> Followed {
        let changes = event["prop"]["cc"]["changes"].as_array().cloned().unwrap_or_default();
        let [change] = changes.as_slice() else { return Err("not one change".to_owned()) };
        let Kept { mut voters, mut learners, .. } = self.server(id).kept.clone();
        let node = text(&change["nid"]);
        match change["action"].as_str() {
            Some("AddNewServer") => {
                need(voters.insert(node.clone()), "it is a voter already")?;
                learners.remove(&node);
            }
            Some("AddLearner") => {
                need(!voters.contains(&node) && learners.insert(node), "it is a member already")?;
            }
            Some("RemoveServer") => {
                need(voters.remove(&node) | learners.remove(&node), "it is no member")?;
            }
            _ => return Err("no such action".to_owned()),
        }
        self.replicate(id, Some((voters, learners)))
    }

    fn apply(&mut self, id: &str, event: &Value) -> Followed {
        let kept = &mut self.server(id).kept;
        let committed = &kept.log[..kept.commit as usize];
        let last = committed.iter().rev().find_map(|entry| entry.members.clone());
        (kept.voters, kept.learners) = last.ok_or("no configuration is committed")?;
        need(kept.voters == set(&event["prop"]["cc"]["newconf"]), "another configuration")
    }

    fn append(&mut self, id: &str, message: &Value) -> Followed {
        need(message["type"] == "MsgApp", "only MsgApp is sent here")?;
        let (to, prev) = (text(&message["to"]), number(&message["index"]));
        let many = number(&message["entries"]);
        let Server { role, kept, matched, .. } = self.server(id).clone();
        let last = kept.log.len() as u64;
        need(role == "StateLeader" && to != id, "only a leader sends entries, and to others")?;
        need(kept.voters.contains(&to) || kept.learners.contains(&to), "to members only")?;
        let known = matched.get(&to).copied().unwrap_or(0);
        need(prev >= known && prev + many <= last, "entries that were answered, or are not there")?;
        let term = if prev == 0 { 0 } else { kept.log[prev as usize - 1].term };
        need(term == number(&message["logTerm"]), "another term before the entries")?;
        let commit = kept.commit.min(prev + many);
        need(commit == number(&message["commit"]), "another commit index")?;
        let entries = kept.log[prev as usize..(prev + many) as usize].to_vec();
        self.queue("MsgApp", id, &to, |message| {
            message.prev = (term, prev);
            message.entries = entries;
            message.commit = commit;
        });
        Ok(())
    }

    fn commit(&mut self, id: &str) -> Followed {
        let server = self.server(id);
        need(server.role == "StateLeader", "only a leader counts")?;
        let Kept { voters, log, term, .. } = &server.kept;
        let agree = |index: &u64| {
            let has = |voter: &&String| server.matched.get(*voter).is_some_and(|at| at >= index);
            is_quorum(voters.iter().filter(has).count(), voters.len())
        };
        let agreed = (1..=log.len() as u64).rev().find(agree);
        if let Some(index) = agreed.filter(|index| log[*index as usize - 1].term == *term) {
            server.kept.commit = server.kept.commit.max(index);
        }
        Ok(())
    }

    /// What is queued leaves, and all is on disk.
    fn ready(&mut self, id: &str) {
        let server = self.server(id);
        server.durable = server.kept.clone();
        let (leaving, staying) = self.pending.drain(..).partition(|message| message.from == id);
        self.pending = staying;
        self.messages.extend::<Vec<_>>(leaving);
    }

    fn restart(&mut self, id: &str) {
        self.pending.retain(|message| message.from != id);
        let server = self.server(id);
        server.kept = server.durable.clone();
        server.role = "StateFollower".to_owned();
        server.granted.clear();
        server.matched.clear();
    }

    /// Receiving has made it a follower already: see the trace specification.
    fn follows_receipt(&self, id: &str, event: &Value) -> bool {
        let Some(before) = self.before.get(id) else { return false };
        let (told, said) = (number(&before["state"]["term"]), number(&before["msg"]["term"]));
        let name = text(&before["name"]);
        let is_now = said == number(&event["state"]["term"]);
        name.starts_with("Receive")
            && is_now
            && (told < said
                || (name == "ReceiveAppendEntriesRequest"
                    && told == said
                    && before["role"] == "StateCandidate"))
    }

    fn receive(&mut self, id: &str, event: &Value) -> Followed {
        self.agrees(id, event)?;
        let told = &event["msg"];
        let is_it = |message: &Message| {
            message.kind == text(&told["type"])
                && message.from == text(&told["from"])
                && message.to == text(&told["to"])
                && message.term == number(&told["term"])
                && match message.kind.as_str() {
                    "MsgVote" => message.prev == (number(&told["logTerm"]), number(&told["index"])),
                    "MsgApp" => {
                        message.prev == (number(&told["logTerm"]), number(&told["index"]))
                            && message.commit == number(&told["commit"])
                            && message.entries.len() as u64 == number(&told["entries"])
                    }
                    "MsgAppResp" => {
                        told["reject"] == message.no
                            && (message.no || message.prev.1 == number(&told["index"]))
                    }
                    _ => told["reject"] == message.no,
                }
        };
        let at = self.messages.iter().position(is_it).ok_or("no such message is on its way")?;
        let message = self.messages.remove(at);
        let server = self.server(id);
        if message.term > server.kept.term {
            server.kept.term = message.term;
            server.kept.vote = "0".to_owned();
            server.role = "StateFollower".to_owned();
        }
        match message.kind.as_str() {
            "MsgVote" => self.handle_vote(id, &message),
            "MsgVoteResp" if message.term == server.kept.term && !message.no => {
                server.granted.insert(message.from);
            }
            "MsgApp" => return self.handle_append(id, &message),
            "MsgAppResp" if message.term == server.kept.term && !message.no => {
                let matched = server.matched.entry(message.from).or_default();
                *matched = (*matched).max(message.prev.1);
            }
            _ => {}
        }
        Ok(())
    }

    fn handle_vote(&mut self, id: &str, message: &Message) {
        let kept = &mut self.server(id).kept;
        let mine = (kept.log.last().map_or(0, |entry| entry.term), kept.log.len() as u64);
        let free = kept.vote == "0" || kept.vote == message.from;
        let grant = message.term == kept.term && message.prev >= mine && free;
        if grant {
            kept.vote.clone_from(&message.from);
        }
        self.queue("MsgVoteResp", id, &message.from, |answer| answer.no = !grant);
    }

    fn handle_append(&mut self, id: &str, message: &Message) -> Followed {
        let server = self.server(id);
        let (prev_term, prev) = message.prev;
        let refuses = message.term < server.kept.term;
        if !refuses && server.role == "StateCandidate" {
            server.role = "StateFollower".to_owned();
        }
        need(refuses || server.role == "StateFollower", "two leaders of one term")?;
        let kept = &mut server.kept;
        let fits = prev == 0
            || kept.log.get(prev as usize - 1).is_some_and(|entry| entry.term == prev_term);
        if refuses || !fits {
            self.queue("MsgAppResp", id, &message.from, |answer| answer.no = true);
            return Ok(());
        }
        let end = prev + message.entries.len() as u64;
        let matched = if prev < kept.commit {
            kept.commit
        } else {
            for (at, entry) in message.entries.iter().enumerate() {
                let at = prev as usize + at;
                if kept.log.get(at).is_some_and(|mine| mine.term != entry.term) {
                    kept.log.truncate(at);
                }
                if at == kept.log.len() {
                    kept.log.push(entry.clone());
                }
            }
            kept.commit = kept.commit.max(message.commit.min(end));
            end
        };
        self.queue("MsgAppResp", id, &message.from, |answer| answer.prev = (0, matched));
        Ok(())
    }
}
