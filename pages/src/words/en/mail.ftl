# Sentences of letters. $greeting is one of the first two; what follows it goes on in the same sentence.

## In every letter

mail-hello = Hello,
mail-hello-named = Hello { $name },
mail-your-administrator = your administrator
mail-sent-by = Sent by { $tenant }.
mail-never-asks = We will never ask for your password or a code by email or phone.
mail-fact = { $label }: { $value }

## Links

mail-link-life = The link works once and expires in { $life }.
mail-paste = If the button doesn’t work, paste this address into your browser:

## Where and when

# $device is a browser and its system, $moment a date and a time.
mail-requested-from = Requested from { $network }, { $device }, { $moment }.
mail-changed-from = Changed from { $network }, { $device }, { $moment }.
mail-tried-from = The last attempt came from { $network }, { $device }, { $moment }.
mail-device = { $browser } on { $system }
mail-unknown-browser = an unknown browser
mail-moment = { $day } { $month } { $year }, { $time } UTC
mail-january = Jan
mail-february = Feb
mail-march = Mar
mail-april = Apr
mail-may = May
mail-june = Jun
mail-july = Jul
mail-august = Aug
mail-september = Sep
mail-october = Oct
mail-november = Nov
mail-december = Dec

## For readers who are surprised

mail-unasked = Didn’t ask for this?
mail-unexpected = Not expecting this?
mail-password-unchanged = Ignore this email: your password hasn’t changed. If it keeps happening, tell your administrator.
mail-password-still-works = Ignore this email: your current password still works. If it keeps happening, tell your administrator.
# $support is a mail address, a web address or "your administrator".
mail-was-not-you = If this wasn’t you, contact { $support } now.

## A temporary password

mail-temporary-password-subject = Your temporary { $tenant } password
mail-temporary-password-heading = Your temporary password
mail-temporary-password = { $greeting } your temporary password is:
mail-temporary-password-life = It works once, until { $until }.
mail-temporary-password-require = Sign in with it, and we will ask you to change it.
mail-temporary-password-recommend = Sign in with it, then choose your own under My account.

## A link to a temporary password

mail-temporary-link-subject = We received your request
mail-temporary-link = { $greeting } open this link and we will email you a temporary password:
mail-temporary-link-button = Email me a temporary password

## A link to a new password

mail-reset-subject = Reset your { $tenant } password
mail-reset-heading = Reset your password
mail-reset-asked = { $greeting } someone asked to reset the password for your { $tenant } account. If that was you, choose a new one here:
mail-reset-approved = { $greeting } an administrator approved your request. Choose a new password for your { $tenant } account here:
mail-reset-button = Choose a new password
mail-reset-sent-subject = Your administrator sent you a password link
mail-reset-sent = { $greeting } { $administrator } sent you this. Choose a new password for your { $tenant } account here:
mail-reset-sent-unexpected = Ask your administrator before you open the link. Nothing changes until you choose a new password.

## A request that waits for an administrator

mail-approval-subject = { $person } asked for a new password
mail-approval = { $greeting } { $person } asked for a new password. Sign in to approve or decline:
mail-approval-of-account = { $greeting } { $person } of { $account } asked for a new password. Sign in to approve or decline:
mail-approval-button = See the request
mail-approval-life = The request expires in { $life }.
mail-approval-doubt = Not sure it was really them?
mail-approval-doubt-answer = Call them on a number you already have before you send the link.
mail-declined-subject = Your password request
mail-declined = { $greeting } an administrator didn’t approve your request.
mail-declined-advice = Talk to them directly if you still need help.

## First access

mail-welcome-subject = Welcome to { $tenant }
mail-welcome = { $greeting } { $account } has given you access to { $tenant }.
mail-first-administrator-subject = Your administrator link for { $tenant }
mail-first-administrator-heading = You are the first administrator
mail-first-administrator = { $greeting } you are the first administrator of { $account } on { $tenant }.
mail-first-access = Choose a password to start:
mail-first-access-button = Choose a password
mail-first-access-unexpected = Ignore this email: nothing happens until you choose a password.

## News about an account

mail-password-changed-subject = Your { $tenant } password was changed
mail-password-changed-heading = Your password was changed
mail-password-changed = { $greeting } the password for your { $tenant } account was changed. Every other device has been signed out.

mail-email-changing-subject = Your { $tenant } email address is changing
mail-email-changing-heading = Your email address is changing
mail-email-changing = { $greeting } someone asked to change the email address of your { $tenant } account to { $address }. It changes once that address is confirmed.
mail-confirm-email-heading = Confirm your new email address
mail-confirm-email = { $greeting } confirm that your { $tenant } account will use this email address:
mail-confirm-email-button = Confirm this address
mail-confirm-email-unasked = Ignore this email: nothing changes until the address is confirmed.
mail-email-changed-subject = Your { $tenant } email address was changed
mail-email-changed-heading = Your email address was changed
mail-email-changed = { $greeting } the email address of your { $tenant } account is now { $address }. We will not write to this address again.

mail-new-sign-in-subject = New sign-in to your account
mail-new-sign-in = { $greeting } somebody signed in to your { $tenant } account from a browser we had not seen before.
mail-new-sign-in-when = When
mail-new-sign-in-device = Device
mail-new-sign-in-network = Network address
mail-new-sign-in-doubt-answer = Change your password now, sign out everywhere else under Sessions, and tell { $support }.

mail-paused-subject = Sign-in to your account is paused
mail-paused = { $greeting } there were too many failed attempts to sign in to your { $tenant } account, so sign-in is paused for { $pause }.
mail-paused-advice = If it was you, wait, or reset your password from the sign-in page. That works during the pause.
mail-paused-doubt = Wasn’t you?
mail-paused-doubt-answer = Your password hasn’t changed. If it keeps happening, tell { $support }. We send this at most once a day.

mail-settings-subject = { $account } changed its settings
mail-settings = { $greeting } { $person } changed these settings of { $account }:
mail-setting-organisation-name = Organisation name
mail-setting-contact = Contact
mail-setting-phone = Phone
mail-setting-address = Address
mail-setting-billing-email = Billing email

## The second factor, and access tokens

mail-news-doubt = Wasn’t you?
mail-news-doubt-answer = Tell { $support } now.
mail-mfa-on-subject = MFA was turned on for your account
mail-mfa-on = { $greeting } your { $tenant } account asks for a second step at sign-in from now on.
mail-mfa-on-by = { $greeting } { $administrator } turned MFA on for your { $tenant } account. It asks for a second step at sign-in from now on.
mail-mfa-reset-subject = MFA was reset on your account
mail-mfa-reset = { $greeting } the second step of your { $tenant } account was reset. You set it up again when you next sign in.
mail-mfa-reset-by = { $greeting } { $administrator } reset the second step of your { $tenant } account. You set it up again when you next sign in.
mail-mfa-off-subject = MFA was turned off for your account
mail-mfa-off = { $greeting } your { $tenant } account asks for your password alone from now on.
mail-mfa-off-by = { $greeting } { $administrator } turned MFA off for your { $tenant } account. It asks for your password alone from now on.
mail-passkey-added-subject = A passkey was added to your account
mail-passkey-added = { $greeting } the passkey or security key { $name } can now be used to sign in to your { $tenant } account.
mail-passkey-removed-subject = A passkey was removed from your account
mail-passkey-removed = { $greeting } the passkey or security key { $name } can no longer be used to sign in to your { $tenant } account.
mail-recovery-code-subject = A recovery code was used
mail-recovery-code = { $greeting } somebody signed in to your { $tenant } account with one of your recovery codes. It does not work again.
mail-recovery-code-left = Codes left: { $count }
mail-codes-paused-subject = Someone has your password
mail-codes-paused = { $greeting } somebody signed in to your account at { $tenant } with your password and then gave too many wrong codes. No one got in. Codes are not taken for a while.
mail-codes-paused-doubt-answer = Change your password now, and tell { $support }.
mail-mfa-codes-subject = New recovery codes were made for your account
mail-mfa-codes = { $greeting } new recovery codes were made for your account at { $tenant }. The old ones no longer work.
mail-mfa-codes-by = { $greeting } { $administrator } made new recovery codes for your account at { $tenant }. The old ones no longer work.
mail-mfa-registered-subject = { $person } set up MFA on a new device
mail-mfa-registered = { $greeting } { $person } of your company set up MFA at { $tenant } on a device that had not been used for that account before.
mail-mfa-registered-doubt = Not sure it was really them?
mail-mfa-registered-doubt-answer = Call them on a number you already have. If it was somebody else, reset their MFA and their password on the Users page.
mail-mfa-policy-subject = MFA policy changed to { $value }
mail-mfa-policy = { $greeting } { $person } changed the MFA policy of your company at { $tenant } to { $value }.
mail-token-made-subject = A new access token was created
mail-token-made = { $greeting } a new access token can act for your { $tenant } account.
mail-token-expiring-subject = An access token expires in 7 days
mail-token-expiring = { $greeting } an access token of your { $tenant } account expires in 7 days. Make a new one before what uses it stops.
mail-token-name = Name
mail-token-scopes = It may
