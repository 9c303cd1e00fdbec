// SPDX-License-Identifier: MIT
/* The command that draws the address map and RAM on a display, and keeps the picture true. */
#include <drivers/memory_picture.h>
#include <monitor/monitor.h>
#include <string.h>

static int show_command(int argc, char **argv)
{
	if (argc == 1)
		memory_picture_begin();
	else if (strcmp(argv[1], "off"))
		return bad_argument(argv[1], "state");
	else
		memory_picture_end();
	return 0;
}
MONITOR_COMMAND(show, .run = show_command, .arguments = "[off]",
		.what = "draw memory on the display from now on");
