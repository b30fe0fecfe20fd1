//! The words of a command, and what they mean.

use raft_core::{
    Change, Deviation, Deviations, Durable, Entry, LogId, MessageKind, NodeId, Payload,
};

type Done = Result<(), String>;

/// Puts a log on a disk: one entry per digit, of that term.
pub(super) fn fill(disk: &mut Durable, terms: &str) -> Done {
    for (at, digit) in terms.chars().enumerate() {
        let term = digit.to_digit(10).ok_or(format!("`{digit}` is no term"))?;
        let id = LogId::new(at as u64 + 1, u64::from(term));
        // Same place, same term, same command: otherwise the logs would not match.
        let payload = Payload::command(id.to_string().into_bytes());
        disk.log.append(Entry { id, payload });
    }
    Ok(())
}

#[cfg(feature = "deviations")]
pub(super) fn with(deviations: Deviations, name: &str) -> Result<Deviations, String> {
    let deviation = Deviation::named(name).ok_or(format!("there is no deviation `{name}`"))?;
    Ok(deviations.with(deviation))
}

#[cfg(not(feature = "deviations"))]
pub(super) fn with(_: Deviations, name: &str) -> Result<Deviations, String> {
    let known = Deviation::named(name).map_or("unknown", Deviation::name);
    Err(format!("deviation `{name}` ({known}) needs the feature `deviations`"))
}

pub(super) fn kind_named(name: &str) -> Option<MessageKind> {
    MessageKind::ALL.iter().copied().find(|kind| kind.name() == name)
}

type Make = fn(NodeId) -> Change;

pub(super) fn change_named(word: &str) -> Result<Change, String> {
    let by_mark: [(&str, Make); 5] = [
        ("+~", Change::AddLearner),
        ("+", Change::AddVoter),
        ("^", Change::Promote),
        ("v", Change::Demote),
        ("-", Change::Remove),
    ];
    let found = by_mark.iter().find_map(|(mark, make)| Some((word.strip_prefix(mark)?, make)));
    let (name, make) = found.ok_or(format!("`{word}` is no change"))?;
    Ok(make(node_id(name)?))
}

pub(super) fn node_id(word: &str) -> Result<NodeId, String> {
    let digits = word.strip_prefix('n').ok_or(format!("`{word}` is no server"))?;
    Ok(NodeId(number(digits)?))
}

pub(super) fn number<N: std::str::FromStr>(word: &str) -> Result<N, String> {
    word.parse().map_err(|_| format!("`{word}` is no number that fits here"))
}

pub(super) fn switch(word: &str) -> Result<bool, String> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        other => Err(format!("`{other}` is neither on nor off")),
    }
}
