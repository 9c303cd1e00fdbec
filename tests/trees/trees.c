// SPDX-License-Identifier: MIT
/*
 * Prints what the kernel's code reads in device trees, for a comparison with another decoder
 * (tests/trees/compare.py). Standard input has the names of the trees, one on a line. Each tree is read
 * in a process of its own, because the code is made to read only one.
 *
 *   tree FILE                             the lines up to the next such line are about it
 *   refused REASON                        the tree is damaged
 *   memory BASE SIZE, reserved BASE SIZE  what memblock holds at the end
 *   console ADDRESS                       or: console none REASON
 *   reg NODE INDEX ADDRESS SIZE           or: reg NODE INDEX refused ERRNO, reg NODE damaged
 *   irq NODE INDEX CONTROLLER CELL...     or: irq NODE INDEX refused REASON
 *   said TEXT                             a warning about memory, the console or devices
 *   end                                   all was read
 *   crashed STATUS                        instead of it: of the process, as waitpid() has it
 */
#include "../host/host.h"

#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/err.h>
#include <bootmap/fdt_header.h>
#include <bootmap/fixmap.h>
#include <bootmap/irq.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <drivers/serial.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The UARTs' drivers are replaced: this one says what it was told. The linker leads each of them here.
 * RAM does not answer as a UART does.
 */
int console_init(const struct uart *uart);
int console_init(const struct uart *uart)
{
	struct pgtable_walk walk;

	BUG_ON(!pgtable_walk((unsigned long)uart->registers, &walk));
	if (of_is_ram(walk.phys))
		return -ENODEV;
	printf("console 0x%lx\n", walk.phys);
	return 0;
}

static void print_path(const struct device_node *node)
{
	if (node->parent && node->parent->parent)
		print_path(node->parent);
	printf("/%s", node->name);
}

static void begin_line(const char *what, const struct device_node *node)
{
	printf("%s ", what);
	print_path(node);
	putchar(' ');
}

static void print_ranges(const char *list, const struct memblock_type *type)
{
	for (unsigned int i = 0; i < type->cnt; i++)
		printf("%s 0x%lx 0x%lx\n", list, type->regions[i].base, type->regions[i].size);
}

/* As machine_scan_memory(), for a kernel and a tree that are in nobody's way. */
static void print_memory(void)
{
	of_scan_memory();
	of_scan_reserved();
	print_ranges("memory", &memblock.memory);
	print_ranges("reserved", &memblock.reserved);
}

static void print_console(void)
{
	struct trap trap;

	boot_stage = BOOT_EARLY_IOREMAP;
	if (CATCH_TRAP(&trap, earlycon_init()))
		printf("console none %s\n", host_panic);
}

static void print_registers(const struct device_node *node)
{
	struct of_reg reg = { 0 };
	int err = of_get_reg(node, &reg);

	if (err) {
		begin_line("reg", node);
		printf("damaged\n");
	}
	for (unsigned int i = 0; node->parent && i < reg.count; i++) {
		phys_addr_t phys;
		u64 size;

		err = of_get_address(node, i, &phys, &size);
		begin_line("reg", node);
		if (err)
			printf("%u refused %d\n", i, err);
		else
			printf("%u 0x%lx 0x%lx\n", i, phys, size);
	}
}

/* Instead of a controller's driver: notes the specifier, and accepts no interrupt. */
static const struct irq_domain *asked;
static u32 asked_cells[16];
static unsigned int asked_count;

#define NOTED (-EAGAIN)

static int note_specifier(struct irq_domain *domain, const u32 *cells, unsigned int count,
			  unsigned int *hwirq __attribute__((unused)),
			  unsigned int *type __attribute__((unused)))
{
	asked = domain;
	asked_count = count;
	memcpy(asked_cells, cells, count * sizeof(*cells));
	return NOTED;
}

static void add_controllers(void)
{
	static const struct irq_chip chip = { .name = "noted" };
	const struct device_node *node = NULL;

	while ((node = of_next_node(node)))
		if (of_get_property(node, "interrupt-controller", NULL))
			BUG_ON(!irq_domain_add_linear(node, 0, &chip, note_specifier, NULL));
}

/* Return: is it known where the next interrupt's cells begin? */
static bool print_refusal(void)
{
	const char *why = strstr(log_last_warning(), "invalid: ");

	why = why ? strchr(why, ' ') + 1 : "without a reason";
	printf(" refused %s\n", why);
	return strncmp(why, "no controller", 13) && strncmp(why, "it ends", 7);
}

static void print_specifier(void)
{
	putchar(' ');
	print_path(asked->of_node);
	for (unsigned int i = 0; i < asked_count; i++)
		printf(" 0x%x", asked_cells[i]);
	putchar('\n');
}

/* A device has at most as many interrupts as the property that lists them has cells. */
static void print_interrupts(const struct device_node *node)
{
	int bytes = 0;

	if (!of_get_property(node, "interrupts-extended", &bytes))
		of_get_property(node, "interrupts", &bytes);
	for (unsigned int i = 0; i < bytes / sizeof(u32); i++) {
		int err = of_irq_get(node, i);

		if (err == -ENXIO)
			return;
		begin_line("irq", node);
		printf("%u", i);
		if (err == NOTED)
			print_specifier();
		else if (!print_refusal())
			return;
	}
}

static void print_nodes(void)
{
	const struct device_node *node = NULL;

	add_controllers();
	while ((node = of_next_node(node))) {
		print_registers(node);
		print_interrupts(node);
	}
}

/* What the console has been told since host_listen(). */
static void print_heard(void)
{
	char *text = strdup(host_heard_unbroken());

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		printf("said %s\n", line);
	free(text);
	unregister_console();
}

static void print_tree(const void *fdt)
{
	const char *why;

	if (of_unflatten(fdt, &why)) {
		printf("refused %s\n", why);
		return;
	}
	set_loglevel(LOG_WARN + 1);
	host_listen();
	print_memory();
	print_console();
	of_platform_populate();
	print_heard();
	print_nodes();
}

/*
 * In memory of exactly the size that its header claims, so that the sanitizer sees the first byte too many.
 * Behind the end of a file that was cut off, there are zeros.
 */
static void *read_tree(const char *name, const char **why)
{
	static char file[MAX_FDT_SIZE];
	int from = open(name, O_RDONLY);
	u32 size;
	void *tree;

	if (from < 0 || read(from, file, sizeof(file)) < 0) {
		perror(name);
		_exit(EXIT_FAILURE);
	}
	close(from);
	*why = fdt_header_objection(file, &size);
	if (*why)
		return NULL;
	tree = malloc(size);
	return tree ? memcpy(tree, file, size) : NULL;
}

static void __noreturn read_apart(const char *name)
{
	const char *why = "no memory for it";
	const void *tree;

	alarm(60); /* a loop without an end ends here */
	tree = read_tree(name, &why);
	if (tree)
		print_tree(tree);
	else
		printf("refused %s\n", why);
	printf("end\n");
	fflush(stdout);
	_exit(EXIT_SUCCESS);
}

static bool read_in_child(const char *name)
{
	int status = -1;
	pid_t child;

	printf("tree %s\n", name);
	fflush(stdout);
	child = fork();
	if (!child)
		read_apart(name);
	waitpid(child, &status, 0);
	if (status)
		printf("\ncrashed %d\n", status);
	return !status;
}

int main(void)
{
	char name[4096];
	bool sound = true;

	host_boot();
	host_listen(); /* from now on only what is said about trees is heard */
	unregister_console();
	memset(&memblock, 0, sizeof(memblock));
	while (fgets(name, sizeof(name), stdin)) {
		name[strcspn(name, "\n")] = '\0';
		sound &= read_in_child(name);
	}
	return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
