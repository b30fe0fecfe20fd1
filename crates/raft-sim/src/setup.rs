//! What a world is made of, before anything happens.

use core::fmt;

use raft_core::{Configuration, Durable, InvalidOptions, Micros, NodeId, Options, ReadMode};

use crate::{Address, ClientId, ClockFaults, DiskFaults, LinkFaults, ServerFaults};

/// The most servers a world can have.
pub const MAX_SERVERS: u8 = 9;
/// The most clients a world can have.
pub const MAX_CLIENTS: u8 = 9;
/// Spans beyond this (one hour) are refused: nothing in a Raft cluster takes that long, and sums of
/// them stay far from overflow.
const MAX_SPAN: Micros = Micros(3_600_000_000);
/// The whole of a probability, which is counted in millionths.
pub(crate) const MILLION: u32 = 1_000_000;

/// What a world is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// How many servers there are: `n1` to `n9` at most.
    pub servers: u8,
    /// The servers that are not in the first configuration: they wait until they are added.
    pub outside: Vec<NodeId>,
    /// How each server behaves.
    pub options: Options,
    /// The network.
    pub network: NetworkOptions,
    /// How long a write takes until it is durable.
    pub disk_write: Span,
    /// What is wrong with the disks.
    pub disk_faults: DiskFaults,
    /// What is wrong with the servers.
    pub server_faults: ServerFaults,
    /// How the servers' clocks differ.
    pub clock: ClockFaults,
    /// How many clients there are.
    pub clients: u8,
    /// How each client behaves.
    pub client: ClientOptions,
    /// What the disks hold at the start, in the order of the servers; empty: they are all fresh.
    pub disks: Vec<Durable>,
}

/// A span of time that is drawn anew for each use, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The shortest.
    pub low: Micros,
    /// The longest.
    pub high: Micros,
}

/// The network.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NetworkOptions {
    /// How long a message between two servers travels.
    pub latency: Span,
    /// How long a message between a client and a server travels.
    pub client_latency: Span,
    /// Links that differ, in one direction each. Later ones win.
    pub links: Vec<LinkOptions>,
    /// How likely a message is lost, in millionths.
    pub loss_ppm: u32,
    /// What is wrong with the links between servers.
    pub faults: LinkFaults,
    /// What is wrong with the links between clients and servers.
    pub client_faults: LinkFaults,
}

/// A link that differs from the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinkOptions {
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// How long a message travels on it.
    pub latency: Span,
    /// What is wrong with it, and nothing else is.
    pub faults: LinkFaults,
}

/// How clients behave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientOptions {
    /// How long a client waits for an answer before it asks another server.
    pub timeout: Micros,
    /// How long it waits before it asks again when a server knows of no leader.
    pub backoff: Micros,
    /// How many times it asks before it gives up.
    pub attempts: u32,
    /// Whether it asks one server only, the one of its own number, and follows no redirect.
    pub pinned: bool,
    /// Whether it opens a session and numbers its commands, so that none is executed twice
    /// (dissertation §6.3).
    pub sessions: bool,
    /// How it reads when nobody says how; none: through the log.
    pub reads: Option<ReadMode>,
    /// What clients do by themselves, if anything.
    pub workload: Option<Workload>,
}

/// What a client does by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Workload {
    /// The pause between an answer and the next operation.
    pub pause: Span,
    /// How many different keys it uses, at least 1.
    pub keys: u32,
    /// How many of its operations read, in millionths.
    pub reads_ppm: u32,
}

/// A setup that cannot work: which field, and what was expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvalidSetup {
    /// The field.
    pub field: &'static str,
    /// What was expected.
    pub expected: String,
}

impl Span {
    /// Always the same span.
    #[must_use]
    pub const fn fixed(span: Micros) -> Self {
        Self { low: span, high: span }
    }

    /// A range in milliseconds.
    #[must_use]
    pub const fn millis(low: u64, high: u64) -> Self {
        Self { low: Micros::from_millis(low), high: Micros::from_millis(high) }
    }

    pub(crate) fn validate(self, field: &'static str, least: u64) -> Result<(), InvalidSetup> {
        if self.low > self.high || self.low < Micros(least) || self.high > MAX_SPAN {
            let expected = format!("from {} to {MAX_SPAN}, the lower end first", Micros(least));
            return Err(InvalidSetup { field, expected });
        }
        Ok(())
    }

    /// How many different values it can take.
    pub(crate) fn width(self) -> u64 {
        self.high.0.saturating_sub(self.low.0) + 1
    }
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            timeout: Micros::from_millis(200),
            backoff: Micros::from_millis(50),
            attempts: 10,
            pinned: false,
            sessions: false,
            reads: None,
            workload: None,
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            servers: 5,
            outside: Vec::new(),
            options: Options::default(),
            network: NetworkOptions {
                latency: Span::millis(5, 15),
                client_latency: Span::millis(5, 15),
                ..NetworkOptions::default()
            },
            disk_write: Span::millis(2, 5),
            disk_faults: DiskFaults::default(),
            server_faults: ServerFaults::default(),
            clock: ClockFaults::default(),
            clients: 1,
            client: ClientOptions::default(),
            disks: Vec::new(),
        }
    }
}

impl Setup {
    /// The servers' names.
    pub fn server_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (1..=u32::from(self.servers)).map(NodeId)
    }

    /// The configuration that every server is set up with.
    #[must_use]
    pub fn configuration(&self) -> Configuration {
        Configuration::new(self.server_ids().filter(|id| !self.outside.contains(id)))
    }

    /// The clients' names.
    pub fn client_ids(&self) -> impl Iterator<Item = ClientId> + use<> {
        (1..=self.clients).map(ClientId)
    }

    /// A link between two servers at the beginning.
    #[must_use]
    pub fn link(&self, from: NodeId, to: NodeId) -> LinkOptions {
        let NetworkOptions { latency, faults, links, .. } = &self.network;
        let link = links.iter().rev().find(|link| (link.from, link.to) == (from, to));
        link.copied().unwrap_or(LinkOptions { from, to, latency: *latency, faults: *faults })
    }

    /// Whether somebody lives at this address.
    #[must_use]
    pub fn knows(&self, address: Address) -> bool {
        match address {
            Address::Server(NodeId(id)) => (1..=u32::from(self.servers)).contains(&id),
            Address::Client(ClientId(id)) => (1..=self.clients).contains(&id),
        }
    }

    /// Checks everything that would make a world impossible or endless.
    ///
    /// # Errors
    /// The first field found that cannot work.
    pub fn validate(&self) -> Result<(), InvalidSetup> {
        let wrong = |field, expected: String| Err(InvalidSetup { field, expected });
        if !(1..=MAX_SERVERS).contains(&self.servers) {
            return wrong("cluster.servers", format!("1 to {MAX_SERVERS}, found {}", self.servers));
        }
        if let Some(stranger) = self.outside.iter().find(|id| !self.knows(Address::Server(**id))) {
            return wrong(
                "cluster.voters",
                format!("servers up to n{}, found {stranger}", self.servers),
            );
        }
        if self.configuration().voters().is_empty() {
            return wrong("cluster.voters", "at least one server".to_owned());
        }
        if self.clients > MAX_CLIENTS {
            return wrong("clients.count", format!("0 to {MAX_CLIENTS}, found {}", self.clients));
        }
        self.options.validate()?;
        self.validate_spans()?;
        if self.network.loss_ppm > MILLION {
            return wrong("network.loss", "at most 100%".to_owned());
        }
        self.network.faults.validate("network.faults")?;
        self.network.client_faults.validate("clients.faults")?;
        self.disk_faults.validate("disk.faults")?;
        self.server_faults.validate("cluster.faults")?;
        self.clock.validate("clock")?;
        for link in &self.network.links {
            link.faults.validate("network.links")?;
        }
        if self.client.attempts == 0 {
            return wrong("clients.attempts", "at least 1".to_owned());
        }
        if self.client.workload.is_some_and(|work| work.reads_ppm > MILLION) {
            return wrong("clients.workload.reads", "at most 100%".to_owned());
        }
        if self.client.workload.is_some_and(|work| work.keys == 0) {
            return wrong("clients.workload.keys", "at least 1".to_owned());
        }
        for link in &self.network.links {
            for end in [link.from, link.to] {
                if !self.knows(Address::Server(end)) {
                    return wrong(
                        "network.links",
                        format!("servers n1 to n{}, found {end}", self.servers),
                    );
                }
            }
        }
        if !self.disks.is_empty() && self.disks.len() != usize::from(self.servers) {
            return wrong("servers", "one disk for each server".to_owned());
        }
        Ok(())
    }

    fn validate_spans(&self) -> Result<(), InvalidSetup> {
        let (low, high) = self.options.election_timeout;
        let heartbeat = Span::fixed(self.options.heartbeat_interval);
        let spans = [
            ("cluster.heartbeat", heartbeat, 100),
            ("cluster.election_timeout", Span { low, high }, 100),
            ("network.latency", self.network.latency, 0),
            ("clients.latency", self.network.client_latency, 0),
            ("disk.write", self.disk_write, 0),
            ("clients.timeout", Span::fixed(self.client.timeout), 1_000),
            ("clients.backoff", Span::fixed(self.client.backoff), 1_000),
        ];
        let links = self.network.links.iter().map(|link| ("network.links", link.latency, 0));
        // A pause of zero would let a client of a fast cluster stop the world's time.
        let pause = self.client.workload.map(|work| ("clients.workload.pause", work.pause, 1));
        for (field, span, least) in spans.into_iter().chain(links).chain(pause) {
            span.validate(field, least)?;
        }
        Ok(())
    }
}

/// How much slower a link can be made.
const MOST_SLOW_DOWN: u32 = 1_000;

impl LinkFaults {
    /// Looks for what cannot be: a chance above the whole, a span that is too long.
    ///
    /// # Errors
    /// What was expected, at `field`.
    pub fn validate(&self, field: &'static str) -> Result<(), InvalidSetup> {
        let Self { loss_ppm, late_ppm, twice_ppm, flap_ppm, .. } = *self;
        if [loss_ppm, late_ppm, twice_ppm, flap_ppm].iter().any(|ppm| *ppm > MILLION) {
            return Err(InvalidSetup { field, expected: "chances of at most 100%".to_owned() });
        }
        if self.slow_down > MOST_SLOW_DOWN {
            let expected = format!("slow_down of at most {MOST_SLOW_DOWN}");
            return Err(InvalidSetup { field, expected });
        }
        for span in [self.late_by, self.twice_after, Span::fixed(self.spacing)] {
            span.validate(field, 0)?;
        }
        if flap_ppm > 0 && self.flap_every < Micros::from_millis(1) {
            let expected = "flap_every of at least 1ms where there is a chance to flap".to_owned();
            return Err(InvalidSetup { field, expected });
        }
        Span::fixed(self.flap_every).validate(field, 0)
    }
}

impl From<InvalidOptions> for InvalidSetup {
    fn from(why: InvalidOptions) -> Self {
        let (field, expected) = match why {
            InvalidOptions::HeartbeatIntervalZero => ("cluster.heartbeat", "more than zero"),
            InvalidOptions::ElectionTimeoutRange => {
                ("cluster.election_timeout", "more than zero, the lower end first")
            }
            InvalidOptions::EntriesPerAppendZero => {
                ("cluster.entries_per_append", "at least 1, or no entry is ever replicated")
            }
            InvalidOptions::AppendWindowZero => {
                ("cluster.append_window", "at least 1, or no entry is ever replicated")
            }
            InvalidOptions::LeaseWithoutStickiness => (
                "cluster.lease_reads",
                "leader_stickiness as well, or another leader is elected during a lease",
            ),
        };
        Self { field, expected: expected.to_owned() }
    }
}

impl fmt::Display for InvalidSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.field, self.expected)
    }
}
