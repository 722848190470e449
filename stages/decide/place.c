/* place.c -- what a message's place in its conversation says: likeness to what it answers, who answers whom, what is asked.
 * Knows three places and their facts; does not know how a parent was found or what a fact weighs. */
#include "thread.h"

enum { MOST = 1000 };

static const char *const names[THREAD_FACTS] = {
#define FACT(name, printed, definition) printed,
#include "thread.def"
#undef FACT
};

const char *thread_fact_name(unsigned fact) { return names[fact]; }

unsigned thread_fact_find(struct str name)
{
	unsigned f = 0;
	while (f < THREAD_FACTS && !str_is(name, names[f])) f++;
	return f;
}

static void word_keep(struct place *p, uint32_t word)
{
	unsigned at = p->words;
	while (at && p->word[at - 1] > word) at--;
	if (p->words == PLACE_WORDS || (at && p->word[at - 1] == word)) return;
	memmove(p->word + at + 1, p->word + at, (p->words - at) * sizeof *p->word);
	p->word[at] = word;
	p->words++;
}

void place_of(const struct view *v, const struct found *f, struct place *p)
{
	*p = (struct place){ .asks = f->feature[FEATURE_FINAL_QUESTION] != 0, .link = f->feature[FEATURE_URLS] != 0,
		.denies = f->feature[FEATURE_NEGATIONS] || f->feature[FEATURE_DENY_CUES] };
	for (uint32_t i = 0; i < v->tokens && p->words < PLACE_WORDS; i++) {
		const struct token *t = &v->token[i];
		if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_HASHTAG || t->kind == TOKEN_FOREIGN)
			word_keep(p, (uint32_t)t->hash);
	}
}

static unsigned shared_words(const struct place *a, const struct place *b)
{
	unsigned n = 0;
	for (unsigned i = 0, k = 0; i < a->words && k < b->words;) {
		const uint32_t x = a->word[i], y = b->word[k];
		n += x == y;
		i += x <= y;
		k += y <= x;
	}
	return n;
}

static uint16_t likeness(const struct place *a, const struct place *b)
{
	const unsigned shared = shared_words(a, b), all = a->words + b->words - shared;
	return (uint16_t)(all ? (100 * shared + all / 2) / all : 0);
}

/* Of the words of `self` those that neither of the two has. */
static uint16_t new_words(const struct place *self, const struct place *parent, const struct place *root)
{
	unsigned n = 0;
	for (unsigned i = 0; i < self->words; i++) {
		const struct place one = { .word = { self->word[i] }, .words = 1 };
		n += !(parent && shared_words(&one, parent)) && !(root && shared_words(&one, root));
	}
	return (uint16_t)n;
}

void thread_facts_of(const struct place *self, bool reply, const struct place *parent, const struct place *root, struct thread_facts *t)
{
	uint16_t *f = t->fact;
	*t = (struct thread_facts){ 0 };
	f[THREAD_REPLY] = reply;
	if (!reply || !parent) return;
	const bool top = parent->depth == 0;
	f[THREAD_KNOWN] = 1;
	f[THREAD_DEPTH] = self->depth < MOST ? self->depth : MOST;
	f[THREAD_TO_ROOT] = top;
	f[THREAD_OWN_THREAD] = root && self->author && self->author == root->author;
	f[THREAD_TO_SELF] = self->author && self->author == parent->author;
	f[THREAD_LIKE_PARENT] = likeness(self, parent);
	f[THREAD_LIKE_ROOT] = root ? likeness(self, root) : 0;
	f[THREAD_NEW_WORDS] = new_words(self, parent, root);
	f[THREAD_PARENT_ASKS] = parent->asks;
	f[THREAD_ROOT_ASKS] = root && root->asks;
	f[THREAD_PARENT_LINK] = parent->link;
	f[THREAD_PARENT_DENIES] = parent->denies;
	f[THREAD_ASKS_ROOT] = self->asks && top;
	f[THREAD_ASKS_DEEP] = self->asks && !top;
	f[THREAD_DENIES_ROOT] = self->denies && top;
	f[THREAD_DENIES_DENIAL] = self->denies && parent->denies;
	f[THREAD_LINK_REPLY] = self->link && !parent->link;
}
