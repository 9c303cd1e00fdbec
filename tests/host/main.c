// SPDX-License-Identifier: MIT
/* Runs the unit tests. */
#include "host.h"

#include <bootmap/early_ioremap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	bool graded;
	int failures;

	setvbuf(stdout, NULL, _IOLBF, 0);
	host_speak();
	graded = argc > 2 && !strcmp(argv[1], "--graded") && graded_begin();
	host_boot();
	if (graded)
		return graded_tests(argv + 2);
	failures = run_tests(argc > 1 ? argv[1] : "*");
	return failures || check_early_ioremap_leak() ? EXIT_FAILURE : EXIT_SUCCESS;
}
