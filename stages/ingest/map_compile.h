/* map_compile.h -- what the parts of the map compiler share: the map at hand and the place in its file.
 * Knows how errors are located; only map_compile*.c, map_place.c and map_pointer.c include it. */
#ifndef CREDENCE_MAP_COMPILE_H
#define CREDENCE_MAP_COMPILE_H

#include "map.h"

#include <cjson/cJSON.h>

struct compiler {
	struct format_set *set;
	struct format     *format;
	struct diag       *diag;
};

/* Where in the file: a chain from the inside out, printed as a JSON Pointer. */
struct place {
	const struct place *up;
	const char         *key;       /* NULL: an index */
	int                 index;
};

/* map_place.c */
bool place_wrong(const struct compiler *, const struct place *, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Every key of the object is one of `allowed`, a list with NULL at its end. */
bool keys_known(const struct compiler *, const struct place *, const cJSON *object, const char *const *allowed);
/* A string, or a list of strings. */
bool strings_read(const struct compiler *, const struct place *, const cJSON *, struct str **, unsigned *);
bool string_read(const struct compiler *, const struct place *, const cJSON *, struct str *);

/* map_pointer.c */
/* What stands at `text`, `n` of them: a pointer upwards has one for each kind of record. */
bool pointer_compile(const struct compiler *, const struct place *, struct str text, struct pointer *, unsigned *n);
uint16_t capture_slot(const struct compiler *, struct str pointer, bool late);

/* map_compile_detect.c. `generic`: the map takes any record that has a text, so that a text named on the command line is
 * enough too. */
bool detect_compile(const struct compiler *, const struct place *, const cJSON *, bool generic);
bool path_compile(const struct compiler *, const struct place *, const cJSON *);

/* map_compile_layout.c */
bool frame_compile(const struct compiler *, const cJSON *);
bool markup_compile(const struct compiler *, const cJSON *);
bool csv_compile(const struct compiler *, const cJSON *);
/* Of a layout, only the values that it has; fields given beside the map are passed over where it has not. */
bool value_known(const struct format *, struct str pointer);
bool values_known(const struct compiler *);

/* map_compile_condition.c */
bool conditions_compile(const struct compiler *, const struct place *, const cJSON *, struct condition **, unsigned *);
bool literals_read(const struct compiler *, const struct place *, const cJSON *, struct literal **, unsigned *);

/* map_compile_field.c */
bool fields_compile(const struct compiler *, const struct place *, const cJSON *, struct fields *);
bool field_override_compile(const struct compiler *, const struct field_override *, struct fields *);

#endif
