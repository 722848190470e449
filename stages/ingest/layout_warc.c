/* layout_warc.c -- web archives: WARC with its WET extracts, and ARC.
 * Knows the kinds of records and which of them carry a text; does not know what is a message. */
#include "frame_warc.h"
#include "layout.h"
#include "warc_header.h"
#include "warc_http.h"
#include "warc_text.h"

#include <stdio.h>

static bool warc_recognise(const struct look *look, unsigned *dialect)
{
	struct str head = look->head;
	while (head.n && (head.p[0] == '\r' || head.p[0] == '\n')) head = str_cut(head, 1, head.n);
	*dialect = DIALECT_WARC;
	if (warc_starts(head, true, DIALECT_WARC) == START_YES) return true;
	*dialect = DIALECT_ARC;
	return str_starts(head, str_of("filedesc://")) && warc_starts(head, true, DIALECT_ARC) == START_YES;
}

/* --- one record, taken apart ---------------------------------------------------------------------------------------------- */

struct web_record {
	struct str kind, id, time, url, type, lang, block;
};

static struct str lowered(struct reading *r, struct str s)
{
	char *const to = arena_alloc(r->arena, s.n + 1);
	for (size_t i = 0; i < s.n; i++) to[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
	return s.p ? (struct str){ to, s.n } : s;
}

static struct str without(struct str s, const char *head)
{
	return str_starts(s, str_of(head)) ? str_cut(s, strlen(head), s.n) : s;
}

static struct str without_brackets(struct str s)
{
	return s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>' ? str_cut(s, 1, s.n - 1) : s;
}

/* "20140216050221", perhaps with fractions behind it, as ISO 8601. */
static struct str arc_time(struct reading *r, struct str digits)
{
	char *const to = arena_alloc(r->arena, 24);
	if (digits.n != 14 && digits.n != 17) return digits;
	const char *const d = digits.p;
	const int n = snprintf(to, 24, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6, d + 8, d + 10, d + 12);
	return (struct str){ to, (size_t)n };
}

static void warc_take(struct reading *r, struct str header, struct web_record *w)
{
	w->kind = lowered(r, header_value(header, "warc-type"));
	w->id = without(without_brackets(header_value(header, "warc-record-id")), "urn:uuid:");
	w->time = header_value(header, "warc-date");
	w->url = without_brackets(header_value(header, "warc-target-uri"));
	w->type = header_value(header, "content-type");
	w->lang = header_value(header, "warc-identified-content-language");
	/* The parts behind a page's first are no pages. */
	const struct str segment = header_value(header, "warc-segment-number");
	if (segment.n && !str_is(segment, "1")) w->kind = str_of("continuation");
}

static void arc_take(struct reading *r, struct str header, struct web_record *w)
{
	struct arc_line line = { .url = { NULL, 0 } };
	if (!arc_line_read(str_trim(header), &line)) return;
	const bool about = str_starts(line.url, str_of("filedesc:"));
	*w = (struct web_record){ .kind = str_of(about ? "warcinfo" : str_starts(w->block, str_of("HTTP/")) ? "response" : "resource"),
		.time = arc_time(r, line.date), .url = line.url, .type = line.type, .block = w->block };
}

/* The address's host in lower case, without its port. */
static struct str host_of(struct reading *r, struct str url)
{
	const char *const mark = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
	if (!mark) return (struct str){ NULL, 0 };
	struct str host = str_cut(url, (size_t)(mark - url.p) + 3, url.n);
	size_t end = 0;
	while (end < host.n && !strchr("/?#", host.p[end])) end++;
	host.n = end;
	for (size_t i = host.n; i-- > 0;) {
		if (host.p[i] != '@') continue;
		host = str_cut(host, i + 1, host.n);
		break;
	}
	size_t digits = host.n;
	while (digits && host.p[digits - 1] >= '0' && host.p[digits - 1] <= '9') digits--;
	if (digits && host.p[digits - 1] == ':') host.n = digits - 1;
	return host.n ? lowered(r, host) : (struct str){ NULL, 0 };
}

/* --- texts ---------------------------------------------------------------------------------------------------------------- */

static bool text_put(struct reading *r, struct str type, struct str body)
{
	const enum text_kind kind = text_kind_of(type, body);
	if (kind == TEXT_NONE || kind == TEXT_JSON) {
		value_put(r, "unread", str_of(kind == TEXT_JSON ? "json" : "not-text"));
		return true;
	}
	if (!text_decode(r, type, kind, &body)) return false;
	if (kind == TEXT_HTML) r->message->markup |= MARKUP_HTML | MARKUP_ENTITIES;
	value_put(r, "text", body);
	return true;
}

static bool answer_put(struct reading *r, const struct http_answer *answer)
{
	struct str body;
	uint32_t repairs = 0;
	value_put(r, "status", answer->status);
	if (!answer->status.n || answer->status.p[0] != '2') {
		value_put(r, "unread", str_of("http-status"));
		return true;
	}
	/* Pictures and programs are not unpacked only to be passed over. */
	const enum text_kind kind = text_kind_of(answer->type, answer->body);
	if (answer->type.n && (kind == TEXT_NONE || kind == TEXT_JSON)) return text_put(r, answer->type, answer->body);
	switch (http_unwrap(answer, r->arena, &body, &repairs)) {
	case UNWRAP_UNKNOWN:
		value_put(r, "unread", str_of("content-encoding"));
		return true;
	case UNWRAP_TOO_LARGE:
		return reading_fault(r, FAULT_RECORD_SIZE, 0, "the page unpacks to implausibly many bytes");
	case UNWRAP_BROKEN:
		return reading_fault(r, FAULT_FORM, 0, "the page's compressed bytes are damaged from the beginning");
	default:
		r->message->repairs += repairs;
		return text_put(r, answer->type, body);
	}
}

static bool block_put(struct reading *r, const struct web_record *w)
{
	struct http_answer answer;
	if (str_is(w->kind, "conversion")) {
		const struct str plain = str_of("text/plain");
		return text_put(r, w->type.n ? w->type : plain, w->block);
	}
	if (str_is(w->kind, "response") && http_read(w->block, &answer)) return answer_put(r, &answer);
	return (!str_is(w->kind, "response") && !str_is(w->kind, "resource")) || text_put(r, w->type, w->block);
}

static bool name_put(struct reading *r, const char *name, struct str value)
{
	if (value.p && !reading_utf8(r, &value)) return false;
	if (value.n) value_put(r, name, value);
	return true;
}

static bool warc_read(struct reading *r, struct str bytes)
{
	const unsigned dialect = r->record->member->dialect;
	struct warc_head head;
	struct web_record w = { .kind = { NULL, 0 } };
	warc_head_read(bytes, true, dialect, &head);
	if (head.broken) return reading_fault(r, FAULT_FORM, 0, head.broken);
	if (head.block != bytes.n - head.header) return reading_fault(r, FAULT_FORM, 0, "the length in the record's header is wrong");
	w.block = str_cut(bytes, head.header, bytes.n);
	if (dialect == DIALECT_ARC) arc_take(r, str_cut(bytes, 0, head.header), &w);
	else warc_take(r, str_cut(bytes, 0, head.header), &w);
	if (!w.kind.n) return reading_fault(r, FAULT_FORM, 0, "a record without WARC-Type");
	return name_put(r, "kind", w.kind) && name_put(r, "id", w.id) && name_put(r, "time", w.time) && name_put(r, "url", w.url) &&
		name_put(r, "type", w.type) && name_put(r, "lang", w.lang) && name_put(r, "host", host_of(r, w.url)) && block_put(r, &w);
}

static const char *const warc_values[] = { "kind", "id", "time", "url", "host", "type", "status", "lang", "text", "unread", NULL };

const struct layout layout_warc = { "warc", &framer_warc, warc_recognise, NULL, warc_read, warc_values };
