/* send.c: messages that go out. */
#include "lsp/parts.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

static void begin(struct message *message, struct arena *arena) {
    *message = (struct message){.out = {.arena = arena}};
    message->json.out = &message->out;
}

/* The writer looks at the buffer by its address: a message is made where it stays. */
void message_begin(struct message *message, struct arena *arena, const char *method, int64_t id) {
    begin(message, arena);
    message->json.out = &message->out;
    json_open(&message->json, NULL, '{');
    json_str(&message->json, "jsonrpc", STR("2.0"));
    if (id) json_number(&message->json, "id", id);
    json_str(&message->json, "method", str_from(method));
}

void message_answer(struct message *message, struct arena *arena, const struct node *id) {
    begin(message, arena);
    json_open(&message->json, NULL, '{');
    json_str(&message->json, "jsonrpc", STR("2.0"));
    if (id)
        json_node(&message->json, "id", id);
    else
        json_null(&message->json, "id");
}

/* All of it, however little a pipe takes at a time. */
static bool write_all(int out, struct str text) {
    while (text.len) {
        ssize_t done = write(out, text.ptr, text.len);
        if (done < 0 && errno == EAGAIN) {
            struct pollfd fd = {.fd = out, .events = POLLOUT};
            poll(&fd, 1, -1);
        }
        if (done < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (done < 0) return false;
        text = str_sub(text, (size_t)done, text.len);
    }
    return true;
}

void message_send(struct lsp *lsp, struct message *message) {
    json_close(&message->json, '}');
    struct buf head = {.arena = message->out.arena};
    buf_printf(&head, "Content-Length: %zu\r\n\r\n", message->out.len);
    if (lsp->broken || !write_all(lsp->out, buf_str(&head)) || !write_all(lsp->out, buf_str(&message->out)))
        lsp->broken = true;
}

void message_error(struct lsp *lsp, struct arena *arena, const struct node *id, int code, struct str text) {
    struct message message;
    message_answer(&message, arena, id);
    json_open(&message.json, "error", '{');
    json_number(&message.json, "code", code);
    json_str(&message.json, "message", text);
    json_close(&message.json, '}');
    message_send(lsp, &message);
}

void message_show(struct lsp *lsp, struct arena *arena, bool show, int type, struct str text) {
    struct message message;
    struct buf shown = {.arena = arena};
    report_text(&shown, text);
    message_begin(&message, arena, show ? "window/showMessage" : "window/logMessage", 0);
    json_open(&message.json, "params", '{');
    json_number(&message.json, "type", type);
    json_str(&message.json, "message", buf_str(&shown));
    json_close(&message.json, '}');
    message_send(lsp, &message);
}
