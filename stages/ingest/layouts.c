/* layouts.c -- the list of layouts that need code.
 * Knows which there are; does not know what any of them does. */
#include "layout.h"

const struct layout *layout_of(enum frame frame)
{
	static const struct layout *const layouts[FRAME_COUNT] = {
		[FRAME_ROWS] = &layout_rows, [FRAME_MAIL] = &layout_mail, [FRAME_IRC] = &layout_irc,
		[FRAME_PHONE] = &layout_phone, [FRAME_WARC] = &layout_warc, [FRAME_WIKI] = &layout_wiki
	};
	return frame < FRAME_COUNT ? layouts[frame] : NULL;
}
