//! However a reader wanders through a run, a link to where they are leads to the same state.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::{ActionModel, Direction, Link, Scenario, Session, Stride};

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
    let scenario = Scenario::from_json(CLUSTER).expect("a scenario");
    for walk in 0..40 {
        let mut steps = Steps(walk);
        let mut session =
            Session::open(scenario.clone(), Some("walk".into()), None, None, catalogue(), "en")
                .expect("open");
        for _ in 0..40 {
            wander(&mut session, &mut steps);
        }
        let link = Link::decode(&session.share_link()).expect("a good link");
        let opened = Session::open_link(&link, Some(scenario.clone()), catalogue(), "en");
        let opened = opened.unwrap_or_else(|problem| panic!("walk {walk}: {problem}"));
        assert_eq!(opened.state(), session.state(), "walk {walk}");
    }
}

fn wander(session: &mut Session, steps: &mut Steps) {
    let now = session.state().time;
    #[allow(clippy::cast_precision_loss)] // small numbers
    let far = steps.below(900_000) as f64 / 1000.0;
    let went = match steps.below(9) {
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
        _ => {
            let server = steps.below(3) + 1;
            let verbs = ["crash", "restart", "time_out"];
            let verb = verbs[usize::try_from(steps.below(3)).unwrap_or(0)];
            let action = ActionModel::from_json(&format!("{{\"{verb}\":\"n{server}\"}}"))
                .expect("an action");
            // An action that cannot act now is refused, and that is fine.
            let _ = session.act(action);
            Ok(())
        }
    };
    went.unwrap_or_else(|problem| panic!("at {now}: {problem}"));
    let frame = session.frame(None);
    assert_eq!(frame.servers.len(), 3);
}
