//! However a reader wanders through a run, a link to where they are leads to the same state, and
//! whatever they ask there has an answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use raft_explain::{Catalogue, KEYS};
use raft_session::dto::WhyQuestion;
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
    let went = match steps.below(11) {
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
            let goals = [Goal::Leader, Goal::Commit, Goal::Quiet];
            session.run_until(goals[usize::try_from(steps.below(3)).unwrap_or(0)]).map(|_| ())
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
    ask(session, steps);
}

/// Asks all kinds of things, sensible and not: each gets an answer or a problem.
fn ask(session: &Session, steps: &mut Steps) {
    #[allow(clippy::cast_precision_loss)] // small numbers
    let mut number = |below: u64| steps.below(below) as f64;
    let (from, length) = (number(900_000) / 1000.0, number(200_000) / 1000.0);
    let spacetime = session.spacetime(from, from + length).expect("a stretch");
    assert_eq!(spacetime.lanes.len(), 3);
    let servers = ["n1", "n2", "n3", "n4"];
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
