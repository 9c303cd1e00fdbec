// SPDX-License-Identifier: MIT
/*
 * The 16550 UART (TI TL16C550C) as a console, accessed by ports or in memory. Transmits by polling,
 * receives by interrupt. Its platform devices are in x86_64/8250_port.c and of/8250_of.c.
 *
 * It becomes the console twice, see of/pl011.c.
 */
#include "8250.h"

#include <bootmap/console.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <errno.h>

/*
 * More polls than the slowest line needs for a character. After that the device counts as broken.
 */
#define TX_POLL_LIMIT 10000000

static void uart_write_char(char c);
static void uart_receive(void);

struct console uart8250_console = {
	.name = "uart8250",
	.write_char = uart_write_char,
	.receive = uart_receive,
};

/* The UART that is the console. */
static struct uart uart;

static u8 read_at(const struct uart *at, unsigned int reg)
{
	const void __iomem *from = at->registers + (reg << at->shift);

	switch (at->access) {
	case EARLYCON_MMIO16:
		return readw(from);
	case EARLYCON_MMIO32:
		return readl(from);
	case EARLYCON_MMIO32BE:
		return readl(from) >> 24;
	default:
		return ioread8(from);
	}
}

static void write_at(u8 value, const struct uart *at, unsigned int reg)
{
	void __iomem *to = at->registers + (reg << at->shift);

	switch (at->access) {
	case EARLYCON_MMIO16:
		writew(value, to);
		break;
	case EARLYCON_MMIO32:
		writel(value, to);
		break;
	case EARLYCON_MMIO32BE:
		iowrite32be(value, to);
		break;
	default:
		iowrite8(value, to);
	}
}

/* The driver of the device may have mapped the registers again. */
static const struct uart *current_uart(void)
{
	uart.registers = uart8250_console.registers;
	return &uart;
}

static u8 read_reg(unsigned int reg)
{
	return read_at(current_uart(), reg);
}

static void write_reg(u8 value, unsigned int reg)
{
	write_at(value, current_uart(), reg);
}

static void uart_write_char(char c)
{
	for (int polls = 0; !(read_reg(UART_LSR) & LSR_THRE); polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	write_reg(c, UART_TX);
}

static bool receive_char(void)
{
	static bool told;
	u8 status = read_reg(UART_LSR);
	char c;

	if (!(status & LSR_DR))
		return false;
	c = read_reg(UART_RX);
	if (status & LSR_OE && !told) {
		told = true;
		pr_warn("uart8250: characters arrived faster than they were read: some are lost");
	}
	if (!(status & LSR_BROKEN))
		console_received(c);
	return true;
}

/*
 * While the ring is full, the interrupt is disabled, because characters could not be stored. In a PC
 * the line falls when the FIFO is empty, so later characters cause a new edge.
 */
static void uart_receive(void)
{
	bool wanted;

	console_receive(&uart8250_console, receive_char);
	wanted = uart8250_console.interrupts && uart8250_console.receive && console_has_room();
	write_reg(wanted ? IER_RX : 0, UART_IER);
}

irqreturn_t uart8250_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (read_reg(UART_IIR) & IIR_NONE)
		return IRQ_NONE;
	uart_receive();
	return IRQ_HANDLED;
}

/*
 * Without a device the bus reads as ones, or reports an error; the scratch register of a UART keeps a
 * written value.
 */
bool uart8250_present(const struct uart *at)
{
	volatile bool present = false; /* volatile: it outlives a longjmp() */
	struct trap trap;

	CATCH_TRAP(&trap, write_at(0x5a, at, UART_SCRATCH);
		   present = read_at(at, UART_SCRATCH) == 0x5a && read_at(at, UART_LSR) != 0xff);
	return present;
}

static void set_speed(void)
{
	u64 divisor = DIV_ROUND_UP(uart.clock, 16 * uart.baud);

	write_reg(LCR_8N1 | LCR_DLAB, UART_LCR);
	write_reg(divisor, UART_DLL);
	write_reg(divisor >> 8, UART_DLM);
	write_reg(LCR_8N1, UART_LCR);
}

int uart8250_console_init(const struct uart *at)
{
	if (!uart8250_present(at))
		return -ENODEV;
	uart8250_start(at);
	return 0;
}

/*
 * The format first: DLAB may be set, and then two registers have another meaning. It is written only
 * if it is wrong, because Synopsys' UART refuses the write while it sends, and interrupts.
 */
void uart8250_start(const struct uart *at)
{
	uart = *at;
	uart8250_console.registers = at->registers;
	if (read_reg(UART_LCR) != LCR_8N1)
		write_reg(LCR_8N1, UART_LCR);
	uart_receive(); /* what has arrived: switching the FIFO on would empty it */
	if (uart.baud && uart.clock / 16 >= uart.baud)
		set_speed();
	write_reg(FCR_ENABLE | FCR_TRIGGER_8, UART_FCR);
	write_reg(MCR_DTR | MCR_RTS | MCR_OUT2, UART_MCR);
	register_console(&uart8250_console);
}
