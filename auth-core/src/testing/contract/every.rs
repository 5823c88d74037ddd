//! The list of all behaviours, and what makes tests of them.

/// Makes a `#[tokio::test]` of every behaviour of a store: `contract_tests!(directory, empty);`, likewise `sessions` and `attempts`.
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
            a_taken_name_undoes_everything
            one_of_many_at_a_time_gets_a_name
            of_the_last_two_holders_one_stays
            a_write_to_nobody_is_an_error_and_undoes_everything
        ]);
        $crate::contract_tests!(people, $empty, [
            an_account_is_found_by_its_folded_key
            accounts_come_in_the_order_of_their_keys
            an_account_changes_its_name_and_state_only
            a_person_comes_with_their_account
            people_of_one_account_come_by_username
            everything_about_a_person_can_change
            a_person_keeps_their_own_name
            two_accounts_may_have_the_same_username
            a_renamed_person_is_found_by_the_new_name_only
            the_costliest_password_is_known
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
        $crate::contract_tests!(log, $empty, [
            events_read_back_as_written
            the_log_is_read_in_pages_oldest_first
            events_of_one_moment_keep_their_order
            revocations_read_back_in_order
            revocations_are_forgotten_up_to_a_number
            a_reader_beside_many_writers_misses_no_revocation
            signing_keys_come_oldest_first
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
            a_session_ends_once
            a_persons_live_sessions_come_latest_first
            old_sessions_are_swept
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
            what_is_over_is_swept
        ]);
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
    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);

    #[test]
    fn every_behaviour_is_listed() {
        let list = include_str!("every.rs");
        let files = [
            include_str!("attempts.rs"),
            include_str!("candidates.rs"),
            include_str!("change.rs"),
            include_str!("log.rs"),
            include_str!("people.rs"),
            include_str!("sessions.rs"),
        ];
        let behaviours = files.into_iter().flat_map(|file| file.lines()).filter_map(|line| line.strip_prefix("pub async fn "));
        for behaviour in behaviours.filter_map(|rest| rest.split('(').next()) {
            assert!(list.lines().any(|line| line.trim() == behaviour), "{behaviour} is no test");
        }
    }
}
