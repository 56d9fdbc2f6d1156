# contentlint: `make` builds build/contentlint, `make test` runs the tests; `make help` lists the rest. V=1 shows commands.
VERSION := 0.1.0
# Where the project lives; left out of reports and requests while it is empty.
HOMEPAGE ?=
PREFIX  ?= /usr/local
BUILD   ?= build
Q       := $(if $(V),,@)
CC      ?= cc
CXX     ?= c++
AR      ?= ar
PKGS    := libcmark yaml-0.1 libcurl libpcre2-8 gumbo tomlplusplus libutf8proc libidn2

WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wwrite-strings -Wvla -Wformat=2 -Werror=format-security
CXXWARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Werror=format-security
CFLAGS  ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)

# What dpkg-buildflags says with hardening=+all, as far as this compiler and this linker know it; whatever CFLAGS and
# LDFLAGS are given come after it. HARDEN=no leaves it out. tests/suite_hardening.py reads the binary.
knows       = $(shell for flag in $($(1)); do echo 'int main(void) { return 0; }' | $(CC) -Werror $$flag -x c - \
                -o /dev/null 2>/dev/null && echo "$$flag"; done)
HARDEN     ?= $(if $(SAN),no,yes)
HARDER_CC  := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard
HARDER_LD  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ifeq ($(HARDEN),yes)
HARD_CC    := $(call knows,HARDER_CC)
HARD_LD    := $(call knows,HARDER_LD)
endif
# FORTIFY needs an optimiser; level 3 is level 2 where the C library has no more.
FORTIFY     = $(if $(filter yes,$(HARDEN)),$(if $(filter-out -O0,$(lastword $(filter -O%,$(1)))),$(if \
                $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(1)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)))

ALL_CFLAGS   = -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -pthread $(WARN) -DVERSION='"$(VERSION)"' \
               $(if $(HOMEPAGE),-DHOMEPAGE='"$(HOMEPAGE)"') $(if $(WERROR),-Werror) $(SAN) \
               $(shell pkg-config --cflags $(PKGS)) $(HARD_CC) $(call FORTIFY,$(CFLAGS)) $(CPPFLAGS) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 -Isrc -fno-rtti $(CXXWARN) $(if $(WERROR),-Werror) $(SAN) \
               $(shell pkg-config --cflags tomlplusplus) $(HARD_CC) $(call FORTIFY,$(CXXFLAGS)) $(CPPFLAGS) $(CXXFLAGS)
ALL_LDFLAGS  = $(SAN) $(HARD_LD) $(LDFLAGS)
LIBS         = $(shell pkg-config --libs $(filter-out tomlplusplus,$(PKGS))) -pthread -lm

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/src/base/toml.o
LIBRARY := $(BUILD)/libcontentlint.a
# Rules, schemas and trademark files become part of the program.
EMBEDDED := $(sort $(filter-out %README.md,$(wildcard rules/*.md rules/*.yaml rules/schemas/*.yaml \
             rules/trademarks/*.yaml)))
OBJECTS += $(BUILD)/embedded.o
UNITS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit_*.c)))

.PHONY: all help test unit units print-libs check check-only accept sanitize fuzz coverage conformance mutate torture bench mutants release-check sample readme install uninstall static packages test-crawl bench-crawl clean
BINARY := $(BUILD)/contentlint
all: $(BINARY) ## build/contentlint (default)

# What --version says besides; pkg-config is asked for this one file alone.
$(BUILD)/src/main.o $(BUILD)/tests/fuzz_command.o: ALL_CFLAGS += -DBUILD_TARGET='"$(shell $(CC) -dumpmachine)"' \
    -DLIBRARIES='"$(foreach p,$(PKGS),$(p) $(shell pkg-config --modversion $(p)))"'
$(BUILD)/contentlint: $(BUILD)/src/main.o $(LIBRARY)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "CC $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cpp
	@mkdir -p $(@D)
	@echo "CXX $<"
	$(Q)$(CXX) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embedded.c: src/lint/embed.sh $(EMBEDDED) $(wildcard rules rules/schemas rules/trademarks)
	@mkdir -p $(@D)
	$(Q)src/lint/embed.sh $(EMBEDDED) > $@.new && mv $@.new $@
$(BUILD)/embedded.o: $(BUILD)/embedded.c src/lint/check.h
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The steps of a target run beside each other, unless they are steps of one that does so already.
RUN := AT_ONCE=$(or $(AT_ONCE),$(shell nproc)) tests/run.sh
# Unit tests: every tests/unit_*.c is a program that prints "N passed, N failed" last and exits 1 on a failure.
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIBRARY)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
unit: $(UNITS) ## the unit tests alone
	@$(RUN) $(UNITS)
units: $(UNITS)
print-libs:
	@echo $(LIBS)

# The crawl against a scriptable server on loopback (tests/httpd.h); needs OpenSSL for its certificates.
HTTPD := $(BUILD)/tests/httpd.o $(BUILD)/tests/httpd_script.o $(BUILD)/tests/httpd_tls.o
CRAWL_TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/crawl_*.c)))
$(CRAWL_TESTS) $(BUILD)/tests/bench_crawl $(BUILD)/tests/httpd_serve: %: %.o $(HTTPD) $(LIBRARY)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(shell pkg-config --libs openssl)
test-crawl: $(BINARY) $(CRAWL_TESTS) ## the crawl against a hostile server on loopback
	@$(RUN) $(CRAWL_TESTS)
bench-crawl: $(BUILD)/tests/bench_crawl ## 5,000 URLs on 500 hosts; tests/bench_crawl_peers.sh installs the peers
	@tests/bench_crawl.sh $< $(PEERS)

# Every tests/suite_* is a program that takes the binary and prints "N passed, N failed" last.
SUITE_STEPS = $(foreach s,$(sort $(wildcard tests/suite_*)),"$(s) $(BINARY)")
CORE_STEPS = $(UNITS) "tests/fixtures.sh $(BINARY)" "$(BINARY) rules --test" $(CRAWL_TESTS)
test: all $(UNITS) $(CRAWL_TESTS) ## unit tests, golden fixtures, the rules' examples, the suites
	@$(RUN) $(SUITE_STEPS) $(CORE_STEPS)
test-core: all $(UNITS) $(CRAWL_TESTS) ## test without the suites, which see only what the program prints
	@$(RUN) $(CORE_STEPS)

LOOKS = $(foreach look,cppcheck tidy circles layers generators door format functions switches scripts citations,"tests/check_source.sh $(look)")
check: all $(UNITS) ## test, and what a reader would complain about
	@tests/run.sh "STEP_SECONDS=3600 $(MAKE) --no-print-directory test" "tests/check.sh $(BINARY)" $(LOOKS)
check-only: all
	@$(RUN) "tests/check.sh $(BINARY)" $(LOOKS)

accept: all ## rewrite expected.* of the fixtures (CASES="a b" for some)
	@tests/fixtures.sh $(BINARY) --accept $(CASES)

sanitize: ## fixtures and a sample of SUITES under ASan, UBSan and TSan
	@tests/sanitize.sh $(SUITES)

fuzz: ## every tests/fuzz_*.c for SECONDS=60 altogether
	@tests/fuzz.sh $(or $(SECONDS),60)

coverage: ## lines and branches of each folder that tests and fuzzing reach
	@tests/coverage.sh

conformance: all ## SUITES=DIR: the suites of others; without, says what it skips
	@tests/conformance.sh $(BINARY) $(SUITES)

mutate: all $(BUILD)/tests/httpd_serve ## SUITES=DIR: seeded defects in clean pages must be found
	@python3 tests/mutate.py $(BINARY) $(SUITES) --server $(BUILD)/tests/httpd_serve

mutants: ## small changes of the code must be found by tests: lines changed since BASE, or FILES; SAMPLE=60 SEED=1 JOBS=2
	@python3 tests/mutants.py $(if $(BASE),--base $(BASE)) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
	    $(if $(JOBS),--jobs $(JOBS)) $(FILES)

torture: all ## each call of a run that can fail, failed in turn; FULL=1: each allocation too, SAMPLE=1: some (SCENARIOS="a b")
	@python3 tests/torture.py $(BINARY) $(if $(FULL),--all)$(if $(SAMPLE),--sample) $(SCENARIOS)

bench: all $(BUILD)/tests/bench_session $(BUILD)/tests/floor $(BUILD)/tests/ajv/driver ## SUITES=DIR: time and memory against the floor and others; AJV=DIR of npm's ajv
	@python3 tests/bench.py $(BINARY) $(SUITES)
	@python3 tests/bench_schema.py $(BUILD) $(AJV)

release-check: ## everything, long
	@tests/run.sh "STEP_SECONDS=7200 $(MAKE) check" "STEP_SECONDS=3600 tests/check_source.sh analyze" \
	    "tests/instructions.py $(BINARY)" "STEP_SECONDS=3600 env FULL=1 tests/suite_bombs.py $(BINARY)" "STEP_SECONDS=14400 $(MAKE) sanitize SUITES=$(SUITES) FULL=1" \
	    "STEP_SECONDS=7200 $(MAKE) fuzz SECONDS=3600" "STEP_SECONDS=14400 $(MAKE) torture FULL=1" \
	    "STEP_SECONDS=7200 $(MAKE) static" "STEP_SECONDS=7200 $(MAKE) static TARGET=aarch64-linux-musl" \
	    "STEP_SECONDS=3600 $(MAKE) packages" \
	    "STEP_SECONDS=36000 $(MAKE) conformance SUITES=$(SUITES) FULL=1" "STEP_SECONDS=7200 $(MAKE) mutate SUITES=$(SUITES)"

sample: all ## lint the sample site
	@cd fixtures/sample-site && $(abspath $(BINARY)) check --now 2026-06-01 --fail-on never

readme: all ## rewrite rules/README.md
	@$(BINARY) rules --readme > rules/README.md

MAN  = $(DESTDIR)$(PREFIX)/share/man/man1
BASH = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH  = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
install: all ## binary, manual and completions; PREFIX=/usr/local DESTDIR=
	install -d $(DESTDIR)$(PREFIX)/bin $(MAN) $(BASH) $(ZSH) $(FISH)
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/contentlint
	$(BINARY) --manual > $(MAN)/contentlint.1
	$(BINARY) --completion bash > $(BASH)/contentlint
	$(BINARY) --completion zsh > $(ZSH)/_contentlint
	$(BINARY) --completion fish > $(FISH)/contentlint.fish

uninstall: ## what install has put there; PREFIX and DESTDIR as then
	rm -f $(DESTDIR)$(PREFIX)/bin/contentlint $(MAN)/contentlint.1 $(BASH)/contentlint $(ZSH)/_contentlint \
	    $(FISH)/contentlint.fish

static: ## one program without shared libraries, for TARGET (x86_64-linux-musl), and its tests
	@tests/static.sh $(or $(TARGET),x86_64-linux-musl)
packages: all ## what is made for pip, npm, pre-commit, containers and Debian is installed and run
	@FULL=1 tests/packages.sh $(or $(wildcard $(BUILD)/static/$(shell uname -m)-linux-musl/contentlint),$(BINARY))

clean: ## remove the build folder
	rm -rf $(BUILD)
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.SECONDARY:
