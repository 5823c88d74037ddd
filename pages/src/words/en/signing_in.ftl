# Sentences of every page. Variables stand for text that is put in as it is, often inside markup.

## On every page

title = { $page } – { $tenant }
title-error = Error: { $page } – { $tenant }
skip = Skip to main content
help = Help
privacy = Privacy
secured-by = Secured by Gatehouse
problem-heading = There is a problem
destination = Next you will go to { $host }
contact = Contact your administrator

## Spans of time

minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
hours =
    { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }
days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }

## The password box

password-show = Show
password-hide = Hide
password-show-long = Show password
password-hide-long = Hide password
password-visible = Your password is visible
password-masked = Your password is hidden
caps-lock = Caps Lock is on

## Sign in

sign-in = Sign in
sign-in-heading = Sign in to { $tenant }
account-id = Account ID
account-id-hint = It is in the first email from your administrator.
username = Username
email = Email address
username-or-email = Username or email address
password = Password
forgot = Forgot password?
remember = Keep me signed in on this device
encrypted-note = This account is encrypted, so you will need to sign in every time.
trouble = Trouble signing in? { $contact }

empty-account-id = Enter your account ID
empty-username = Enter your username
empty-email = Enter your email address
empty-username-or-email = Enter your username or email address
empty-password = Enter your password
malformed-email = Enter an email address in the correct format, like name@example.com
wrong-username = Check your username and password, then try again
wrong-email = Check your email address and password, then try again
wrong-username-or-email = Check your username or email address and your password, then try again
wrong-account = Check your account ID, username and password, then try again
# $duration is a span of time such as "15 minutes".
pause-warning =
    { $failures ->
        [one] After { $failures } more failed attempt, sign-in will pause for { $duration }.
       *[other] After { $failures } more failed attempts, sign-in will pause for { $duration }.
    }
paused-heading = Sign-in is paused
# $reset is the link "reset your password".
paused = There have been too many attempts. Try again in about { $duration }, or { $reset }.
paused-reset = reset your password
paused-without-reset = There have been too many attempts. Try again in about { $duration }.
network-limited = Too many attempts from your network. Wait a minute, then try again.
form-too-old = This page was open too long, so we refreshed it. Enter your password again.
cookies-blocked = Your browser is blocking cookies. Allow cookies for { $host } to sign in.
unavailable = We can’t sign people in right now. It is not a problem with your password. Try again in a few minutes.
busy = We are busy right now. It is not a problem with your password. Wait a moment, then try again.

signed-out-idle = You were signed out after { $duration } without activity. Sign in to carry on where you left off.
signed-out-absolute = You were signed out because { $duration } had passed since you signed in. Sign in to carry on where you left off.
lost-post = Anything you had not saved may need to be entered again.
signed-out-password-changed = You were signed out because your password changed.
signed-out-by-administrator = You were signed out because an administrator ended your session.
password-changed = Your password has been changed. Sign in with your new password.

## Moving on after a sign-in

moving-on = You are signed in
moving-on-text = Taking you to { $destination }.
continue = Continue

## Signing out

sign-out = Sign out
sign-out-heading = Sign out of { $tenant }?
sign-out-text = You will need your password to come back.
stay = Stay signed in
signed-out = You are signed out
signed-out-text = On a shared computer, close this browser window too.
sign-in-again = Sign in again

## Error pages

reference = Reference { $reference }
try-again = Try again
go-to = Go to { $app }
sign-in-as-other = Sign in as someone else
need-help = Need help? { $contact }

forbidden = You don’t have access to this
forbidden-text = You are signed in as { $username }. Ask your administrator for access, or sign in as someone else.
forbidden-text-anonymous = Ask your administrator for access, or sign in as someone else.
not-found = Page not found
not-found-text = Check the address, or go back to { $app }.
too-many-requests = Too many requests
too-many-requests-text = Wait a moment, then try again.
not-responding = { $app } isn’t responding
not-responding-text = You are still signed in. The problem is with the application behind this page. Try again in a minute.
back-soon = Back soon
back-soon-text = { $app } is being updated. Try again in a few minutes.
upstream-timeout = { $app } took too long to answer
upstream-timeout-text = Your last action may have gone through. Check before you try again.
bad-request = We could not read that request
bad-request-text = Check the address for mistakes, or go back to { $app }.
no-such-portal = There is nothing at this address
no-such-portal-text = No application is set up here. Check the address for mistakes, or ask the person who gave it to you.
method-not-allowed = That can’t be done here
method-not-allowed-text = This page does not accept that kind of request. Go back to { $app } and try from there.
headers-too-large = Your browser sent too much at once
headers-too-large-text = Clear this site’s cookies in your browser, then try again.
payload-too-large = That is too large to send
payload-too-large-text = Go back and send less, or a smaller file.
request-timeout = Your request took too long to arrive
request-timeout-text = Check your connection, then try again.
sign-in-unavailable = We can’t check who you are right now
sign-in-unavailable-text = It is not a problem with your password or with { $app }. Try again in a few minutes.
form-refused = We could not accept that form
form-refused-text = It was open too long, or was not sent from one of our pages. Go back, reload the page and send it again.
internal = Something went wrong
internal-text = The problem is on our side. Try again in a minute.
