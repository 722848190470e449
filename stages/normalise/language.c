/* language.c -- English or not: frequent words and telling letters for Latin script, the script itself for others.
 * Knows configs/lexicons/language.tsv (word, language, weight; "*x" is a letter); too little evidence is "und". */
#include "normalise.h"

#include <stdlib.h>

#include "utf8.h"

enum { LANGUAGES = 48, WORDS_LOOKED_AT = 64, ENGLISH_ENOUGH = 3, OTHER_ENOUGH = 4, SHORT_CAPITALS = 4, FOREIGN_SAMPLE = 400 };

struct vote { uint8_t language, weight; };

struct entry {
	uint64_t hash;                 /* 0: free */
	uint32_t first, count;         /* of its votes */
};

struct row { uint64_t hash; struct vote vote; };

struct language_table {
	struct entry *entry;
	struct vote  *vote;
	uint64_t      mask;
	uint64_t      known[1024];             /* one bit a hash: most words are in no list */
	unsigned      languages;
	char          code[LANGUAGES][4];      /* 0 is en */
};

static int row_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
	return (int)x->vote.language - (int)y->vote.language;
}

static unsigned language_of(struct language_table *t, struct str code)
{
	for (unsigned i = 0; i < t->languages; i++) {
		if (str_is(code, t->code[i])) return i;
	}
	if (t->languages == LANGUAGES || code.n < 2 || code.n > 3) return LANGUAGES;
	memcpy(t->code[t->languages], code.p, code.n);
	return t->languages++;
}

static struct str field_take(struct str *line)
{
	const char *tab = memchr(line->p, '\t', line->n);
	const size_t n = tab ? (size_t)(tab - line->p) : line->n;
	const struct str field = { line->p, n };
	*line = (struct str){ line->p + n + (tab ? 1 : 0), line->n - n - (tab ? 1 : 0) };
	return field;
}

static bool row_read(struct language_table *t, struct str line, struct row *row)
{
	const struct str word = field_take(&line), code = field_take(&line), weight = field_take(&line);
	const unsigned language = language_of(t, code);
	if (!word.n || language == LANGUAGES || weight.n != 1 || weight.p[0] < '1' || weight.p[0] > '9') return false;
	*row = (struct row){ token_hash(word), { (uint8_t)language, (uint8_t)(weight.p[0] - '0') } };
	return utf8_valid(word, NULL);
}

static void table_fill(struct language_table *t, const struct row *row, uint32_t rows)
{
	uint64_t size = 64;
	while (size < 2 * (uint64_t)rows) size *= 2;
	t->mask = size - 1;
	t->entry = mem_zalloc(size, sizeof *t->entry);
	t->vote = mem_zalloc(rows + 1, sizeof *t->vote);
	for (uint32_t i = 0; i < rows;) {
		uint64_t slot = row[i].hash & t->mask;
		while (t->entry[slot].hash) slot = (slot + 1) & t->mask;
		t->known[row[i].hash >> 54] |= UINT64_C(1) << (row[i].hash >> 48 & 63);
		t->entry[slot] = (struct entry){ row[i].hash, i, 0 };
		for (const uint64_t hash = row[i].hash; i < rows && row[i].hash == hash; i++) {
			t->vote[i] = row[i].vote;
			t->entry[slot].count++;
		}
	}
}

struct language_table *language_open(struct str tsv, struct diag *diag)
{
	struct language_table *t = mem_zalloc(1, sizeof *t);
	language_of(t, str_of("en"));
	struct row *row = NULL;
	uint32_t rows = 0, room = 0, number = 0;
	while (tsv.n) {
		const char *end = memchr(tsv.p, '\n', tsv.n);
		const size_t n = end ? (size_t)(end - tsv.p) : tsv.n;
		const struct str line = str_trim((struct str){ tsv.p, n });
		tsv = str_cut(tsv, n + (end ? 1 : 0), tsv.n);
		number++;
		if (!line.n || line.p[0] == '#') continue;
		if (rows == room) row = mem_grow(row, (room = room ? room * 2 : 1024) * sizeof *row);
		if (!row_read(t, line, &row[rows])) {
			diag_usage(diag, "lexicons/language.tsv line %u: expected word, language code and a weight of 1 to 9, with tabs", number);
			free(row);
			language_close(t);
			return NULL;
		}
		rows++;
	}
	if (rows) qsort(row, rows, sizeof *row, row_order);
	table_fill(t, row, rows);
	free(row);
	return t;
}

void language_close(struct language_table *t)
{
	if (!t) return;
	free(t->entry);
	free(t->vote);
	free(t);
}

struct ballot {
	int32_t  score[LANGUAGES];
	uint64_t voted;                /* languages with a vote, one bit each */
};

_Static_assert(LANGUAGES <= 64, "a set of languages is one 64-bit word");

static bool votes_add(const struct language_table *t, uint64_t hash, struct ballot *b)
{
	if (!(t->known[hash >> 54] >> (hash >> 48 & 63) & 1)) return false;
	for (uint64_t slot = hash & t->mask; t->entry[slot].hash; slot = (slot + 1) & t->mask) {
		const struct entry *e = &t->entry[slot];
		if (e->hash != hash) continue;
		for (uint32_t i = e->first; i < e->first + e->count; i++) {
			b->score[t->vote[i].language] += t->vote[i].weight;
			b->voted |= UINT64_C(1) << t->vote[i].language;
		}
		return true;
	}
	return false;
}

/* Letters that tell, in the words of the table as "*x"; one vote a word is enough. */
static void letters_add(const struct language_table *t, struct str word, struct ballot *b)
{
	for (size_t at = 0; at < word.n;) {
		unsigned n;
		const uint32_t code = utf8_decode(word.p + at, word.n - at, &n);
		at += n;
		if (code < 0x80) continue;
		if (votes_add(t, hash_end(hash_code(hash_byte(HASH_START, '*'), code)), b)) return;
	}
}

static const char *script_language(const struct view *v)
{
	static const struct { uint32_t from, to; char code[3]; } script[] = {
		{ 0x370, 0x3FF, "el" }, { 0x400, 0x52F, "ru" }, { 0x530, 0x58F, "hy" }, { 0x590, 0x5FF, "he" }, { 0x600, 0x77F, "ar" },
		{ 0x900, 0x97F, "hi" }, { 0x980, 0x9FF, "bn" }, { 0xA00, 0xA7F, "pa" }, { 0xA80, 0xAFF, "gu" }, { 0xB00, 0xB7F, "or" },
		{ 0xB80, 0xBFF, "ta" }, { 0xC00, 0xC7F, "te" }, { 0xC80, 0xCFF, "kn" }, { 0xD00, 0xD7F, "ml" }, { 0xD80, 0xDFF, "si" },
		{ 0xE00, 0xE7F, "th" }, { 0xE80, 0xEFF, "lo" }, { 0xF00, 0xFFF, "bo" }, { 0x1000, 0x109F, "my" }, { 0x10A0, 0x10FF, "ka" },
		{ 0x1200, 0x139F, "am" }, { 0x1780, 0x17FF, "km" }, { 0x1F00, 0x1FFF, "el" }, { 0x3400, 0x9FFF, "zh" },
		{ 0x3040, 0x30FF, "ja" }, { 0xAC00, 0xD7AF, "ko" },
	};
	enum { SCRIPTS = sizeof script / sizeof *script, KANA = SCRIPTS - 2 };
	uint32_t seen[SCRIPTS] = { 0 }, sampled = 0, best = SCRIPTS;
	for (uint32_t i = 0; i < v->tokens && sampled < FOREIGN_SAMPLE; i++) {
		if (v->token[i].kind != TOKEN_FOREIGN) continue;
		const struct str word = str_cut(v->text, v->token[i].at, v->token[i].at + v->token[i].n);
		for (size_t at = 0; at < word.n && sampled < FOREIGN_SAMPLE; sampled++) {
			unsigned n;
			const uint32_t code = utf8_decode(word.p + at, word.n - at, &n);
			at += n;
			for (unsigned k = 0; k < SCRIPTS; k++) seen[k] += code >= script[k].from && code <= script[k].to;
		}
	}
	if (seen[KANA]) return "ja";
	for (unsigned k = 0; k < SCRIPTS; k++) {
		if (seen[k] && (best == SCRIPTS || seen[k] > seen[best])) best = k;
	}
	return best == SCRIPTS ? "mul" : script[best].code;
}

static void language_set(struct view *v, enum language language, const char *code)
{
	v->language = language;
	memset(v->code, 0, sizeof v->code);
	memcpy(v->code, code, strlen(code));
}

/* Bytes against letters: a character of a dense script (three bytes) says as much as two or three Latin letters. */
static bool script_decides(struct view *v)
{
	const uint32_t latin = v->letters - v->foreign;
	if (v->foreign < 2) return false;
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < v->tokens; i++) bytes += v->token[i].kind == TOKEN_FOREIGN ? v->token[i].n : 0;
	if (bytes < latin) return false;
	language_set(v, LANGUAGE_OTHER, script_language(v));
	return true;
}

void language_decide(const struct language_table *t, struct view *v)
{
	struct ballot b = { .voted = 0 };
	language_set(v, LANGUAGE_UNKNOWN, "und");
	if (script_decides(v)) return;
	unsigned looked = 0;
	for (uint32_t i = 0; i < v->tokens && looked < WORDS_LOOKED_AT; i++) {
		const struct token *k = &v->token[i];
		if (k->kind != TOKEN_WORD || (k->flags & TOKEN_DIGIT)) continue;
		if ((k->flags & TOKEN_UPPER) && k->n <= SHORT_CAPITALS) continue;      /* CET, DER: names, not words */
		looked++;
		votes_add(t, k->hash, &b);
		if (!v->ascii) letters_add(t, str_cut(v->text, k->at, k->at + k->n), &b);
	}
	unsigned best = 0;
	for (uint64_t left = b.voted & ~UINT64_C(1); left; left &= left - 1) {
		const unsigned l = (unsigned)__builtin_ctzll(left);
		if (b.score[l] > (best ? b.score[best] : 0)) best = l;
	}
	const int32_t english = b.score[0], other = best ? b.score[best] : 0;
	if (other >= OTHER_ENOUGH && other > english + 2 && other * 2 > english * 3) language_set(v, LANGUAGE_OTHER, t->code[best]);
	else if (english >= ENGLISH_ENOUGH && english >= other) language_set(v, LANGUAGE_ENGLISH, t->code[0]);
}
