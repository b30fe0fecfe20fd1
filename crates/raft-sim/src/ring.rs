//! Whom a client asks next when nobody knows who leads.

use raft_core::NodeId;

use crate::setup::MAX_SERVERS;

/// The servers in the order in which a client tries them, and whom of them it has asked in vain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ring {
    size: u8,
    /// A bit for each.
    in_vain: u16,
}

const _: () = assert!(MAX_SERVERS < 16);

fn bit(server: NodeId) -> u16 {
    1 << (server.0 % 16)
}

impl Ring {
    pub(crate) fn new(size: u8) -> Self {
        Self { size, in_vain: 0 }
    }

    /// How many servers there are.
    pub(crate) fn size(&self) -> u8 {
        self.size
    }

    /// Somebody has given a real answer: what was in vain before counts no more.
    pub(crate) fn forget(&mut self) {
        self.in_vain = 0;
    }

    /// A server was asked in vain: the leader that it names, if that is worth following. Who has sent the
    /// client away before and names somebody else who has, does not know better: servers that have lost
    /// the leader may send a client in a circle.
    pub(crate) fn believe(&mut self, server: NodeId, leader: Option<NodeId>) -> Option<NodeId> {
        let is_first = !self.is_in_vain(server);
        self.in_vain |= bit(server);
        leader.filter(|named| *named != server && (is_first || !self.is_in_vain(*named)))
    }

    /// Whom to ask after this one if nobody better is known: the next that was not asked in vain, or, when
    /// all were, the next, and all anew: much may have changed.
    pub(crate) fn after(&mut self, server: NodeId) -> NodeId {
        let size = u32::from(self.size);
        let mut next = (0..size).map(|step| NodeId((server.0 + step) % size + 1));
        let untried = next.clone().find(|next| !self.is_in_vain(*next));
        if untried.is_none() {
            self.in_vain = 0;
        }
        untried.or(next.next()).unwrap_or(server)
    }

    fn is_in_vain(&self, server: NodeId) -> bool {
        self.in_vain & bit(server) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whom a client asks, one after the other, if each server names the leader that is written here for
    /// it; 0 names nobody.
    fn asked(names: &[u32], first: u32, times: usize) -> Vec<u32> {
        let mut ring = Ring::new(u8::try_from(names.len()).expect("few"));
        let mut server = NodeId(first);
        let ask = |_| {
            let asked = server;
            let named = names[asked.0 as usize - 1];
            let hint = ring.believe(asked, (named != 0).then_some(NodeId(named)));
            server = hint.unwrap_or_else(|| ring.after(asked));
            asked.0
        };
        (0..times).map(ask).collect()
    }

    #[test]
    fn where_nobody_knows_a_leader_the_servers_are_asked_in_turn() {
        assert_eq!(asked(&[0, 0, 0], 2, 7), [2, 3, 1, 2, 3, 1, 2]);
        assert_eq!(asked(&[0], 1, 2), [1, 1], "there is nobody else");
    }

    #[test]
    fn who_is_named_is_asked_next() {
        assert_eq!(asked(&[3, 0, 0, 0], 1, 2), [1, 3]);
    }

    #[test]
    fn one_who_is_named_by_his_neighbour_and_knows_nobody_does_not_keep_a_client() {
        // n4 hears nothing and still believes in n3, which knows that it leads no more.
        assert_eq!(asked(&[0, 0, 0, 3, 0], 4, 3), [4, 3, 5]);
    }

    #[test]
    fn two_who_name_each_other_do_not_keep_a_client() {
        assert_eq!(asked(&[0, 3, 2, 0], 2, 4), [2, 3, 2, 4]);
    }

    #[test]
    fn a_refusal_of_long_ago_is_no_reason_not_to_ask_a_new_leader() {
        let mut ring = Ring::new(3);
        assert_eq!(ring.believe(NodeId(1), None), None, "n1 does not lead yet");
        assert_eq!(ring.believe(NodeId(2), Some(NodeId(1))), Some(NodeId(1)), "now it does");
    }

    #[test]
    fn after_a_real_answer_everybody_may_be_asked_again() {
        let mut ring = Ring::new(3);
        assert_eq!(ring.believe(NodeId(2), None), None);
        assert_eq!(ring.after(NodeId(1)), NodeId(3));
        ring.forget();
        assert_eq!(ring.after(NodeId(1)), NodeId(2));
    }
}
