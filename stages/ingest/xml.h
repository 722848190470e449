/* xml.h -- XML two ways: one element that is whole in memory, read with forgiveness, and a stream pushed through a strict parser.
 * Knows characters, attributes, elements and where a document is wrong; does not know what any element means.
 *
 * No entity but the five of XML itself is ever expanded, and nothing is ever fetched. */
#ifndef CREDENCE_XML_H
#define CREDENCE_XML_H

#include "arena.h"
#include <stdint.h>

struct xml_error {
	uint64_t    at;              /* offset of the byte where it is wrong */
	const char *reason;
};

struct xml_attribute { struct str name, value; };

/* --- xml_element.c: one element in memory --------------------------------------------------------------------------------- */

struct xml_element {
	struct str            name;
	struct xml_attribute *attribute;    /* in the order they are written; of a name that is written twice the first counts */
	uint32_t              attributes;
	size_t                length;       /* of the tag, from its < to behind its > */
	bool                  empty;        /* it ends in /> */
};

enum { XML_ATTRIBUTES_MOST = 256 };     /* of one element */

/* The start tag at tag.p[0], which is a `<`. Values are unescaped as by xml_unescape(), with line ends and tabs as they are
 * written; `>` and a lone `<` in them are taken as they are. False: no such tag, or it is broken at error->at. */
bool xml_element_read(struct str tag, struct arena *, struct xml_element *, uint32_t *repairs, struct xml_error *);

/* Text as it stands between tags or quotes, with references undone: &lt; &gt; &amp; &quot; &apos; &#10; &#xA;. A character that XML
 * forbids, written out or by its number, becomes U+FFFD and is counted; a reference to anything else is left as it is written.
 * The input itself where there is nothing to do. The bytes must be UTF-8. */
struct str xml_unescape(struct str, struct arena *, uint32_t *repairs);

/* --- xml.c: a stream --------------------------------------------------------------------------------------------------------- */

struct xml;

/* Names are as they are written, with their prefix. What is handed over lives as long as the call. Any may be NULL. */
struct xml_handler {
	void (*start)(void *with, struct str name, const struct xml_attribute *, uint32_t attributes);
	void (*end)(void *with, struct str name);
	void (*text)(void *with, struct str text);       /* in pieces that end anywhere between two characters */
};

/* `depth`: how many elements may stand inside one another. */
struct xml *xml_open(const struct xml_handler *, void *with, unsigned depth);

/* The next bytes; they may end anywhere. False: it is broken (or xml_stop() was called), and stays so:
 * nothing more is called back. Declared entities, and documents whose DOCTYPE declares anything, are refused. */
bool     xml_feed(struct xml *, struct str bytes, struct xml_error *);
/* No more bytes: calls back what the parser held back until it knew that. That elements are open, or a tag is cut, is no error. */
bool     xml_finish(struct xml *, struct xml_error *);
uint64_t xml_at(const struct xml *);                 /* in a callback: offset in all that was fed, of the tag or text at hand */
void     xml_stop(struct xml *, const char *reason); /* in a callback: no more of this document */
void     xml_close(struct xml *);

#endif
