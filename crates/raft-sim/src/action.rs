//! The one kind of hand that reaches into a world: of the reader, the scenario, the terminal, a link.

use core::fmt;
use std::sync::Arc;

use raft_core::{Change, Micros, NodeId, Transition};

use crate::selector::Unresolved;
use crate::{
    ClientId, ClockChange, Command, CrashPoint, DiskFaults, InvalidSetup, LinkFaults, MessageId,
    Reading, Selector, ServerFaults, Span, Target,
};

/// Something that is done to the world from outside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// The servers lose their memory and their unfinished writes.
    Crash(Target),
    /// The servers start again from their disks.
    Restart(Target),
    /// The servers' election timers run out now.
    TimeOut(Target),
    /// The servers' election timers shall run out after this span.
    SetTimer {
        /// Whose.
        servers: Target,
        /// After how long.
        remaining: Micros,
    },
    /// A message on its way will not arrive.
    Drop(MessageId),
    /// A message on its way arrives now. If it is lost already, or cannot arrive, it is lost now.
    Deliver(MessageId),
    /// A message on its way stays where it is until it is delivered or delayed.
    Hold(MessageId),
    /// A message on its way arrives later than it would; one that is held is let go, and arrives this
    /// much from now.
    Delay {
        /// Which.
        message: MessageId,
        /// By how much.
        by: Micros,
    },
    /// A message on its way is sent once more, now.
    Duplicate(MessageId),
    /// From now on these links have this latency and these faults and no others.
    Network {
        /// From these.
        from: Target,
        /// To those.
        to: Target,
        /// Whether the way back stays as it is.
        one_way: bool,
        /// How long a message travels; if nobody says, as at the beginning.
        latency: Option<Span>,
        /// What is wrong with them.
        faults: Box<LinkFaults>,
    },
    /// From now on the links between clients and these servers have this latency and these faults and
    /// no others.
    ClientLinks {
        /// Whose; if nobody says, all clients'.
        client: Option<ClientId>,
        /// To and from these servers.
        servers: Target,
        /// How long a message travels; if nobody says, as at the beginning.
        latency: Option<Span>,
        /// What is wrong with them.
        faults: Box<LinkFaults>,
    },
    /// Two halves that cannot reach each other, and these servers between them that reach everybody.
    /// Links are cut, and none is healed.
    Bridge(Target),
    /// Every server reaches a majority, each a different one: only its neighbours on both sides of a
    /// ring. Links are cut, and none is healed. With less than four servers there is no such ring.
    Ring,
    /// The servers stand still, as in a long collection of garbage: nothing is lost, and messages,
    /// timers and their disks' notices wait.
    Pause(Target),
    /// The servers go on, and find everything that has waited.
    Resume(Target),
    /// The servers crash when they next come to this point. Once; a crash by other means disarms it.
    Trap {
        /// Who.
        servers: Target,
        /// Where; nowhere any more if nobody says.
        point: Option<CrashPoint>,
    },
    /// From now on the servers' disks have these faults and no others.
    Disk {
        /// Whose.
        servers: Target,
        /// What is wrong with them.
        faults: DiskFaults,
    },
    /// What the servers' disks hold is damaged. Who runs does not notice; who starts reads its
    /// checksums and refuses, until it is wiped. Starting as if wiped would forget its promises.
    Damage(Target),
    /// From now on the servers have these faults and no others.
    Server {
        /// Which.
        servers: Target,
        /// What is wrong with them.
        faults: ServerFaults,
    },
    /// The servers' clocks jump, or run at another rate. Timers and leases go by them.
    Clock {
        /// Whose.
        servers: Target,
        /// How.
        change: ClockChange,
    },
    /// Nothing gets from these servers to those.
    Cut {
        /// From these.
        from: Target,
        /// To those.
        to: Target,
        /// Whether the way back stays open.
        one_way: bool,
    },
    /// The opposite of `Cut`.
    Heal {
        /// From these.
        from: Target,
        /// To those.
        to: Target,
        /// Whether the way back stays as it is.
        one_way: bool,
    },
    /// Servers on different sides cannot reach each other. Who is on no side is on a further one.
    Partition(Vec<Target>),
    /// The partition and all cut links are gone, blocked kinds and jams as well. What waited goes on.
    HealAll,
    /// A client is asked to do something.
    Client {
        /// Which one.
        client: ClientId,
        /// What.
        command: Command,
        /// How it reads; if nobody says, as clients of this world do. Nothing for a write.
        reading: Option<Reading>,
        /// Which server it asks first; if nobody says, the one that answered it last.
        via: Option<Selector>,
    },
    /// The servers crash, if they are up, and their disks lose everything. The same name with an
    /// empty disk is what no configuration change can protect from.
    Wipe(Target),
    /// The servers shall shorten their logs now (§7).
    TakeSnapshot(Target),
    /// The cluster shall have other members (§6).
    Change {
        /// Who leads; if nobody says, the leader with the highest term.
        from: Selector,
        /// What shall become of whom, in this order.
        changes: Vec<(MemberChange, Target)>,
        /// By which way.
        transition: Transition,
    },
    /// The joint configuration that is in force shall be left.
    LeaveJoint(Selector),
    /// All client sessions end, by an entry of the leader's log (dissertation §6.3).
    ExpireSessions(Selector),
    /// A leader shall hand its office over (dissertation §3.10).
    Transfer {
        /// Who leads; if nobody says, the leader with the highest term.
        from: Selector,
        /// Who shall lead.
        to: Selector,
    },
    /// The servers forget who leads: somebody knows that the leader is gone.
    ForgetLeader(Target),
    /// From now on, messages are lost with this chance, in millionths.
    SetLoss(u32),
    /// Gives a name to a server, to find it again when it is something else.
    Bind {
        /// The name.
        name: Arc<str>,
        /// The server.
        to: Selector,
    },
    /// Lets go of the scenario's remaining steps. The world itself is not changed.
    Release,
}

/// What shall become of a server as a member.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MemberChange {
    /// It votes.
    AddVoter,
    /// It receives the log and does not vote.
    AddLearner,
    /// A learner votes from now on.
    Promote,
    /// A voter is a learner from now on.
    Demote,
    /// It is out.
    Remove,
}

impl MemberChange {
    pub(crate) fn of(self, id: NodeId) -> Change {
        match self {
            Self::AddVoter => Change::AddVoter(id),
            Self::AddLearner => Change::AddLearner(id),
            Self::Promote => Change::Promote(id),
            Self::Demote => Change::Demote(id),
            Self::Remove => Change::Remove(id),
        }
    }
}

/// Why an action cannot act now. The world is as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ActionError {
    /// It names nobody.
    Unresolved(Unresolved),
    /// The server is down already.
    AlreadyDown(NodeId),
    /// The server is running already.
    AlreadyUp(NodeId),
    /// A leader has no election timer.
    Leads(NodeId),
    /// No such message is on its way.
    NoSuchMessage(MessageId),
    /// The message is lost already.
    AlreadyLost(MessageId),
    /// There is no such client.
    NoSuchClient(ClientId),
    /// A server cannot be on two sides.
    OnTwoSides(NodeId),
    /// A partition needs a side.
    NoSides,
    /// The server does not lead.
    DoesNotLead(NodeId),
    /// The message is a copy, or has as many copies as a message can have.
    NoMoreCopies(MessageId),
    /// The server stands still: nothing can be done with it until it goes on.
    Paused(NodeId),
    /// The server does not start from a damaged disk.
    Damaged(NodeId),
    /// The server does not stand still.
    NotPaused(NodeId),
    /// There are not enough servers for a ring.
    NoRing,
    /// It wants what no link can be.
    Impossible(InvalidSetup),
    /// A client has this many operations waiting already.
    TooManyWaiting(usize),
}

impl From<Unresolved> for ActionError {
    fn from(why: Unresolved) -> Self {
        Self::Unresolved(why)
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unresolved(why) => why.fmt(f),
            Self::AlreadyDown(id) => write!(f, "{id} is down already"),
            Self::AlreadyUp(id) => write!(f, "{id} is running already"),
            Self::Leads(id) => write!(f, "{id} leads and has no election timer"),
            Self::NoSuchMessage(id) => write!(f, "no message {id} is on its way"),
            Self::AlreadyLost(id) => write!(f, "the message {id} is lost already"),
            Self::NoSuchClient(id) => write!(f, "there is no client {id}"),
            Self::OnTwoSides(id) => write!(f, "{id} cannot be on two sides of a partition"),
            Self::DoesNotLead(id) => write!(f, "{id} does not lead"),
            Self::NoSides => f.write_str("a partition needs at least one side"),
            Self::NoMoreCopies(id) => write!(f, "{id} cannot be copied once more"),
            Self::Paused(id) => write!(f, "{id} is paused"),
            Self::Damaged(id) => {
                write!(f, "{id} refuses to start from a damaged disk: wipe it first")
            }
            Self::NotPaused(id) => write!(f, "{id} is not paused"),
            Self::NoRing => f.write_str("a ring of majorities needs at least four servers"),
            Self::Impossible(why) => why.fmt(f),
            Self::TooManyWaiting(count) => {
                write!(f, "{count} operations wait already: let some of them end first")
            }
        }
    }
}
