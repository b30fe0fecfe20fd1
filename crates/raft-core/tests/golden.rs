//! Golden scripts: one file per fact in `tests/scripts`, and the file's name is the fact.
//!
//! A script is comments (`#`), commands (`>`), and the lines that each command prints: what
//! happened, and indented below it what a server decided about it (with the values it compared),
//! what it wrote, what it sent, what it applied. The commands are listed in `harness/commands.rs`,
//! the lines in `harness/notation.rs`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p raft-core --test golden` rewrites what the commands print.

mod harness;

macro_rules! facts {
    ($($(#[$when:meta])* $fact:ident)*) => {
        $(
            $(#[$when])*
            #[test]
            fn $fact() {
                harness::check(stringify!($fact));
            }
        )*

        const FACTS: &[&str] = &[$(stringify!($fact)),*];
    };
}

facts! {
    // §5.1 Terms
    a_deposed_leader_steps_down
    a_stale_candidate_learns_the_newer_term
    a_server_that_was_cut_off_deposes_the_leader_with_its_term
    the_election_timer_goes_on_when_a_newer_term_arrives

    // §5.2 Election
    a_majority_of_votes_elects
    one_vote_per_term
    a_repeated_request_gets_the_same_vote
    a_duplicate_vote_counts_once
    a_late_vote_of_an_old_term_is_ignored
    a_candidate_follows_the_leader_of_its_term
    a_former_candidate_keeps_its_vote
    split_vote_ends_with_a_new_term
    half_of_an_even_cluster_elects_nobody
    heartbeats_keep_elections_away
    an_append_puts_the_next_heartbeat_off
    a_granted_vote_restarts_the_election_timer
    a_follower_may_still_vote_for_a_candidate_that_has_lost
    a_single_server_elects_itself_once_its_vote_is_on_disk

    // Dissertation §9.6 PreVote, §6.2 CheckQuorum; §6 (dissertation §4.2.3) leader stickiness
    pre_vote_a_server_left_out_asks_the_only_voter
    pre_vote_a_server_that_was_cut_off_deposes_nobody
    pre_vote_changes_nothing_at_the_voter
    pre_vote_is_refused_to_a_shorter_log
    pre_vote_is_refused_while_a_leader_is_heard
    pre_vote_teaches_a_server_of_an_older_term
    pre_vote_a_yes_from_an_older_term_counts
    pre_vote_answers_of_an_older_term_elect_nobody
    pre_vote_split_votes_are_tried_again
    check_quorum_a_leader_that_hears_nobody_steps_down
    check_quorum_a_leader_that_hears_a_majority_goes_on
    check_quorum_ends_a_leader_that_can_only_send
    stickiness_ignores_a_candidate_while_the_leader_is_heard
    stickiness_ends_with_the_shortest_election_timeout
    stickiness_a_server_that_has_just_started_is_patient
    a_stuck_candidate_is_freed_by_the_leaders_heartbeat
    forgetting_the_leader_frees_the_vote

    // Dissertation §3.10 Leadership transfer
    transfer_an_up_to_date_server_takes_over_at_once
    transfer_brings_the_other_server_up_to_date_first
    transfer_is_given_up_after_an_election_timeout
    transfer_a_late_order_still_starts_an_election
    transfer_passes_stickiness_and_pre_vote
    transfer_only_to_another_voter
    transfer_can_change_its_mind

    // §5.3 Replication
    followers_learn_the_commit_with_the_next_append
    a_lost_append_is_sent_again_with_the_heartbeat
    an_old_append_truncates_nothing
    conflicting_entries_are_replaced
    an_acknowledgement_covers_only_what_the_append_carried
    a_lagging_follower_commits_only_what_it_has
    a_late_acknowledgement_takes_nothing_back
    a_late_refusal_is_ignored
    the_commit_index_never_goes_back
    proposals_made_while_waiting_travel_together
    entries_travel_in_batches
    a_refusal_steps_over_a_whole_term
    figure_7_all_six_followers_converge

    // Dissertation §10.2.2 Batches and windows; back-pressure as etcd has it
    a_window_of_appends_travels_without_waiting
    a_gap_in_a_window_is_closed_after_the_refusal
    a_heartbeats_answer_reveals_what_got_lost
    appends_that_overtake_each_other_are_put_in_order
    an_append_holds_at_most_so_many_bytes
    a_leader_takes_no_more_than_it_may_hold
    a_large_command_is_taken_when_nothing_waits
    a_leaders_limit_is_not_eased_by_entries_of_earlier_terms

    // Figure 7, with both ways of going back
    figure_7_one_entry_at_a_time_takes_many_rounds
    figure_7_a_term_at_a_time_takes_few_rounds

    // Dissertation §6.4 Reads, §6.4.1 leases
    read_a_leader_asks_a_majority_before_it_answers
    read_a_deposed_leader_answers_nothing
    read_an_earlier_answer_does_not_count
    read_a_new_leader_waits_for_a_commit_of_its_own
    read_waits_until_the_state_machine_has_caught_up
    read_at_a_follower_asks_the_leader
    read_at_a_server_without_a_leader_is_refused
    read_of_a_single_server_needs_nobody
    read_many_at_once_share_an_answer
    read_stale_answers_at_once_and_may_be_wrong
    lease_a_leader_answers_at_once_while_it_lasts
    lease_is_shorter_where_clocks_may_drift
    lease_is_given_up_when_somebody_is_told_to_stand
    lease_counts_on_the_patience_of_whoever_is_told_to_stand

    // Dissertation §6.3 Sessions
    session_a_retry_is_answered_and_not_executed_again
    session_a_forwarded_command_that_arrives_twice_is_executed_once
    session_outlives_the_leader
    session_expired_commands_are_refused
    session_answers_that_the_client_has_are_forgotten

    // §7 and Figure 13 Snapshots
    snapshot_takes_the_place_of_the_logs_beginning
    snapshot_on_demand_keeps_some_entries
    snapshot_a_follower_far_behind_catches_up
    snapshot_an_old_answer_sends_nothing
    snapshot_brings_a_server_back_that_has_lost_its_disk
    snapshot_a_lost_chunk_is_sent_again
    snapshot_a_new_transfer_begins_again
    snapshot_an_old_one_takes_nothing_back
    snapshot_is_left_by_an_acknowledgement_too
    snapshot_carries_the_sessions
    snapshot_in_the_place_of_a_log_that_differs

    // §6 and dissertation chapter 4 Members
    members_a_server_is_added_in_one_step
    members_a_server_is_removed_in_one_step
    members_one_change_at_a_time
    members_no_change_before_a_commit_in_the_own_term
    members_the_bug_of_2015_cannot_happen
    members_more_than_one_voter_takes_a_joint_configuration
    members_a_joint_configuration_needs_both_majorities
    figure_10_a_joint_configuration_keeps_two_majorities_from_parting
    members_an_explicit_joint_configuration_stays
    members_a_new_leader_leaves_a_joint_configuration_at_once
    members_a_server_is_replaced_in_one_step
    members_a_learner_catches_up_and_is_promoted
    members_a_learner_that_is_far_behind_is_not_promoted
    members_a_learner_never_stands_for_election
    members_a_learner_that_does_not_know_of_its_promotion_votes
    members_a_removed_leader_steps_down
    members_a_demoted_voter_is_needed_until_that_is_committed
    members_a_removed_leader_may_stay
    members_removing_the_leader_of_two_leaves_one_that_knows
    members_a_change_that_is_replaced_is_forgotten
    members_a_removed_server_disrupts_nobody_with_stickiness
    members_count_when_applied_with_the_option
    members_a_smaller_quorum_that_is_applied_commits_what_waits
    members_a_cluster_never_becomes_empty
    members_a_snapshot_brings_the_configuration
    members_restart_with_the_latest_configuration
    members_a_transfer_ends_when_its_target_is_removed

    // Subjects that other cores test as well
    members_a_leader_is_replaced_in_one_step
    members_a_leader_is_replaced_in_one_step_and_may_stay
    members_a_change_not_applied_yet_does_not_change_who_campaigns
    read_is_confirmed_when_the_quorum_becomes_smaller
    forgetting_the_leader_is_refused_where_leases_count_on_it
    followers_learn_a_lost_commit_index_from_the_heartbeat

    // §5.4.1 Who may win
    a_candidate_with_a_shorter_log_is_refused
    a_longer_log_of_an_older_term_loses
    an_equal_log_is_good_enough

    // §5.4.2 What may commit
    figure_8_an_old_entry_is_not_committed_by_counting
    figure_8_it_commits_with_an_entry_of_the_own_term
    an_acknowledgement_from_an_earlier_leadership_commits_nothing
    a_noop_commits_what_earlier_terms_left
    a_minority_leader_commits_nothing

    // Figure 2, persistent state; dissertation §3.8 and §10.2.1
    a_vote_is_not_sent_before_it_is_on_disk
    a_candidate_asks_once_its_own_vote_is_on_disk
    a_crash_before_the_write_forgets_the_vote_and_the_reply
    a_crash_after_the_write_remembers_the_vote
    an_entry_is_acknowledged_once_it_is_on_disk
    an_entry_is_not_acknowledged_before_its_term_is_on_disk
    the_leader_counts_itself_only_when_durable
    a_majority_of_followers_commits_without_the_leaders_disk
    a_single_server_commits_once_its_disk_has_it
    a_late_notice_for_a_replaced_entry_makes_nothing_durable
    a_leader_that_lost_its_tail_does_not_reuse_its_term

    // §5.5 Crashes
    a_restarted_candidate_is_a_follower
    a_restart_keeps_term_vote_and_log_and_forgets_the_commit_index
    a_follower_that_lost_its_tail_is_sent_it_again

    // §8 Clients
    a_redirect_names_the_leader
    a_forwarded_proposal_commits_on_the_leader
    a_proposal_outlives_the_leader_but_not_its_answer

    // Broken on purpose
    #[cfg(feature = "deviations")]
    members_the_bug_of_2015_overwrites_what_is_committed
    #[cfg(feature = "deviations")]
    figure_10_a_direct_switch_elects_two_leaders
    #[cfg(feature = "deviations")]
    a_term_that_is_used_again_writes_other_entries_with_the_same_name
    #[cfg(feature = "deviations")]
    an_acknowledgement_from_an_earlier_leadership_loses_an_entry
    #[cfg(feature = "deviations")]
    members_a_change_that_was_replaced_lives_on
    #[cfg(feature = "deviations")]
    snapshot_that_keeps_what_does_not_fit
    #[cfg(feature = "deviations")]
    snapshot_that_discards_what_fits
    #[cfg(feature = "deviations")]
    snapshot_takes_a_server_back_to_an_older_term
    #[cfg(feature = "deviations")]
    snapshot_with_a_wrong_term_makes_a_short_log_win
    #[cfg(feature = "deviations")]
    members_overlapping_changes_split_the_cluster
    #[cfg(feature = "deviations")]
    read_without_a_quorum_may_be_stale
    #[cfg(feature = "deviations")]
    a_vote_forgotten_in_a_crash_elects_two_leaders
}

#[test]
fn every_script_is_run_and_every_fact_has_a_script() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts");
    let mut files: Vec<String> = std::fs::read_dir(directory)
        .expect("the scripts lie beside the tests")
        .map(|file| file.expect("the directory can be listed").path())
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    files.sort_unstable();
    let mut facts = FACTS.to_vec();
    facts.sort_unstable();
    assert_eq!(files, facts);
}
