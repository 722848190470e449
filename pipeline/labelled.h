/* labelled.h -- labelled messages read through the pipeline: any input that it reads, with a label and a group beside the text.
 * Knows which fields are asked for and how they are found; does not know what is learned. */
#ifndef CREDENCE_LABELLED_H
#define CREDENCE_LABELLED_H

#include "example.h"
#include "run.h"

/* Names are keys of the record's JSON object, JSON Pointers, or what the format map calls thread, channel, author, label;
 * several with spaces between them: the first that is there. */
struct labelled_fields {
	const char *label, *group, *split;
	const char *only;                  /* the split to keep; NULL: all */
	const char *labels;                /* with commas between: a message with another label counts as one without; NULL: all */
};

/* Reads all messages of `input` into the examples, in the order of the input. Bad records are counted, not fatal. */
MUST_CHECK bool labelled_read(struct run *, const char *const *input, unsigned inputs, const struct labelled_fields *,
                              struct examples *, struct diag *);
void            examples_free(struct examples *);

/* labelled_fields.c: the value of the first of the names, as text; an array's elements one by one. Returns how many. */
unsigned        field_texts(const struct record *, const struct message *, const char *names, struct str *text, unsigned most,
    struct arena *);

/* labelled_threads.c: who answers whom, and what that says. */
void            examples_thread(struct examples *);

#endif
