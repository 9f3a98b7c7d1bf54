# run · test · check · openapi · bench · startup · lighthouse. What each does stands in README.md; CONTRIBUTING.md tells which to use when.
.DEFAULT_GOAL := help
.PHONY: help run test check openapi bench startup lighthouse client server tools environment web browser sdk
.NOTPARALLEL:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

step := @tests/environment/step.sh
on_postgres := tests/environment/postgres.sh with
jindu := target/debug/jindu
client_sources := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)

help:
	@echo "make run         build everything, load the demo town, serve on http://127.0.0.1:8080"
	@echo "make test        every test, on both databases, and the browser story"
	@echo "make check       the quick part: format, lints, types"
	@echo "make openapi     write openapi/openapi.json and the client's types anew"
	@echo "make bench       measure requests a second on both databases (release build, some minutes)"
	@echo "make startup     measure how soon a page can be used on a slowed machine"
	@echo "make lighthouse  have Lighthouse mark the pages people live in; fails below 95"

run: tools client server
	@exec target/office/jindu demo --web web/dist

# --- what is built ---------------------------------------------------------------------------------------------------

tools:
	@for tool in cargo node npm cc; do \
		command -v $$tool >/dev/null || { echo "jindu needs Rust, Node, make and a C compiler: $$tool is missing" >&2; exit 1; }; \
	done
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' \
		|| { echo "jindu needs Node 20.19 or 22.12 and later: this is $$(node --version)" >&2; exit 1; }

client: web/dist/index.html

web/dist/index.html: web/node_modules/.package-lock.json $(client_sources)
	npm --prefix web run build
	@touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	@touch $@

tests/browser/node_modules/.package-lock.json: tests/browser/package.json tests/browser/package-lock.json
	npm --prefix tests/browser ci --no-audit --no-fund
	@touch $@

server:
	cargo build --locked --profile office --package jindu

# --- what is tested: the cheap before the dear ------------------------------------------------------------------------

test: tools environment check
	$(step) "documentation examples" cargo test --locked --workspace --doc
	$(step) "build" cargo build --locked --workspace
	$(step) "contract document is current" $(SHELL) $(.SHELLFLAGS) '$(jindu) openapi | cmp - openapi/openapi.json || { echo "openapi/openapi.json is stale: run make openapi" >&2; exit 1; }'
	$(step) "tests on SQLite" env -u TEST_DATABASE_URL cargo test --locked --workspace --all-targets
	$(step) "tests on PostgreSQL" $(on_postgres) cargo test --locked --workspace --all-targets
	$(step) "client: unit tests" npm --prefix web test
	$(step) "client: build" $(MAKE) --no-print-directory client
	$(step) "client: weight" npm --prefix web run weight
	@$(MAKE) --no-print-directory sdk
	@$(MAKE) --no-print-directory browser

check: tools
	$(step) "format" cargo fmt --all --check
	$(step) "client: packages" $(MAKE) --no-print-directory web/node_modules/.package-lock.json
	$(step) "client: format" npm --prefix web run format:check
	$(step) "client: lint" npm --prefix web run lint
	$(step) "client: types of the contract are current" npm --prefix web run api:check
	$(step) "client: types" npm --prefix web run typecheck
	$(step) "lints" cargo clippy --locked --workspace --all-targets -- -D warnings
	$(step) "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

environment:
	$(step) "environment: PostgreSQL" $(on_postgres) true
	$(step) "environment: browser" tests/environment/browser.sh
	$(step) "environment: Python" tests/environment/python.sh target/sdk/venv

browser: client tests/browser/node_modules/.package-lock.json
	@cargo build --locked --quiet --workspace
	$(step) "browser story" env CHROMIUM="$$(tests/environment/browser.sh)" JINDU="$(CURDIR)/$(jindu)" npm --prefix tests/browser test

sdk: tests/sdk/typescript/node_modules/.package-lock.json
	@cargo build --locked --quiet --workspace
	$(step) "contract as strangers use it" env JINDU="$(CURDIR)/$(jindu)" "$$(tests/environment/python.sh target/sdk/venv)" tests/sdk/run.py target/sdk/work

tests/sdk/typescript/node_modules/.package-lock.json: tests/sdk/typescript/package.json tests/sdk/typescript/package-lock.json
	npm --prefix tests/sdk/typescript ci --no-audit --no-fund
	@touch $@

# --- what is generated and measured -----------------------------------------------------------------------------------

openapi: web/node_modules/.package-lock.json
	mkdir -p openapi
	cargo run --locked --package jindu -- openapi > openapi/openapi.json.new
	mv openapi/openapi.json.new openapi/openapi.json
	npm --prefix web run api

# One run measures both databases; PostgreSQL keeps its promises to the disk here, as in an office.
bench: tools
	$(step) "environment: load generator" tests/environment/wrk.sh
	cargo build --locked --release --workspace
	BENCH_DIVISIONS="$$(tests/environment/divisions.sh)" POSTGRES_DURABLE=1 $(on_postgres) target/release/bench tests/reports/bench.md

tests/lighthouse/node_modules/.package-lock.json: tests/lighthouse/package.json tests/lighthouse/package-lock.json
	npm --prefix tests/lighthouse ci --no-audit --no-fund
	@touch $@

startup: client server tests/browser/node_modules/.package-lock.json
	$(step) "how soon a page can be used" env CHROMIUM="$$(tests/environment/browser.sh)" JINDU="$(CURDIR)/target/office/jindu" npm --prefix tests/browser run startup

# The marks are those of a quiet machine: whatever runs beside is marked too.
lighthouse: client server tests/browser/node_modules/.package-lock.json tests/lighthouse/node_modules/.package-lock.json
	$(step) "Lighthouse" env CHROMIUM="$$(tests/environment/browser.sh)" JINDU="$(CURDIR)/target/office/jindu" npm --prefix tests/lighthouse run measure
