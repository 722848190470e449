/* container_words.c -- tells a finding by the phrase in libarchive's last error.
 * Knows that it has words and no codes for what is wrong with an archive; does not decide what is done about it. */
#include "container_words.h"

#include <stddef.h>
#include <string.h>

enum finding container_finding(const char *said)
{
	/* "copy buffer" is what the library looks ahead with: an archive that had more memory would end before it is full. */
	static const struct { const char *word; enum finding finding; } known[] = {
		{ "ncrypt", FINDING_ENCRYPTED }, { "assphrase", FINDING_ENCRYPTED },
		{ "runcated", FINDING_TRUNCATED }, { "failed (-5)", FINDING_TRUNCATED }, { "copy buffer", FINDING_TRUNCATED },
		{ "nsupported", FINDING_UNSUPPORTED }, { "unavailable", FINDING_UNSUPPORTED }, { "not supported", FINDING_UNSUPPORTED },
		{ "nknown compression", FINDING_UNSUPPORTED },
	};
	for (size_t i = 0; said && i < sizeof known / sizeof *known; i++) {
		if (strstr(said, known[i].word)) return known[i].finding;
	}
	return FINDING_CORRUPT;
}
