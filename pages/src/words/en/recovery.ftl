# Sentences of getting back in: forgotten passwords, links, temporary passwords.

## The link on the sign-in page

forgot-emailed-password = Forgotten your password? Click here to reset it.
forgot-by-link = Forgot Password
forgot-by-request = Forgot your Password?

## Whom to ask, within a sentence

contact-in-sentence = contact your administrator
support-in-sentence = contact support

## Forgot password

reset-your-password = Reset your password
forgot-crumb = Forgot password
forgot-lede-emailed-password = We will email you a temporary password. You will choose your own after you sign in.
forgot-lede-link = We will email you a link to choose a new password.
forgot-lede-link-then-temporary = We will email a link to the address we have for you.
forgot-lede-encrypted = Your recordings are encrypted, so an administrator has to approve this. We will tell them you asked.
forgot-lede-approval = An administrator has to approve this. We will tell them you asked.
forgot-lede-mixed = We will email you the next step, or tell your administrator that you asked.
email-temporary-password = Email me a temporary password
forgot-button-link = Send me reset password instructions
forgot-button-approval = Ask my administrator
back-to-sign-in = Back to sign in
# $support is the link "contact support".
forgotten-details = Forgotten your username or email address too? Ask your administrator, or { $support }.
forgotten-details-without-support = Forgotten your username or email address too? Ask your administrator.
forgot-throttled = You have asked several times. Check your email, including spam, or wait { $duration } before asking again.
forgot-form-too-old = This page was open too long, so we refreshed it. Send it again.
forgot-cookies-blocked = Your browser is blocking cookies. Allow cookies for { $host } to reset your password.
forgot-unavailable = We can’t take requests right now. Your current password still works. Try again in a few minutes.

## Request submitted

check-your-email = Check your email
request-submitted = Request submitted
if-address-belongs = If that address belongs to an account
if-details-match = If those details match an account
# $condition is one of the two above.
sent-emailed-password = { $condition }, a temporary password is on its way. It works once, for { $duration }. Your current password still works until you choose a new one.
sent-link = { $condition }, a link is on its way. It works once and expires in { $duration }.
sent-link-then-temporary = Your request has been submitted. { $condition }, we have emailed a link to its address.
sent-approval = { $condition }, its administrators have been told. When one approves, you will get a link by email. It expires { $duration } after it is sent.
sent-mixed = { $condition }, the next step is on its way, to you or your administrator.
# $ask is the link "ask again", $contact the link "contact your administrator".
nothing-came = Nothing after 10 minutes? Check spam, then { $ask } or { $contact }.
ask-again-in-sentence = ask again

## A new password

choose-a-new-password = Choose a new password
choose-your-own-password = Choose your own password
new-password-lede-named = For { $name }. When you save, every other device will be signed out.
new-password-lede = When you save, every other device will be signed out.
demanded-after-temporary = You signed in with a temporary password. Choose one only you know before you carry on.
demanded-by-administrator = Your administrator has asked you to change your password.
demanded-by-rules = Your company’s password rules have changed.
new-password = New password
confirm-new-password = Confirm new password
save-new-password = Save new password
link-works-once = This link works once and expires in { $duration }.
# $again is the link "Start again".
not-you = Not you? { $again }
start-again = Start again

new-password-missing = Enter a new password
new-password-again-missing = Enter your new password again
new-password-too-short = Your password must have at least { $count } characters
new-password-not-strong-enough = Your password is not strong enough.
new-password-mismatch = The passwords do not match
new-password-same-as-old = Choose a password you have not used before
new-password-common = This password is on a list of stolen passwords. Choose another.
new-password-form-too-old = This page was open too long, so we refreshed it. Enter your new password again.
new-password-unavailable = We can’t save your password right now. It is not a problem with your password. Try again in a few minutes.

## How strong a password is

strength-weak = Weak.
strength-nearly = Nearly there.
strength-strong = Strong.
strength-unchecked = We could not check this yet. It will be checked when you save.
rule-length = At least { $count } characters. Spaces are fine.
rule-nearly = Strong enough to turn the bar amber or green. Three or four unrelated words work well.
rule-strong = Strong enough to turn the bar green. Three or four unrelated words work well.
# Said after a rule, for those who do not see its tick.
rule-met = Met.
rule-unmet = Not met yet.

tip-more-characters = Use at least { $count } characters.
tip-straight-rows = Straight rows of keys are easy to guess.
tip-keyboard-patterns = Short keyboard patterns are easy to guess.
tip-repeated-character = Repeats like “aaa” are easy to guess.
tip-repeated-characters = Repeats like “abcabc” are only slightly harder to guess than “abc”.
tip-top-ten = This is one of the ten most common passwords.
tip-top-hundred = This is one of the hundred most common passwords.
tip-common = This is a very common password.
tip-similar-to-common = This is similar to a commonly used password.
tip-sequence = Sequences like “abc” or “6543” are easy to guess.
tip-recent-years = Recent years are easy to guess.
tip-single-word = A word by itself is easy to guess.
tip-dates = Dates are often easy to guess.
tip-single-name = Names and surnames by themselves are easy to guess.
tip-common-names = Common names and surnames are easy to guess.
tip-few-words = Use a few words and avoid common phrases.
tip-no-need-for-symbols = Symbols, digits and capitals are not needed; length is what counts.
tip-another-word = Add another word or two. Uncommon words are better.
tip-capitalization = A capital letter does not help very much.
tip-all-uppercase = Capitals throughout are almost as easy to guess as none.
tip-reversed-words = Reversed words are not much harder to guess.
tip-substitutions = Predictable changes like “@” for “a” do not help very much.
tip-longer-keyboard-pattern = Use a longer keyboard pattern with more turns.
tip-avoid-repeats = Avoid repeated words and characters.
tip-avoid-sequences = Avoid sequences.
tip-avoid-recent-years = Avoid recent years.
tip-avoid-own-years = Avoid years that have to do with you.
tip-avoid-own-dates = Avoid dates and years that have to do with you.

## Links that cannot be used

link-expired = This link has expired
link-expired-text = Links work for { $duration }. Ask for a new one.
link-expired-text-administrator = Links work for { $duration }. Ask your administrator to send a new one.
link-used = This link has already been used
link-used-text = If you changed your password, sign in. If you didn’t, ask for a new link and tell your administrator.
link-used-text-administrator = If you changed your password, sign in. If you didn’t, tell your administrator and ask them for a new link.
link-replaced = There is a newer link
link-replaced-text = Use the most recent email from us.
link-declined = Your administrator did not approve this
link-declined-text = Talk to them directly if you still need help.
link-ended = This link no longer works
link-ended-text = If you have changed your password since it was sent, sign in. If you haven’t, ask for a new link and tell your administrator.
link-ended-text-administrator = If you have changed your password since it was sent, sign in. If you haven’t, tell your administrator and ask them for a new link.
link-unknown = This link doesn’t work
link-unknown-text = Some email apps break long links. Copy the whole link into your browser, or ask for a new one.
link-unknown-text-administrator = Some email apps break long links. Copy the whole link into your browser, or ask your administrator for a new one.
email-link-expired-text = Links work for { $duration }. If you still want to change your email address, ask again under My account.
email-link-used-text = If your email address has changed, there is nothing more to do.
email-link-replaced-text = Use the most recent email from us, at the address you asked for last, or ask again under My account.
email-link-ended-text = If you still want to change your email address, ask again under My account.
email-link-unknown-text = Some email apps break long links. Copy the whole link into your browser, or ask again under My account.
ask-for-a-new-link = Ask for a new link
ask-again = Ask again

## A temporary password by a second letter

temporary-ask-named = { $name }, we will email you a temporary password when you press the button. It works once, for { $duration }. Sign in with it, then choose your own.
temporary-ask = We will email you a temporary password when you press the button. It works once, for { $duration }. Sign in with it, then choose your own.
check-your-email-again = Check your email again
temporary-sent-named = { $name }, we have just emailed you a temporary password. It works once, for { $duration }. You will choose your own password after you sign in.
temporary-sent = We have just emailed you a temporary password. It works once, for { $duration }. You will choose your own password after you sign in.
# $contact is the link "contact your administrator".
temporary-no-more = We have emailed you a temporary password as often as we can. Use the most recent one. If nothing has come, check spam, then { $contact }.
go-to-sign-in = Go to sign in
send-it-again = Send it again

## After a sign-in with a temporary password

reminder-heading = You signed in with a temporary password
reminder-text = It has worked once and will not work again. Choose a password only you know, for the next time.
later = Later

## A new email address

confirm-email = Confirm your email address
confirm-email-text = Your email address will change to { $email }. Nothing changes before you press the button.
confirm-email-button = Confirm this address
confirm-email-done = Your email address has changed
confirm-email-done-text = From now on we will write to you there.
go-to-account = Go to my account
confirm-email-taken = This address is already in use
confirm-email-taken-text = Somebody else has it here, so yours has not changed. Choose another address.
choose-another-address = Choose another address
