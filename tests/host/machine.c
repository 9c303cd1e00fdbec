// SPDX-License-Identifier: MIT
/* Replaces the parts of a machine on the host: traps, console, symbols. */
#include "host.h"

#include <asm/bug.h>
#include <bootmap/bug.h>
#include <bootmap/console.h>
#include <bootmap/ksyms.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct trap *volatile trap_armed, *volatile trap_survivor;
unsigned long host_irq_mask;

void host_trap(enum trap_kind kind, unsigned long address)
{
	static const char *const kinds[] = {
		[TRAP_READ] = "a load",
		[TRAP_WRITE] = "a store",
		[TRAP_EXEC] = "a fetch",
		[TRAP_BUG] = "BUG()",
		[TRAP_UNDEFINED] = "an undefined instruction",
		[TRAP_OTHER] = "an access",
	};
	struct trap *trap = trap_armed;

	if (!trap) {
		fprintf(stderr, "# nobody expected this trap: %s at 0x%lx\n", kinds[kind], address);
		abort();
	}
	trap_armed = NULL;
	trap->kind = kind;
	trap->address = address;
	host_irq_mask = trap->irqflags;
	longjmp(trap->env, 1);
}

char host_panic[160];

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(host_panic, sizeof(host_panic), fmt, args);
	va_end(args);
	if (!trap_armed)
		fprintf(stderr, "# panic: %s\n", host_panic);
	host_trap(TRAP_BUG, CALLER_ADDRESS);
}

/* Nobody listens, and there is nothing that stops. */
void semihosting_exit(int status __attribute__((unused)))
{
}

void boot_stop(void)
{
	host_trap(TRAP_OTHER, CALLER_ADDRESS);
}

const char *ksym_format(char *buf, size_t size, unsigned long address)
{
	snprintf(buf, size, "0x%lx", address);
	return buf;
}

struct host_ports host_ports;

u32 host_port_read(u16 port, unsigned int width)
{
	return host_ports.read ? host_ports.read(port, width) : ~0U;
}

void host_port_write(u16 port, unsigned int width, u32 value)
{
	if (host_ports.write)
		host_ports.write(port, width, value);
}

static char heard[64 * 1024];
static size_t heard_length;

static void collect_char(char c)
{
	if (c != '\r' && heard_length < sizeof(heard) - 1)
		heard[heard_length++] = c;
}

static void write_char(char c)
{
	if (c != '\r')
		putchar(c);
}

static struct console listener = { .name = "listener", .write_char = collect_char };
static struct console standard_output = { .name = "standard output", .write_char = write_char };

void host_speak(void)
{
	register_console(&standard_output);
}

void host_listen(void)
{
	heard_length = 0;
	memset(heard, 0, sizeof(heard));
	register_console(&listener);
}

const char *host_heard(void)
{
	host_speak();
	return heard;
}

/* The console breaks a line behind a blank, and the rest begins with four of them. */
const char *host_heard_unbroken(void)
{
	char *text = (char *)host_heard();

	for (char *place = text; (place = strstr(place, "\n    ")); place++)
		if (place[5] != ' ') /* else the line itself begins like that */
			memmove(place, place + 5, strlen(place + 5) + 1);
	return text;
}

/* Its warnings are counted in the child and forgotten with it. */
void host_in_child(struct test *t, void (*part)(struct test *t))
{
	struct test inner = { .warnings_before = log_count(LOG_WARN) };
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a part without an end ends with its test */
		part(&inner);
		if (log_count(LOG_WARN) - inner.warnings_before != inner.warnings_expected) {
			inner.failed = true;
			pr_err("# a warning that the test did not expect: %s", log_last_warning());
		}
		fflush(stdout);
		_exit(inner.failed);
	}
	waitpid(child, &status, 0);
	t->failed |= status != 0; /* the child has said why */
	if (WIFSIGNALED(status))
		printf("# a part of this test was ended by signal %d (%s)\n", WTERMSIG(status),
		       strsignal(WTERMSIG(status)));
}
