/* main.c -- where the program begins. Knows only credence_main; everything else is in the library. */
#include "entry.h"
#include <signal.h>

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_DFL);      /* `credence cat RUN | head` ends quietly */
	return credence_main(argc, argv);
}
