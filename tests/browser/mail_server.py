"""A mail server for the browser tests: STARTTLS and a sign-in are demanded, and every letter it takes is a line of JSON.

Usage: mail_server.py CERTIFICATE KEY USERNAME PASSWORD. The first line of output is its port; it ends when its input does.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# Addresses beginning so are refused for good, as by a server that knows nobody of this name.
NOBODY = "bounce"


def say(line):
    print(line, flush=True)


def text_of(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


class Desk:
    """Takes letters, and writes each down."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith(NOBODY):
            return "550 5.1.1 There is nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": str(message["Subject"]),
            "headers": {name: str(value) for name, value in message.items()},
            "text": text_of(message, "plain"),
            "html": text_of(message, "html"),
        }))
        return "250 Taken"


async def serve(certificate, key, username, password):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    expected = LoginPassword(username.encode(), password.encode())

    def signs_in(server, session, envelope, mechanism, given):
        return AuthResult(success=given == expected, handled=False)

    def connection():
        return SMTP(Desk(), hostname="localhost", tls_context=context, require_starttls=True, authenticator=signs_in, auth_required=True, enable_SMTPUTF8=True)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0)
    say(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve(*sys.argv[1:]))
