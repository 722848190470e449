/* xml.c -- a stream of XML through expat.
 * Knows expat and what of XML is refused here; does not know what any element means. */
#include "xml.h"

#include <expat.h>
#include <limits.h>
#include <stdlib.h>

struct xml {
	XML_Parser                parser;
	const struct xml_handler *handler;
	void                     *with;
	unsigned                  depth, most;
	struct xml_error          error;         /* reason NULL: fine so far */
	struct xml_attribute      attribute[XML_ATTRIBUTES_MOST];
};

uint64_t xml_at(const struct xml *x)
{
	const XML_Index at = XML_GetCurrentByteIndex(x->parser);
	return at < 0 ? 0 : (uint64_t)at;
}

void xml_stop(struct xml *x, const char *reason)
{
	if (x->error.reason) return;
	x->error = (struct xml_error){ xml_at(x), reason };
	XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **pair)
{
	struct xml *const x = data;
	uint32_t n = 0;
	if (x->error.reason) return;
	if (++x->depth > x->most) {
		xml_stop(x, "elements nested too deep");
		return;
	}
	for (; pair[2 * n]; n++) {
		if (n == XML_ATTRIBUTES_MOST) {
			xml_stop(x, "an element with too many attributes");
			return;
		}
		x->attribute[n] = (struct xml_attribute){ str_of(pair[2 * n]), str_of(pair[2 * n + 1]) };
	}
	if (x->handler->start) x->handler->start(x->with, str_of(name), x->attribute, n);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct xml *const x = data;
	x->depth--;
	if (!x->error.reason && x->handler->end) x->handler->end(x->with, str_of(name));
}

static void XMLCALL on_text(void *data, const XML_Char *text, int n)
{
	struct xml *const x = data;
	if (!x->error.reason && x->handler->text) x->handler->text(x->with, (struct str){ text, (size_t)n });
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	if (internal) xml_stop(data, "a DOCTYPE with declarations of its own: refused");
}

static void XMLCALL on_entity(void *data, const XML_Char *name, int parameter, const XML_Char *value, int n, const XML_Char *base,
                              const XML_Char *system, const XML_Char *public, const XML_Char *notation)
{
	(void)name;
	(void)parameter;
	(void)value;
	(void)n;
	(void)base;
	(void)system;
	(void)public;
	(void)notation;
	xml_stop(data, "an entity is declared: refused");
}

static void XMLCALL on_skipped(void *data, const XML_Char *name, int parameter)
{
	(void)name;
	(void)parameter;
	xml_stop(data, "a reference to an entity that is not XML's own");
}

struct xml *xml_open(const struct xml_handler *handler, void *with, unsigned depth)
{
	struct xml *const x = mem_zalloc(1, sizeof *x);
	x->handler = handler;
	x->with = with;
	x->most = depth;
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser) abort();
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	XML_SetEntityDeclHandler(x->parser, on_entity);
	XML_SetSkippedEntityHandler(x->parser, on_skipped);
	XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
	return x;
}

static bool feed_piece(struct xml *x, const char *p, int n)
{
	if (x->error.reason) return false;
	if (XML_Parse(x->parser, p, n, false) == XML_STATUS_OK) return !x->error.reason;
	if (!x->error.reason) {
		const char *const said = XML_ErrorString(XML_GetErrorCode(x->parser));
		x->error = (struct xml_error){ xml_at(x), said ? said : "not well-formed" };
	}
	return false;
}

bool xml_feed(struct xml *x, struct str bytes, struct xml_error *error)
{
	bool fine = true;
	for (; fine && bytes.n > INT_MAX; bytes = str_cut(bytes, INT_MAX, bytes.n)) fine = feed_piece(x, bytes.p, INT_MAX);
	fine = fine && feed_piece(x, bytes.n ? bytes.p : "", (int)bytes.n);
	*error = x->error;
	return fine;
}

bool xml_finish(struct xml *x, struct xml_error *error)
{
	if (!x->error.reason && XML_Parse(x->parser, "", 0, true) != XML_STATUS_OK && !x->error.reason) {
		const enum XML_Error code = XML_GetErrorCode(x->parser);
		const bool cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_PARTIAL_CHAR ||
			code == XML_ERROR_UNCLOSED_CDATA_SECTION;
		const char *const said = XML_ErrorString(code);
		if (!cut) x->error = (struct xml_error){ xml_at(x), said ? said : "not well-formed" };
	}
	*error = x->error;
	return !x->error.reason;
}

void xml_close(struct xml *x)
{
	if (!x) return;
	XML_ParserFree(x->parser);
	free(x);
}
