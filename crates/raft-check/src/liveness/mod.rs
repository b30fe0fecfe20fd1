//! Liveness: can the cluster go on, and does it?
//!
//! Raft promises to go on only while a majority is up, connected and on time (§5.6). So there are two
//! questions. Whether progress is *possible* is read from the world as it is ([`ground`]): if not, what is
//! missing is named, and nobody is to blame. If it is, and nothing happens for longer than the
//! [`bound`](Liveness::bound), the cluster is *stalled*. That is no violation of safety, and no safety judge
//! reports it.
//!
//! Progress is a commit that nobody knew of, or a new leader that has nothing to commit. Whatever a hand or
//! chance does to servers, disks or links begins the time anew.

mod ground;

use raft_core::{Index, Micros, Node, NodeId};
use raft_sim::{EventKind, EventNo, Fact, Happening, RoleKind, Server, SimTime, World};

pub use ground::{Barrier, Ground, Missing, Out};

/// Whether a cluster can go on, and whether it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outlook {
    /// Somebody leads a majority and has committed all that it can commit: nothing waits.
    Quiet(Ground),
    /// It can go on, and there is time.
    Possible(Ground),
    /// It cannot, and this is missing.
    Impossible(Missing),
    /// It can, and has not for longer than it may take.
    Stalled(Stall),
}

/// Progress that was possible and did not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stall {
    /// Since when nothing has happened.
    pub since: SimTime,
    /// The last event that was progress, or that changed what is possible.
    pub event: EventNo,
    /// How long it may take.
    pub bound: Micros,
    /// Who could have led and committed.
    pub ground: Ground,
}

/// Watches whether a cluster goes on.
#[derive(Clone, Debug, Default)]
pub struct Liveness {
    /// The last progress or disturbance.
    since: SimTime,
    event: EventNo,
    /// The latest commit that anybody knows of.
    committed: Index,
    /// Whether nothing has waited since then.
    is_quiet: bool,
    /// When to look whether it is overdue.
    next_look: SimTime,
    first_stall: Option<Stall>,
}

impl Liveness {
    /// The first stall of the run.
    #[must_use]
    pub fn first_stall(&self) -> Option<&Stall> {
        self.first_stall.as_ref()
    }

    /// How things are now.
    #[must_use]
    pub fn outlook(&self, world: &World) -> Outlook {
        let ground = match Ground::of(world) {
            Ok(ground) => ground,
            Err(missing) => return Outlook::Impossible(missing),
        };
        if !waits(world, &ground) {
            return Outlook::Quiet(ground);
        }
        let bound = Self::bound(world, &ground);
        if self.is_quiet || world.position().time <= self.since.after(bound) {
            return Outlook::Possible(ground);
        }
        Outlook::Stalled(Stall { since: self.since, event: self.event, bound, ground })
    }

    /// How long progress may take: 40 of the longest election timeouts, and 50 rounds and two for each
    /// entry, and one for each part of a snapshot, that the last of the majority lacks. A round is there
    /// and back on the slowest of its links, with a write on both sides.
    #[must_use]
    pub fn bound(world: &World, ground: &Ground) -> Micros {
        let options = &world.setup().options;
        let last = |server: &Server| server.log().last().index;
        let longest = world.servers().iter().map(last).max().unwrap_or_default();
        let of_ground = ground.majority.iter().filter_map(|id| world.server(*id));
        let shortest = of_ground.map(last).min().unwrap_or_default();
        let part = u64::from(options.snapshot_chunk.max(1));
        let parts = world.servers().iter().filter_map(|server| {
            let snapshot = server.disk().durable().snapshot.as_ref()?;
            Some(snapshot.state.len() as u64 / part)
        });
        let lacks = longest.0.saturating_sub(shortest.0);
        let steps = 50 + 2 * lacks + parts.max().unwrap_or(0);
        Micros(base(world).0 + steps * ground.round.0)
    }

    /// An event has happened.
    pub(crate) fn see(&mut self, world: &World, happening: &Happening<'_>) {
        let event = happening.event;
        if self.begins_anew(world, happening) {
            self.since = event.position.time;
            self.event = event.no;
            self.next_look = self.since.after(base(world));
        } else if event.position.time >= self.next_look {
            self.look(world);
        }
    }

    /// Whether this event is progress, or gives the cluster something to do, or changes what it can do.
    fn begins_anew(&mut self, world: &World, happening: &Happening<'_>) -> bool {
        let mut anew = happening.event.kind == EventKind::Acted;
        self.is_quiet &= !anew;
        for fact in happening.facts {
            let begins = match *fact {
                Fact::Commit { server, index } if index > self.committed => {
                    self.committed = index;
                    self.is_quiet = is_idle(world, server);
                    true
                }
                Fact::Role { server, role: RoleKind::Leader } if is_idle(world, server) => {
                    self.is_quiet = true;
                    true
                }
                // Now there is something to do; until then nothing was late.
                Fact::Role { .. } | Fact::Crashed { .. } => core::mem::take(&mut self.is_quiet),
                Fact::Appended { server, .. } => {
                    let leads =
                        world.server(server).and_then(Server::node).is_some_and(Node::is_leader);
                    leads && core::mem::take(&mut self.is_quiet)
                }
                Fact::Fault { .. } => true,
                _ => false,
            };
            anew |= begins;
        }
        anew
    }

    /// Looks whether progress is overdue.
    fn look(&mut self, world: &World) {
        let now = world.position().time;
        self.next_look = now.after(base(world));
        let Ok(ground) = Ground::of(world) else {
            self.since = now;
            return;
        };
        if !waits(world, &ground) {
            self.is_quiet = true;
            return;
        }
        if self.is_quiet {
            self.is_quiet = false;
            self.since = now;
            return;
        }
        let bound = Self::bound(world, &ground);
        if now > self.since.after(bound) {
            let (since, event) = (self.since, self.event);
            self.first_stall.get_or_insert(Stall { since, event, bound, ground });
        } else {
            self.next_look = self.since.after(bound);
        }
    }
}

/// The part of the bound that does not depend on the logs: looking earlier would be for nothing.
fn base(world: &World) -> Micros {
    Micros(40 * world.setup().options.election_timeout.1.0)
}

/// Whether a majority waits for something: a leader, or what a leader can commit.
fn waits(world: &World, ground: &Ground) -> bool {
    ground.leader.is_none_or(|leader| !is_idle(world, leader))
}

/// Whether a server leads and has committed all that it can commit. Entries of older terms wait for the
/// first of its own (§5.4.2), which a client has to bring where leaders do not begin with an empty one.
fn is_idle(world: &World, id: NodeId) -> bool {
    let node = world.server(id).and_then(Server::node).filter(|node| node.is_leader());
    node.is_some_and(|node| {
        let last = node.log().last();
        last.index <= node.commit_index() || last.term < node.current_term()
    })
}
