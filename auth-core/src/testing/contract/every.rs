//! The list of all behaviours, and what makes tests of them.

/// Makes a `#[tokio::test]` of every behaviour of a store: `contract_tests!(directory, empty);`, likewise `outbox`, `ledger`, `sessions`,
/// `attempts`; and `sweeping` for those from which sessions and counters do not go by themselves.
///
/// `empty` is an async function that gives something which dereferences to an empty store.
#[macro_export]
macro_rules! contract_tests {
    (directory, $empty:path) => {
        $crate::contract_tests!(change, $empty, [
            a_change_is_committed_whole
            a_spend_already_spent_undoes_everything
            the_first_spend_that_no_longer_holds_is_named
            a_password_is_replaced_once_among_many_at_a_time
            a_key_term_is_ended_once
            one_of_many_makes_the_next_key
            a_taken_name_undoes_everything
            one_of_many_at_a_time_gets_a_name
            a_write_to_nobody_is_an_error_and_undoes_everything
        ]);
        $crate::contract_tests!(people, $empty, [
            an_account_is_found_by_its_folded_key
            accounts_come_in_the_order_of_their_keys
            an_account_changes_its_name_and_state_only
            an_account_and_a_person_read_back_as_written
            a_person_comes_with_their_account
            people_of_one_account_come_by_username
            everything_about_a_person_can_change
            a_person_keeps_their_own_name
            two_accounts_may_have_the_same_username
            a_renamed_person_is_found_by_the_new_name_only
            the_costliest_password_is_known
            a_stale_version_writes_nothing
            one_of_many_changes_a_person
            the_end_of_sessions_never_moves_back
            what_happens_to_a_person_is_written_beside_them
            an_account_says_how_to_reach_it
            a_password_is_found_by_its_person
        ]);
        $crate::contract_tests!(people_pages, $empty, [
            a_page_comes_in_its_order
            paging_visits_everyone_once
            a_page_begins_at_somebody_of_the_account
            people_are_found_by_the_beginnings_of_their_words
            signs_in_a_search_mean_themselves
            words_are_folded
            a_renamed_person_is_found_by_the_new_words_only
            people_are_filtered
            filters_of_people_add_up
            people_are_counted_to_a_number
            people_are_found_by_their_ids
        ]);
        $crate::contract_tests!(candidates, $empty, [
            a_person_is_found_by_username
            a_person_is_found_by_email
            a_person_is_found_by_account_and_username
            nobody_is_found_by_what_nobody_has
            a_portal_for_all_customers_finds_no_operators
            a_portal_for_some_accounts_finds_only_their_people
            a_portal_for_no_account_finds_nobody
            two_that_are_meant_are_both_found
            three_that_are_meant_give_two
            the_suspended_and_the_locked_are_found
            a_candidate_comes_with_their_password
        ]);
        $crate::contract_tests!(holders, $empty, [
            holders_hold_the_whole_role
            a_role_that_must_be_held_stays_held
            disabled_people_are_no_holders
            operators_are_active_people_of_open_operators_accounts
            other_ways_back_in_are_known
        ]);
        $crate::contract_tests!(factors, $empty, [
            what_somebody_registered_reads_back_as_written
            a_step_is_taken_once_and_none_before_it
            a_recovery_code_is_used_once
            a_registration_is_confirmed_once
            registrations_in_two_sign_ins_are_two
            whoever_lost_their_standing_changes_nothing
            nothing_is_registered_beside_an_app
            a_reset_leaves_nothing
            registrations_that_began_long_ago_are_swept
            an_account_says_whom_it_asks
            a_change_of_a_person_leaves_their_factors
        ]);
        $crate::contract_tests!(passkeys, $empty, [
            a_passkey_reads_back_as_written
            a_passkeys_name_is_one_persons
            a_person_has_only_so_many_passkeys
            one_of_many_first_passkeys_is_registered
            no_app_is_registered_beside_a_passkey
            a_count_is_taken_once_and_none_before_it
            a_passkey_that_does_not_count_is_used_again
            a_passkey_is_called_otherwise
            a_passkey_is_removed_once
            the_last_factor_stays_where_one_is_demanded
        ]);
        $crate::contract_tests!(recoveries, $empty, [
            a_recovery_reads_back_as_written
            a_recovery_begins_once
            a_recovery_of_nobody_is_an_error
            a_later_request_replaces_an_earlier
            a_request_ends_nothing_that_somebody_else_sent_or_approves
            an_earlier_request_that_comes_later_is_refused
            a_new_address_and_a_new_password_do_not_replace_each_other
            requests_of_two_people_leave_each_other_alone
            a_recovery_ends_once
            a_sending_is_counted_once
            a_request_is_decided_once
            an_ended_request_is_not_decided
            all_that_was_mailed_ends_at_once
            open_requests_come_oldest_first
            the_address_that_waits_is_known
        ]);
        $crate::contract_tests!(secrets, $empty, [
            a_secret_finds_its_recovery
            siblings_die_together
            a_replaced_secret_is_dead
            an_ended_recovery_gets_no_more_secrets
            minting_beside_an_end_leaves_nothing_alive
            a_secret_is_kept_once
            a_spend_beside_it_that_fails_leaves_a_recovery_open
            recoveries_that_expired_are_swept
        ]);
        $crate::contract_tests!(log, $empty, [
            events_read_back_as_written
            the_log_is_read_in_pages_oldest_first
            events_of_one_moment_keep_their_order
            revocations_read_back_in_order
            revocations_are_forgotten_up_to_a_number
            a_reader_beside_many_writers_misses_no_revocation
            signing_keys_come_oldest_first
        ]);
        $crate::contract_tests!(events, $empty, [
            events_come_latest_first
            paging_visits_every_event_once
            events_are_found_by_account
            events_are_found_by_person
            events_are_found_by_kind_and_time
            filters_of_events_add_up
            a_page_begins_at_an_event_that_is_there
        ]);
    };
    (outbox, $empty:path) => {
        $crate::contract_tests!(outbox, $empty, [
            letters_read_back_as_written
            a_letter_is_gone_once
            a_letter_is_queued_once
            the_letter_that_waits_longest_comes_first
            a_letter_that_is_not_due_is_not_claimed
            a_claim_runs_out
            each_letter_is_claimed_by_one_of_many
            a_failed_try_is_counted_and_made_again_when_it_is_due
            a_letter_that_is_gone_is_not_postponed
        ]);
    };
    (ledger, $empty:path) => {
        $crate::contract_tests!(ledger, $empty, [
            a_chain_begins_with_nothing
            events_are_chained_in_the_order_in_which_they_were_written
            the_chain_is_read_in_pages
            one_of_many_gateways_chains
            an_event_gets_one_link
            a_shortened_chain_still_hangs_together
            only_the_beginning_of_a_chain_is_dropped
            a_chain_goes_on_when_all_of_it_was_dropped
            a_long_beginning_is_dropped
        ]);
    };
    (sessions, $empty:path) => {
        $crate::contract_tests!(sessions, $empty, [
            a_session_is_found_by_its_key
            a_session_reads_back_as_written
            a_key_belongs_to_one_session
            a_rotated_session_is_found_by_both_keys
            a_second_rotation_forgets_the_first_key
            rotation_keeps_what_it_does_not_change
            one_of_many_rotations_at_a_time_wins
            an_ended_session_is_not_rotated
            use_never_moves_back
            a_person_proves_again_who_they_are
            a_session_ends_once
            a_persons_live_sessions_come_latest_first
        ]);
        $crate::contract_tests!(pending, $empty, [
            a_sign_in_on_its_way_reads_back_as_written
            a_key_belongs_to_one_sign_in
            a_sign_in_on_its_way_is_no_session
            one_of_many_arrives
            one_of_many_goes_on
            whoever_owes_more_does_not_arrive
        ]);
        $crate::contract_tests!(ceremonies, $empty, [
            a_ceremony_is_taken_once
            a_bond_has_one_ceremony
        ]);
    };
    (attempts, $empty:path) => {
        $crate::contract_tests!(attempts, $empty, [
            failures_are_counted_down
            where_one_is_paused_none_is_counted
            keys_count_apart
            a_window_ends
            a_refund_gives_a_try_back
            a_refund_of_nothing_changes_nothing
            the_forgotten_start_anew
            no_more_than_the_limit_pass_at_a_time
        ]);
    };
    (sweeping, $empty:path) => {
        $crate::contract_tests!(sessions, $empty, [old_sessions_are_swept]);
        $crate::contract_tests!(pending, $empty, [old_sign_ins_on_their_way_are_swept]);
        $crate::contract_tests!(ceremonies, $empty, [ceremonies_that_began_long_ago_are_swept]);
        $crate::contract_tests!(attempts, $empty, [what_is_over_is_swept]);
    };
    ($noun:ident, $empty:path, [$($behaviour:ident)*]) => {
        $(
            #[tokio::test]
            async fn $behaviour() {
                let store = $empty().await;
                $crate::testing::contract::$noun::$behaviour(&*store).await;
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use crate::testing::MemoryStore;

    fn empty() -> Ready<Box<MemoryStore>> {
        ready(Box::default())
    }

    contract_tests!(directory, empty);
    contract_tests!(outbox, empty);
    contract_tests!(ledger, empty);
    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
    contract_tests!(sweeping, empty);

    #[test]
    fn every_behaviour_is_listed() {
        let list = include_str!("every.rs");
        let files = [
            include_str!("attempts.rs"),
            include_str!("candidates.rs"),
            include_str!("ceremonies.rs"),
            include_str!("change.rs"),
            include_str!("events.rs"),
            include_str!("factors.rs"),
            include_str!("holders.rs"),
            include_str!("ledger.rs"),
            include_str!("log.rs"),
            include_str!("outbox.rs"),
            include_str!("passkeys.rs"),
            include_str!("pending.rs"),
            include_str!("people.rs"),
            include_str!("people_pages.rs"),
            include_str!("recoveries.rs"),
            include_str!("secrets.rs"),
            include_str!("sessions.rs"),
        ];
        let behaviours = files.into_iter().flat_map(|file| file.lines()).filter_map(|line| line.strip_prefix("pub async fn "));
        for behaviour in behaviours.filter_map(|rest| rest.split('(').next()) {
            assert!(
                list.split_whitespace().any(|word| word.trim_matches(['[', ']', ')', ';']) == behaviour),
                "{behaviour} is no test"
            );
        }
    }
}
