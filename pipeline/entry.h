/* entry.h -- the program as a function, so that main.c alone stays outside the library. */
#ifndef CREDENCE_ENTRY_H
#define CREDENCE_ENTRY_H

int credence_main(int argc, char **argv);

#endif
