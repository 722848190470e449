/* line_quarantine.c -- a quarantined record or a finding about an archive as one located line of JSON.
 * Knows the schema configs/schemas/quarantine.schema.json; does not know how the fault was found. */
#include "line.h"
#include "put.h"
#include "utf8.h"

/* Bytes of a bad record need not be UTF-8, and a sample may end inside a character. */
static void put_repaired(struct buf *out, const char *key, struct str bytes)
{
	struct arena arena = { 0 };
	uint32_t repairs = 0;
	if (!bytes.p) return;
	put_z(out, key);
	buf_put_json(out, utf8_valid(bytes, NULL) ? bytes : utf8_repair(bytes, &arena, &repairs));
	arena_free(&arena);
}

void line_print_quarantine(const struct line_options *o, const struct row *r, struct buf *out)
{
	const struct row_head *h = r->head;
	const bool finding = h->kind == ENTRY_FINDING;
	put_z(out, finding ? "{\"kind\":\"finding\",\"reason\":\"" : "{\"kind\":\"record\",\"reason\":\"");
	buf_put_z(out, finding ? finding_name(h->status) : fault_name(h->status));
	put_z(out, "\"");
	put_repaired(out, ",\"archive\":", r->string[ROW_ARCHIVE]);
	if (r->string[ROW_MEMBER].n) put_repaired(out, ",\"member\":", r->string[ROW_MEMBER]);
	put_z(out, ",\"record\":");
	buf_put_u64(out, h->number);
	put_z(out, ",\"offset\":");
	buf_put_u64(out, h->offset);
	put_repaired(out, ",\"format\":", r->string[ROW_FORMAT]);
	put_repaired(out, ",\"meaning\":", r->string[ROW_REASON]);
	if (finding) put_repaired(out, ",\"detail\":", r->string[ROW_TEXT]);
	else if (!o->key.n) put_repaired(out, ",\"sample\":", r->string[ROW_TEXT]);
	put_z(out, "}\n");
}
