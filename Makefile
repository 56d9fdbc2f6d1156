# contentlint: `make` builds build/contentlint, `make test` runs the tests; `make help` lists the rest.
VERSION := 0.1.0
HOMEPAGE := https://example.org/contentlint
PREFIX  ?= /usr/local
BUILD   ?= build
CC      ?= cc
CXX     ?= c++
AR      ?= ar
PKGS    := libcmark yaml-0.1 libcurl libpcre2-8 jansson gumbo tomlplusplus libutf8proc

WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wwrite-strings -Wvla -Wformat=2
CXXWARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS  ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
ALL_CFLAGS   = -std=c11 -D_POSIX_C_SOURCE=200809L -DVERSION='"$(VERSION)"' -DHOMEPAGE='"$(HOMEPAGE)"' -Isrc -pthread $(WARN) \
               $(if $(WERROR),-Werror) $(SAN) $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
ALL_CXXFLAGS = -std=c++17 -Isrc -fno-rtti $(CXXWARN) $(if $(WERROR),-Werror) $(SAN) \
               $(shell pkg-config --cflags tomlplusplus) $(CXXFLAGS)
LIBS         = $(shell pkg-config --libs $(filter-out tomlplusplus,$(PKGS))) -pthread -lm

SOURCES := $(sort $(wildcard src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/src/base/toml.o
LIBRARY := $(BUILD)/libcontentlint.a
# Rules, schemas and trademark files become part of the program.
EMBEDDED := $(sort $(filter-out %README.md,$(wildcard rules/*.md rules/*.yaml rules/schemas/*.yaml \
             rules/trademarks/*.yaml)))
OBJECTS += $(BUILD)/embedded.o
UNITS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit_*.c)))

.PHONY: all help test unit clean
all: $(BUILD)/contentlint

$(BUILD)/contentlint: $(BUILD)/src/main.o $(LIBRARY)
	$(CXX) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embedded.c: src/lint/embed.sh $(EMBEDDED) $(wildcard rules rules/schemas rules/trademarks)
	@mkdir -p $(@D)
	src/lint/embed.sh $(EMBEDDED) > $@.new && mv $@.new $@
$(BUILD)/embedded.o: $(BUILD)/embedded.c src/lint/check.h
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Unit tests: every tests/unit_*.c is a program that prints "N passed, N failed" last and exits 1 on a failure.
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIBRARY)
	$(CXX) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)
unit: $(UNITS)
	@set -e; for u in $(UNITS); do echo "== $$u"; $$u; done
test: unit

clean:
	rm -rf $(BUILD)
help:
	@sed -n 's/^\([a-z-]*\):.*##/\1:/p' Makefile

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.SECONDARY:
