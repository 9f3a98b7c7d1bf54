#!/usr/bin/env python3
"""The contract as strangers use it: the document passes the metaschema of OpenAPI 3.1, a Python and a TypeScript client are generated from
it, compiled and run against a server, and the programs of examples/ do what they say.

    run.py WORK     with JINDU=path of the program; WORK is a folder for what is generated
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCUMENT = ROOT / "openapi" / "openapi.json"
PROGRAM = Path(os.environ["JINDU"]).resolve()
COUNTY, TOWN, VILLAGE = "990981000000", "990981107000", "990981107201"
PASSWORD = "seven grey herons at low tide"
PATIENCE = 120


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def run(*command, **options) -> subprocess.CompletedProcess:
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True, **options)
    if done.returncode:
        sys.exit(f"{command}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Office:
    """A town with its ledgers, served from a folder of its own until the end of the block."""

    def __enter__(self) -> "Office":
        self.folder = Path(tempfile.mkdtemp(prefix="jindu-sdk-"))
        self.url = f"http://127.0.0.1:{free_port()}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite://{self.folder}/jindu.db",
            "JINDU_DATA_DIR": str(self.folder),
            "JINDU_LISTEN": self.url.removeprefix("http://"),
            "JINDU_LOG": "warn",
            "JINDU_WEBHOOKS_LOOPBACK": "true",
        }
        subprocess.run([PROGRAM, "import", "examples/ledgers"], cwd=ROOT, env=self.environment, capture_output=True)
        self.console("user", "create", "--username", "anquan", "--role", "sec_admin", "--division", COUNTY, "--name", "安全员",
                     "--password-stdin", input=PASSWORD)
        self.log = open(self.folder / "server.log", "w+", encoding="utf-8")
        self.server = subprocess.Popen([PROGRAM, "serve"], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        until(self.is_ready, "the server does not get ready")
        return self

    def __exit__(self, *_) -> None:
        self.server.terminate()
        self.server.wait(30)
        self.log.seek(0)
        for line in (line for line in self.log if " ERROR " in line):
            print(line, end="", file=sys.stderr)
        self.log.close()
        shutil.rmtree(self.folder)

    def console(self, *command: str, **more) -> str:
        return run(PROGRAM, *command, env=self.environment, cwd=ROOT, **more).stdout

    def is_ready(self) -> bool:
        if self.server.poll() is not None:
            sys.exit(f"the server stopped:\n{(self.folder / 'server.log').read_text()}")
        try:
            return urllib.request.urlopen(f"{self.url}/health/ready", timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def client(self, name: str, kind: str, *more: str) -> dict[str, str]:
        """Makes a machine client at the console; the environment for programs that use it."""
        expires = time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86400))
        common = ("--agency", "江岚市禁毒办", "--division", TOWN, "--network", "127.0.0.1/32", "--expires-on", expires)
        self.console("client", "create", "--name", name, "--kind", kind, *common, *more)
        secret = re.search(r"dcs_\S+", self.console("client", "secret", name)).group()
        line = next(line for line in self.console("client", "list").splitlines() if name in line)
        own = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", line).group()
        return {
            **os.environ,
            "JINDU_URL": self.url,
            "JINDU_CLIENT_ID": own,
            "JINDU_CLIENT_SECRET": secret,
            "JINDU_DIVISION": VILLAGE,
        }


def until(is_so, otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            sys.exit(otherwise)
        time.sleep(0.1)


def document() -> None:
    run(Path(sys.executable).with_name("openapi-spec-validator"), DOCUMENT)
    say("the document passes the metaschema of OpenAPI 3.1")


def python_client(work: Path) -> Path:
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "MYPYPATH": str(work)}
    package = work / "jindu_client"
    generator = ("generate", "--fail-on-warning", "--overwrite", "--meta", "none", "--config", HERE / "generator.yml")
    run(tools / "openapi-python-client", *generator, "--path", DOCUMENT, "--output-path", package, env=environment)
    cache = work / "mypy"
    # Silent about what the generator itself brings along; what the story makes of the generated types is checked strictly.
    checked = ("--strict", "--follow-imports", "silent", "--cache-dir", cache)
    run(tools / "mypy", *checked, HERE / "story.py", env=environment)
    say("a Python client is generated without a warning, and its types hold")
    return work


def typescript_client() -> Path:
    folder = HERE / "typescript"
    run("npm", "--prefix", folder, "run", "--silent", "generate")
    run("npm", "--prefix", folder, "run", "--silent", "compile")
    say("a TypeScript client is generated, and compiles")
    return folder / "out" / "story.js"


def importing(office: Office, work: Path) -> None:
    importer = office.client("sdk-importer", "importer")
    ledger = ROOT / "examples" / "ledgers" / "09宣传教育活动台账.xlsx"
    script = ROOT / "examples" / "import.sh"

    def hand_in(*arguments) -> tuple[int, str]:
        done = subprocess.run([script, *map(str, arguments)], env=importer, text=True, capture_output=True)
        return done.returncode, done.stdout + done.stderr

    code, told = hand_in(ledger)
    assert code == 0 and "unchanged" in told, told
    bad = work / "坏行.csv"
    bad.write_text("活动日期,活动名称,活动形式,所在村（居）\n2026-13-40,坏行,宣传,无此村\n", encoding="utf-8")
    code, told = hand_in("--dry-run", bad, "events")
    assert code == 1 and "row " in told, told
    nothing = work / "不是台账.csv"
    nothing.write_text("甲,乙\n1,2\n", encoding="utf-8")
    code, told = hand_in(nothing)
    assert code == 2, told
    say("import.sh: 0 for a ledger that is in, 1 for refused rows, 2 where nothing was done")


def main() -> None:
    work = Path(sys.argv[1]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    document()
    package, compiled = python_client(work), typescript_client()
    with Office() as office:
        reader = office.client("sdk-reader", "reader", "--scope", "divisions:read,events:read,events:write,changes:read")
        say(run(sys.executable, HERE / "story.py", env={**reader, "PYTHONPATH": str(package)}).stdout.strip())
        say(run("node", compiled, env=reader).stdout.strip())
        importing(office, work)
        following(office, work, reader)
        receiving(office, reader, work)


def following(office: Office, work: Path, reader: dict[str, str]) -> None:
    state = work / "state.json"
    state.unlink(missing_ok=True)
    follow = (ROOT / "examples" / "follow_feed.py", state, "--once")
    run(sys.executable, *follow, env=reader)
    kept = json.loads(state.read_text())
    assert any(name.startswith("events/") for name in kept["records"]), kept["records"]
    run(sys.executable, HERE / "story.py", env={**reader, "PYTHONPATH": str(work)})
    told: list[tuple[str, str]] = []

    def is_told() -> bool:
        for line in run(sys.executable, *follow, env=reader).stdout.splitlines():
            change = json.loads(line)
            # What the stories before did may be sealed only now: it is told again, of records the snapshot already had.
            if change["type"].startswith("events.") and f"events/{change['subject']['id']}" not in kept["records"]:
                told.append((change["subject"]["id"], change["type"]))
        return len(told) >= 2

    until(is_told, "the feed does not tell of the event")
    (made, first), (changed, then) = told
    assert (first, then) == ("events.created", "events.updated") and made == changed, told
    now = json.loads(state.read_text())["records"]
    assert now.keys() == kept["records"].keys() | {f"events/{made}"}
    say(f"follow_feed.py: {len(now)} records kept, the new one among them")


def receiving(office: Office, reader: dict[str, str], work: Path) -> None:
    token = ""

    def call(method: str, path: str, body=None, **headers):
        headers |= {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{office.url}/api/v1{path}", data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    token = call("POST", "/auth/login", {"username": "anquan", "password": PASSWORD})["access_token"]
    port = free_port()
    call("POST", "/webhooks/allowed-hosts",
         {"host": "127.0.0.1", "port": port, "networks": ["127.0.0.1/32"], "allows_plain_http": True})
    hook = {"name": "示例", "url": f"http://127.0.0.1:{port}/", "division_code": TOWN, "signing": "v1", "event_types": ["events.*"]}
    made = call("POST", "/webhooks", hook)
    environment = {**os.environ, "WEBHOOK_SECRET": made["secret"]}
    told = open(work / "messages.ndjson", "w+", encoding="utf-8")
    program = (sys.executable, ROOT / "examples" / "receive_webhooks.py", str(port))
    receiver = subprocess.Popen(program, env=environment, stdout=told, stderr=subprocess.PIPE, text=True)
    try:
        receiver.stderr.readline()
        # The address was asked before anybody listened there; now it answers.
        path = f"/webhooks/{made['id']}"
        verify = {"If-Match": f'"{call("GET", path)["version"]}"'}
        call("POST", f"{path}/verify", {}, **verify)
        until(lambda: call("GET", path)["state"] == "active", "the challenge is not answered")
        run(sys.executable, HERE / "story.py", env={**reader, "PYTHONPATH": str(work)})

        def types() -> set[str]:
            return {json.loads(line)["type"] for line in (work / "messages.ndjson").read_text().splitlines()}

        until(lambda: {"events.created", "events.updated"} <= types(), "the messages do not arrive")
    finally:
        receiver.terminate()
        receiver.wait(30)
        told.close()
    say("receive_webhooks.py: the challenge answered, both messages taken, signatures checked by the published library")


if __name__ == "__main__":
    main()
