/* profile.c -- the evidence profile for a terminal: how many messages show which kind of evidence.
 * Knows words and shares; does not know single messages, and ranks none. */
#include "put.h"
#include "stats_fields.h"

static void put_row(struct buf *out, const char *name, uint64_t part, uint64_t whole)
{
	enum { NAME = 40, DIGITS = 12 };
	const size_t at = out->n;
	put_z(out, "  ");
	buf_put_z(out, name);
	while (out->n < at + NAME) buf_put_char(out, ' ');
	uint64_t digits = 1;
	for (uint64_t v = part; v >= 10; v /= 10) digits++;
	for (; digits < DIGITS; digits++) buf_put_char(out, ' ');
	buf_put_u64(out, part);
	if (whole) {
		const uint64_t share = part * 1000 / whole;
		put_z(out, share < 100 ? "    " : share < 1000 ? "   " : "  ");
		buf_put_u64(out, share / 10);
		put_z(out, ".");
		buf_put_u64(out, share % 10);
		put_z(out, " %");
	}
	put_z(out, "\n");
}

static void put_evidence(const struct stats *s, struct buf *out)
{
	static const char *const words[EVIDENCE_KINDS] = {
		[EVIDENCE_LINK] = "link to something", [EVIDENCE_PICTURE] = "show a picture or video", [EVIDENCE_NAMED_SOURCE] = "name a source",
		[EVIDENCE_ATTRIBUTION] = "say who said it", [EVIDENCE_IDENTIFIER] = "give an identifier", [EVIDENCE_DOCUMENT] = "speak of a document",
		[EVIDENCE_FIRST_HAND] = "speak first-hand", [EVIDENCE_HEARSAY] = "repeat hearsay", [EVIDENCE_REASONING] = "reason",
		[EVIDENCE_ECHO] = "point at another message"
	};
	const uint64_t n = s->total[TOTAL_EXTRACTED];
	put_z(out, "Evidence shown, among messages whose text was assessed (a message may show several)\n");
	for (unsigned i = 0; i < EVIDENCE_KINDS; i++) put_row(out, words[i], s->kind[i], n);
	put_row(out, "show none of these", s->total[TOTAL_NO_EVIDENCE], n);
}

static void put_levels(const struct stats *s, struct buf *out)
{
	static const char *const words[STATS_LEVELS] = { "", "1 nothing", "2 hearsay or own reasoning", "3 an origin or first-hand",
		"4 an origin with a pointer", "5 corroborated" };
	put_z(out, "Evidence levels, among scored messages\n");
	for (unsigned i = 1; i < STATS_LEVELS; i++) put_row(out, words[i], s->level[i], stats_scored(s));
}

void stats_profile(const struct stats *s, struct buf *out)
{
	const uint64_t read = stats_records(s);
	put_z(out, "How sourced, not whether true\n");
	put_row(out, "records read", read, 0);
	put_row(out, "scored", stats_scored(s), read);
	for (unsigned i = STATUS_OK + 1; i < STATUS_COUNT; i++)
		if (s->status[i]) put_row(out, status_meaning((enum status)i), s->status[i], read);
	if (s->total[TOTAL_SKIPPED]) put_row(out, "skipped", s->total[TOTAL_SKIPPED], read);
	if (s->total[TOTAL_QUARANTINED]) put_row(out, "quarantined", s->total[TOTAL_QUARANTINED], read);
	put_evidence(s, out);
	put_levels(s, out);
}
