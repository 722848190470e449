/* warc_text.h -- bytes from the web as text: which types are text, and in which character set they are.
 * Knows Content-Type, byte order marks and <meta>; does not know records. */
#ifndef CREDENCE_WARC_TEXT_H
#define CREDENCE_WARC_TEXT_H

#include "layout.h"

enum text_kind { TEXT_NONE, TEXT_PLAIN, TEXT_HTML, TEXT_JSON };

/* Of a Content-Type's value; where there is none (p NULL) the bytes tell HTML from everything else. */
enum text_kind text_kind_of(struct str content_type, struct str body);

/* The text as UTF-8, in the character set of its mark, its Content-Type or (HTML) its <meta>. False: quarantined. */
bool text_decode(struct reading *, struct str content_type, enum text_kind, struct str *text);

#endif
