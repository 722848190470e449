/* fuzz_mail.c -- any bytes as a mailbox and as a mail, and as one address, one date, one encoded header.
 * Knows that what is read stays within what was given; the steps of a layout are in layout_fuzz.h. */
#include "layout_fuzz.h"
#include "mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str name, address;
	uint32_t repairs = 0;
	const struct str value = utf8_repair(mail_unfolded((struct str){ (const char *)data, size < 1024 ? size : 1024 }, &arena), &arena, &repairs);
	const struct str z = { arena_copy_z(&arena, value), value.n };
	layout_require(mail_address(z, &arena, &name, &address) == (address.n > 0));
	layout_require(utf8_valid(name, NULL) && utf8_valid(mail_words(z, &arena), NULL));
	layout_require(mail_date(z, &arena).n <= z.n + 8);
	arena_free(&arena);
	layout_fuzz(&layout_mail, 2, data, size);
	return 0;
}
