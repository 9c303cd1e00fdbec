/* SPDX-License-Identifier: MIT */
/*
 * DOC: the firmware of a Raspberry Pi
 *
 * The firmware runs on the GPU. A program on the CPU writes a message into memory, and passes its
 * address through a mailbox. The message is a list of tags, each with values; the firmware replaces
 * the values by its answer. (Raspberry Pi's documentation, "Mailbox property interface")
 *
 * Any context. All functions wait for the answer, at most a second.
 */
#ifndef DRIVERS_RPI_FIRMWARE_H
#define DRIVERS_RPI_FIRMWARE_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* Tags, and the number of values in the request or in the answer, whichever has more. */
#define RPI_GET_BOARD_REVISION	 0x00010002 /* 1: the revision */
#define RPI_GET_ARM_MEMORY	 0x00010005 /* 2: physical address, bytes */
#define RPI_GET_CLOCK_RATE	 0x00030002 /* 2: RPI_CLOCK_…, Hz */
#define RPI_ALLOCATE_BUFFER	 0x00040001 /* 2: alignment; bus address, bytes */
#define RPI_GET_PITCH		 0x00040008 /* 1: bytes from one row to the next */
#define RPI_SET_PHYSICAL_DISPLAY 0x00048003 /* 2: width, height */
#define RPI_SET_VIRTUAL_DISPLAY	 0x00048004 /* 2: width, height */
#define RPI_SET_DEPTH		 0x00048005 /* 1: bits of a pixel */
#define RPI_SET_PIXEL_ORDER	 0x00048006 /* 1: RPI_BLUE_FIRST, or 1: red */

#define RPI_CLOCK_ARM  3
#define RPI_BLUE_FIRST 0 /* blue in the lowest byte of a pixel, red in the third */

/* The header of a tag: its number, the bytes of its values, and a word that the answer replaces. */
#define RPI_TAG_HEADER	 3
#define RPI_TAG_ANSWERED BIT(31)

/* A tag for a list of u32; its values follow. @count: how many */
#define RPI_TAG(tag, count) (tag), (count) * sizeof(u32), 0

/**
 * rpi_mailbox_properties() - send several tags in one message
 * @tags: RPI_TAG() and values, one after the other; replaced by the answer
 * @count: of words of 32 bits
 *
 * Return: 0; -ENODEV: there is no mailbox (yet); -EINVAL: too long; -ETIMEDOUT after one message:
 * no answer, and from then on at once; -EIO: the firmware did not understand the message. For each
 * tag, see rpi_tag_answered().
 */
int rpi_mailbox_properties(u32 *tags, unsigned int count);

/** rpi_tag_answered() - did the firmware answer this tag? @tag: its first word, as it came back */
static inline bool rpi_tag_answered(const u32 *tag)
{
	return tag[2] & RPI_TAG_ANSWERED && tag[2] != RPI_TAG_ANSWERED;
}

/**
 * rpi_mailbox_property() - send one tag
 * @tag: RPI_…
 * @values: of the request; replaced by those of the answer
 * @count: how many
 * Return: 0; -EOPNOTSUPP: the firmware does not answer this tag; else as rpi_mailbox_properties().
 */
int rpi_mailbox_property(u32 tag, u32 *values, unsigned int count);

/**
 * struct rpi_framebuffer - a frame buffer of the GPU
 * @width: pixels of a row
 * @height: rows
 * @depth: bits of a pixel, of which the lowest are blue
 * @pitch: bytes from one row to the next
 * @phys: physical address; memory of the GPU, which is no RAM of the CPU
 * @size: bytes
 */
struct rpi_framebuffer {
	u32 width, height, depth, pitch;
	phys_addr_t phys;
	u32 size;
};

/**
 * rpi_framebuffer_allocate() - let the firmware show a frame buffer
 * @fb: @width, @height and @depth are requests, and are replaced by what the firmware chose
 *
 * Return: 0; -EOPNOTSUPP: the firmware refuses one of the tags, or returns no buffer; else as
 * rpi_mailbox_properties(). What it returned is not checked: a pitch may be wrong.
 */
int rpi_framebuffer_allocate(struct rpi_framebuffer *fb);

#endif
