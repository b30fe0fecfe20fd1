//! Whether a cluster can go on, in words.

use raft_check::{Barrier, Missing, Out, Outlook};
use raft_core::NodeId;

use crate::{Operand, Sentence, SentenceKind};

/// The sentences for how things are: what holds of the whole, and then what is missing, one by one.
#[must_use]
pub fn outlook(outlook: &Outlook) -> Vec<Sentence> {
    let servers = |ids: &[NodeId]| ("servers", Operand::Servers(ids.to_vec()));
    match outlook {
        Outlook::Quiet(ground) => vec![told("live-quiet", vec![servers(&ground.majority)])],
        Outlook::Possible(ground) => vec![told("live-possible", vec![servers(&ground.majority)])],
        Outlook::Stalled(stall) => {
            let time = ("time", Operand::Time(stall.since));
            vec![told("live-stalled", vec![servers(&stall.ground.majority), time])]
        }
        Outlook::Impossible(missing) => {
            let mut all = vec![told("live-impossible", Vec::new())];
            match missing {
                Missing::Servers(out) => all.extend(out.iter().map(|(id, out)| gone(*id, *out))),
                Missing::Links(apart) => {
                    all.extend(apart.iter().map(|(one, other, why)| parted(*one, *other, *why)));
                }
            }
            all
        }
    }
}

fn gone(server: NodeId, out: Out) -> Sentence {
    let key = match out {
        Out::Down => "not-down",
        Out::Damaged => "not-damaged",
        Out::Paused => "not-paused",
        Out::DiskStalled => "live-disk-stalled",
        Out::ClockBehind => "live-clock-behind",
        Out::Unsteady => "live-unsteady",
    };
    told(key, vec![("server", server.into())])
}

fn parted(one: NodeId, other: NodeId, why: Barrier) -> Sentence {
    let key = match why {
        Barrier::Closed => "live-closed",
        Barrier::Lossy => "live-lossy",
        Barrier::Slow => "live-slow",
    };
    told(key, vec![("from", one.into()), ("to", other.into())])
}

fn told(key: &'static str, operands: Vec<(&'static str, Operand)>) -> Sentence {
    Sentence { kind: SentenceKind::Rest, key, operands, rule: None }
}

#[cfg(test)]
mod tests {
    use raft_check::{Ground, Stall};
    use raft_core::Micros;
    use raft_sim::{EventNo, SimTime};

    use super::*;
    use crate::KEYS;

    #[test]
    fn whatever_the_outlook_it_has_its_sentences_with_all_that_goes_into_them() {
        let (one, two) = (NodeId(1), NodeId(2));
        let ground = || Ground {
            majority: vec![one, two],
            leader: None,
            could_lead: vec![one],
            round: Micros(1),
        };
        let stall =
            Stall { since: SimTime(7), event: EventNo::START, bound: Micros(1), ground: ground() };
        let outs = [
            Out::Down,
            Out::Damaged,
            Out::Paused,
            Out::DiskStalled,
            Out::ClockBehind,
            Out::Unsteady,
        ];
        let barriers = [Barrier::Closed, Barrier::Lossy, Barrier::Slow];
        let all = [
            (Outlook::Quiet(ground()), 1),
            (Outlook::Possible(ground()), 1),
            (Outlook::Stalled(stall), 1),
            (Outlook::Impossible(Missing::Servers(outs.map(|out| (one, out)).to_vec())), 7),
            (Outlook::Impossible(Missing::Links(barriers.map(|why| (one, two, why)).to_vec())), 4),
        ];
        let mut keys = Vec::new();
        for (which, count) in all {
            let sentences = outlook(&which);
            assert_eq!(sentences.len(), count, "{which:?}");
            for sentence in sentences {
                let names: Vec<&str> = sentence.operands.iter().map(|(name, _)| *name).collect();
                let known = KEYS.iter().find(|(key, _)| *key == sentence.key).map(|(_, all)| *all);
                assert_eq!(known, Some(&names[..]), "{}", sentence.key);
                keys.push(sentence.key);
            }
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 13, "\"live-impossible\" is said twice");
    }
}
