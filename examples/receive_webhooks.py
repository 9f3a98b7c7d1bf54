#!/usr/bin/env python3
"""Takes webhooks: checks each signature, answers the challenge, and prints each message once.

    WEBHOOK_SECRET=whsec_… receive_webhooks.py [PORT]

Signatures are checked by the published library of Standard Webhooks (pip install standardwebhooks). Put it behind a proxy that speaks
TLS. A message may come twice, where our answer was lost: its id is the same then, and it is printed once. Messages name records and say
nothing of them: fetch what you need from the API.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

MOST = 64 * 1024
seen: set[str] = set()


class Receiver(BaseHTTPRequestHandler):
    """One message a request."""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        if length > MOST:
            self.answer(413)
            return
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            message = Webhook(os.environ["WEBHOOK_SECRET"]).verify(body, headers)
        except WebhookVerificationError:
            self.answer(401)
            return
        if message["type"] == "webhook.challenge":
            self.answer(200, {"challenge": message["data"]["challenge"]})
            return
        if headers["webhook-id"] not in seen:
            seen.add(headers["webhook-id"])
            print(json.dumps(message, ensure_ascii=False), flush=True)
        self.answer(204)

    def answer(self, status: int, body: dict | None = None) -> None:
        text = json.dumps(body).encode() if body else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *arguments) -> None:
        """No line for each request: standard output has the messages."""


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8090
    with ThreadingHTTPServer(("127.0.0.1", port), Receiver) as server:
        print(f"waiting on port {server.server_port}", file=sys.stderr, flush=True)
        server.serve_forever()
