"""One story with a client generated from the document: a machine hands in an event twice and has it once, reads it back typed,
changes it, and is told when it comes too late."""

import base64
import datetime
import json
import os
import urllib.request
import uuid

from jindu_client import AuthenticatedClient
from jindu_client.api.events import create_event, list_events, update_event
from jindu_client.models import CreateEvent, Event, EventCounts, EventKind, Problem, UpdateEvent

URL, DIVISION = os.environ["JINDU_URL"], os.environ["JINDU_DIVISION"]


def token() -> str:
    pair = f"{os.environ['JINDU_CLIENT_ID']}:{os.environ['JINDU_CLIENT_SECRET']}"
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    request = urllib.request.Request(f"{URL}/oauth/token", data=b"grant_type=client_credentials", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["access_token"])


def main() -> None:
    server = AuthenticatedClient(base_url=URL, token=token(), raise_on_unexpected_status=True)
    facts = CreateEvent(
        division_code=DIVISION,
        held_on=datetime.date(2026, 6, 21),
        kind=EventKind.PUBLICITY,
        title="禁毒宣传进家庭",
        counts=EventCounts(leaflets=120),
    )
    key = str(uuid.uuid4())
    made = [create_event.sync(client=server, body=facts, idempotency_key=key) for _ in range(2)]
    assert all(isinstance(event, Event) for event in made), made
    event = made[0]
    assert isinstance(event, Event) and isinstance(made[1], Event) and event.id == made[1].id
    assert event.held_on == facts.held_on and event.version == 1

    change = UpdateEvent(title="禁毒宣传进社区")
    match = f'"{event.version}"'
    changed = update_event.sync(event.id, client=server, body=change, if_match=match)
    assert isinstance(changed, Event) and changed.title == change.title, changed
    late = update_event.sync(event.id, client=server, body=change, if_match=match)
    assert isinstance(late, Problem) and late.status == 412, late

    page = list_events.sync(client=server, division=DIVISION, per_page=200)
    assert page is not None and not isinstance(page, Problem)
    assert any(one.id == event.id for one in page.items)
    print(f"python: {page.total} events, one of them ours")


main()
