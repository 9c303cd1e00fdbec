// SPDX-License-Identifier: MIT
/*
 * The mailbox of a Raspberry Pi: two queues of words, one to the GPU and one from it. The lowest four
 * bits of a word are a channel, which says what the other bits mean. Only the channel for properties
 * is used: drivers of the firmware's services call rpi_mailbox_property().
 * (BCM2835 ARM Peripherals; Raspberry Pi's documentation, "Accessing mailboxes")
 */
#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>
#include <bootmap/pgtable.h>
#include <drivers/iopoll.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <drivers/rpi_firmware.h>
#include <string.h>

#include <asm/page.h>

/* Mailbox 0 comes from the GPU, mailbox 1 goes to it. */
#define MAIL0_READ   0x00
#define MAIL0_STATUS 0x18
#define MAIL1_WRITE  0x20
#define MAIL1_STATUS 0x38
#define STATUS_FULL  BIT(31)
#define STATUS_EMPTY BIT(30)

#define CHANNEL_PROPERTIES 8
#define CHANNEL_MASK	   0xf

#define POLL_US	   10
#define TIMEOUT_US 1000000

/* The second word of a message, in the firmware's answer. */
#define ANSWER_SUCCESS BIT(31)

/* Before the tags: size and status. Behind them: a tag of 0. */
#define MESSAGE_HEADER 2
#define MESSAGE_WORDS  64

/*
 * The image is in the lowest 1 GiB of RAM, which the GPU of every model can reach; other memory need
 * not be. The alignment leaves no other variable in the lines of the cache that the message has.
 */
static u32 message[MESSAGE_WORDS] __aligned(sizeof(u32[MESSAGE_WORDS]));
static u32 message_word; /* its address for the GPU, and the channel */
static void __iomem *regs;
static bool silent; /* the firmware left a message unanswered */

/* The next word from the GPU; 0, which belongs to another channel, if there is none. */
static u32 receive(void)
{
	bool empty = readl(regs + MAIL0_STATUS) & STATUS_EMPTY;

	return empty ? 0 : readl(regs + MAIL0_READ);
}

/*
 * The GPU does not see the CPU's caches. Before it reads, the message has to be written back. Before
 * the CPU reads the answer, lines that it fetched in the meantime have to be invalid.
 */
static void flush_message(void)
{
	for (unsigned int i = 0; i < MESSAGE_WORDS; i += sizeof(u64) / sizeof(u32))
		flush_line((volatile u64 *)&message[i]);
}

static int exchange(void)
{
	u32 status, answer;
	int err = readl_poll_timeout_atomic(regs + MAIL1_STATUS, status, !(status & STATUS_FULL),
					    POLL_US, TIMEOUT_US);

	if (err)
		return err;
	flush_message();
	writel(message_word, regs + MAIL1_WRITE);
	err = read_poll_timeout_atomic(receive, answer, answer == message_word, POLL_US, TIMEOUT_US,
				       false);
	flush_message();
	return err;
}

/* After a time-out the firmware may still write to the message, so it is not used again. */
static int send_message(void)
{
	int err;

	if (silent)
		return -ETIMEDOUT;
	err = exchange();
	if (!err)
		return message[1] == ANSWER_SUCCESS ? 0 : -EIO;
	silent = true;
	pr_warn("mailbox: the firmware does not answer within a second: it is not asked again");
	return err;
}

/* Interrupt handlers may send messages, too: they switch LEDs. */
int rpi_mailbox_properties(u32 *tags, unsigned int count)
{
	unsigned long flags;
	int err;

	if (!regs)
		return -ENODEV;
	if (count >= MESSAGE_WORDS - MESSAGE_HEADER)
		return -EINVAL;
	local_irq_save(flags);
	message[0] = sizeof(message);
	message[1] = 0;
	memcpy(message + MESSAGE_HEADER, tags, count * sizeof(*tags));
	message[MESSAGE_HEADER + count] = 0;
	err = send_message();
	if (!err)
		memcpy(tags, message + MESSAGE_HEADER, count * sizeof(*tags));
	local_irq_restore(flags);
	return err;
}

#define PROPERTY_VALUES 8

int rpi_mailbox_property(u32 tag, u32 *values, unsigned int count)
{
	u32 words[RPI_TAG_HEADER + PROPERTY_VALUES] = { RPI_TAG(tag, count) };
	int err;

	if (count > PROPERTY_VALUES)
		return -EINVAL;
	memcpy(words + RPI_TAG_HEADER, values, count * sizeof(*values));
	err = rpi_mailbox_properties(words, RPI_TAG_HEADER + count);
	if (err)
		return err;
	if (!rpi_tag_answered(words))
		return -EOPNOTSUPP;
	memcpy(values, words + RPI_TAG_HEADER, count * sizeof(*values));
	return 0;
}

static void forget_registers(void *data __attribute__((unused)))
{
	regs = NULL;
}

static int rpi_mailbox_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	void __iomem *base;
	u64 address;

	if (of_dma_address(dev->of_node, __pa_symbol(message), &address) || address >> 32)
		return dev_err_probe(dev, -ENXIO, "the GPU cannot reach the kernel's memory");
	base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	message_word = address | CHANNEL_PROPERTIES;
	silent = false;
	regs = base;
	return devm_add_action_or_reset(dev, forget_registers, NULL);
}

static const struct of_device_id rpi_mailbox_ids[] = {
	{ .compatible = "brcm,bcm2835-mbox" },
	{ 0 },
};

static const struct platform_driver rpi_mailbox = {
	.driver = { .name = "rpi_mailbox", .of_match_table = rpi_mailbox_ids },
	.probe = rpi_mailbox_probe,
};
module_platform_driver(rpi_mailbox);
