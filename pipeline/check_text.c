/* check_text.c -- what was counted of an archive, for a person at a terminal.
 * Knows words and columns; what comes from the input is made visible and never reaches the terminal raw. */
#include "check.h"
#include "utf8.h"

enum { TEXT_SHOWN = 200, NAME_SHOWN = 80 };

/* Up to `most` bytes, whole characters; controls, and marks that turn the direction of writing, as \u{...} or \xNN. */
static void put_visible(struct buf *out, struct str s, size_t most)
{
	size_t at = 0;
	while (at < s.n && at < most) {
		unsigned part = 0;
		const unsigned length = utf8_length(s.p + at, s.n - at, &part);
		const unsigned char c = (unsigned char)s.p[at];
		if (!length) {
			for (unsigned i = 0; i < part; i++) buf_put_format(out, "\\x%02x", (unsigned char)s.p[at + i]);
			at += part;
		} else if (c == '\n' || c == '\t') {
			buf_put_z(out, c == '\n' ? "\\n" : "\\t");
			at++;
		} else if (utf8_unprintable(s.p + at, s.n - at)) {
			unsigned n;
			buf_put_format(out, "\\u{%x}", utf8_decode(s.p + at, s.n - at, &n));
			at += n;
		} else {
			buf_put(out, str_cut(s, at, at + length));
			at += length;
		}
	}
	if (at < s.n) buf_put_z(out, "…");
}

static void put_named(struct buf *out, const char *name, struct str value)
{
	if (!value.n) return;
	buf_put_format(out, ", %s ", name);
	put_visible(out, value, NAME_SHOWN);
}

void check_show_text(struct buf *out, const struct message *m, const struct record *r)
{
	buf_put_format(out, "    record %llu: ", (unsigned long long)r->number);
	put_visible(out, m->string[MESSAGE_ID], NAME_SHOWN);
	if (m->id_made) buf_put_z(out, " (made up)");
	if (m->zone != TIME_NONE) {
		buf_put_z(out, ", ");
		buf_put_time(out, m->time, m->zone == TIME_UTC);
	}
	if (m->bad_time) buf_put_z(out, ", unreadable time");
	for (unsigned s = MESSAGE_ID + 1; s < MESSAGE_STRINGS; s++) put_named(out, message_string_name((enum message_string)s), m->string[s]);
	for (uint32_t i = 0; i < m->urls; i++) put_named(out, "url", m->url[i]);
	if (m->edited) {
		buf_put_z(out, ", edited ");
		buf_put_time(out, m->edited, true);
	}
	if (m->deleted) buf_put_z(out, ", deleted");
	if (m->repairs) buf_put_format(out, m->repairs == 1 ? ", 1 repair" : ", %u repairs", m->repairs);
	if (m->ragged) buf_put_z(out, ", ragged");
	buf_put_z(out, "\n      ");
	put_visible(out, m->text, TEXT_SHOWN);
	buf_put_char(out, '\n');
}

static void put_count(struct buf *out, const char *name, uint64_t count)
{
	if (count) buf_put_format(out, ", %s %llu", name, (unsigned long long)count);
}

static void put_line(struct buf *out, const char *name, uint64_t count)
{
	buf_put_format(out, "  %-12s %8llu", name, (unsigned long long)count);
}

static void print_messages(const struct check_group *g, struct buf *out)
{
	struct buf has = { 0 };
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++) put_count(&has, message_string_name((enum message_string)s), g->string[s]);
	put_count(&has, "time", g->utc + g->local);
	put_count(&has, "time of unknown zone", g->local);
	put_count(&has, "unreadable time", g->bad_time);
	put_count(&has, "links", g->links);
	put_count(&has, "edited", g->edited);
	put_count(&has, "deleted", g->deleted);
	put_count(&has, "without text", g->empty);
	put_count(&has, "repaired", g->repaired);
	put_count(&has, "duplicate keys", g->duplicate_keys);
	put_count(&has, "ragged rows", g->ragged);
	put_count(&has, "made-up ids", g->ids_made);
	put_line(out, "messages", g->messages);
	if (has.n) buf_put_z(out, ", with");
	buf_put(out, str_cut(buf_str(&has), has.n > 0, has.n));
	buf_put_char(out, '\n');
	buf_free(&has);
	if (!(g->utc + g->local)) return;
	buf_put_z(out, "  from ");
	buf_put_time(out, g->first, g->local == 0);
	buf_put_z(out, " to ");
	buf_put_time(out, g->last, g->local == 0);
	buf_put_char(out, '\n');
}

static void print_troubles(const struct check_group *g, struct buf *out)
{
	for (uint32_t i = 0; i < g->troubles; i++) {
		const struct check_trouble *const t = &g->trouble[i];
		buf_put_z(out, "    ");
		put_visible(out, t->member, NAME_SHOWN);
		if (t->finding) buf_put_format(out, "%s%s: ", t->member.n ? ": " : "", t->name);
		else buf_put_format(out, "%srecord %llu at byte %llu: %s: ", t->member.n ? ", " : "", (unsigned long long)t->number,
			(unsigned long long)t->offset, t->name);
		put_visible(out, t->what, TEXT_SHOWN);
		if (t->sample.n) {
			buf_put_z(out, ": ");
			put_visible(out, t->sample, NAME_SHOWN);
		}
		buf_put_char(out, '\n');
	}
	const uint64_t all = g->quarantined + g->findings;
	if (all > g->troubles) buf_put_format(out, "    and %llu more\n", (unsigned long long)(all - g->troubles));
}

static void print_skips(const struct check_group *g, struct buf *out)
{
	for (uint32_t i = 0; i < g->skips; i++) {
		buf_put_z(out, ", ");
		put_visible(out, g->skip[i].name, NAME_SHOWN);
		buf_put_format(out, " %llu", (unsigned long long)g->skip[i].count);
	}
	buf_put_char(out, '\n');
}

/* A file beside the messages: a line is enough. */
static bool passed_over(const struct check_group *g)
{
	return g->format && g->skipped && !g->messages && !g->quarantined && !g->findings && !g->member[0].n;
}

static const char *formatless(const struct check_group *g)
{
	const uint64_t unknown = g->finding[FINDING_UNKNOWN_FORMAT] + g->finding[FINDING_UNKNOWN_ARCHIVE];
	if (unknown && unknown == g->findings) return "in no known format";
	if (g->finding[FINDING_NO_MESSAGES] && g->finding[FINDING_NO_MESSAGES] == g->findings) return "holds no message";
	return unknown ? "in no known format, and about the archive itself" : "about the archive itself";
}

static void print_group(const struct check *c, const struct check_group *g, struct buf *out)
{
	put_visible(out, c->archive, TEXT_SHOWN);
	if (g->format) buf_put_format(out, ": %s", format_name(g->format));
	if (g->format && *format_title(g->format)) buf_put_format(out, " (%s)", format_title(g->format));
	if (passed_over(g)) {
		buf_put_z(out, ": passed over");
		print_skips(g, out);
		return;
	}
	if (g->format) buf_put_char(out, '\n');
	else buf_put_format(out, ": %s\n", formatless(g));
	if (g->member[0].n) {
		put_line(out, g->members == 1 ? "file" : "files", g->members);
		for (uint64_t i = 0; i < g->members && i < CHECK_MEMBERS; i++) {
			buf_put_z(out, i ? ", " : "  ");
			put_visible(out, g->member[i], NAME_SHOWN);
		}
		buf_put_z(out, g->members > CHECK_MEMBERS ? ", …\n" : "\n");
	}
	if (g->messages || g->format) print_messages(g, out);
	if (g->skipped) {
		put_line(out, "skipped", g->skipped);
		print_skips(g, out);
	}
	if (g->quarantined) {
		put_line(out, "quarantined", g->quarantined);
		for (unsigned i = 0; i < FAULT_COUNT; i++) put_count(out, fault_name((enum fault)i), g->fault[i]);
		buf_put_char(out, '\n');
	}
	if (g->findings) {
		put_line(out, "findings", g->findings);
		for (unsigned i = 0; i < FINDING_COUNT; i++) put_count(out, finding_name((enum finding)i), g->finding[i]);
		buf_put_char(out, '\n');
	}
	print_troubles(g, out);
	if (g->shown) {
		buf_put_z(out, g->marked ? "  first messages, still with their markup\n" : "  first messages\n");
		buf_put(out, buf_str(&g->shows));
	}
	if (g->format && !g->messages && !g->skipped)
		buf_put_z(out, "  Nothing in it became a message: do the map's `records` and fields lead somewhere?\n");
}

void check_print_text(const struct check *c, struct buf *out)
{
	if (!c->groups) {
		put_visible(out, c->archive, TEXT_SHOWN);
		buf_put_z(out, ": empty\n");
	}
	for (uint32_t i = 0; i < c->groups; i++) print_group(c, &c->group[i], out);
}
