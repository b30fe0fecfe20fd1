//! What servers have on their disks when a run begins.

use raft_core::{Durable, Entry, Index, LogId, NodeId, Payload, Term};
use raft_sim::{Command, Setup};
use serde::Serialize;

use crate::compile::{check_number, scenario_problem, within};
use crate::names::server_id;
use crate::record::record;
use crate::{Problem, ProblemKind};

/// The most entries of one log: it is written by hand.
const MOST_ENTRIES: usize = 1_000;

/// What a server has on its disk when the run begins; a server that is not named has nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = crate::schema::as_read::<Self>))]
pub struct InitialModel {
    /// Which server.
    pub server: String,
    /// Its term; that of its last entry if nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    /// Whom it has voted for in that term, if anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vote: Option<String>,
    /// Its entries from index 1 on, by their terms, with what a client has asked for behind a colon:
    /// `1 1:x=3 2:x+=1`. An entry that says nothing is an empty one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub log: String,
}

record! { InitialModel { server: required, term, vote, log } }

/// The disks with which a run begins; none if all are fresh.
///
/// # Errors
/// The first thing that no disk can hold, and where it stands.
pub(crate) fn disks(initial: &[InitialModel], setup: &Setup) -> Result<Vec<Durable>, Problem> {
    if initial.is_empty() {
        return Ok(Vec::new());
    }
    let mut disks: Vec<Option<Durable>> = vec![None; usize::from(setup.servers)];
    let fresh = Durable::fresh(setup.configuration());
    for (at, model) in initial.iter().enumerate() {
        let (id, disk) =
            model.disk(fresh.clone(), setup).map_err(within(format!("initial[{at}]")))?;
        let place = &mut disks[id.0 as usize - 1];
        if place.is_some() {
            return Err(scenario_problem(format!("{id} has one disk"))
                .at(format!("initial[{at}].server"))
                .expecting("each server once"));
        }
        *place = Some(disk);
    }
    Ok(disks.into_iter().map(|disk| disk.unwrap_or_else(|| fresh.clone())).collect())
}

impl InitialModel {
    fn disk(&self, mut disk: Durable, setup: &Setup) -> Result<(NodeId, Durable), Problem> {
        let id = known(&self.server, setup).map_err(within("server"))?;
        let words: Vec<&str> = self.log.split_whitespace().collect();
        if words.len() > MOST_ENTRIES {
            return Err(Problem::new(ProblemKind::Limit, "the log is too long")
                .at("log")
                .expecting(format!("at most {MOST_ENTRIES} entries")));
        }
        for word in words {
            let entry = entry(word, disk.log.last()).map_err(within("log"))?;
            disk.log.append(entry);
        }
        let last = disk.log.last().term;
        let term = Term(self.term.unwrap_or(last.0));
        check_number(term.0).map_err(within("term"))?;
        if term < last {
            return Err(scenario_problem(format!(
                "a server of term {term} has no entry of term {last}"
            ))
            .at("term")
            .expecting(format!("{last} or a later term")));
        }
        disk.hard_state.current_term = term;
        if let Some(vote) = &self.vote {
            disk.hard_state.voted_for = Some(known(vote, setup).map_err(within("vote"))?);
        }
        Ok((id, disk))
    }
}

fn known(name: &str, setup: &Setup) -> Result<NodeId, Problem> {
    let id = server_id(name)?;
    if id.0 > u32::from(setup.servers) {
        return Err(Problem::new(ProblemKind::Name, format!("there is no server {id}"))
            .expecting(format!("n1 to n{}", setup.servers)));
    }
    Ok(id)
}

/// One word of a log: `2`, or `2:x=3`.
fn entry(word: &str, last: LogId) -> Result<Entry, Problem> {
    let (number, command) = match word.split_once(':') {
        Some((number, command)) => (number, Some(command)),
        None => (word, None),
    };
    let unreadable = || {
        scenario_problem(format!("\"{word}\" is no entry"))
            .expecting("a term such as 2, or with what a client has asked for: 2:x=3 or 2:x+=1")
    };
    let term = number.parse::<u64>().ok().filter(|term| *term > 0).ok_or_else(unreadable)?;
    check_number(term)?;
    if Term(term) < last.term {
        return Err(scenario_problem(format!(
            "an entry of term {term} cannot follow one of term {}",
            last.term
        ))
        .expecting("terms that never decrease"));
    }
    let payload = match command.map(|command| Command::parse(command.as_bytes())) {
        None => Payload::Noop,
        Some(Ok(command @ (Command::Put { .. } | Command::Add { .. }))) => {
            Payload::command(command.bytes())
        }
        Some(_) => return Err(unreadable()),
    };
    let id = LogId { index: last.index.next(), term: Term(term) };
    Ok(Entry { id, payload })
}

/// Reads the name of an entry: `3@2` is the third one, of term 2.
///
/// # Errors
/// If it is not spelled so.
pub(crate) fn entry_id(text: &str) -> Result<LogId, Problem> {
    let parsed = text.split_once('@').and_then(|(index, term)| {
        let id = LogId { index: Index(index.parse().ok()?), term: Term(term.parse().ok()?) };
        (id.index > Index::ZERO).then_some(id)
    });
    parsed.ok_or_else(|| {
        scenario_problem(format!("\"{text}\" is no entry")).expecting("index@term, such as 3@2")
    })
}
