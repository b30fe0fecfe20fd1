//! A reader's journey through a run, read from arbitrary bytes: what a fuzzer needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_session::{
    ActionModel, Catalogue, Direction, Goal, Link, Problem, Scenario, Session, Stride,
};

/// Everything that a cluster can be asked for, with two servers that wait to be added.
const CLUSTER: &str = r#"{
  "format": 1, "title": "Journey", "seed": 5, "until": "800ms",
  "cluster": { "servers": 5, "voters": ["n1", "n2", "n3"], "pre_vote": true, "check_quorum": true,
    "snapshot_after": 6, "snapshot_chunk": 16, "faults": { "stall": "1%", "stall_for": "5ms..40ms" } },
  "network": { "loss": "2%", "faults": { "twice": "3%", "twice_after": "1ms..9ms" } },
  "clients": { "count": 2, "sessions": true,
    "workload": { "pause": "20ms..90ms", "keys": 2, "reads": "30%" } },
  "steps": [
    { "id": "start", "at": "0ms", "say": "It begins." },
    { "id": "led", "when": { "elected": "any" }, "say": "Somebody leads.",
      "question": { "ask": "And now?", "reveal": "This.", "show": [{ "crash": "leader" }] } },
    { "id": "crash", "at": "400ms", "do": [{ "crash": "n1" }], "say": "n1 crashes." },
    { "id": "back", "at": "500ms", "do": [{ "restart": "n1" }], "say": "n1 is back." }
  ]
}"#;

/// The furthest moment: far enough for anything, near enough for many journeys.
const HORIZON: u64 = 3_000;

/// The longest journey. A run of more actions says nothing new.
const LONGEST: usize = 120;

/// Reads bytes; zeros when there are none left.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound.max(1)
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    /// A server, or what may or may not be one.
    fn server(&mut self) -> &'static str {
        const NAMES: [&str; 12] =
            ["n1", "n2", "n3", "n4", "n5", "leader", "n1", "n2", "n3", "somebody", "n9", "c1"];
        self.pick(&NAMES)
    }

    fn servers(&mut self) -> String {
        match self.below(6) {
            0 => "\"all\"".to_owned(),
            1 => "\"followers\"".to_owned(),
            2 => format!("[\"{}\",\"{}\"]", self.server(), self.server()),
            _ => format!("\"{}\"", self.server()),
        }
    }

    fn time(&mut self) -> &'static str {
        self.pick(&["0ms", "1us", "3ms", "20ms", "150ms", "1s", "99999s", "-1ms"])
    }

    fn span(&mut self) -> &'static str {
        self.pick(&["0ms", "1ms..9ms", "30ms", "100ms..400ms", "5ms..1ms", "9999s"])
    }

    fn percent(&mut self) -> &'static str {
        self.pick(&["0%", "3%", "50%", "100%", "0.0001%", "101%"])
    }

    fn links(&mut self) -> String {
        let one_way = self.pick(&["", ",\"one_way\":true"]);
        format!("{{\"from\":{},\"to\":{}{one_way}}}", self.servers(), self.servers())
    }

    fn link_faults(&mut self) -> String {
        let (loss, late, twice, flap) =
            (self.percent(), self.percent(), self.percent(), self.percent());
        let (by, after) = (self.span(), self.span());
        let (spacing, every) = (self.time(), self.time());
        let (capacity, slow_down) = (self.below(4), self.below(4));
        let shape = self.pick(&["uniform", "exponential", "long_tail"]);
        let blocked = self.pick(&["", "\"AppendEntries\"", "\"RequestVoteReply\"", "\"Nothing\""]);
        let jam = self.pick(&["false", "false", "true"]);
        format!(
            r#"{{"shape":"{shape}","slow_down":{slow_down},"loss":"{loss}","late":"{late}","late_by":"{by}","twice":"{twice}","twice_after":"{after}","spacing":"{spacing}","capacity":{capacity},"flap":"{flap}","flap_every":"{every}","blocked":[{blocked}],"jam":{jam}}}"#
        )
    }

    fn disk_faults(&mut self) -> String {
        let (stall, survive, torn) = (self.percent(), self.percent(), self.percent());
        let (reordered, damage) = (self.percent(), self.percent());
        let (sync, stall_for) = (self.span(), self.span());
        let stalled = self.pick(&["false", "false", "true"]);
        format!(
            r#"{{"sync":"{sync}","stall":"{stall}","stall_for":"{stall_for}","stalled":{stalled},"survive":"{survive}","torn":"{torn}","reordered":"{reordered}","damage":"{damage}"}}"#
        )
    }

    /// An action of any kind, sensible or not, about one of these messages if about any.
    fn action(&mut self, messages: &[String]) -> String {
        let kind = self.pick(&KINDS);
        let content = match kind {
            "release" | "heal_all" | "ring" => return format!("\"{kind}\""),
            "drop" | "deliver" | "hold" | "duplicate" => format!("\"{}\"", self.message(messages)),
            "delay" => {
                format!(r#"{{"message":"{}","by":"{}"}}"#, self.message(messages), self.time())
            }
            "set_timer" => {
                format!(r#"{{"servers":{},"remaining":"{}"}}"#, self.servers(), self.time())
            }
            "network" => {
                let (links, faults) = (self.links(), self.link_faults());
                format!(r#"{{"links":{links},"latency":"{}","faults":{faults}}}"#, self.span())
            }
            "client_links" => {
                let (client, faults) = (self.below(4), self.link_faults());
                format!(
                    r#"{{"client":"c{client}","servers":{},"faults":{faults}}}"#,
                    self.servers()
                )
            }
            "trap" => {
                let points = ["before_output", "before_persist", "after_persist", "before_answer"];
                format!(r#"{{"servers":{},"point":"{}"}}"#, self.servers(), self.pick(&points))
            }
            "disk" => {
                format!(r#"{{"servers":{},"faults":{}}}"#, self.servers(), self.disk_faults())
            }
            "server" => {
                let faults = format!(
                    r#"{{"busy":"{}","stall":"{}","stall_for":"{}"}}"#,
                    self.span(),
                    self.percent(),
                    self.span()
                );
                format!(r#"{{"servers":{},"faults":{faults}}}"#, self.servers())
            }
            "clock" => {
                let rate = self.pick(&["0", "-200", "1000000", "-2000000", "null"]);
                let (forward, back) = (self.time(), self.time());
                format!(
                    r#"{{"servers":{},"forward":"{forward}","back":"{back}","rate_ppm":{rate}}}"#,
                    self.servers()
                )
            }
            "cut" | "heal" => self.links(),
            "partition" => format!("[{},\"rest\"]", self.servers()),
            "put" => format!(
                r#"{{"client":"c{}","key":"k{}","value":"{}","via":"{}"}}"#,
                self.below(4),
                self.below(3),
                self.byte(),
                self.server()
            ),
            "add" => format!(r#"{{"key":"k","amount":{},"via":"{}"}}"#, self.byte(), self.server()),
            "get" => {
                let reads = self.pick(&["log", "read_index", "lease", "stale"]);
                format!(
                    r#"{{"client":"c2","key":"k","via":"{}","reads":"{reads}"}}"#,
                    self.server()
                )
            }
            "transfer" => format!(r#"{{"to":"{}"}}"#, self.server()),
            "change" => {
                let part = self.pick(&["add", "learner", "promote", "demote", "remove"]);
                let way = self.pick(&["auto", "implicit", "explicit"]);
                format!(r#"{{"{part}":{},"transition":"{way}"}}"#, self.servers())
            }
            "leave_joint" | "expire_sessions" => format!("\"{}\"", self.pick(&["leader", "n1"])),
            "set_loss" => format!("\"{}\"", self.percent()),
            "bind" => format!(r#"{{"name":"somebody","to":"{}"}}"#, self.server()),
            _ => self.servers(),
        };
        format!("{{\"{kind}\":{content}}}")
    }

    fn message(&mut self, messages: &[String]) -> String {
        let named = messages.get(self.below(messages.len()));
        named.cloned().unwrap_or_else(|| "n1>n2:AppendEntries:1".to_owned())
    }
}

/// The kinds of actions, as they are spelled; some more than once, because they can seldom act.
pub(crate) const KINDS: [&str; 55] = [
    "crash",
    "restart",
    "time_out",
    "set_timer",
    "drop",
    "deliver",
    "hold",
    "delay",
    "duplicate",
    "network",
    "client_links",
    "pause",
    "resume",
    "trap",
    "disk",
    "damage",
    "server",
    "clock",
    "bridge",
    "ring",
    "cut",
    "heal",
    "partition",
    "heal_all",
    "put",
    "add",
    "get",
    "transfer",
    "forget_leader",
    "wipe",
    "take_snapshot",
    "change",
    "leave_joint",
    "expire_sessions",
    "set_loss",
    "bind",
    "release",
    "restart",
    "restart",
    "resume",
    "resume",
    "resume",
    "network",
    "network",
    "network",
    "disk",
    "expire_sessions",
    "put",
    "client_links",
    "client_links",
    "resume",
    "resume",
    "resume",
    "resume",
    "restart",
];

/// How often each kind of action has acted.
pub(crate) type Acted = BTreeMap<String, u32>;

fn open(scenario: Scenario) -> Session {
    Session::open(scenario, Some("journey".into()), None, None, nobody_reads(), "en")
        .expect("our own scenario")
}

fn nobody_reads() -> Arc<Catalogue> {
    Arc::new(Catalogue::default())
}

/// Lets a reader go and do what the bytes say. Nothing panics, whatever has acted is in the link, and the
/// link leads to the same place.
pub(crate) fn travel(bytes: &[u8], acted: &mut Acted) {
    let scenario = Scenario::from_json(CLUSTER).expect("our own scenario");
    let mut bytes = Bytes(bytes);
    let mut session = open(scenario.clone());
    let mut since = None;
    for _ in 0..LONGEST {
        if bytes.0.is_empty() {
            break;
        }
        match bytes.below(16) {
            0 => return_by_link(&mut session, &scenario),
            1..=8 => act(&mut session, &mut bytes, acted),
            _ => go(&mut session, &mut bytes).unwrap_or_else(|problem| panic!("{problem}")),
        }
        let frame = session.frame(since.filter(|_| bytes.byte() & 1 == 1));
        since = Some(frame.version);
    }
    return_by_link(&mut session, &scenario);
}

/// Goes somewhere.
fn go(session: &mut Session, bytes: &mut Bytes<'_>) -> Result<(), Problem> {
    let now = session.state().time;
    let far = f64::from(bytes.byte()) * 256.0 + f64::from(bytes.byte());
    let horizon = HORIZON as f64;
    match bytes.below(12) {
        0 | 1 => session.seek(far * horizon / 65_536.0),
        // Forwards only: a moment that has passed is none.
        2..=4 => session.advance((now + far / 256.0).min(horizon).max(now)),
        5 => session.step(Direction::Back, Stride::Event).map(drop),
        6 => session.step(Direction::Forward, Stride::Event).map(drop),
        7 => session.step(Direction::Back, Stride::Telling).map(drop),
        8 => session.step(Direction::Forward, Stride::Story).map(drop),
        9 => {
            let goals = [Goal::Leader, Goal::Commit, Goal::Quiet, Goal::Violation];
            // Without a violation it looks for one to the end of its patience: seldom is often enough.
            let goal = if far < 63_000.0 { bytes.below(3) } else { 3 };
            session.run_until(&goals[goal]).map(drop)
        }
        10 => {
            let known = u32::try_from(session.branches().len()).unwrap_or(1);
            session.switch_branch(u32::from(bytes.byte()) % known)
        }
        _ => match bytes.below(3) {
            0 => session.back_to_story(),
            1 => session.reset(),
            _ => session.show_answer("led").or(Ok(())),
        },
    }
}

/// Does something. What can act is taken down as it was spelled; what cannot leaves everything as it was.
fn act(session: &mut Session, bytes: &mut Bytes<'_>, acted: &mut Acted) {
    let messages = session.frame(None).messages.added.into_iter().map(|message| message.id);
    let json = bytes.action(&messages.collect::<Vec<_>>());
    // What cannot be read is refused before it comes near a session.
    let Ok(action) = ActionModel::from_json(&json) else { return };
    let before = (session.digest(), session.branches().len());
    let known = actions_of(session).len();
    match session.act(action.clone()) {
        Ok(()) => {
            let actions = actions_of(session);
            assert_eq!(actions.last(), Some(&action), "{json} is lost");
            assert_eq!(actions.len(), known + 1, "{json} took others away");
            let kind = json.trim_matches(['{', '"', '}']).split('"').next().unwrap_or_default();
            *acted.entry(kind.to_owned()).or_default() += 1;
        }
        Err(_) => assert_eq!((session.digest(), session.branches().len()), before, "{json}"),
    }
}

/// What the reader has done up to here in this branch, as a link has it.
fn actions_of(session: &Session) -> Vec<ActionModel> {
    let link = Link::decode(&session.share_link()).expect("our own link");
    link.actions.into_iter().map(|placed| placed.action).collect()
}

/// Leaves, and comes back by a link: what was done is done again, one after the other.
fn return_by_link(session: &mut Session, scenario: &Scenario) {
    let fragment = session.share_link();
    let link = Link::decode(&fragment).expect("our own link");
    let opened = Session::open_link(&link, Some(scenario.clone()), nobody_reads(), "en")
        .unwrap_or_else(|problem| panic!("{problem}: {link:?}"));
    assert_eq!(opened.digest(), session.digest());
    assert_eq!(opened.state(), session.state());
    assert_eq!(opened.share_link(), fragment, "a link is the same however one came there");
}
