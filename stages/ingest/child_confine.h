/* child_confine.h -- the reading child gives up what it will never need.
 * Knows the kernel's filter; does not know what the child reads. */
#ifndef CREDENCE_CHILD_CONFINE_H
#define CREDENCE_CHILD_CONFINE_H

/* From here on this process starts no other, reaches no network and neither makes, opens for writing, renames nor removes a file
 * by a name: such calls fail. Nothing happens where the kernel has no such filter. */
void child_confine(void);

#endif
