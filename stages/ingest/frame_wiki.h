/* frame_wiki.h -- MediaWiki dumps as frame_wiki.c and layout_wiki.c share them.
 * Knows their kinds; does not know how they are cut. */
#ifndef CREDENCE_FRAME_WIKI_H
#define CREDENCE_FRAME_WIKI_H

#include "framer.h"

enum wiki_dialect { WIKI_WHOLE, WIKI_PAGES_ONLY };      /* <mediawiki> around the pages, or a part cut out of such a dump */

extern const struct framer framer_wiki;

#endif
