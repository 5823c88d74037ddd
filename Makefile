# Two commands matter: `make demo` to see it, `make test` to trust it.

CARGO ?= cargo
# Databases of tests live where a write to disk costs nothing: every commit is flushed, hundreds of times a run.
SCRATCH := $(shell test -w /dev/shm && echo /dev/shm || echo /tmp)
# Debian packages that the tests need: a browser, a way to look into a database from outside, a mail server and its certificate, and a phone:
# what reads a QR code and makes the codes of an authenticator app. PostgreSQL and Redis are started anew by the tests that ask for them; what
# the packages start themselves is left alone.
TEST_PACKAGES = chromium sqlite3 python3-aiosmtpd openssl zbar-tools oathtool postgresql redis-server
# Each brings one of these commands, but for the mail server, which is a module, and PostgreSQL, which is not on the path.
TEST_COMMANDS = chromium sqlite3 openssl zbarimg oathtool redis-server redis-cli
TEST_POSTGRES = /usr/lib/postgresql/*/bin/initdb

# The end-to-end suite runs twice: with one gateway, and with two that share PostgreSQL and Redis and take turns. These look at what one gateway
# counts or remembers, or into tables whose place Redis has.
ALONE = identity::one_assertion_serves_a_minute_of_a_session \
	mail:: \
	rights::whoever_may_can \
	second_factor_sessions::whoever_signs_in_after_somebody_who_did_not_arrive_is_not_taken_for_them \
	stores:: \
	watching::metrics_count_what_happened \
	command_line:: house::

.PHONY: help demo build release test test-rust test-browser tools lint fmt docs bench bench-timing bench-directory bench-fleet proof-letters proof-faults schema pictures

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

demo: ## Build and run the demo: two applications behind two portals, nothing kept
	$(CARGO) run --quiet --locked -p gatehouse -- demo $(DEMO)

build: ## Build everything for development
	$(CARGO) build --workspace --all-targets

release: ## Build the binary as it is shipped
	$(CARGO) build --release --locked -p gatehouse

tools: ## Install what the tests need (as root; by apt and npm)
	@if ! which $(TEST_COMMANDS) >/dev/null || ! ls $(TEST_POSTGRES) >/dev/null 2>&1 || \
		! /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=400 $(TEST_PACKAGES); fi
	cd tests/browser && npm ci --no-audit --no-fund --loglevel=error

test: tools test-rust test-browser ## Install what tests need, and run them all

test-rust: ## Unit tests, properties, contract suites, and the end-to-end suite
	$(CARGO) build --locked -p gatehouse
	TMPDIR=$(SCRATCH) $(CARGO) test --locked --workspace
	GATEHOUSE_TEST_STORES=shared TMPDIR=$(SCRATCH) $(CARGO) test --locked -p gatehouse-tests --test suite -- $(ALONE:%=--skip %)

test-browser: ## The pages in a real browser
	$(CARGO) build --locked -p gatehouse
	$(CARGO) build --locked -p gatehouse-pages --example preview
	cd tests/browser && TMPDIR=$(SCRATCH) node --test --test-concurrency=2

lint: ## Lints, licences, bans and sources
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	@command -v cargo-deny >/dev/null || $(CARGO) install --locked --quiet cargo-deny
	$(CARGO) deny --log-level error check licenses bans sources

fmt: ## Format
	$(CARGO) fmt --all

docs: ## The documentation of every public item, without a broken link
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --document-private-items

bench: ## A signed-in request against bare pingora, in one run (needs wrk and nginx)
	$(CARGO) build --release --locked -p gatehouse --bins --examples
	python3 tests/bench/signed_in.py

bench-timing: ## Response times of known and unknown names at every form of sign-in and recovery
	$(CARGO) run --release --locked -q -p gatehouse-tests --example timing

bench-directory: ## The Users page of a million people (PEOPLE="1000000 300": how many, and how often each page)
	$(CARGO) build --release --locked -p gatehouse
	TMPDIR=$(SCRATCH) $(CARGO) run --release --locked -q -p gatehouse-tests --example directory -- $(PEOPLE)

proof-letters: ## Kill the gateway 50 times while it mails 500 people; nobody's letter is lost (LETTERS="KILLS SEED")
	$(CARGO) build --locked -p gatehouse
	TMPDIR=$(SCRATCH) $(CARGO) run --locked -q -p gatehouse-tests --example letters -- $(LETTERS)

bench-fleet: ## Several gateways as processes: how soon what ends at one is refused at all; a million sessions in Redis (needs 4 GiB)
	$(CARGO) build --release --locked -p gatehouse
	$(CARGO) run --release --locked -q -p gatehouse-tests --example fleet -- revocations 2 1000
	$(CARGO) run --release --locked -q -p gatehouse-tests --example fleet -- revocations 4 1000
	$(CARGO) run --release --locked -q -p gatehouse-tests --example fleet -- sessions 1000000 100000

proof-faults: ## What 50 people at two gateways notice while Redis or PostgreSQL is killed, paused, cut, full, slow (some 5 minutes)
	$(CARGO) build --release --locked -p gatehouse
	$(CARGO) run --release --locked -q -p gatehouse-tests --example fleet -- faults 50 2>/dev/null

schema: ## Renew the configuration's JSON schema
	$(CARGO) run --quiet -p gatehouse-config --example schema > config/gatehouse.schema.json

pictures: ## Renew the pictures of README.md
	cd tests/browser && node pictures.mjs
