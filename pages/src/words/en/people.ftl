# Sentences of the pages for people who are signed in.

## Around every page

nav-label = Account and company
nav-menu = Menu
nav-back = Back to { $app }
nav-you = You
nav-company = Company
nav-operators = Operators
nav-password = Password
nav-crumbs = Breadcrumb
nav-waiting = { $count } waiting
# $choose is the link "Choose your own".
reminder = You signed in with a temporary password. { $choose }.
reminder-choose = Choose your own
cancel = Cancel
save-changes = Save changes
search = Search
clear-search = Clear search
name = Name
unlock = Unlock
reset-password = Reset password
mfa = MFA
pager = Pages
pager-previous = Previous
pager-next = Next

## The past

just-now = just now
minutes-ago =
    { $minutes ->
        [one] { $minutes } minute ago
       *[other] { $minutes } minutes ago
    }
hours-ago =
    { $hours ->
        [one] { $hours } hour ago
       *[other] { $hours } hours ago
    }
days-ago =
    { $days ->
        [one] { $days } day ago
       *[other] { $days } days ago
    }

## What was just done

notice-account-updated = Your account has been updated.
notice-confirmation-sent = We have sent a link to { $email }. Your email changes when you open it.
notice-password-changed = Your password has been changed. Your other devices have been signed out.
notice-signed-out-of = Signed out of { $device }.
notice-signed-out-elsewhere = Signed out everywhere else.
notice-link-sent = Link sent to { $name }.
notice-user-saved = { $name }’s details have been updated.
notice-roles-saved = { $name }’s roles have been updated.
notice-user-added = { $name } has been added.
notice-unlocked = { $name } can sign in again.
notice-sessions-ended = { $name } has been signed out everywhere.
notice-request-approved = Link sent to { $name }. It expires in { $duration }.
notice-request-declined = The request from { $name } has been declined.
notice-request-taken-back = The link sent to { $name } no longer works.
notice-settings-saved = Your customer settings have been updated.
notice-account-opened = The account has been opened.
notice-account-saved = The account has been updated.
notice-first-admin-link-sent = First administrator link sent to { $name }.

## Proving who one is

existing-password = Existing password
existing-password-hint = Needed to change your email address, username or password.
existing-password-missing = Enter your existing password
existing-password-wrong = Your existing password is not right
step-up = Your password
step-up-hint = You last entered it more than { $duration } ago.
step-up-wrong = Your password is not right

## One’s own account

my-account = My account
own-missing-name = Enter your name
own-pending-email = We have sent a link to { $email }. Your email changes when you open it.
own-password-heading = Change password
own-password-lede = When you save, your other devices will be signed out.
own-password-optional = Leave empty to keep your current password

sessions = Sessions
sessions-lede = The browsers in which you are signed in.
sessions-this-device = This device
sessions-signed-in = Signed in { $when }
sessions-last-active = Last active { $when }
sessions-of-device = of { $device }
sessions-sign-out-elsewhere = Sign out everywhere else
sessions-only-here = You are only signed in here.

## The people of an account

users = Users
users-add = Add a user
users-count =
    { $count ->
        [one] { $number } person
       *[other] { $number } people
    }
users-more =
    { $count ->
        [one] More than { $number } person
       *[other] More than { $number } people
    }
users-search-label = Search by name, username or email
users-search-placeholder = Name, username or email
users-any-state = Any state
users-roles = Roles
users-no-roles = No roles
users-more-roles = { $roles } and { $count } more
users-last-sign-in = Last sign-in
users-never = Never
users-actions = Actions
users-you = You
# Follows a button such as "Reset password", for those who hear it.
users-for = for { $name }
users-reset-mfa = Reset MFA
users-empty = No users yet.
users-no-match = No one matches ‘{ $query }’.
users-none-so = No one is in this state.
users-welcome = We will email them a link to choose a password.
users-no-welcome = We won’t send a welcome email. Send a reset link when they are ready to start.

user-tabs = User
user-details = Details
user-roles = Roles
user-roles-title = { $name }: roles
user-state = Status
user-active = Active
user-disabled = Disabled
user-locked = Locked
user-never-signed-in = Never signed in
user-letter-undeliverable = Letter undeliverable
user-level = Level
user-level-hint = People act only on people of the same or a lower level.
user-language = Language
user-language-of-browser = As their browser prefers
user-must-change = Must change password at next sign-in
user-email-hint = A new address takes effect once it is confirmed from its own mailbox. The old one is told.
user-pending-email = We have sent a link to { $email }. Their email changes when they open it.
user-end-sessions = Sign out everywhere
user-missing-name = Enter a name
user-missing-email = Enter an email address
user-missing-username = Enter a username
user-malformed-username = Use a username without spaces or control characters
user-email-taken = That email address is taken
user-last-administrator = At least one person must be able to manage users.
user-no-mail = No mail is sent here, so a new address cannot be confirmed. Ask whoever runs this service.
user-username-taken = That username is taken
user-own-state = You can’t lock or disable yourself.
user-level-too-high = You can’t give a level above your own.
user-email-beyond-you = This person has roles that you don’t have. Ask somebody who has them all to change the address.

level-company = Company
level-global = Global
level-staff = Staff
level-team = Team

mfa-on = On
mfa-not-set-up = Not set up
mfa-off = Off

## Roles

roles-available = Available
roles-assigned = Assigned
roles-assign = Assign
roles-remove = Remove
roles-all-assigned = Every role is assigned.
roles-none-assigned = No roles yet. Without a role, this person can sign in but not open anything.
roles-pick-first = Select at least one role first.
roles-assigned-status = { $count } assigned. Save to apply.
roles-removed-status = { $count } removed. Save to apply.
roles-own-mfa = You can’t remove your own access to manage MFA.
roles-last-company-mfa = At least one person must be able to manage company MFA.
roles-not-held = You can only give and remove roles that you have yourself.

role-own-mfa = Access to Manage Own MFA
role-own-mfa-allows = Turn MFA on, off or reset it for themselves
role-company-mfa = Access to Manage Company MFA
role-company-mfa-allows = Change the company MFA policy and reset other people’s MFA
role-users = Manage users
role-users-allows = Add and change people, and reset their passwords and MFA
role-resets = Approve password resets
role-resets-allows = See reset requests and send one-time links
role-customer = Manage customer settings
role-customer-allows = Change the organisation’s name, contact and billing details
role-api = Manage API access
role-api-allows = Create and revoke access tokens
role-audit = Read the audit log
role-audit-allows = See and download what happened, when and from where
role-recordings = Recordings
role-recordings-allows = Open and play recordings, encrypted ones included

## Questions before something is done

confirm-reset = Email a reset link to { $name }?
confirm-reset-text = It goes to { $email }, works once and expires in { $duration }. Their current password works until they use it.
confirm-reset-button = Email a reset link
confirm-end-sessions = Sign { $name } out everywhere?
confirm-end-sessions-text = They are signed out on every device straight away. Their password stays as it is.
confirm-unlock = Unlock { $name }?
confirm-unlock-text = They can sign in again with the password they have.
confirm-take-back = Take back the link sent to { $name }?
confirm-take-back-text = It stops working straight away. Their current password stays as it is.
confirm-suspend = Suspend { $name }?
confirm-suspend-text = Its people are signed out straight away, and none of them can sign in until the account is reopened.
confirm-reopen = Reopen { $name }?
confirm-reopen-text = Its people can sign in again.
confirm-type = Type { $phrase } to confirm
confirm-type-exactly = Type { $phrase } exactly as shown

## Requests for a new password

requests = Reset requests
requests-lede = These people asked for a new password. Sending a link emails it to the address on file; it works once and expires in { $duration }.
requests-advice = Not sure it was really them? Call them on a number you already have before you send the link.
requests-empty = No one is waiting.
requests-origin = Asked { $when } from { $network }, { $browser }
requests-own = Ask another administrator.
requests-send = Send link
requests-send-to = to { $name }
requests-decline = Decline
requests-decline-of = request from { $name }
requests-approved = Sent and not used yet
requests-approved-by = Sent by { $by } { $when }. Expires in { $duration }.
requests-take-back = Take back
requests-take-back-of = the link sent to { $name }
requests-one = Reset request from { $name }
requests-already = { $by } already sent a link { $when }.
requests-declined = { $by } declined this request.
requests-expired = This request has expired. They can ask again.
requests-used = The link has been used.
requests-taken-back = { $by } took the link back.

## Customer settings

settings = Customer settings
settings-lede = Changes are recorded and emailed to your service provider.
settings-name = Organisation name
settings-contact = Contact
settings-phone = Phone
settings-address = Address
settings-billing-email = Billing email
settings-missing-name = Enter the organisation’s name

## Audit log

audit = Audit log
audit-when = When
audit-who = Who
audit-what = What
audit-from = From
audit-result = Result
audit-any-event = Any event
audit-from-day = First day
audit-to-day = Last day
audit-filter = Filter
audit-clear = Clear filters
audit-no-match = No events match these filters.
audit-empty = No events yet.
audit-csv = Download CSV
audit-json-lines = Download JSON lines
audit-visitor = A visitor
audit-command-line = Command line
audit-gateway = Gatehouse
audit-done = Done
audit-refused = Refused
audit-failed = Failed

# $about says whether there is somebody or something that is not the one who did it: "someone" or "nobody".
event-signed-in =
    { $about ->
        [someone] Signed in as { $subject }
       *[nobody] Signed in
    }
event-passkey-added =
    { $about ->
        [someone] Added a passkey for { $subject }
       *[nobody] Added a passkey
    }
event-passkey-renamed =
    { $about ->
        [someone] Renamed a passkey of { $subject }
       *[nobody] Renamed a passkey
    }
event-passkey-removed =
    { $about ->
        [someone] Removed a passkey of { $subject }
       *[nobody] Removed a passkey
    }
event-passkey-cloned =
    { $about ->
        [someone] Used what may be a copy of a passkey of { $subject }
       *[nobody] Used what may be a copy of a passkey
    }
event-password-accepted =
    { $about ->
        [someone] Gave the right password for { $subject }
       *[nobody] Gave the right password
    }
event-sign-in-refused =
    { $about ->
        [someone] Tried to sign in as { $subject }
       *[nobody] Tried to sign in
    }
event-signed-out =
    { $about ->
        [someone] Signed out { $subject }
       *[nobody] Signed out
    }
event-session-ended =
    { $about ->
        [someone] Ended a session of { $subject }
       *[nobody] Ended a session
    }
event-sessions-ended =
    { $about ->
        [someone] Signed { $subject } out everywhere
       *[nobody] Signed out everywhere else
    }
event-step-up =
    { $about ->
        [someone] Confirmed their password for { $subject }
       *[nobody] Confirmed their password
    }
event-step-up-refused =
    { $about ->
        [someone] Could not confirm the password of { $subject }
       *[nobody] Could not confirm their password
    }
event-recovery-requested =
    { $about ->
        [someone] Asked for a new password for { $subject }
       *[nobody] Asked for a new password
    }
event-recovery-refused =
    { $about ->
        [someone] Was refused a new password for { $subject }
       *[nobody] Was refused a new password
    }
event-link-sent =
    { $about ->
        [someone] Sent a password link to { $subject }
       *[nobody] Sent a password link
    }
event-link-opened =
    { $about ->
        [someone] Opened the password link of { $subject }
       *[nobody] Opened a password link
    }
event-link-used =
    { $about ->
        [someone] Used the password link of { $subject }
       *[nobody] Used a password link
    }
event-temporary-password-sent =
    { $about ->
        [someone] Sent a temporary password to { $subject }
       *[nobody] Sent a temporary password
    }
event-temporary-password-used =
    { $about ->
        [someone] Used the temporary password of { $subject }
       *[nobody] Used a temporary password
    }
event-letter-given-up =
    { $about ->
        [someone] Could not deliver a letter to { $subject }
       *[nobody] Could not deliver a letter
    }
event-approval-requested =
    { $about ->
        [someone] Asked administrators to approve a new password for { $subject }
       *[nobody] Asked administrators to approve a new password
    }
event-approved =
    { $about ->
        [someone] Approved the request of { $subject }
       *[nobody] Approved a request
    }
event-declined =
    { $about ->
        [someone] Declined the request of { $subject }
       *[nobody] Declined a request
    }
event-approval-taken-back =
    { $about ->
        [someone] Took back the link sent to { $subject }
       *[nobody] Took back a link
    }
event-password-set =
    { $about ->
        [someone] Set a password for { $subject }
       *[nobody] Set a password
    }
event-password-changed =
    { $about ->
        [someone] Changed the password of { $subject }
       *[nobody] Changed their password
    }
event-email-change-requested =
    { $about ->
        [someone] Asked to change the email address of { $subject }
       *[nobody] Asked to change their email address
    }
event-email-changed =
    { $about ->
        [someone] Changed the email address of { $subject }
       *[nobody] Changed their email address
    }
event-username-changed =
    { $about ->
        [someone] Changed the username of { $subject }
       *[nobody] Changed their username
    }
event-user-added =
    { $about ->
        [someone] Added { $subject }
       *[nobody] Added a user
    }
event-user-changed =
    { $about ->
        [someone] Changed { $subject }
       *[nobody] Changed a user
    }
event-mfa-registered =
    { $about ->
        [someone] Set up MFA for { $subject }
       *[nobody] Set up MFA
    }
event-mfa-turned-on =
    { $about ->
        [someone] Turned MFA on for { $subject }
       *[nobody] Turned MFA on
    }
event-mfa-turned-off =
    { $about ->
        [someone] Turned MFA off for { $subject }
       *[nobody] Turned MFA off
    }
event-mfa-reset =
    { $about ->
        [someone] Reset MFA for { $subject }
       *[nobody] Reset MFA
    }
event-mfa-policy-changed =
    { $about ->
        [someone] Changed the MFA policy of { $subject }
       *[nobody] Changed the MFA policy
    }
event-code-refused =
    { $about ->
        [someone] Gave a wrong code for { $subject }
       *[nobody] Gave a wrong code
    }
event-recovery-code-used =
    { $about ->
        [someone] Used a recovery code of { $subject }
       *[nobody] Used a recovery code
    }
event-recovery-codes-made =
    { $about ->
        [someone] Made new recovery codes for { $subject }
       *[nobody] Made new recovery codes
    }
event-unlocked =
    { $about ->
        [someone] Unlocked { $subject }
       *[nobody] Unlocked a user
    }
event-account-added =
    { $about ->
        [someone] Opened the account { $subject }
       *[nobody] Opened an account
    }
event-account-changed =
    { $about ->
        [someone] Changed the account { $subject }
       *[nobody] Changed an account
    }
event-settings-changed =
    { $about ->
        [someone] Changed the customer settings of { $subject }
       *[nobody] Changed the customer settings
    }
event-first-administrator-link-sent =
    { $about ->
        [someone] Sent the first administrator link to { $subject }
       *[nobody] Sent a first administrator link
    }
event-audit-exported =
    { $about ->
        [someone] Downloaded the audit log of { $subject }
       *[nobody] Downloaded the audit log
    }
event-audit-shortened =
    { $about ->
        [someone] Dropped the oldest part of the audit log of { $subject }
       *[nobody] Dropped the oldest part of the audit log
    }
event-keys-rotated =
    { $about ->
        [someone] Rotated the signing keys of { $subject }
       *[nobody] Rotated the signing keys
    }

## The operators’ console

accounts = Accounts
accounts-new = Open an account
accounts-count =
    { $count ->
        [one] { $number } account
       *[other] { $number } accounts
    }
accounts-more =
    { $count ->
        [one] More than { $number } account
       *[other] More than { $number } accounts
    }
accounts-search-label = Search by name or account ID
accounts-search-placeholder = Name or account ID
accounts-empty = No accounts yet.
accounts-no-match = No account matches ‘{ $query }’.
account = Account
account-state = Status
account-open = Open
account-suspended = Suspended
account-suspend = Suspend
account-reopen = Reopen
account-people = People
account-recovery = Password recovery
account-recovery-hint = What happens when its people forget their password.
account-recovery-as-portal = As the portal has it
account-recovery-emailed-password = Temporary password by email
account-recovery-link = Link by email
account-recovery-link-then-temporary = Link, then temporary password by email
account-recovery-admin-approval = Approval by an administrator
account-id-rule = Letters, digits and dashes. Its people type it to sign in.
account-missing-id = Enter an account ID
account-malformed-id = Use letters, digits and dashes only
account-id-taken = That account ID is taken
first-admin = First administrator
first-admin-text = This skips approval. It is allowed once, before any administrator has signed in.
first-admin-send = Send first administrator link
first-admin-exists = An administrator exists. They approve resets now.
first-admin-back = Back to the account
