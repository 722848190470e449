/* fuzz_rows.c -- any bytes as a table in XML, and through the strict parser of XML.
 * Knows what must hold of both; the steps of a layout are in layout_fuzz.h. */
#include "layout_fuzz.h"
#include "xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct xml_handler none = { NULL, NULL, NULL };
	struct xml_error error;
	struct xml *const xml = xml_open(&none, NULL, 100);
	const struct str text = { (const char *)data, size };
	const bool fine = xml_feed(xml, str_cut(text, 0, size / 2), &error) &&
		xml_feed(xml, str_cut(text, size / 2, size), &error) && xml_finish(xml, &error);
	layout_require(fine == (error.reason == NULL) && error.at <= size);
	xml_close(xml);
	layout_fuzz(&layout_rows, 1, data, size);
	return 0;
}
