/* irc.h -- what the parts of the IRC layout share: the stamp of a line, what stands behind it, and what a path says.
 * Knows lines by themselves; which date is in force is kept by frame_irc.c. */
#ifndef CREDENCE_IRC_H
#define CREDENCE_IRC_H

#include "framer.h"

struct irc_date { int year, month, day; };      /* year 0: unknown */

/* A context's values. */
enum { IRC_IN_FORCE, IRC_CHANNEL, IRC_CONTEXT };

/* A member's dialect, or-ed. */
enum {
	IRC_UTC = 1,      /* Ubuntu's channel logs: their clock is UTC */
	IRC_STARS = 2     /* "* nick has joined": system lines are marked as actions are */
};

/* What a line begins with. */
struct irc_stamp {
	struct str date;               /* as it stands in the line, 2012-10-17; p NULL: none */
	struct str zone;               /* +0000; p NULL: none */
	int        month, day;         /* a date without a year; 0: none */
	int        hour, minute, second;   /* second -1: none */
	bool       bracket, tab;       /* [12:00]; a tab follows, as WeeChat writes it */
	size_t     end;                /* where the rest begins */
};

/* irc_stamp.c */
bool irc_stamp_read(struct str line, struct irc_stamp *);
/* A line that says which day it is, in words; *date is unknown where the words are not understood. */
bool irc_date_line(struct str rest, struct irc_date *date);
struct irc_date irc_next_day(struct irc_date);
bool irc_date_valid(struct irc_date);

enum irc_kind { IRC_MESSAGE, IRC_ACTION, IRC_NOTICE, IRC_SYSTEM, IRC_OTHER };

struct irc_line {
	struct irc_stamp stamp;
	bool             stamped;
	bool             marked;       /* a system line with a mark of its own: ***, -!-, ===, --> */
	bool             ranked;       /* the name stands behind a rank: @nick */
	enum irc_kind    kind;
	struct str       author, text;
};

/* irc_line.c */
void irc_line_read(struct str line, unsigned dialect, struct irc_line *);
bool irc_nick_like(struct str);
struct str irc_nick(struct str author, struct arena *);   /* without blanks inside */
/* Does a system line say who came, went or was renamed? */
bool irc_came_or_went(struct str text);
/* The channel that the line says somebody joined; n 0: none. */
struct str irc_joined(struct str text);
/* Without the bytes for colours, bold and so on. */
struct str irc_plain(struct str, struct arena *);

/* irc_place.c: what "archive!member/path" says. Unknown, n 0: nothing. */
struct irc_date irc_path_date(struct str path);
struct str      irc_path_channel(struct str path, char *into, size_t room);
/* YYYY/MM/DD/#channel: how Ubuntu arranges its logs. */
bool            irc_path_daily(struct str path);

extern const struct framer framer_irc;

#endif
