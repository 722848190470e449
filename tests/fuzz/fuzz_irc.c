/* fuzz_irc.c -- any bytes as an IRC log of each dialect, as a line of one, and as the path of one. */
#include "irc.h"
#include "layout_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str text = { (const char *)data, size };
	const struct irc_date date = irc_path_date(text);
	char room[32];
	struct irc_line line;
	layout_require(!date.year || irc_date_valid(date));
	layout_require(irc_path_channel(text, room, sizeof room).n < sizeof room);
	irc_line_read(text, IRC_STARS, &line);
	layout_require(line.author.n + line.text.n <= size);
	layout_fuzz(&layout_irc, 4, data, size);
	return 0;
}
