# Sentences about the second factor. $tenant is the portal’s title, $when a moment such as "3 days ago".

## On several pages

back = Back
or = or
save = Save
remove = Remove
rename = Rename
copy = Copy
copied = Copied
print = Print
download = Download
finish = Finish
not-you-start-again = Not you? Start again
have-your-app-ready = Have your authenticator app ready

## Setting it up

enrol-step = Step { $step } of 3
enrol-start-lede = { $tenant } now asks for a code as well as your password. You need an app that makes 6-digit codes, such as Google Authenticator, Microsoft Authenticator or 1Password. It takes about two minutes.
enrol-start-own-lede = { $tenant } will ask for a code as well as your password. You need an app that makes 6-digit codes, such as Google Authenticator, Microsoft Authenticator or 1Password. It takes about two minutes.
enrol-start-passkey = Have your passkey or security key ready
enrol-start-passkey-lede = { $tenant } asks you for a passkey or a security key as well as your password, because nobody can be tricked into giving them away. Your phone or computer can hold a passkey. It takes about two minutes.
enrol-passkey-instead = Use a passkey or security key instead
remind-me-next-time = Remind me next time

enrol = Set up your authenticator app
enrol-lede = { $tenant } asks for a 6-digit code as well as your password.
enrol-scan = Scan this code in your app
enrol-qr = QR code for your authenticator app. You can use the setup key instead.
enrol-apps = Open Google Authenticator, Microsoft Authenticator, 1Password or any app that makes 6-digit codes, then add an account.
enrol-cannot-scan = Can’t scan?
enrol-setup-key = Type or paste this setup key:
enrol-copy-key = Copy key
enrol-open-app = Open in an app on this device
enrol-code = Enter the code your app shows
enrol-code-hint = 6 digits. A new one appears every 30 seconds.
enrol-turn-on = Turn on and continue
enrol-code-wrong = That code didn’t work. Wait for the next one and try again. If it keeps failing, check that your phone sets its time automatically.
enrol-expired = This set-up expired. Start again with a new code.
enrol-form-too-old = This page was open too long, so we refreshed it. Enter the newest code in your app.

recovery-codes = Save your recovery codes
recovery-codes-lede = If you lose your phone, one of these gets you in. Each works once. We can’t show them again.
recovery-codes-of = Recovery codes for { $tenant }, { $username }
recovery-codes-saved = I have saved these codes somewhere safe
recovery-codes-not-saved = Tick the box once you have saved your codes
recovery-codes-form-too-old = This page was open too long, so we refreshed it. These are still your codes.

## Giving it at sign-in

code = Enter your code
code-lede = Open your authenticator app and find { $tenant }.
code-label = 6-digit code
code-missing = Enter the 6-digit code
code-malformed = The code must be 6 digits
code-wrong = That code isn’t right. Use the newest code in your app.
code-reused = That code has been used. Wait for the next one.
code-form-too-old = This page was open too long, so we refreshed it. Enter a code again.
code-lost = Lost your phone and your codes? Ask your administrator to reset MFA.
code-ready-lede = { $tenant } asks for a 6-digit code as well as your password. It is in the app that you set up.

use-authenticator = Use your authenticator app
use-passkey = Use a passkey or security key
use-recovery-code = Use a recovery code

recovery-code = Recovery code
recovery-code-lede = Use one of the codes that you saved when you set up MFA.
recovery-code-hint = 15 letters and numbers. The dashes are optional.
recovery-code-missing = Enter a recovery code
recovery-code-malformed = A recovery code has 15 letters and numbers
recovery-code-wrong = That recovery code isn’t right. Check it, or try another.
recovery-code-used = That recovery code has been used. Try another.

sign-in-took-too-long = That took too long. Sign in again.
sign-in-too-many-codes = Too many of those codes were wrong. Sign in again.

## Passkeys and security keys

passkey = Use your passkey or security key
passkey-lede = Your browser will ask for it. Follow what it says.
passkey-ready = Have your passkey or security key ready
passkey-ready-lede = { $tenant } asks for your passkey or security key as well as your password.
passkey-lost = Lost your passkey or security key? Ask your administrator to reset MFA.
passkey-refused = Your passkey could not be checked. Try again.
passkey-cancelled = Nothing came from your passkey or security key. Try again when you are ready.
passkey-unknown = That passkey or security key is not registered here. Try another.
passkey-form-too-old = This page was open too long, so we refreshed it. Try again.
passkey-needs-scripts = Passkeys and security keys need scripts, and this browser doesn’t run them here.
passkey-unsupported = This browser can’t use passkeys or security keys here. Update it, or use another one.
sign-in-with-passkey = Sign in with a passkey

new-passkey = Add a passkey or security key
new-passkey-lede = A passkey is kept by your phone, your computer or your password manager. A security key is a small device that you plug in or hold to your phone.
new-passkey-register = Continue
new-passkey-refused = That passkey or security key could not be added. Try again, or use another.
new-passkey-known = That passkey or security key is already registered.
new-passkey-too-many = You have as many passkeys and security keys as you can. Remove one first.
passkey-name = Name
passkey-name-hint = What you will know it by. For example, work laptop.
passkey-name-missing = Enter a name for your passkey or security key
passkey-name-too-long = Use a shorter name
passkey-rename = Rename passkey or security key

## My MFA

my-mfa = My MFA
my-mfa-enabled = Ask for a code when I sign in
my-mfa-is-on = MFA is on.
my-mfa-is-off = MFA is off.
my-mfa-is-not-set-up = MFA is not set up yet.
my-mfa-authenticator = Authenticator app set up { $when }.
my-mfa-codes-left =
    { $count ->
        [0] No recovery codes left.
        [one] { $count } recovery code left.
       *[other] { $count } recovery codes left.
    }
my-mfa-at-next-sign-in = You will set it up next time you sign in, or set it up now.
my-mfa-set-up-now = Set it up now
my-mfa-required = Your company requires MFA.
my-mfa-disabled = Your company has turned MFA off.
my-mfa-administrator = Ask your administrator to change this.
my-mfa-reset = Reset my MFA
my-mfa-reset-hint = Start over with a new authenticator app.
recovery-codes-new = Make new recovery codes
recovery-codes-new-hint = Your old codes will stop working.
passkeys = Passkeys and security keys
passkeys-lede = Use them in place of a code.
passkeys-add = Add a passkey
passkeys-added = Added { $when }
passkeys-last-used = Last used { $when }
passkeys-never-used = Never used
# These follow the buttons "Rename" and "Remove", for those who hear them.
passkeys-rename-of = the passkey { $name }
passkeys-remove-of = the passkey { $name }

## MFA policy of a company

mfa-policy = MFA policy
mfa-policy-lede = Whom your company asks for a code as well as the password.
mfa-policy-label = Policy
# $name is one of the next three, $meaning what follows them.
mfa-policy-option = { $name } – { $meaning }
mfa-available = MFA Available
mfa-enabled = MFA Enabled
mfa-disabled = MFA Disabled
mfa-available-means = people may turn it on
mfa-enabled-means = everyone must use it
mfa-disabled-means = no one is asked for a code
mfa-impact-available =
    { $count ->
        [one] { $count } of { $all } people has set up MFA. No one else has to.
       *[other] { $count } of { $all } people have set up MFA. No one else has to.
    }
mfa-impact-enabled =
    { $count ->
        [one] { $count } of { $all } people has not set up MFA. They will be asked to at next sign-in.
       *[other] { $count } of { $all } people have not set up MFA. They will be asked to at next sign-in.
    }
mfa-impact-enabled-nobody = Everyone has set up MFA.
mfa-impact-disabled =
    { $count ->
        [one] { $count } of { $all } people has set up MFA. It is kept but not used.
       *[other] { $count } of { $all } people have set up MFA. It is kept but not used.
    }
mfa-impact-disabled-nobody = Nobody has set up MFA.
mfa-demands = Stricter for some
mfa-demands-lede = Where several hold for somebody, the strictest counts.
mfa-demands-levels = By level
mfa-demands-roles = By role
mfa-demand-as-company = As the company
mfa-demand-required = Must use MFA
mfa-demand-phishing-resistant = Must use a passkey or security key

## The list of people

users-any-mfa = Any MFA
users-mfa-on = MFA on
users-mfa-not-set-up = MFA not set up
users-mfa-off = MFA off

## Questions before something is done

confirm-set-up-mfa = Set up MFA?
confirm-set-up-mfa-text = You will need an app that makes 6-digit codes, such as Google Authenticator, Microsoft Authenticator or 1Password. It takes about two minutes.
confirm-reset-own-mfa = Reset your MFA?
confirm-reset-own-mfa-text = Your authenticator, passkeys and recovery codes stop working now. You will set up a new one when you next sign in.
confirm-turn-off-mfa = Turn MFA off?
confirm-turn-off-mfa-text = Your account will be protected by your password only. Your set-up is kept but not used.
confirm-turn-off-mfa-button = Turn MFA off
confirm-new-codes = Make new recovery codes?
confirm-remove-passkey = Remove { $name }?
confirm-remove-passkey-text = You can no longer sign in with this passkey or security key.
confirm-reset-mfa = Reset MFA for { $name }?
confirm-reset-mfa-text = Their authenticator and recovery codes stop working now, and they are signed out everywhere. They will set up a new authenticator at next sign-in. We will email them.
confirm-disable-mfa = Turn MFA off for everyone?
confirm-disable-mfa-text = Accounts will be protected by passwords only. Existing set-ups are kept but not used.
confirm-disable-mfa-button = Disable MFA

## What was just done

notice-mfa-turned-on = MFA is on. You will be asked for it when you sign in.
notice-mfa-turned-off = MFA is off.
notice-mfa-reset = Your MFA has been reset. You will set up a new one when you next sign in.
notice-mfa-put-off = We will ask you again next time you sign in.
notice-mfa-reset-of = { $name }’s MFA has been reset.
notice-mfa-policy-saved = The MFA policy has been updated.
notice-recovery-codes-made = You have new recovery codes. The old ones no longer work.
notice-recovery-codes-left =
    { $count ->
        [0] You have no recovery codes left.
        [one] You have { $count } recovery code left.
       *[other] You have { $count } recovery codes left.
    }
notice-make-new-codes = Make new ones
notice-passkey-added = { $name } has been added.
notice-passkey-renamed = It is now called { $name }.
notice-passkey-removed = { $name } has been removed.
notice-passkey-kept = { $name } stays: your company requires MFA, and you have nothing else that meets it. Add another first.
