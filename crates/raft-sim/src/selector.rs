//! Naming servers by what they are, where a story does not care which one it is.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use raft_core::{FlatMap, NodeId};

use crate::World;

/// One way to name servers. Resolved at the moment an action acts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Selector {
    /// This server.
    Server(NodeId),
    /// The running server in role leader with the highest term; the lowest name on a tie.
    Leader,
    /// All running servers but that one.
    Followers,
    /// All servers.
    All,
    /// All servers that the other sides of a partition do not name.
    Rest,
    /// The server that was given this name before.
    Bound(Arc<str>),
}

/// Several selectors together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Target(pub Vec<Selector>);

/// Names that have been given to servers.
pub(crate) type Bindings = Arc<FlatMap<Arc<str>, NodeId>>;

/// Why a selector names nobody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unresolved {
    /// There is no such server.
    NoSuchServer(NodeId),
    /// No running server leads.
    NoLeader,
    /// Nobody was given this name.
    NoSuchName(Arc<str>),
    /// `rest` means something only among the sides of a partition.
    RestOfNothing,
    /// One server is needed, and this names none or several.
    NotOne,
}

impl Selector {
    /// The servers it names now.
    pub(crate) fn resolve(&self, world: &World) -> Result<Vec<NodeId>, Unresolved> {
        let all = || world.setup().server_ids();
        match self {
            Self::Server(id) if all().any(|known| known == *id) => Ok(vec![*id]),
            Self::Server(id) => Err(Unresolved::NoSuchServer(*id)),
            Self::Leader => world.leader().map(|id| vec![id]).ok_or(Unresolved::NoLeader),
            Self::Followers => {
                let leader = world.leader();
                let up =
                    |id: &NodeId| world.server(*id).is_some_and(|server| server.node().is_some());
                Ok(all().filter(|id| Some(*id) != leader).filter(up).collect())
            }
            Self::All => Ok(all().collect()),
            Self::Rest => Err(Unresolved::RestOfNothing),
            Self::Bound(name) => world
                .bound(name)
                .map(|id| vec![id])
                .ok_or_else(|| Unresolved::NoSuchName(name.clone())),
        }
    }

    /// The one server it names now.
    pub(crate) fn resolve_one(&self, world: &World) -> Result<NodeId, Unresolved> {
        match self.resolve(world)?.as_slice() {
            [one] => Ok(*one),
            _ => Err(Unresolved::NotOne),
        }
    }
}

impl Target {
    /// Just this server.
    #[must_use]
    pub fn server(id: NodeId) -> Self {
        Self(vec![Selector::Server(id)])
    }

    /// The servers it names now, each once, in ascending order.
    pub(crate) fn resolve(&self, world: &World) -> Result<Vec<NodeId>, Unresolved> {
        let mut servers = Vec::new();
        for selector in &self.0 {
            for server in selector.resolve(world)? {
                insert_in_order(&mut servers, server);
            }
        }
        Ok(servers)
    }
}

/// Puts a thing into a list that is in order, once. For a handful of things this is as good as
/// sorting, and much smaller.
pub(crate) fn insert_in_order<T: Ord>(list: &mut Vec<T>, thing: T) {
    if let Err(at) = list.binary_search(&thing) {
        list.insert(at, thing);
    }
}

impl FromStr for Selector {
    type Err = core::convert::Infallible;

    /// `n1`, `leader`, `followers`, `all`, `rest`; anything else is a name that was given.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "leader" => Self::Leader,
            "followers" => Self::Followers,
            "all" => Self::All,
            "rest" => Self::Rest,
            _ => match text.parse() {
                Ok(crate::Address::Server(id)) => Self::Server(id),
                _ => Self::Bound(text.into()),
            },
        })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(id) => id.fmt(f),
            Self::Leader => f.write_str("leader"),
            Self::Followers => f.write_str("followers"),
            Self::All => f.write_str("all"),
            Self::Rest => f.write_str("rest"),
            Self::Bound(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchServer(id) => write!(f, "there is no server {id}"),
            Self::NoLeader => f.write_str("no running server leads at this moment"),
            Self::NoSuchName(name) => write!(
                f,
                "`{name}` is neither a server (n1, n2, …), nor leader, followers, all or rest, nor a name given before"
            ),
            Self::RestOfNothing => f.write_str("`rest` is meant for the last side of a partition"),
            Self::NotOne => f.write_str("exactly one server is needed here"),
        }
    }
}
