/* fuzz_phone.c -- any bytes as a phone's text export, and as what stands behind a stamp.
 * Knows that parts lie in the whole; the steps of a layout are in layout_fuzz.h. */
#include "layout_fuzz.h"
#include "phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct phone_stamp stamp;
	struct phone_said said;
	const struct str text = { (const char *)data, size };
	if (phone_stamp_read(text, &stamp)) layout_require(stamp.end > 0 && stamp.end <= size);
	phone_said_read(text, &said);
	layout_require(said.author.n + said.text.n <= size && (said.kind == PHONE_SYSTEM || said.author.n));
	layout_fuzz(&layout_phone, 2, data, size);
	return 0;
}
