//! Names that mean the same thing in every branch of a run.

use core::fmt;
use core::str::FromStr;

use raft_core::{MessageKind, NodeId, RequestId, WriteId};

/// The name of a client. Printed as `c1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ClientId(pub u8);

/// One end of a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Address {
    /// A server.
    Server(NodeId),
    /// A client.
    Client(ClientId),
}

/// The kinds of messages in the world: what servers say to each other, and to clients.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Between servers.
    Raft(MessageKind),
    /// A client's request.
    ClientRequest,
    /// The answer to it.
    ClientReply,
}

/// The name of a message: the `ordinal`th of its kind on its link, counted from 1.
///
/// Printed as `n1>n3:AppendEntries:2`; its first copy as `n1>n3:AppendEntries:2.1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageId {
    /// The sender.
    pub from: Address,
    /// The receiver.
    pub to: Address,
    /// What kind of message.
    pub kind: Kind,
    /// The how manieth of its kind on this link, and which copy of it: see [`MessageId::nth`].
    pub ordinal: u32,
}

/// The name of a client's operation: the client's `ordinal`th, counted from 1. Printed as `c1#3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationId {
    /// The client.
    pub client: ClientId,
    /// The how manieth of this client.
    pub ordinal: u32,
}

/// The name of a write in the world: write ids of the core begin anew with each life of a server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WriteKey {
    /// The server.
    pub server: NodeId,
    /// Its life: 1 at the first boot, one more with each restart.
    pub incarnation: u32,
    /// The write.
    pub write: WriteId,
}

impl MessageId {
    /// The ordinal's upper bits number the copies: a name is as wide with them as without. No run is
    /// so long that it would need them.
    const COPY_BITS: u32 = 28;
    const LAST: u32 = (1 << Self::COPY_BITS) - 1;
    /// The most copies that one message can have.
    pub const MOST_COPIES: u8 = 15;

    /// The how manieth of its kind on its link, counted from 1. A copy counts as what it is a copy of.
    #[must_use]
    pub fn nth(self) -> u32 {
        self.ordinal & Self::LAST
    }

    /// Which copy this is; 0: none.
    #[must_use]
    pub fn copy(self) -> u32 {
        self.ordinal >> Self::COPY_BITS
    }

    /// The name of the copy with this number.
    pub(crate) fn copied(self, copy: u8) -> Self {
        let copy = u32::from(copy.min(Self::MOST_COPIES));
        Self { ordinal: self.nth() | copy << Self::COPY_BITS, ..self }
    }
}

impl Kind {
    /// All kinds, in the order of [`Kind::number`].
    pub const ALL: [Self; 14] = [
        Self::Raft(MessageKind::RequestVote),
        Self::Raft(MessageKind::RequestVoteReply),
        Self::Raft(MessageKind::AppendEntries),
        Self::Raft(MessageKind::AppendEntriesReply),
        Self::Raft(MessageKind::Forward),
        Self::ClientRequest,
        Self::ClientReply,
        Self::Raft(MessageKind::RequestPreVote),
        Self::Raft(MessageKind::RequestPreVoteReply),
        Self::Raft(MessageKind::TimeoutNow),
        Self::Raft(MessageKind::ReadIndex),
        Self::Raft(MessageKind::ReadIndexReply),
        Self::Raft(MessageKind::InstallSnapshot),
        Self::Raft(MessageKind::InstallSnapshotReply),
    ];

    /// A number that never changes: it goes into draws and digests.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Raft(MessageKind::RequestVote) => 0,
            Self::Raft(MessageKind::RequestVoteReply) => 1,
            Self::Raft(MessageKind::AppendEntries) => 2,
            Self::Raft(MessageKind::AppendEntriesReply) => 3,
            Self::Raft(MessageKind::Forward) => 4,
            Self::ClientRequest => 5,
            Self::ClientReply => 6,
            Self::Raft(MessageKind::RequestPreVote) => 7,
            Self::Raft(MessageKind::RequestPreVoteReply) => 8,
            Self::Raft(MessageKind::TimeoutNow) => 9,
            Self::Raft(MessageKind::ReadIndex) => 10,
            Self::Raft(MessageKind::ReadIndexReply) => 11,
            Self::Raft(MessageKind::InstallSnapshot) => 12,
            Self::Raft(MessageKind::InstallSnapshotReply) => 13,
        }
    }

    /// The kind's name in the golden notation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raft(kind) => kind.name(),
            Self::ClientRequest => "ClientRequest",
            Self::ClientReply => "ClientReply",
        }
    }
}

impl Address {
    /// A number that never changes: servers below 128, clients above.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Server(NodeId(id)) => u8::try_from(id).unwrap_or(0) & 0x7f,
            Self::Client(ClientId(id)) => id | 0x80,
        }
    }

    /// The address with this number.
    #[must_use]
    pub fn numbered(number: u8) -> Self {
        match number {
            0..0x80 => Self::Server(NodeId(u32::from(number))),
            0x80.. => Self::Client(ClientId(number & 0x7f)),
        }
    }

    /// The server at this address, if it is one.
    #[must_use]
    pub fn server(self) -> Option<NodeId> {
        match self {
            Self::Server(id) => Some(id),
            Self::Client(_) => None,
        }
    }
}

impl OperationId {
    /// What a hand asks of a server, and no client: the answer goes nowhere.
    pub(crate) const OF_NOBODY: Self = Self { client: ClientId(0), ordinal: 0 };

    /// The request that the core sees for one attempt at this operation.
    #[must_use]
    pub fn request(self) -> RequestId {
        RequestId(u64::from(self.client.0) << 32 | u64::from(self.ordinal))
    }

    /// The operation behind a request of the core.
    #[must_use]
    pub fn of(request: RequestId) -> Self {
        let [_, _, _, client, a, b, c, d] = request.0.to_be_bytes();
        Self { client: ClientId(client), ordinal: u32::from_be_bytes([a, b, c, d]) }
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(id) => id.fmt(f),
            Self::Client(id) => id.fmt(f),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{}:{}:{}", self.from, self.to, self.kind.name(), self.nth())?;
        match self.copy() {
            0 => Ok(()),
            copy => write!(f, ".{copy}"),
        }
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.client, self.ordinal)
    }
}

impl fmt::Display for WriteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}:write:{}", self.server, self.incarnation, self.write.0)
    }
}

/// A name that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidName;

impl FromStr for Address {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (sort, number) = text.split_at_checked(1).ok_or(InvalidName)?;
        // `u8::from_str` would accept "+1": a name has one spelling only.
        if number.is_empty()
            || number.starts_with('0')
            || !number.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(InvalidName);
        }
        let number: u8 = number.parse().map_err(|_| InvalidName)?;
        match sort {
            "n" => Ok(Self::Server(NodeId(u32::from(number)))),
            "c" => Ok(Self::Client(ClientId(number))),
            _ => Err(InvalidName),
        }
    }
}

impl FromStr for MessageId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (link, rest) = text.split_once(':').ok_or(InvalidName)?;
        let (from, to) = link.split_once('>').ok_or(InvalidName)?;
        let (kind, ordinal) = rest.split_once(':').ok_or(InvalidName)?;
        let (ordinal, copy) = match ordinal.split_once('.') {
            None => (ordinal, 0),
            Some((ordinal, copy)) => (ordinal, copy.parse().map_err(|_| InvalidName)?),
        };
        let id = Self {
            from: from.parse()?,
            to: to.parse()?,
            kind: Kind::ALL.into_iter().find(|k| k.name() == kind).ok_or(InvalidName)?,
            ordinal: ordinal.parse().map_err(|_| InvalidName)?,
        };
        if id.copy() > 0 || copy > Self::MOST_COPIES {
            return Err(InvalidName);
        }
        spelled(id.copied(copy), text)
    }
}

impl FromStr for OperationId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (client, ordinal) = text.split_once('#').ok_or(InvalidName)?;
        match (client.parse()?, ordinal.parse()) {
            (Address::Client(client), Ok(ordinal)) => spelled(Self { client, ordinal }, text),
            _ => Err(InvalidName),
        }
    }
}

/// A name has one spelling only, that in which it prints: numbers are read in others as well, such as "+1" and "01".
fn spelled<T: fmt::Display>(id: T, text: &str) -> Result<T, InvalidName> {
    if id.to_string() == text { Ok(id) } else { Err(InvalidName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_reads_as_it_prints() {
        for text in ["n1>n3:AppendEntriesReply:12", "n1>c2:ClientReply:3.1", "n2>n1:Forward:7.15"] {
            assert_eq!(text.parse::<MessageId>().map(|id| id.to_string()), Ok(text.to_owned()));
        }
        for bad in [
            "",
            "n1",
            "n1>n2",
            "n1>n2:Append:1",
            "x1>n2:RequestVote:1",
            "n+1>n2:Forward:1",
            "n1>n2:Forward:1.",
            "n1>n2:Forward:1.16",
            "n1>n2:Forward:1.x",
            "n1>n2:Forward:1.0",
            "n1>n2:Forward:1.+1",
            "n1>n2:Forward:+1",
            "n1>n2:Forward:01",
            "n1>n2:Forward:268435457",
        ] {
            assert_eq!(bad.parse::<MessageId>(), Err(InvalidName), "{bad}");
        }
    }

    #[test]
    fn an_operation_reads_as_it_prints() {
        let text = "c2#17";
        assert_eq!(text.parse::<OperationId>().map(|id| id.to_string()), Ok(text.to_owned()));
        for bad in
            ["", "c1", "c1#", "n1#1", "#1", "c1#-1", "c1#+1", "c1#01", "c1#99999999999", "c1#1#1"]
        {
            assert_eq!(bad.parse::<OperationId>(), Err(InvalidName), "{bad}");
        }
    }

    #[test]
    fn an_address_has_one_number() {
        for end in ["n1", "n9", "c1", "c9"] {
            let address: Address = end.parse().expect("an address");
            assert_eq!(Address::numbered(address.number()), address);
        }
    }

    #[test]
    fn a_request_leads_back_to_its_operation() {
        let id = OperationId { client: ClientId(7), ordinal: 123_456 };
        assert_eq!(OperationId::of(id.request()), id);
    }
}
