//! A moment of a run in few words: enough to draw it as small as a thumbnail.

use raft_scenario::{Problem, Run, Script};
use raft_session::Session;
use raft_session::dto::{self, DoomFrame, LinkFrame, MessageKind, RoleFrame};
use raft_sim::Position;
use serde::Serialize;

/// Longer logs are cut off on the left.
const MOST_ENTRIES: u64 = 7;
/// More than these cannot be told apart in so small a picture.
const MOST_MESSAGES: usize = 12;

/// What is on the screen at a moment.
#[derive(Serialize)]
pub(super) struct Picture {
    servers: Vec<ServerPicture>,
    /// Cut links, in one direction each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cuts: Vec<LinkFrame>,
    /// Messages between servers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<MessagePicture>,
}

#[derive(Serialize)]
struct ServerPicture {
    id: String,
    /// None: it is down.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<RoleFrame>,
    term: u64,
    /// The terms of the last entries of its log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    log: Vec<u64>,
    /// The index of the first of them.
    from: u64,
    commit: u64,
    /// A promise is broken, and it has to do with that.
    #[serde(skip_serializing_if = "is_false")]
    guilty: bool,
}

#[derive(Serialize)]
struct MessagePicture {
    from: String,
    to: String,
    kind: MessageKind,
    term: u64,
    /// How much of its way it has behind it, in percent.
    way: u8,
    /// Whether it carries entries.
    #[serde(skip_serializing_if = "is_false")]
    laden: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    doomed: Option<DoomFrame>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde wants it
fn is_false(value: &bool) -> bool {
    !value
}

impl Picture {
    /// The moment that the scenario names; else the first at which a promise is broken; else the middle of what
    /// is told.
    ///
    /// # Errors
    /// If the scenario cannot run.
    pub(super) fn of(script: &Script, session: &mut Session) -> Result<Self, Problem> {
        let Position { time, processed } = telling_moment(script)?;
        #[allow(clippy::cast_precision_loss)] // microseconds of an hour are far below 2^53
        let place = dto::Position { time: time.0 as f64 / 1000.0, processed };
        session.seek_to(place)?;
        let frame = session.frame(None);
        let setting = frame.setting.as_ref();
        let guilty: Vec<&str> = setting
            .into_iter()
            .flat_map(|setting| &setting.violations)
            .filter(|violation| violation.promised)
            .flat_map(|violation| &violation.about)
            .filter_map(server_of)
            .collect();
        let servers = frame.servers.iter().map(|server| {
            let last = server.log.last;
            let from = (last + 1).saturating_sub(MOST_ENTRIES).max(server.log.first);
            let entries = session.ledger(&server.id, from, last);
            ServerPicture {
                id: server.id.clone(),
                role: server.role,
                term: server.term,
                log: entries.iter().map(|entry| entry.term).collect(),
                from,
                commit: server.log.commit.unwrap_or(0),
                guilty: guilty.contains(&server.id.as_str()),
            }
        });
        let is_server = |id: &str| frame.servers.iter().any(|server| server.id == id);
        let messages = frame.messages.added.iter();
        let between = messages.filter(|message| is_server(&message.from) && is_server(&message.to));
        Ok(Self {
            servers: servers.collect(),
            cuts: setting.map(cuts).unwrap_or_default(),
            messages: between
                .take(MOST_MESSAGES)
                .map(|message| message_picture(message, frame.position.time))
                .collect(),
        })
    }
}

/// The links that are cut, one by one or by a wall between two sides.
fn cuts(setting: &dto::Setting) -> Vec<LinkFrame> {
    let sides = setting.sides.iter().flatten();
    let walled = sides.enumerate().flat_map(|(side, here)| {
        let others = setting.sides.iter().flatten().enumerate();
        others.filter(move |(other, _)| *other != side).flat_map(move |(_, there)| {
            let pairs =
                here.servers.iter().flat_map(|from| there.servers.iter().map(move |to| (from, to)));
            pairs.map(|(from, to)| LinkFrame { from: from.clone(), to: to.clone() })
        })
    });
    setting.cuts.iter().cloned().chain(walled).collect()
}

fn message_picture(message: &dto::MessageFrame, now: f64) -> MessagePicture {
    let whole = message.due_at - message.sent_at;
    let gone = if whole > 0.0 { (now - message.sent_at) / whole } else { 0.0 };
    MessagePicture {
        from: message.from.clone(),
        to: message.to.clone(),
        kind: message.kind,
        term: message.term.unwrap_or(0),
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 100
        way: (gone.clamp(0.0, 1.0) * 100.0).round() as u8,
        laden: !message.entries.is_empty(),
        doomed: message.doomed,
    }
}

fn server_of(subject: &dto::SubjectFrame) -> Option<&str> {
    match subject {
        dto::SubjectFrame::Server { id } => Some(id),
        _ => None,
    }
}

fn telling_moment(script: &Script) -> Result<Position, Problem> {
    let mut run = Run::new(script)?;
    let picture = script.scenario.picture.as_ref();
    let named = picture.and_then(|id| script.steps.iter().position(|step| step.id == *id));
    while run.peek().is_some_and(|at| at <= script.until) {
        run.advance(&mut ());
        match named {
            Some(step) => {
                if let Some(fired) = run.fired().iter().find(|fired| fired.step == step) {
                    return Ok(fired.position);
                }
            }
            None if run.judges().all_violations().is_empty() => {}
            None => return Ok(run.position()),
        }
    }
    let told = |fired: &&raft_scenario::Fired| script.steps[fired.step].say.is_some();
    let told: Vec<Position> = run.fired().iter().filter(told).map(|fired| fired.position).collect();
    Ok(told.get(told.len() / 2).copied().unwrap_or_else(|| run.position()))
}
