//! What is wrong, as it crosses to the screen.

use raft_sim::{Address, LinkFaults, Server, ServerFaults, SimTime, World};

use crate::dto;
use crate::time::millis;

/// What is wrong with a server, if anything is.
pub(crate) fn server_faults(server: &Server, now: SimTime) -> Option<dto::ServerFaultsFrame> {
    let disk = server.disk();
    let is_slow = *server.faults() != ServerFaults::default();
    let faults = dto::ServerFaultsFrame {
        paused: server.is_paused(),
        // Once it is no longer slow, nobody asks how long it was.
        busy_until: if is_slow { millis(server.busy_until()) } else { 0.0 },
        trap: server.trap().map(Into::into),
        process: server.faults().into(),
        disk: disk.faults().into(),
        disk_stalls_until: Some(disk.stalls_until()).filter(|until| *until > now).map(millis),
        damaged: disk.is_damaged(),
        clock: clock_frame(server),
    };
    (faults != dto::ServerFaultsFrame::default()).then_some(faults)
}

fn clock_frame(server: &Server) -> Option<dto::ClockFrame> {
    let clock = server.clock();
    let (since, shows) = (millis(clock.since), millis(SimTime(clock.shows.0)));
    // Setting a clock right by hand leaves a few microseconds: less than a message's jitter.
    let differs = (shows - since).abs() >= 1.0;
    (clock.rate_ppm != 0 || differs).then(|| dto::ClockFrame {
        since,
        ahead: shows - since,
        rate_ppm: f64::from(clock.rate_ppm),
    })
}

/// Links that are not as a sound network has them, or slower or faster than at the beginning.
pub(crate) fn faulty_links(world: &World) -> Vec<dto::FaultyLinkFrame> {
    let (setup, network) = (world.setup(), world.network());
    let ends = || {
        let servers = setup.server_ids().map(Address::Server);
        servers.chain(setup.client_ids().map(Address::Client))
    };
    let mut found = Vec::new();
    for from in ends() {
        for to in ends().filter(|to| *to != from) {
            let faults = network.faults(from, to);
            let latency = network.latency(from, to);
            let as_ever = match (from, to) {
                (Address::Server(from), Address::Server(to)) => setup.link(from, to).latency,
                _ => setup.network.client_latency,
            };
            let between_clients = from.server().is_none() && to.server().is_none();
            if between_clients || *faults == LinkFaults::default() && latency == as_ever {
                continue;
            }
            found.push(dto::FaultyLinkFrame {
                from: from.to_string(),
                to: to.to_string(),
                latency: (latency != as_ever).then(|| raft_scenario::SpanText(latency).to_string()),
                faults: faults.into(),
                flap: world
                    .flap(from, to)
                    .map(|(down, until)| dto::FlapFrame { down, until: millis(until) }),
            });
        }
    }
    found
}
