/* map.h -- a format map after compilation, as the files map_*.c, format_*.c and parse.c share it.
 * Knows the map language's parts; nothing outside of this folder sees them. */
#ifndef CREDENCE_MAP_H
#define CREDENCE_MAP_H

#include "format.h"
#include "json.h"
#include "time_parse.h"

#include <xxhash.h>

/* --- pointers ------------------------------------------------------------------------------------------------------------ */

enum pointer_from { FROM_RECORD, FROM_CONTEXT, FROM_PATH, FROM_CONSTANT };

struct pointer {
	enum pointer_from from;
	uint16_t          slot;        /* of the record's plan, of the captures, or of the path's groups */
	struct str        constant;
};

/* A JSON scalar that a map compares with: of a string its text, of a number its shortest decimal form. */
struct literal {
	enum json_type type;
	struct str     text;
};

enum test { TEST_PRESENT, TEST_EXISTS, TEST_IN, TEST_PREFIX, TEST_TYPE, TEST_CONTAINS };
enum { TYPE_STRING = 1, TYPE_NUMBER = 2, TYPE_OBJECT = 4, TYPE_ARRAY = 8, TYPE_BOOLEAN = 16, TYPE_NULL = 32 };

struct condition {
	struct pointer  *at;           /* `^` can stand for several places: the first that is there */
	unsigned         ats;
	enum test        test;
	bool             exists, negated;
	unsigned         types;        /* TYPE_... or-ed */
	struct literal  *literal;
	unsigned         literals;
	struct str       reason;       /* of a skip rule */
	const struct condition *part;  /* instead of all this: all of them, or any */
	unsigned         parts;
	bool             any;
	bool             off;          /* leaves out what is not public, and the user wants it: never holds */
};

/* --- fields -------------------------------------------------------------------------------------------------------------- */

struct expression;

struct operand {                   /* one entry of `from` */
	struct pointer           pointer;
	const struct expression *nested;      /* when not NULL, instead of the pointer */
};

struct expression {
	const struct condition  *condition;   /* "if": all of them */
	unsigned                 conditions;
	const struct operand    *from;
	unsigned                 froms;
	uint64_t                 leads;       /* slot_mark() of all its pointers, all ones where it looks elsewhere too */
	const struct expression *cat;
	unsigned                 cats;
	struct str               sep;
	bool                     each, first_source, fix_latin1, keep;
	bool                     key;         /* of an object: its first key */
	const struct json_plan  *join;        /* slots JOIN_... */
	struct str               cut_after, cut_until;   /* p NULL: no cut */
	const struct str        *strip;
	unsigned                 strips;
	const struct literal    *null_if;
	unsigned                 null_ifs;
	const struct str        *map;         /* pairs */
	unsigned                 maps;
	struct str               prefix, fallback;       /* p NULL: none */
	int                      lookup;      /* -1: none */
};

enum { JOIN_SELF, JOIN_SELF_ITEM, JOIN_ELEMENT, JOIN_ELEMENT_ITEM };

struct time_field {
	const struct expression  *value;
	const struct time_format *format;
	unsigned                  formats;
	struct time_default       zone;
};

enum field { FIELD_TEXT = MESSAGE_STRINGS, FIELD_URLS, FIELD_COUNT };   /* below: enum message_string */

struct fields {
	const struct expression *field[FIELD_COUNT];
	struct time_field        time, edited;          /* value NULL: none */
	const struct condition  *deleted;               /* any of them */
	unsigned                 deleteds;
};

struct rule {
	const struct condition *where, *skip;
	unsigned                wheres, skips;
	struct fields           fields;                 /* the map's, overridden by the rule's */
};

struct lookup {
	uint16_t                capture;                /* which context value holds the table; NO_CAPTURE: it is in a file beside */
	struct str              file;                   /* where, seen from the messages' file; p NULL: in the same document */
	bool                    tree;                   /* keys in keys: the value of each is the key around it */
	const struct json_plan *within;                 /* of a file: slot 0 is the list or object whose elements these are */
	const struct json_plan *plan;                   /* of that: slot 0: key; 1...: values in order of preference */
	unsigned                values;
};
enum { NO_CAPTURE = 0xffff };

/* --- detection ----------------------------------------------------------------------------------------------------------- */

struct detect {
	struct str *names;  unsigned name_count;
	uint16_t   *all;    unsigned alls;              /* slots of the set's detection plan */
	uint16_t   *any;    unsigned anys;
	uint16_t   *also;   unsigned alsos;
	struct str *all_name, *any_name;                /* the same as column names */
	unsigned    columns;                            /* a CSV file without header of so many columns */
	bool        path;
};

enum family { FAMILY_JSON, FAMILY_CSV, FAMILY_LINES, FAMILY_LAYOUT, FAMILY_NONE };

struct layout;

struct format {
	struct str       name, title, file;
	enum family      family;
	const struct layout *layout;                    /* FAMILY_LAYOUT: layout.h */
	enum frame       frame;                         /* of the layout */
	unsigned         priority;
	struct str       companion;                     /* reason for passing over whole members; p NULL: none */
	struct detect    detect;
	void            *path;                          /* pcre2_code */
	struct str       path_name[PATH_CAPTURES];
	unsigned         path_names;
	struct str      *record;      unsigned records;
	struct str      *recurse;     unsigned recurses;
	struct capture  *capture;     unsigned captures;
	struct lookup   *lookup;      unsigned lookups;
	struct str      *lookup_name;
	struct condition *skip;       unsigned skips;
	struct rule     *rule;        unsigned rules;
	struct json_plan *plan;
	struct str      *slot;        unsigned slots;   /* the plan's pointers */
	uint16_t        *record_slot;                   /* the record pointers in the set's detection plan */
	unsigned         markup;
	bool             id_by_channel, names_lines;
	bool             header, no_header;             /* "csv": {"header": ...} */
	char             delimiter;                     /* 0: sniff */
};

enum { FORMATS_MOST = 256, MAP_SLOTS = 512 };

struct format_set {
	struct arena            arena;
	struct format         **format;                 /* in byte order of their names */
	unsigned                formats;
	struct json_plan       *detect_plan;            /* slots shared by all maps */
	struct str             *detect_slot;
	unsigned                detect_slots;
	const struct format    *forced;                 /* --format */
	const struct field_override *override;
	unsigned                overrides;
	enum bad_utf8           bad_utf8;
	bool                    include_private;
	unsigned                json_depth;
};

/* map_compile.c: one map file's bytes. NULL with a diag that names the file, the pointer and what is allowed. */
struct format *map_compile(struct format_set *, struct str file, struct str bytes, struct diag *);
void           map_close(struct format *);
uint16_t       detect_slot(struct format_set *, struct str pointer, struct diag *, bool *ok);
struct str     pointer_column(struct arena *, struct str pointer);    /* "/a~1b" to "a/b" */

/* --- what a member's head shows ------------------------------------------------------------------------------------------ */

enum { SAMPLES_MOST = 5, DETECT_SLOTS = 4096 };

/* format_sample.c: one value of the head and which of the set's detection pointers lead somewhere in it. */
struct sample {
	uint64_t found[DETECT_SLOTS / 64];
	bool     element;              /* of an array, and not a document by itself */
};

struct samples {
	struct sample *sample;
	unsigned       samples;
	bool           json;           /* the head looks like JSON */
	bool           lines;          /* its lines are values by themselves */
	bool           array;          /* one of them is an array */
};

struct samples head_samples(const struct format_set *, struct str head, bool whole, struct arena *);

static inline bool sample_has(const struct sample *s, uint16_t slot)
{
	return s->found[slot / 64] >> (slot % 64) & 1;
}

/* format_text.c */
bool head_is_text(struct str head);
/* Rows of the head under a delimiter: the first row's cells, and how many of the rows behind it have as many. */
struct table_look { struct str *cell; uint32_t cells, rows, fitting; unsigned dialect; };
struct table_look head_table(struct str head, bool whole, char delimiter, struct arena *);
bool head_has_names(struct str head, bool whole);
/* One line of the head from *at on, without its line end; false: there is no whole one. */
bool head_line(struct str head, bool whole, size_t *at, struct str *line);
/* `*` is any run of characters, `?` any one. */
bool name_fits(struct str name, struct str pattern);

/* --- one record, while it is parsed -------------------------------------------------------------------------------------- */

struct lookup_table;

struct reading {
	const struct format    *format;
	const struct record    *record;
	const struct format_set *set;
	const struct json_hit  *hit;
	uint32_t                hits;
	const uint32_t         *first, *next;           /* of a slot, 1 + index of its first hit; of a hit, the next of its slot */
	uint64_t                there;                  /* slot_mark() of every slot that has a hit */
	struct arena           *arena;
	struct parse_scratch   *scratch;
	struct message         *message;
	struct json_hit        *put;                    /* what a layout has found so far: values.c */
	uint32_t                puts, put_cap;
};

/* map_condition.c */
bool condition_holds(const struct condition *, struct reading *);
bool conditions_all(const struct condition *, unsigned, struct reading *);
bool conditions_any(const struct condition *, unsigned, struct reading *);
/* The k-th value a pointer leads to; false: there is none. */
bool pointer_value(const struct pointer *, struct reading *, uint32_t *cursor, struct json_slice *);

/* A bit for each slot, shared by those 64 apart: most of a map's fields have nothing in a record, and one look tells. */
static inline uint64_t slot_mark(uint16_t slot)
{
	return (uint64_t)1 << slot % 64;
}

/* False: there is nothing in this record where it leads. */
static inline bool operand_leads(const struct operand *o, const struct reading *r)
{
	return o->nested || o->pointer.from != FROM_RECORD || r->first[o->pointer.slot];
}

/* map_field.c */
/* Strings and the rest apart, because bad bytes are repaired differently in names and in text. */
void fields_read_strings(const struct fields *, struct reading *);
void fields_read_rest(const struct fields *, struct reading *);

/* map_lookup.c: NULL where the context has no such table. */
const struct lookup_table *lookup_find(struct reading *, unsigned lookup);
struct str                 lookup_value(const struct lookup_table *, struct str key);
/* The table that a file beside the messages holds, made in `keep`; NULL: it is not JSON. JSON_PADDING bytes follow the document. */
struct lookup_table       *lookup_table_read(const struct lookup *, struct str document, unsigned depth, struct arena *keep);

/* columns.c: rows and lines as hits. */
enum table_dialect { TABLE_PLAIN, TABLE_BACKSLASH };   /* a quote inside quotes is "" or \" */
enum { COLUMNS_MOST = 4096 };                          /* looked at where no header says how many there are */

struct row_cells {
	struct str *cell;
	uint32_t    cells;
	bool        more;                               /* there are others behind them, not all empty */
	uint32_t    repairs;                            /* quotes that stand where none may stand */
};

/* Up to `most` cells. FAULT_QUOTE: a quote is never closed. */
enum fault columns_row(struct str row, char delimiter, enum table_dialect, uint32_t most, struct arena *, struct row_cells *);
bool       columns_name(struct str line, struct str *name, struct str *text);
struct str columns_repair_line(struct str line, struct arena *, uint32_t *repairs);   /* cp1252 where it fits, else U+FFFD */

/* A table and the value that it was made of: where that lies in the batch at hand (NULL: not looked at yet), and what it was in the
 * batch before, so that the same people of the next thousand records are not read again. */
struct kept_table {
	const char                *raw;
	const struct lookup       *lookup;
	const struct lookup_table *made;
	size_t                     n;
	XXH128_hash_t              hash;
	struct arena               arena;
};

struct parse_scratch {
	struct json_result  result;
	struct arena        work;                       /* the hits; reset with each record when it has grown */
	uint32_t           *first, *next;
	uint32_t            next_cap;
	const struct context *context;                  /* whose columns and tables are held */
	const struct format *context_format;
	struct kept_table  *table;                      /* of the format's lookups; `tables` is the most that a format had */
	unsigned            tables;
	struct json_slice   captured[PATH_CAPTURES];
	const char         *captured_raw[PATH_CAPTURES];
	bool                captured_there[PATH_CAPTURES];
	uint32_t           *column;                     /* [format->slots]: 1 + column, 0 none */
	uint32_t            doubled;                    /* columns that are asked for and there more than once */
	struct json_plan   *whole;                      /* slot 0: the document itself */
	struct json_plan   *items;                      /* slot 0: each element */
	struct arena        own;                        /* of the context at hand */
	struct arena        plans;
};

/* table.c: a row's cells as hits, and what is said of the message that came of them; false: quarantined. */
bool table_read(struct reading *, struct str row);
bool table_judge(struct reading *);

/* parse.c: the hits that fields and conditions are read from. */
void hits_index(struct reading *, const struct json_hit *, uint32_t count);

/* Forgets the contexts of the batch before: their addresses may be used again. */
void parse_scratch_begin(struct parse_scratch *);
/* The context's captured values as slices, made once for a context. */
void parse_context(struct reading *);


#endif
