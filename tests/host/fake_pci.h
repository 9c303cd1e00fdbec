/* SPDX-License-Identifier: MIT */
/* A model of PCI functions and bridges, through the registers of their configuration space. */
#ifndef TESTS_FAKE_PCI_H
#define TESTS_FAKE_PCI_H

#include <drivers/pci_host.h>
#include <tests/test.h>

#define FAKE_MEM  0xe0000000UL /* windows of the host bridge */
#define FAKE_HIGH 0x8000000000UL
#define FAKE_SIZE 0x10000000UL

#define FAKE_BRIDGE 1 /* a header type */
#define FAKE_MULTI  0x80

/* Lower bits of a BAR. */
#define FAKE_IO	      0x1U
#define FAKE_64	      0x4U
#define FAKE_PREFETCH 0x8U

/* The registers are words of 32 bits; @writable has a 1 for each bit that keeps what is written. */
struct fake_function {
	struct fake_function *bridge; /* NULL: on the root bus */
	u8 devfn;
	u32 regs[16], writable[16];
};

/** fake_begin() - an empty root bus, and a host bridge with windows to it */
struct pci_host *fake_begin(struct test *t);

/** fake_add() - a function; @type is its header type */
struct fake_function *fake_add(struct fake_function *bridge, u8 devfn, u8 type);

/** fake_bar() - a BAR; of 64 bits if @flags has FAKE_64 */
void fake_bar(struct fake_function *function, unsigned int i, u64 size, u32 flags);

/** fake_bar_address() - what the BAR holds, without its lower bits */
u64 fake_bar_address(const struct fake_function *function, unsigned int i);

/** fake_scan() - pci_scan(), which must cause so many warnings. Return: what the console showed. */
const char *fake_scan(unsigned int warnings);

/** fake_dev() - the kernel's device of a function, or NULL */
struct pci_dev *fake_dev(const struct fake_function *function);

/* The latest pin on the root bus whose irq was asked for, and its device. */
extern struct fake_pin {
	u8 devfn, pin;
} fake_pin;

#endif
