//! What descends from a change, and what does not.

use std::collections::{BTreeMap, BTreeSet};

use raft_sim::{
    Action, Address, Chooser, Event, EventKind, EventNo, Fact, Happening, MessageId, SimTime, Sink,
    World,
};

use crate::chaos::{Chaos, Dice, Knob, Placed};

/// Everything that happened in one run.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) events: Vec<Event>,
    /// The events of the change itself: they have no counterpart in the other run.
    ours: BTreeSet<EventNo>,
    /// How long each message travels, unless it is lost on its way.
    pub(crate) latency: BTreeMap<MessageId, u64>,
    /// When each message left.
    sent_at: BTreeMap<MessageId, SimTime>,
}

impl Recorder {
    pub(crate) fn act(
        &mut self,
        world: &mut World,
        action: &Action,
        ours: bool,
    ) -> Result<(), raft_sim::ActionError> {
        world.act(action, EventNo::START, self)?;
        if ours {
            self.ours.insert(world.events());
        }
        Ok(())
    }
}

impl Recorder {
    /// What became of each message, and when.
    fn outcomes(&self) -> BTreeMap<MessageId, (SimTime, EventKind)> {
        let outcome = |event: &Event| match event.kind {
            EventKind::Delivered(id) | EventKind::Lost(id, _) => {
                Some((id, (event.position.time, event.kind)))
            }
            _ => None,
        };
        self.events.iter().filter_map(outcome).collect()
    }
}

impl Sink for Recorder {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        self.events.push(*happening.event);
        for fact in happening.facts {
            if let Fact::Sent { slot } = fact
                && let Some(flight) = world.flight(*slot)
            {
                self.sent_at.insert(flight.id, flight.sent_at);
                if flight.doomed.is_none() {
                    let latency = flight.due_at.0 - flight.sent_at.0;
                    self.latency.insert(flight.id, latency);
                }
            }
        }
    }
}

/// Where an event happens: whose state it reads and changes. An action of the chaos is nobody's: it
/// comes at its time in both runs.
fn place(kind: &EventKind) -> Option<Address> {
    match kind {
        EventKind::Delivered(id) | EventKind::Lost(id, _) => Some(id.to),
        EventKind::ElectionTimeout(server) | EventKind::HeartbeatDue(server) => {
            Some(Address::Server(*server))
        }
        EventKind::Persisted(key) => Some(Address::Server(key.server)),
        EventKind::ClientTimer(client) => Some(*client),
        EventKind::Acted => None,
    }
}

/// The two runs, walked through together, moment by moment.
pub(crate) struct Descent<'a> {
    /// Messages that the change may have lost, or moved.
    roots: BTreeSet<MessageId>,
    /// Servers and clients that an event that descends has touched.
    touched: BTreeSet<Address>,
    /// The server at which the change happens, if it happens at one.
    at_a_server: Option<Address>,
    runs: [&'a Recorder; 2],
    descends: [BTreeSet<EventNo>; 2],
}

impl<'a> Descent<'a> {
    fn trace(plain: &'a Recorder, changed: &'a Recorder, placed: &Placed) -> Self {
        let since = placed.at.time;
        let roots = changed.events.iter().filter_map(|event| match event.kind {
            EventKind::Lost(id, why) => {
                let sent_at = changed.sent_at.get(&id).copied().unwrap_or_default();
                placed.change.may_have_lost(id, why, sent_at, since).then_some(id)
            }
            _ => None,
        });
        let outcomes = [plain.outcomes(), changed.outcomes()];
        let differs = |id: &MessageId| outcomes[0].get(id) != outcomes[1].get(id);
        let sent = plain.sent_at.iter().chain(&changed.sent_at);
        let moved = sent
            .filter(|(id, sent_at)| placed.change.may_have_moved(**id, **sent_at, since))
            .map(|(id, _)| *id)
            .filter(differs);
        let mut descent = Self {
            roots: roots.chain(moved).collect(),
            touched: BTreeSet::new(),
            at_a_server: placed.change.touched(),
            runs: [plain, changed],
            descends: [BTreeSet::new(), BTreeSet::new()],
        };
        let mut at = [0, 0];
        loop {
            let time_at = |which: usize| {
                let run: &Recorder = descent.runs[which];
                run.events.get(at[which]).map(|event| event.position.time)
            };
            let Some(now) = [time_at(0), time_at(1)].into_iter().flatten().min() else {
                return descent;
            };
            if now >= since {
                descent.touched.extend(descent.at_a_server);
            }
            let groups = [0, 1].map(|which| {
                let rest = &descent.runs[which].events[at[which]..];
                let count = rest.iter().take_while(|event| event.position.time == now).count();
                &rest[..count]
            });
            // Within one moment until nothing more is found: what comes first in one run may come
            // last in the other.
            while [0, 1].into_iter().any(|which| descent.mark(which, groups[which])) {}
            for which in [0, 1] {
                at[which] += groups[which].len();
            }
        }
    }

    /// Marks what descends among the events of one moment. True if something new was found.
    fn mark(&mut self, which: usize, events: &[Event]) -> bool {
        let before = (self.descends[which].len(), self.touched.len());
        for event in events {
            let Some(place) = place(&event.kind) else { continue };
            let decided = match event.kind {
                EventKind::Delivered(id) | EventKind::Lost(id, _) => self.roots.contains(&id),
                _ => false,
            };
            let caused = self.descends[which].contains(&event.cause);
            if decided || caused || self.touched.contains(&place) {
                self.descends[which].insert(event.no);
                // What is lost touches nobody; had it arrived in the other run, it would be found
                // there.
                if !matches!(event.kind, EventKind::Lost(..)) {
                    self.touched.insert(place);
                }
            }
        }
        before != (self.descends[which].len(), self.touched.len())
    }

    /// What does not descend, in order.
    fn unrelated(&self, which: usize) -> Vec<(SimTime, EventKind)> {
        let run = self.runs[which];
        let event_of_the_change = |event: &&Event| !run.ours.contains(&event.no);
        run.events
            .iter()
            .filter(event_of_the_change)
            // Whether the chaos can crash or restart a server depends on whether a trap has sprung.
            .filter(|event| self.at_a_server.is_none() || event.kind != EventKind::Acted)
            .filter(|event| !self.descends[which].contains(&event.no))
            .map(|event| (event.position.time, event.kind))
            .collect()
    }
}

/// What one trial came to.
#[derive(Default)]
pub(crate) struct Tally {
    /// Unrelated events after the change: those that a shared stream of draws would disturb.
    pub(crate) unrelated: usize,
    /// Events that descend from the change.
    pub(crate) descending: usize,
    /// The first unrelated events that differ, if any do.
    pub(crate) difference: Option<String>,
}

pub(crate) fn trial(
    number: u64,
    knob: Option<Knob>,
    chooser: impl Fn(u64) -> Box<dyn Chooser>,
) -> Tally {
    let mut dice = Dice { seed: number, thrown: 0 };
    let chaos = Chaos::new(&mut dice);
    let plain = chaos.run(chooser(chaos.seed), None);
    let placed = loop {
        if let Some(placed) = chaos.change(chooser(chaos.seed), plain.events.len(), &mut dice, knob)
        {
            break placed;
        }
    };
    let changed = chaos.run(chooser(chaos.seed), Some(&placed));
    let descent = Descent::trace(&plain, &changed, &placed);
    let sides = [descent.unrelated(0), descent.unrelated(1)];
    let different = (0..sides[0].len().max(sides[1].len()))
        .find(|at| sides[0].get(*at) != sides[1].get(*at))
        .map(|at| {
            let [plain, changed] = [sides[0].get(at), sides[1].get(at)];
            format!("trial {number}, {placed:?}: {plain:?} became {changed:?}")
        });
    let after = |(time, _): &&(SimTime, EventKind)| *time > placed.at.time;
    Tally {
        unrelated: sides[1].iter().filter(after).count(),
        descending: descent.descends[1].len(),
        difference: different,
    }
}
