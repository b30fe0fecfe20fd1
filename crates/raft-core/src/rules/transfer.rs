//! Dissertation §3.10: to whom an office may be handed over.

use crate::{Configuration, NodeId, ProposalRefusal, TransferRefusal};

/// May the leader `me` hand its office to `to`, while it may already be handing it to `under_way`?
///
/// # Errors
/// Why not.
pub fn may_start(
    me: NodeId,
    to: NodeId,
    under_way: Option<NodeId>,
    configuration: &Configuration,
) -> Result<(), TransferRefusal> {
    if to == me {
        return Err(TransferRefusal::ToMyself);
    }
    if !configuration.is_voter(to) {
        return Err(TransferRefusal::NotVoter);
    }
    if under_way == Some(to) {
        return Err(TransferRefusal::UnderWay);
    }
    Ok(())
}

/// May a leader take a command while it hands its office over? A log that grows could not be caught
/// up with.
///
/// # Errors
/// To whom the office goes.
pub fn may_propose(under_way: Option<NodeId>) -> Result<(), ProposalRefusal> {
    under_way.map_or(Ok(()), |to| Err(ProposalRefusal::TransferInProgress { to }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_voter_may_take_over() {
        let three = Configuration::new([NodeId(1), NodeId(2), NodeId(3)]);
        let may = |to, under_way| may_start(NodeId(1), NodeId(to), under_way, &three);
        assert_eq!(may(2, None), Ok(()));
        assert_eq!(may(3, Some(NodeId(2))), Ok(()));
        assert_eq!(may(2, Some(NodeId(2))), Err(TransferRefusal::UnderWay));
        assert_eq!(may(1, None), Err(TransferRefusal::ToMyself));
        assert_eq!(may(9, None), Err(TransferRefusal::NotVoter));
    }
}
