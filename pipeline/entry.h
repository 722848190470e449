/* entry.h -- the program as a function, so that main.c alone stays outside the library.
 * Knows its name; command.c knows what it does. */
#ifndef CREDENCE_ENTRY_H
#define CREDENCE_ENTRY_H

int credence_main(int argc, char **argv);

#endif
