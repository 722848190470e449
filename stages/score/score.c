/* score.c -- the score pass's work on one block of rows: rows in, lines and sums out.
 * Knows which kind of row becomes which line; does not know how a score is made or how a line is printed. */
#include "line.h"
#include "stats.h"

bool score_batch(const struct line_options *options, struct str rows, struct buf *out, struct buf *quarantine, struct stats *stats)
{
	struct row row;
	struct score score;
	for (size_t at = 0; at < rows.n;) {
		const size_t next = row_read(rows, at, &row);
		if (next <= at) return false;
		at = next;
		switch (row.head->kind) {
		case ENTRY_MESSAGE:
			score_row(options->model, &row, &score);
			line_print(options, &row, &score, out);
			stats_add_row(stats, &row, &score);
			break;
		case ENTRY_QUARANTINED:
		case ENTRY_FINDING:
			line_print_quarantine(options, &row, quarantine);
			stats_add_row(stats, &row, NULL);
			break;
		default:
			stats_add_row(stats, &row, NULL);
		}
	}
	return true;
}
