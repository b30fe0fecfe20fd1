// What the bench plays: real scenarios with real traffic, so that every frame is one that a reader could see.

const ONE_LEADS = [
  { id: "one-leads", at: "0ms", do: [{ set_timer: { servers: "n1", remaining: "1ms" } }] },
];

/** Nine servers and nine clients; long ways and a quick heartbeat keep about 300 messages on their way. */
export const crowd = {
  format: 1,
  title: "Nine servers, three hundred messages",
  seed: 1,
  until: "60s",
  cluster: { servers: 9, heartbeat: "20ms", election_timeout: "3s..5s" },
  network: { latency: "300ms..400ms" },
  disk: { write: "5ms" },
  clients: {
    count: 9,
    latency: "100ms..200ms",
    timeout: "10s",
    workload: { pause: "1ms..10ms", keys: 5, reads: "20%" },
  },
  steps: ONE_LEADS,
};

/** The peer of the crowd: three servers, a heartbeat now and then, nobody who wants anything. */
export const idle = {
  format: 1,
  title: "Three idle servers",
  seed: 1,
  until: "60s",
  cluster: { servers: 3 },
  clients: { count: 0 },
  steps: ONE_LEADS,
};

/** About a thousand events a simulated second: losses, and every five seconds another server crashes and comes back. */
export function chaos(seconds: number) {
  const crashes = Array.from({ length: Math.floor(seconds / 5) }, (_, turn) => {
    const server = `n${(turn % 5) + 1}`;
    return [
      { id: `crash-${turn}`, at: `${turn * 5000 + 2500}ms`, do: [{ crash: server }] },
      { id: `return-${turn}`, at: `${turn * 5000 + 3500}ms`, do: [{ restart: server }] },
    ];
  });
  return {
    format: 1,
    title: "Chaos",
    seed: 5,
    until: `${seconds}s`,
    cluster: { servers: 5, heartbeat: "50ms", election_timeout: "150ms..300ms" },
    network: { latency: "5ms..20ms", loss: "2%" },
    disk: { write: "1ms..5ms" },
    clients: {
      count: 9,
      latency: "2ms..5ms",
      timeout: "500ms",
      workload: { pause: "1ms..10ms", keys: 5, reads: "20%" },
    },
    steps: crashes.flat(),
  };
}

/** About a thousand new entries a simulated second. */
export const longLog = {
  format: 1,
  title: "A long log",
  seed: 5,
  until: "60s",
  cluster: { servers: 3, heartbeat: "50ms", election_timeout: "150ms..300ms" },
  network: { latency: "1ms" },
  disk: { write: "1ms" },
  clients: {
    count: 9,
    latency: "1ms",
    timeout: "500ms",
    workload: { pause: "1ms..2ms", keys: 5 },
  },
  steps: ONE_LEADS,
};
