//! Names of servers, clients and messages, as they are written in files, links and commands.

use core::str::FromStr;

use raft_core::NodeId;
use raft_sim::{Address, ClientId, MessageId, Selector};

use crate::{Problem, ProblemKind};

pub(crate) fn selector(name: &str) -> Selector {
    match Selector::from_str(name) {
        Ok(selector) => selector,
        Err(never) => match never {},
    }
}

pub(crate) fn server_id(name: &str) -> Result<NodeId, Problem> {
    match name.parse() {
        Ok(Address::Server(id)) => Ok(id),
        _ => Err(Problem::new(ProblemKind::Name, format!("\"{name}\" is not a server"))
            .expecting("a server such as \"n1\"")),
    }
}

pub(crate) fn client_id(name: &str) -> Result<ClientId, Problem> {
    match name.parse() {
        Ok(Address::Client(id)) => Ok(id),
        _ => Err(Problem::new(ProblemKind::Name, format!("\"{name}\" is not a client"))
            .expecting("a client such as \"c1\"")),
    }
}

/// The message of this name.
///
/// # Errors
/// If it cannot be the name of a message.
pub fn message_id(name: &str) -> Result<MessageId, Problem> {
    name.parse().map_err(|_| {
        Problem::new(ProblemKind::Name, format!("\"{name}\" is not the name of a message"))
            .expecting("a name such as \"n1>n3:AppendEntries:2\"")
    })
}

/// A name for links and bindings: short, lower case, nothing that needs escaping.
pub(crate) fn check_slug(name: &str, kind: ProblemKind) -> Result<(), Problem> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(allowed) {
        return Err(Problem::new(kind, format!("\"{name}\" cannot be a name"))
            .expecting("1 to 40 lower-case letters, digits and hyphens"));
    }
    Ok(())
}
