/* test_phone.c -- text exports of phones.
 * Knows the maps. */
#include "layout_harness.h"
#include "phone.h"

int main(void)
{
	return 0;
}
