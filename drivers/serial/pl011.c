// SPDX-License-Identifier: MIT
/* Arm PrimeCell UART PL011 (Arm DDI 0183), transmitting by polling. */
#include <bootmap/amba.h>
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <bootmap/serial.h>
#include <errno.h>

#define UART_DR	  0x00
#define UART_FR	  0x18
#define UART_LCRH 0x2c
#define UART_CR	  0x30

#define FR_TXFF	    BIT(5) /* transmit FIFO full */
#define LCRH_FEN    BIT(4) /* FIFOs on */
#define LCRH_WLEN_8 GENMASK(6, 5)
#define CR_UARTEN   BIT(0)
#define CR_TXE	    BIT(8)
#define CR_RXE	    BIT(9)

/* More polls than the slowest line needs for a character; then the device is dead. */
#define TX_POLL_LIMIT 10000000

static void __iomem *uart;

static void pl011_write_char(char c)
{
	for (int polls = 0; readl_relaxed(uart + UART_FR) & FR_TXFF; polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	writel_relaxed((u8)c, uart + UART_DR);
}

static struct console pl011_console = {
	.name = "pl011",
	.write_char = pl011_write_char,
};

int pl011_console_init(void __iomem *base)
{
	struct amba_id id = amba_read_id(base);

	if (!amba_is(&id, AMBA_PART_PL011))
		return -ENODEV;
	uart = base;
	if (!(readl(uart + UART_CR) & CR_UARTEN)) {
		/* Nobody ran before us, so nobody switched it on. */
		writel(LCRH_WLEN_8 | LCRH_FEN, uart + UART_LCRH);
		writel(CR_UARTEN | CR_TXE | CR_RXE, uart + UART_CR);
	}
	register_console(&pl011_console);
	return 0;
}
