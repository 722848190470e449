/* decision.h -- decisions learned from labels: which there are, and a model's answer for one message.
 * Knows tasks, margins and probabilities as integers; does not know how a model is trained (learn.h).
 *
 * A margin is the log-odds of one label against the rest in units of 0.0001: an intercept plus the weights of the indicators
 * that hold. Probabilities are the logistic function of the margins; where just one label can be right they are divided by
 * their sum. Which label is said is decided by margin plus the label's offset, chosen on held-out groups for the task's metric. */
#ifndef CREDENCE_DECISION_H
#define CREDENCE_DECISION_H

#include "answer.h"
#include "diag.h"
#include "indicator.h"
#include "settings.h"

enum task {
#define TASK(name, printed, form, metric, fields, parts, question) TASK_##name,
#include "task.def"
#undef TASK
	TASKS
};

struct task_info {
	const char *name, *metric, *fields, *question;
	bool        several;            /* labels may hold together */
	unsigned    parts;              /* enum block, as bits */
};

const struct task_info *task_info(unsigned task);
/* What its settings are chosen by and what it is judged by: of two labels the one that says yes counts. */
const char             *task_metric(enum task, unsigned labels);
/* Margins of a task with so many labels: 1 where two exclude each other. */
static inline unsigned task_margins(enum task task, unsigned labels) { return labels == 2 && !task_info(task)->several ? 1 : labels; }
unsigned                task_find(struct str name);       /* TASKS: there is none of that name */

struct decision;

/* Reads a model file as `credence train` writes it (configs/models/README.md). Errors name the file and the JSON Pointer. */
MUST_CHECK struct decision *decision_open(struct str json, const char *file, struct diag *);
void                        decision_close(struct decision *);

enum task   decision_task(const struct decision *);
unsigned    decision_labels(const struct decision *);
unsigned    decision_columns(const struct decision *);      /* margins: 1 where two labels exclude each other, else labels */
const char *decision_label(const struct decision *, unsigned label);
/* "stance@0123456789abcdef": its name and the hash of its bytes */
const char *decision_name(const struct decision *);

/* The part of the margins that the text makes: `count` is counts_of_found() or counts_of_row(),
    `words` is indicators_of_words(), `margin` has
 * room for LABELS_MOST. */
void decision_of_text(const struct decision *, const int32_t *count, const struct indicators *words, int32_t *margin);
/* Adds the part of the conversation. */
void decision_of_thread(const struct decision *, const struct thread_facts *, int32_t *margin);

struct answer {
	int32_t  p[LABELS_MOST];        /* of each label, 0..10000 */
	uint32_t said;                  /* the labels that are said, as bits */
	unsigned first;                 /* the one label, or the likeliest of several */
};

void decision_settle(const struct decision *, const int32_t *margin, struct answer *);

/* --- why ------------------------------------------------------------------------------------------------------------------ */

enum { WEIGHTIEST = 3 };

/* An indicator that speaks for the label that is said, and what it adds to that label's log-odds. */
struct weighty { struct str name; int32_t units; enum block block; };

/* Answers anew for a normalised text with these features, `reply`: that answers something; lists what weighed most for the label
 * that is said, at most WEIGHTIEST, and returns how many. Of a count all steps are one. Names are in the arena. */
unsigned decision_explain(const struct decision *, const int32_t *count, struct str text, bool reply, struct answer *,
                          struct weighty weighty[WEIGHTIEST], struct arena *);

/* --- all of a run at once ------------------------------------------------------------------------------------------------- */

struct slot_info {
	const char *name;              /* "check_worthiness": as the settings and the summary name it */
	enum task   task;
	bool        yes;               /* of two labels the second says yes, and only its probability is told */
};

const struct slot_info *slot_info(unsigned slot);

struct decisions;

/* The models that the settings name. Errors name the file and the JSON Pointer; a model of another task is one. */
MUST_CHECK struct decisions *decisions_open(const struct settings *, struct diag *);
void                         decisions_close(struct decisions *);
/* NULL: that decision is not taken. `all` NULL: none is. */
const struct decision       *decisions_get(const struct decisions *all, enum slot);

#endif
