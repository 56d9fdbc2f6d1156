/* inbox.c: frames of the base protocol ("Header Part", LSP 3.17), read ahead. */
#include "lsp/inbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct waiting {
    struct frame frame;
    struct waiting *next;
};
struct inbox {
    int in, wake[2];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came, taken;
    struct waiting *first, **last;
    size_t bytes;
    bool closing;
    enum inbox_answer end; /* INBOX_QUIET: more may come */
    char reason[200];
    /* Of the thread alone. */
    char ahead[1 << 16];
    size_t at, len;
};

/* ---- bytes, on the thread ------------------------------------------------------------------------------------ */

enum fill { FILL_BYTES, FILL_END, FILL_FAILED };

static enum fill fill(struct inbox *inbox) {
    struct pollfd fds[] = {{.fd = inbox->in, .events = POLLIN}, {.fd = inbox->wake[0], .events = POLLIN}};
    for (;;) {
        if (poll(fds, ARRAY_LEN(fds), -1) < 0 && errno != EINTR) return FILL_FAILED;
        if (fds[1].revents) return FILL_END;
        if (!fds[0].revents) continue;
        ssize_t got = read(inbox->in, inbox->ahead, sizeof inbox->ahead);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) return FILL_FAILED;
        inbox->at = 0;
        inbox->len = (size_t)got;
        return got ? FILL_BYTES : FILL_END;
    }
}

static bool break_off(struct inbox *inbox, const char *reason) {
    pthread_mutex_lock(&inbox->lock);
    inbox->end = INBOX_BROKEN;
    strncpy(inbox->reason, reason, sizeof inbox->reason - 1);
    pthread_mutex_unlock(&inbox->lock);
    return false;
}

static bool filled(struct inbox *inbox, bool between) {
    if (inbox->at < inbox->len) return true;
    switch (fill(inbox)) {
    case FILL_BYTES: return true;
    case FILL_FAILED: return break_off(inbox, "standard input cannot be read");
    case FILL_END: break;
    }
    if (!between) return break_off(inbox, "standard input ended within a message");
    pthread_mutex_lock(&inbox->lock);
    inbox->end = INBOX_END;
    pthread_mutex_unlock(&inbox->lock);
    return false;
}

/* ---- one frame ------------------------------------------------------------------------------------------------ */

/* A line of the header, without its end. */
static bool read_line(struct inbox *inbox, bool first, char *line, size_t *len, size_t *left) {
    *len = 0;
    for (;;) {
        if (!filled(inbox, first && !*len)) return false;
        char c = inbox->ahead[inbox->at++];
        if ((*left)-- == 0) return break_off(inbox, "the header of a message is too long");
        if (c == '\n') break;
        line[(*len)++] = c;
    }
    if (*len && line[*len - 1] == '\r') (*len)--;
    return true;
}

/* "Content-Length: 119": the only field that says something, the other one names the only encoding there is. */
static bool read_length(struct inbox *inbox, struct str line, size_t *length) {
    struct str rest = line, name = str_trim(str_cut(&rest, ':')), value = str_trim(rest);
    if (!rest.ptr)
        return break_off(inbox, "a message does not begin with a header such as Content-Length: 2");
    if (!str_eq_nocase(name, STR("Content-Length"))) return true;
    *length = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (!char_is_digit(value.ptr[i])) return break_off(inbox, "Content-Length is no number");
        *length = *length * 10 + (size_t)(value.ptr[i] - '0');
        if (*length > INBOX_MESSAGE_MAX) return break_off(inbox, "a message is too long");
    }
    return value.len || break_off(inbox, "Content-Length is no number");
}

static bool read_header(struct inbox *inbox, size_t *length) {
    char line[INBOX_HEADER_MAX + 1];
    size_t len, left = INBOX_HEADER_MAX;
    *length = SIZE_MAX;
    for (bool first = true;;) {
        if (!read_line(inbox, first, line, &len, &left)) return false;
        if (!len && first) continue; /* some clients end a message with a line */
        if (!len) break;
        first = false;
        if (!read_length(inbox, (struct str){line, len}, length)) return false;
    }
    return *length != SIZE_MAX || break_off(inbox, "a message has no Content-Length");
}

/* No more is set aside than has come, whatever the header says. */
static bool read_body(struct inbox *inbox, size_t length, struct frame *frame) {
    struct buf text = {.arena = &frame->arena};
    while (text.len < length) {
        if (!filled(inbox, false)) return false;
        size_t part = inbox->len - inbox->at;
        if (part > length - text.len) part = length - text.len;
        buf_add(&text, (struct str){inbox->ahead + inbox->at, part});
        inbox->at += part;
    }
    frame->text = buf_str(&text);
    return true;
}

/* ---- the queue ------------------------------------------------------------------------------------------------ */

static bool put(struct inbox *inbox, const struct frame *frame) {
    struct waiting *waiting = memory_needed(calloc(1, sizeof *waiting));
    waiting->frame = *frame;
    pthread_mutex_lock(&inbox->lock);
    while (inbox->bytes > INBOX_WAITING_MAX && !inbox->closing)
        pthread_cond_wait(&inbox->taken, &inbox->lock);
    *inbox->last = waiting;
    inbox->last = &waiting->next;
    inbox->bytes += frame->text.len;
    bool goes_on = !inbox->closing;
    pthread_cond_signal(&inbox->came);
    pthread_mutex_unlock(&inbox->lock);
    return goes_on;
}

static void *run(void *data) {
    struct inbox *inbox = data;
    for (;;) {
        struct frame frame = {0};
        size_t length;
        bool read = read_header(inbox, &length) && read_body(inbox, length, &frame);
        if (!read) arena_free(&frame.arena);
        if (!read || !put(inbox, &frame)) break;
    }
    pthread_mutex_lock(&inbox->lock);
    pthread_cond_signal(&inbox->came);
    pthread_mutex_unlock(&inbox->lock);
    return NULL;
}

struct inbox *inbox_open(int in, struct error *error) {
    struct inbox *inbox = memory_needed(calloc(1, sizeof *inbox));
    inbox->in = in;
    inbox->last = &inbox->first;
    inbox->end = INBOX_QUIET;
    pthread_mutex_init(&inbox->lock, NULL);
    pthread_cond_init(&inbox->came, NULL);
    pthread_cond_init(&inbox->taken, NULL);
    if (pipe(inbox->wake) == 0 && pthread_create(&inbox->thread, NULL, run, inbox) == 0) return inbox;
    free(inbox);
    error_set(error, (struct str){0}, 0, "the system has no thread left to read messages on");
    return NULL;
}

static void deadline_in(int wait, struct timespec *at) {
    clock_gettime(CLOCK_REALTIME, at);
    at->tv_sec += wait / 1000;
    at->tv_nsec += (long)(wait % 1000) * 1000000;
    if (at->tv_nsec < 1000000000) return;
    at->tv_sec++;
    at->tv_nsec -= 1000000000;
}

enum inbox_answer inbox_take(struct inbox *inbox, int wait, struct frame *frame, struct error *error) {
    struct timespec deadline;
    deadline_in(wait, &deadline);
    pthread_mutex_lock(&inbox->lock);
    while (!inbox->first && inbox->end == INBOX_QUIET && wait &&
           pthread_cond_timedwait(&inbox->came, &inbox->lock, &deadline) == 0)
        continue;
    struct waiting *waiting = inbox->first;
    enum inbox_answer answer = waiting ? INBOX_FRAME : inbox->end;
    if (waiting) {
        inbox->first = waiting->next;
        if (!inbox->first) inbox->last = &inbox->first;
        inbox->bytes -= waiting->frame.text.len;
        *frame = waiting->frame;
        free(waiting);
        pthread_cond_signal(&inbox->taken);
    }
    pthread_mutex_unlock(&inbox->lock);
    if (answer == INBOX_BROKEN) error_set(error, (struct str){0}, 0, "%s", inbox->reason);
    return answer;
}

void inbox_close(struct inbox *inbox) {
    if (!inbox) return;
    pthread_mutex_lock(&inbox->lock);
    inbox->closing = true;
    pthread_cond_signal(&inbox->taken);
    pthread_mutex_unlock(&inbox->lock);
    if (write(inbox->wake[1], "", 1) == 1) pthread_join(inbox->thread, NULL);
    while (inbox->first) {
        struct waiting *waiting = inbox->first;
        inbox->first = waiting->next;
        arena_free(&waiting->frame.arena);
        free(waiting);
    }
    close(inbox->wake[0]);
    close(inbox->wake[1]);
    free(inbox);
}
