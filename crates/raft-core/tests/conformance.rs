//! Tables that nobody here wrote: etcd's, of majorities and of changes of a configuration.
//!
//! ```text
//! RAFT_CONFORMANCE_DIR=/path/to/tables cargo test -p raft-core --test conformance
//! ```
//!
//! The tables are not part of this repository. The folder that the variable names must have
//! `etcd-quorum` (`quorum/testdata` of etcd-io/raft) and `etcd-confchange` (its
//! `confchange/testdata`); every `.txt` file in them is run. A relative path starts at the root of
//! the repository. Without the variable the tests say that they were skipped; with a folder that has
//! no tables they fail.
//!
//! Compared is what was decided, not how it is drawn: of a quorum the result, of a change the
//! configuration, the state of each server, and whether it is refused, but not in which words.

mod datadriven;

use std::collections::BTreeMap;
use std::env;
use std::io::{Write as _, stderr};
use std::path::{Path, PathBuf};

use datadriven::Case;
use raft_core::rules::membership::{enter_joint, leave_joint, realign, simple};
use raft_core::rules::quorum::{Outcome, committed_index, count, is_quorum};
use raft_core::{Change, Configuration, ConfigurationDraft, Index, NodeId};

const VARIABLE: &str = "RAFT_CONFORMANCE_DIR";

#[test]
fn etcd_quorum() {
    run_tables("etcd-quorum", |cases| cases.iter().map(run_quorum).collect());
}

#[test]
fn etcd_confchange() {
    run_tables("etcd-confchange", |cases| {
        let mut cluster = Cluster::new();
        cases.iter().map(|case| cluster.run(case)).collect()
    });
}

/// Runs the tables of one folder, a file at a time, and fails with everything that differs.
fn run_tables(name: &str, run_file: impl Fn(&[Case]) -> Vec<Result<(), String>>) {
    let Some(root) = tables() else {
        tell(&format!(
            "{name}: SKIPPED, no table was run. Set {VARIABLE} to the folder that has {name}"
        ));
        return;
    };
    let folder = root.join(name);
    let files = datadriven::read_folder(&folder).unwrap_or_else(|fault| panic!("{fault}"));
    let (mut run, mut differences) = (0, Vec::new());
    for cases in &files {
        for (case, result) in cases.iter().zip(run_file(cases)) {
            run += 1;
            if let Err(difference) = result {
                differences.push(format!("{} {}: {difference}", case.place, case.command));
            }
        }
    }
    let agree = run - differences.len();
    tell(&format!("{name}: {agree} of {run} cases in {} files agree", files.len()));
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn tables() -> Option<PathBuf> {
    let folder = env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?;
    // A test runs in the folder of its crate, whoever sets the variable is at the root.
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder))
}

/// To standard error itself, because what a passing test prints by macro is not shown; in one piece
/// and on a line of its own, because the tests run side by side.
fn tell(line: &str) {
    let line = format!("\nconformance: {line}\n");
    stderr().write_all(line.as_bytes()).expect("standard error is open");
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{text:?} is not a number"))
}

fn server(text: &str) -> Result<NodeId, String> {
    text.parse().map(NodeId).map_err(|_| format!("{text:?} is not a server"))
}

fn agree(expected: &str, actual: &str) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    Err(format!("expected\n  {}\nbut got\n  {}", indented(expected), indented(actual)))
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

// ---- Majorities -------------------------------------------------------------------------------

/// `committed` and `vote`, with the voters in `cfg` and, of a joint configuration, `cfgj`.
fn run_quorum(case: &Case) -> Result<(), String> {
    let halves = [voters(case, "cfg")?, voters(case, "cfgj")?];
    if let Some(unknown) =
        case.arguments.iter().find(|a| !["cfg", "cfgj", "idx", "votes"].contains(&&*a.key))
    {
        return Err(format!("unknown argument {}", unknown.key));
    }
    let configuration = configuration(&halves)?;
    let decide = match case.command.as_str() {
        "committed" => {
            let indices = answers(case, "idx", &halves)?;
            let indices = keep_given(&indices, number)?;
            Decide::Committed(indices)
        }
        "vote" => Decide::Vote(keep_given(&answers(case, "votes", &halves)?, yes_or_no)?),
        other => return Err(format!("unknown command {other:?}")),
    };
    // Above the last line is a drawing, and an empty half is drawn in the last line itself.
    let last = case.expected.lines().last().unwrap_or_default();
    let expected = if last.ends_with('∞') { "∞" } else { last };
    agree(expected, &decide.by(&configuration))?;

    // What must not change the answer: another way to find it, the order of the halves, and to ask
    // the same voters twice.
    decide.check_definition(&configuration)?;
    let [incoming, outgoing] = halves;
    if !incoming.is_empty() {
        let twice = [incoming.clone(), incoming.clone()];
        let same = if outgoing.is_empty() { twice } else { [outgoing, incoming] };
        agree(expected, &decide.by(&self::configuration(&same)?))?;
    }
    Ok(())
}

/// What is asked, with what each server has answered; who is missing has not.
enum Decide {
    Committed(BTreeMap<NodeId, u64>),
    Vote(BTreeMap<NodeId, bool>),
}

impl Decide {
    fn by(&self, configuration: &Configuration) -> String {
        match self {
            Self::Committed(indices) => {
                let index_of = |node| Index(indices.get(&node).copied().unwrap_or(0));
                let index = committed_index(configuration, index_of);
                index.map_or("∞".to_owned(), |index| index.to_string())
            }
            Self::Vote(votes) => {
                let outcome = count(configuration, |node| votes.get(&node).copied()).outcome();
                match outcome {
                    Outcome::Won => "VoteWon".to_owned(),
                    Outcome::Lost => "VoteLost".to_owned(),
                    Outcome::Pending => "VotePending".to_owned(),
                }
            }
        }
    }

    /// The index is the highest one that a quorum has, found by trying all that anybody has.
    fn check_definition(&self, configuration: &Configuration) -> Result<(), String> {
        let Self::Committed(indices) = self else { return Ok(()) };
        if configuration.voters().is_empty() {
            return Ok(());
        }
        let of = |node| indices.get(&node).copied().unwrap_or(0);
        let tried = indices.values().copied().chain([0]);
        let by_definition =
            tried.filter(|index| is_quorum(configuration, |node| of(node) >= *index)).max();
        agree(&by_definition.unwrap_or(0).to_string(), &self.by(configuration))
    }
}

fn voters(case: &Case, key: &str) -> Result<Vec<NodeId>, String> {
    match case.argument(key) {
        None => Ok(Vec::new()),
        Some([zero]) if zero == "zero" => Ok(Vec::new()),
        Some(ids) => ids.iter().map(|id| server(id)).collect(),
    }
}

fn configuration(halves: &[Vec<NodeId>; 2]) -> Result<Configuration, String> {
    let [incoming, outgoing] = halves.each_ref().map(|half| half.iter().copied().collect());
    let draft = ConfigurationDraft { incoming, outgoing, ..ConfigurationDraft::default() };
    draft.build().map_err(|fault| fault.to_string())
}

/// One answer for each voter in the order in which they are first named.
fn answers<'a>(
    case: &'a Case,
    key: &str,
    halves: &[Vec<NodeId>; 2],
) -> Result<Vec<(NodeId, &'a str)>, String> {
    let mut named: Vec<NodeId> = Vec::new();
    for id in halves.iter().flatten() {
        if !named.contains(id) {
            named.push(*id);
        }
    }
    let given = case.argument(key).unwrap_or_default();
    if given.len() != named.len() {
        return Err(format!("{} voters, but {} {key}", named.len(), given.len()));
    }
    Ok(named.into_iter().zip(given.iter().map(String::as_str)).collect())
}

/// An underscore is no answer.
fn keep_given<T>(
    answers: &[(NodeId, &str)],
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<BTreeMap<NodeId, T>, String> {
    let given = answers.iter().filter(|(_, text)| *text != "_");
    given.map(|(node, text)| Ok((*node, read(text)?))).collect()
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "y" => Ok(true),
        "n" => Ok(false),
        other => Err(format!("{other:?} is not a vote")),
    }
}

// ---- Changes of a configuration ---------------------------------------------------------------

/// A configuration and what a leader with it would know of each server.
struct Cluster {
    configuration: Configuration,
    known: Vec<Replication>,
    last_index: u64,
}

#[derive(Clone)]
struct Replication {
    node: NodeId,
    matched: u64,
    next: u64,
}

impl Cluster {
    fn new() -> Self {
        Self { configuration: Configuration::new([]), known: Vec::new(), last_index: 0 }
    }

    /// The log grows by one entry with each command, whether it is refused or not.
    fn run(&mut self, case: &Case) -> Result<(), String> {
        let result = self.change(case);
        self.last_index += 1;
        let changed = result?;
        // A configuration starts with its voters; anything else is some refusal's words.
        match (case.expected.starts_with("voters="), changed) {
            (true, Ok(())) => agree(&case.expected, &self.print()),
            (true, Err(why)) => Err(format!("refused: {why}")),
            (false, Ok(())) => agree(&case.expected, &self.print()),
            (false, Err(_)) => Ok(()),
        }
    }

    /// The outer error: the table cannot be read. The inner one: the change is refused.
    fn change(&mut self, case: &Case) -> Result<Result<(), String>, String> {
        let changes = changes(&case.input)?;
        let before = &self.configuration;
        let after = match case.command.as_str() {
            "simple" => simple(before, &changes),
            "enter-joint" => {
                let auto_leave = match case.argument("autoleave") {
                    None => false,
                    Some([flag]) if flag == "true" || flag == "false" => flag == "true",
                    Some(other) => return Err(format!("autoleave={other:?}")),
                };
                enter_joint(before, &changes, auto_leave)
            }
            "leave-joint" if changes.is_empty() => leave_joint(before),
            "leave-joint" => return Ok(Err("leaving takes no changes".to_owned())),
            other => return Err(format!("unknown command {other:?}")),
        };
        let after = match after {
            Ok(after) => after,
            Err(refusal) => return Ok(Err(format!("{refusal:?}"))),
        };
        // A newcomer is first asked for the last entry.
        let next = self.last_index.max(1);
        let members = after.members().iter().copied();
        let newcomer = |node| Replication { node, matched: 0, next };
        realign(&mut self.known, |known| known.node, members, newcomer);
        self.configuration = after;
        Ok(Ok(()))
    }

    fn print(&self) -> String {
        let list = |ids: &[NodeId]| {
            let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
            format!("({})", ids.join(" "))
        };
        let configuration = &self.configuration;
        let mut text = format!("voters={}", list(configuration.incoming()));
        if configuration.is_joint() {
            text += &format!("&&{}", list(configuration.outgoing()));
        }
        if !configuration.learners().is_empty() {
            text += &format!(" learners={}", list(configuration.learners()));
        }
        if !configuration.learners_next().is_empty() {
            text += &format!(" learners_next={}", list(configuration.learners_next()));
        }
        if configuration.auto_leave() {
            text += " autoleave";
        }
        for Replication { node, matched, next } in &self.known {
            let votes = configuration.role_of(*node).is_some_and(|place| place.votes());
            let learner = if votes { "" } else { " learner" };
            text += &format!("\n{}: StateProbe match={matched} next={next}{learner}", node.0);
        }
        text
    }
}

/// `v1` makes a voter, `l2` a learner, `r3` is out, and `u4` concerns nothing that decides.
fn changes(input: &str) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for word in input.split_whitespace() {
        let mut letters = word.chars();
        let kind = letters.next();
        let node = server(letters.as_str())?;
        match kind {
            Some('v') => changes.push(Change::AddVoter(node)),
            Some('l') => changes.push(Change::AddLearner(node)),
            Some('r') => changes.push(Change::Remove(node)),
            Some('u') => {}
            _ => return Err(format!("unknown change {word:?}")),
        }
    }
    Ok(changes)
}

// ---- The reader, without any table ------------------------------------------------------------

#[test]
fn the_reader_reads_every_form() {
    let text = "# comment\n\nsimple flag list=(a, b,c) one=1\nin 1\nin 2\n----\nout\n\n\
                long \\\n  key=(x)\n----\n----\nfirst\n\nthird\n----\n----\n\nlast\n----";
    let cases = datadriven::parse("file", text).unwrap_or_else(|fault| panic!("{fault}"));
    let [simple, long, last] = &cases[..] else { panic!("{} cases", cases.len()) };
    assert_eq!((&*simple.place, &*simple.command), ("file:3", "simple"));
    assert_eq!((&*simple.input, &*simple.expected), ("in 1\nin 2", "out"));
    assert_eq!(simple.argument("flag").map(<[_]>::len), Some(0));
    assert_eq!(simple.argument("list").map(|list| list.join("/")).as_deref(), Some("a/b/c"));
    assert_eq!(simple.argument("one").map(|list| list.join("/")).as_deref(), Some("1"));
    assert_eq!(long.argument("key").map(|list| list.join("/")).as_deref(), Some("x"));
    assert_eq!(long.expected, "first\n\nthird");
    assert_eq!((&*last.command, &*last.expected), ("last", ""));
}

#[test]
fn the_reader_refuses_what_it_cannot_read() {
    assert!(datadriven::parse("file", "command\nwithout a separator\n").is_err());
    assert!(datadriven::parse("file", "command list=(1, 2\n----\n").is_err());
    assert!(datadriven::parse("file", "command\n----\n----\nno end\n").is_err());
    assert!(datadriven::read_folder(Path::new("tests/no-such-folder")).is_err());
}

#[test]
fn a_wrong_table_is_noticed() {
    let differs = |text: &str| {
        let cases = datadriven::parse("file", text).unwrap_or_else(|fault| panic!("{fault}"));
        let mut cluster = Cluster::new();
        match cases[0].command.as_str() {
            "committed" | "vote" => run_quorum(&cases[0]).is_err(),
            _ => cases.iter().map(|case| cluster.run(case)).any(|result| result.is_err()),
        }
    };
    assert!(!differs("committed cfg=(1,2,3) idx=(3,2,_)\n----\n2\n"));
    assert!(differs("committed cfg=(1,2,3) idx=(3,2,_)\n----\n3\n"));
    assert!(differs("committed cfg=(1,2,3) idx=(3,2)\n----\n2\n"));
    assert!(differs("vote cfg=(1,2) votes=(y,_)\n----\nVoteWon\n"));
    assert!(!differs("simple\nv1\n----\nvoters=(1)\n1: StateProbe match=0 next=1\n"));
    assert!(differs("simple\nv1\n----\nvoters=(2)\n1: StateProbe match=0 next=1\n"));
    assert!(differs("simple\nv1\n----\nvoters=(1)\n1: StateProbe match=0 next=2\n"));
    assert!(differs("simple\nv1\n----\nsome refusal\n"));
    assert!(differs("simple\nl1\n----\nvoters=() learners=(1)\n"));
}
