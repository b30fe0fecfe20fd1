//! However a reader wanders through a run, a link to where they are leads to the same state, and
//! whatever they ask there has an answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::dto::{LogFrame, WhyQuestion};
use raft_session::{ActionModel, Direction, Goal, Link, Scenario, Session, Stride};

const CLUSTER: &str = r#"{
  "format": 1, "title": "Wandering", "seed": 5, "until": "600ms",
  "cluster": { "servers": 3 }, "network": { "loss": "3%" },
  "clients": { "count": 2, "workload": { "pause": "20ms..90ms", "keys": 2, "reads": "30%" } },
  "steps": [
    { "id": "start", "at": "0ms", "say": "It begins." },
    { "id": "crash", "at": "300ms", "do": [{ "crash": "n1" }], "say": "n1 crashes." },
    { "id": "silent", "after": "0ms" },
    { "id": "back", "at": "400ms", "do": [{ "restart": "n1" }], "say": "n1 is back." }
  ]
}"#;

/// The same with everything that goes beyond the paper's Figure 2, and with two servers that wait to
/// be added.
const EXTENDED: &str = r#"{
  "format": 1, "title": "Wandering further", "seed": 6, "until": "600ms",
  "cluster": { "servers": 5, "voters": ["n1", "n2", "n3"], "pre_vote": true, "check_quorum": true,
    "leader_stickiness": true, "lease_reads": true, "reads": "read_index", "proposals": "forward",
    "append_window": 3, "entries_per_append": 2, "uncommitted_bytes": 64, "snapshot_after": 5,
    "snapshot_keep": 2, "snapshot_chunk": 16 },
  "network": { "loss": "3%" },
  "clients": { "count": 2, "sessions": true,
    "workload": { "pause": "20ms..90ms", "keys": 2, "reads": "30%" } },
  "steps": [
    { "id": "start", "at": "0ms", "say": "It begins." },
    { "id": "grow", "when": { "elected": "any" }, "say": "Somebody leads." },
    { "id": "more", "after": "50ms", "do": [{ "change": { "add": ["n4", "n5"] } }], "say": "More." }
  ]
}"#;

/// Numbers that look random and are the same in every run.
struct Steps(u64);

impl Steps {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn catalogue() -> Arc<Catalogue> {
    let keys = KEYS.iter().map(|(key, _)| ((*key).to_owned(), (*key).to_owned()));
    Arc::new(Catalogue::new(keys.collect::<BTreeMap<_, _>>()).expect("every key has words"))
}

#[test]
fn wherever_one_is_a_link_leads_there() {
    let acted = wander_through(CLUSTER, 40);
    assert!(acted > 100, "{acted} actions could act");
}

#[test]
fn wherever_one_is_among_the_extensions_a_link_leads_there() {
    let acted = wander_through(EXTENDED, 60);
    assert!(acted > 300, "{acted} actions could act");
}

/// Takes so many walks, and says how many actions of the reader could act.
fn wander_through(scenario: &str, walks: u64) -> usize {
    let scenario = Scenario::from_json(scenario).expect("a scenario");
    let mut acted = 0;
    for walk in 0..walks {
        let mut steps = Steps(walk);
        let mut session =
            Session::open(scenario.clone(), Some("walk".into()), None, None, catalogue(), "en")
                .expect("open");
        for _ in 0..40 {
            acted += usize::from(wander(&mut session, &mut steps));
        }
        let link = Link::decode(&session.share_link()).expect("a good link");
        let opened = Session::open_link(&link, Some(scenario.clone()), catalogue(), "en");
        let opened = opened.unwrap_or_else(|problem| panic!("walk {walk}: {problem}"));
        assert_eq!(opened.state(), session.state(), "walk {walk}");
    }
    acted
}

/// Goes somewhere, or does something; true if an action of the reader has acted. Asks some questions
/// wherever that is.
fn wander(session: &mut Session, steps: &mut Steps) -> bool {
    let now = session.state().time;
    #[allow(clippy::cast_precision_loss)] // small numbers
    let far = steps.below(900_000) as f64 / 1000.0;
    let mut acted = false;
    let went = match steps.below(14) {
        0 => session.seek(far),
        1 | 2 => session.advance(now + far / 20.0),
        3 => session.step(Direction::Forward, Stride::Event).map(|_| ()),
        4 => session.step(Direction::Back, Stride::Event).map(|_| ()),
        5 => session.step(Direction::Back, Stride::Telling).map(|_| ()),
        6 => session.step(Direction::Forward, Stride::Story).map(|_| ()),
        7 => {
            let branches = session.branches().len() as u64;
            session.switch_branch(u32::try_from(steps.below(branches)).unwrap_or(0))
        }
        8 => {
            let messages = session.frame(None).messages.added;
            let many = messages.len() as u64;
            if many > 0 {
                let id = &messages[usize::try_from(steps.below(many)).unwrap_or(0)].id;
                let json = format!(r#"{{"deliver":"{id}"}}"#);
                let action = ActionModel::from_json(&json).expect("an action");
                session.act(action).expect("it is on its way");
                let left = session.frame(None).messages.added;
                assert!(left.iter().all(|message| message.id != *id), "{id} has not arrived");
            }
            Ok(())
        }
        9 => {
            let goals = [
                Goal::Leader,
                Goal::Commit,
                Goal::Quiet,
                Goal::Election,
                Goal::Message,
                Goal::Answer,
            ];
            let goal = &goals[usize::try_from(steps.below(6)).unwrap_or(0)];
            let back = steps.below(3) == 0 && *goal != Goal::Quiet;
            let went = if back { session.run_back(goal) } else { session.run_until(goal) };
            went.map(|_| ())
        }
        _ => {
            let action = hand(steps, session.frame(None).servers.len() as u64);
            let action = ActionModel::from_json(&action).expect(&action);
            // An action that cannot act now is refused, and that is fine.
            acted = session.act(action).is_ok();
            Ok(())
        }
    };
    went.unwrap_or_else(|problem| panic!("at {now}: {problem}"));
    let frame = session.frame(None);
    let setting = frame.setting.expect("the whole frame");
    assert_eq!(frame.servers.len(), setting.server_ids.len());
    for server in &frame.servers {
        let entries = session.ledger(&server.id, 0, u64::MAX);
        let LogFrame { first, last, .. } = server.log;
        assert_eq!(entries.len() as u64, last + 1 - first, "{} of {}", server.id, now);
    }
    ask(session, steps);
    acted
}

/// Something that a hand can do, sensible or not.
fn hand(steps: &mut Steps, servers: u64) -> String {
    let (one, other) = (steps.below(servers) + 1, steps.below(servers) + 1);
    let reads = ["log", "read_index", "lease", "stale"][steps.below(4) as usize];
    let way = ["auto", "implicit", "explicit"][steps.below(3) as usize];
    match steps.below(24) {
        0 | 1 => format!(r#"{{"crash":"n{one}"}}"#),
        2..=4 => format!(r#"{{"restart":"n{one}"}}"#),
        5 => format!(r#"{{"time_out":"n{one}"}}"#),
        6 => format!(r#"{{"transfer":{{"to":"n{one}"}}}}"#),
        7 => format!(r#"{{"forget_leader":"n{one}"}}"#),
        8 => format!(r#"{{"add":{{"key":"k","amount":{one},"via":"n{other}"}}}}"#),
        9 => format!(r#"{{"wipe":"n{one}"}}"#),
        10 => format!(r#"{{"take_snapshot":"n{one}"}}"#),
        11 => r#"{"expire_sessions":"leader"}"#.to_owned(),
        12 => format!(r#"{{"change":{{"add":"n{one}","transition":"{way}"}}}}"#),
        13 => format!(
            r#"{{"change":{{"learner":"n{one}","remove":"n{other}","transition":"{way}"}}}}"#
        ),
        14 => format!(
            r#"{{"change":{{"promote":"n{one}","demote":"n{other}","transition":"{way}"}}}}"#
        ),
        15 => r#"{"leave_joint":"leader"}"#.to_owned(),
        16..=18 => {
            format!(r#"{{"get":{{"key":"k","via":"n{one}","client":"c2","reads":"{reads}"}}}}"#)
        }
        19 => format!(r#"{{"put":{{"key":"k","value":"{one}"}}}}"#),
        20 => format!(r#"{{"partition":[["n{one}","n{other}"],"rest"]}}"#),
        21 => "\"heal_all\"".to_owned(),
        22 => format!(r#"{{"cut":{{"from":"n{one}","to":"n{other}","one_way":true}}}}"#),
        _ => format!(r#"{{"bind":{{"name":"somebody","to":"n{one}"}}}}"#),
    }
}

/// Asks all kinds of things, sensible and not: each gets an answer or a problem.
fn ask(session: &Session, steps: &mut Steps) {
    #[allow(clippy::cast_precision_loss)] // small numbers
    let mut number = |below: u64| steps.below(below) as f64;
    let (from, length) = (number(900_000) / 1000.0, number(200_000) / 1000.0);
    let spacetime = session.spacetime(from, from + length).expect("a stretch");
    assert!(spacetime.lanes.len() >= 3);
    let servers = ["n1", "n2", "n3", "n4", "n9"];
    let facts = ["role", "term", "vote", "commit", "applied", "durable", "log", "mood"];
    let mut pick = |from: &[&str]| Some(from[number(from.len() as u64) as usize].to_owned());
    let asked = WhyQuestion { server: pick(&servers), ..WhyQuestion::default() };
    let fact = WhyQuestion { fact: pick(&facts), ..asked.clone() };
    let entry = WhyQuestion { entry: Some(number(30)), ..asked };
    let known = u64::from(session.event_count());
    let event = WhyQuestion { event: Some(number(known + 5)), ..WhyQuestion::default() };
    let voyage = spacetime.voyages.last().map(|voyage| voyage.id.clone());
    let message = WhyQuestion { message: voyage, ..WhyQuestion::default() };
    let span = spacetime.operations.last().map(|span| span.id.clone());
    let operation = WhyQuestion { operation: span, ..WhyQuestion::default() };
    for question in [fact, entry, event, message, operation] {
        if let Ok(why) = session.why(&question) {
            assert!(why.chain.windows(2).all(|pair| pair[0].ordinal > pair[1].ordinal));
        }
    }
    let found = session.find("leader", number(known + 5)).expect("a search");
    assert!(found.rows.iter().all(|row| row.line.contains("leader")));
}
