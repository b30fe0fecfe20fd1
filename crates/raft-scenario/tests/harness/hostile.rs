//! What comes from strangers: it is refused with a sentence, or it is what it says.

use raft_core::Deviations;
use raft_scenario::{Link, Problem, Run, Scenario};

/// Longer than any sentence that helps.
const LONGEST_SENTENCE: usize = 8_192;

/// How many events of whatever can run are looked at.
const EVENTS: u32 = 200;

/// A scenario in JSON.
pub(crate) fn json(bytes: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(bytes) else { return false };
    take(Scenario::from_json(text))
}

/// A scenario in TOML.
pub(crate) fn toml(bytes: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(bytes) else { return false };
    take(Scenario::from_toml(text))
}

/// The fragment of an address.
pub(crate) fn link(bytes: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(bytes) else { return false };
    match Link::decode(text) {
        Ok(link) => {
            let again = Link::decode(&link.encode(Deviations::NONE));
            assert_eq!(again.as_ref(), Ok(&link), "a link reads as it is written");
            if let raft_scenario::LinkScenario::Inline(scenario) = link.scenario {
                take(Ok(*scenario));
            }
            true
        }
        Err(problem) => {
            check(&problem);
            false
        }
    }
}

/// Both spellings of what was read are read as the same, and it can begin to run or is refused.
fn take(read: Result<Scenario, Problem>) -> bool {
    let scenario = match read {
        Ok(scenario) => scenario,
        Err(problem) => {
            check(&problem);
            return false;
        }
    };
    let printed = scenario.to_json();
    assert_eq!(Scenario::from_json(&printed).as_ref(), Ok(&scenario), "{printed}");
    assert_eq!(Scenario::from_json(&printed).map(|same| same.to_json()), Ok(printed));
    let printed = scenario.to_toml();
    assert_eq!(Scenario::from_toml(&printed).as_ref(), Ok(&scenario), "{printed}");
    match scenario.compile() {
        Ok(script) => {
            let mut run = Run::new(&script).expect("what compiles can begin");
            while run.world().events().0 < EVENTS && run.advance(&mut ()) {}
            true
        }
        Err(problem) => {
            check(&problem);
            false
        }
    }
}

fn check(problem: &Problem) {
    let sentence = problem.to_string();
    assert!(!sentence.is_empty() && sentence.len() < LONGEST_SENTENCE, "{sentence}");
}
