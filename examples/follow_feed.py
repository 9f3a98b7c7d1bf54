#!/usr/bin/env python3
"""Follows the change feed and keeps, in a file, what the server's lists hold: id and version of each record.

    JINDU_URL=… JINDU_CLIENT_ID=… JINDU_CLIENT_SECRET=dcs_… follow_feed.py STATE.json [--once]

It begins with a snapshot, goes on from its cursor, and begins anew where the server says that the cursor no longer serves (410).
Each change is printed as a line of JSON. The state is written before the next question, so a run that is killed goes on where it
was, at worst with a change seen twice. With --once it stops at the end of the feed.
Plain Python, nothing to install.
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ["JINDU_URL"].rstrip("/")
WAIT = 20
RETRY_SECONDS = 2


class Server:
    """The API under a token that is fetched anew when it has run out."""

    def __init__(self) -> None:
        self.token = ""

    def sign_in(self) -> None:
        pair = f"{os.environ['JINDU_CLIENT_ID']}:{os.environ['JINDU_CLIENT_SECRET']}"
        request = urllib.request.Request(
            f"{URL}/oauth/token",
            data=b"grant_type=client_credentials",
            headers={"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.token = json.load(answer)["access_token"]

    def get(self, path: str, **query):
        """An answer to be read; whoever asks closes it."""
        address = f"{URL}/api/v1{path}?{urllib.parse.urlencode(query)}"
        for attempt in range(2):
            request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
            try:
                return urllib.request.urlopen(request, timeout=WAIT + 30)
            except urllib.error.HTTPError as refused:
                if refused.code != 401 or attempt:
                    raise
                self.sign_in()
        raise AssertionError("not reached")


def begin(server: Server) -> dict:
    """What there is now, and the cursor to go on from: it was taken before the first record was read."""
    with server.get("/changes/snapshot") as lines:
        state = {"cursor": json.loads(next(lines))["cursor"], "records": {}, "head": None}
        for line in lines:
            record = json.loads(line)
            state["records"][f"{record['type']}/{record['id']}"] = record["version"]
    return state


def apply(state: dict, change: dict) -> None:
    """Takes a change over. One seen before changes nothing, so that twice is as good as once."""
    if change["type"] == "journal.head":
        state["head"] = change["head"]["note"]
        return
    subject = change["subject"]
    name = f"{subject['type']}/{subject['id']}"
    if not subject["is_listed"]:
        state["records"].pop(name, None)
    elif state["records"].get(name, 0) < subject["version"]:
        state["records"][name] = subject["version"]


def save(state: dict, file: str) -> None:
    with open(file + ".new", "w", encoding="utf-8") as new:
        json.dump(state, new)
        new.flush()
        os.fsync(new.fileno())
    os.replace(file + ".new", file)


def load(file: str) -> dict | None:
    try:
        with open(file, encoding="utf-8") as kept:
            return json.load(kept)
    except FileNotFoundError:
        return None


def follow(file: str, once: bool) -> None:
    server, state = Server(), load(file)
    while True:
        try:
            if state is None:
                state = begin(server)
                save(state, file)
            with server.get("/changes", after=state["cursor"], limit=500, wait=0 if once else WAIT) as answer:
                page = json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code == 410:
                state = None
                continue
            if refused.code not in (429, 502, 503, 504):
                raise
            time.sleep(int(refused.headers.get("Retry-After", RETRY_SECONDS)))
            continue
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(RETRY_SECONDS)
            continue
        for change in page["items"]:
            print(json.dumps(change, ensure_ascii=False), flush=True)
            apply(state, change)
        state["cursor"] = page["cursor"]
        save(state, file)
        if once and page["is_end"]:
            return


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--once"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    follow(arguments[0], "--once" in sys.argv)
