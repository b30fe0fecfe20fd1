//! One server as a process: a node, its disk, its clock and its state machine.

use raft_core::{DrawKey, Durable, Input, Node, NodeId, Options};

use crate::{
    Chooser, Clock, CrashPoint, Disk, EventNo, Key, Process, ServerFaults, Setup, SimTime,
};

/// A server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    pub(crate) id: NodeId,
    pub(crate) options: Options,
    pub(crate) disk: Disk,
    pub(crate) clock: Clock,
    pub(crate) incarnation: u32,
    pub(crate) process: Option<Process>,
    /// Whether it stands still: nothing is lost, and everything waits.
    pub(crate) paused: bool,
    /// Until when it is busy with what it has done.
    pub(crate) busy_until: SimTime,
    pub(crate) faults: ServerFaults,
    /// Where it will crash, if somebody has set a trap.
    pub(crate) trap: Option<CrashPoint>,
    /// When its node next wants to be woken.
    pub(crate) wake_at: Option<SimTime>,
    /// The event that last touched it, and so set its present timers.
    pub(crate) timer_cause: EventNo,
}

impl Server {
    pub(crate) fn new(
        id: NodeId,
        setup: &Setup,
        durable: Durable,
        chooser: &mut dyn Chooser,
    ) -> Self {
        let Setup { options, server_faults: faults, disk_faults, clock, .. } = *setup;
        let mut server = Self {
            id,
            options,
            disk: Disk::new(durable, disk_faults),
            clock: Clock::drawn(id, clock, chooser),
            incarnation: 0,
            process: None,
            paused: false,
            busy_until: SimTime(0),
            faults,
            trap: None,
            wake_at: None,
            timer_cause: EventNo::START,
        };
        server.start(SimTime(0), chooser);
        server
    }

    /// Starts the process from what the disk holds.
    pub(crate) fn start(&mut self, now: SimTime, chooser: &mut dyn Chooser) {
        self.incarnation += 1;
        let term = self.disk.durable.hard_state.current_term;
        let draw = self.draw(DrawKey { term, attempt: 0 }, chooser);
        let now = self.clock.local(now);
        let node = Node::restart(self.id, self.options, &self.disk.durable, now, draw);
        let snapshot = self.disk.durable.snapshot.as_deref();
        self.process = Some(Process::new(node, snapshot));
        self.schedule_wake();
    }

    /// The random number that the node wants for this input, if it wants one.
    pub(crate) fn draw_for(&self, now: SimTime, input: &Input, chooser: &mut dyn Chooser) -> u64 {
        let node = self.process.as_ref().map(|process| &process.node);
        let wanted = node.and_then(|node| node.wants_draw(self.clock.local(now), input));
        wanted.map_or(0, |key| self.draw(key, chooser))
    }

    fn draw(&self, key: DrawKey, chooser: &mut dyn Chooser) -> u64 {
        let (low, high) = self.options.election_timeout;
        let width = high.0.saturating_sub(low.0) + 1;
        let choice = chooser.choose(Key::election_timeout(self.id, self.incarnation, key), width);
        // The core maps a 64-bit draw onto its range by multiply-shift; this is the smallest draw
        // that it maps onto the choice.
        let draw = (u128::from(choice) << 64).div_ceil(u128::from(width));
        u64::try_from(draw).unwrap_or(u64::MAX)
    }

    pub(crate) fn schedule_wake(&mut self) {
        let deadline = self.process.as_ref().and_then(|process| process.node.next_deadline());
        self.wake_at = deadline.map(|deadline| self.clock.world(deadline));
    }

    /// Its next own event would come at `at`: when it comes, if it comes at all.
    pub(crate) fn when_free(&self, at: Option<SimTime>) -> Option<SimTime> {
        at.filter(|_| !self.paused).map(|at| at.max(self.busy_until))
    }

    /// What dies with the process.
    pub(crate) fn stop(&mut self) {
        self.process = None;
        self.wake_at = None;
        self.paused = false;
        self.busy_until = SimTime(0);
        self.trap = None;
    }

    /// Whether it stands still.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Until when it is busy with what it has done, or stalls.
    #[must_use]
    pub fn busy_until(&self) -> SimTime {
        self.busy_until
    }

    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> &ServerFaults {
        &self.faults
    }

    /// Where it will crash, if somebody has set a trap.
    #[must_use]
    pub fn trap(&self) -> Option<CrashPoint> {
        self.trap
    }

    /// The event that set its present timers.
    #[must_use]
    pub fn timer_cause(&self) -> EventNo {
        self.timer_cause
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Its disk.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Which life it lives: 1 from the first boot, one more with each restart.
    #[must_use]
    pub fn incarnation(&self) -> u32 {
        self.incarnation
    }

    /// The running process; `None` while it is down.
    #[must_use]
    pub fn process(&self) -> Option<&Process> {
        self.process.as_ref()
    }

    /// The running Raft server; `None` while it is down.
    #[must_use]
    pub fn node(&self) -> Option<&Node> {
        self.process.as_ref().map(|process| &process.node)
    }

    /// The log that a reader would find: in memory while it runs, on disk while it is down.
    #[must_use]
    pub fn log(&self) -> &raft_core::Log {
        self.node().map_or(&self.disk.durable.log, Node::log)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use raft_core::{Configuration, Micros};

    #[test]
    fn every_election_timeout_can_be_chosen_exactly() {
        #[derive(Debug)]
        struct Always(u64);
        impl Chooser for Always {
            fn choose(&mut self, _: Key, bound: u64) -> u64 {
                self.0.min(bound - 1)
            }

            fn copied(&self) -> Box<dyn Chooser> {
                Box::new(Self(self.0))
            }
        }
        let setup = Setup::default();
        for choice in [0, 1, 2, 77, 9_999, 149_999, 150_000] {
            let fresh = Durable::fresh(Configuration::new([NodeId(1)]));
            let server = Server::new(NodeId(1), &setup, fresh, &mut Always(choice));
            let node = server.node().expect("a new server runs");
            assert_eq!(node.timing().election_timeout, Micros(150_000 + choice));
        }
    }
}
