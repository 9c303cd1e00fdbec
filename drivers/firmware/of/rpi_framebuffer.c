// SPDX-License-Identifier: MIT
/* Asks the firmware of a Raspberry Pi for a frame buffer. Drivers of displays call it. */
#include <bootmap/compiler.h>
#include <drivers/rpi_firmware.h>
#include <errno.h>

/* For the GPU, the top two bits of an address say how its caches are used. */
#define BUS_ADDRESS_MASK 0x3fffffff
#define ALIGNMENT	 4096

/* One message for all: the firmware allocates the buffer for the sizes in the same message. */
struct request {
	u32 display[RPI_TAG_HEADER + 2], virtual_display[RPI_TAG_HEADER + 2];
	u32 depth[RPI_TAG_HEADER + 1], order[RPI_TAG_HEADER + 1];
	u32 pitch[RPI_TAG_HEADER + 1], buffer[RPI_TAG_HEADER + 2];
};

int rpi_framebuffer_allocate(struct rpi_framebuffer *fb)
{
	struct request request = {
		.display = { RPI_TAG(RPI_SET_PHYSICAL_DISPLAY, 2), fb->width, fb->height },
		.virtual_display = { RPI_TAG(RPI_SET_VIRTUAL_DISPLAY, 2), fb->width, fb->height },
		.depth = { RPI_TAG(RPI_SET_DEPTH, 1), fb->depth },
		.order = { RPI_TAG(RPI_SET_PIXEL_ORDER, 1), RPI_BLUE_FIRST },
		.buffer = { RPI_TAG(RPI_ALLOCATE_BUFFER, 2), ALIGNMENT },
		.pitch = { RPI_TAG(RPI_GET_PITCH, 1) },
	};
	int err = rpi_mailbox_properties((u32 *)&request, sizeof(request) / sizeof(u32));

	if (err)
		return err;
	if (!rpi_tag_answered(request.virtual_display) || !rpi_tag_answered(request.depth) ||
	    !rpi_tag_answered(request.buffer) || !rpi_tag_answered(request.pitch) ||
	    !request.buffer[RPI_TAG_HEADER])
		return -EOPNOTSUPP;
	fb->width = request.virtual_display[RPI_TAG_HEADER];
	fb->height = request.virtual_display[RPI_TAG_HEADER + 1];
	fb->depth = request.depth[RPI_TAG_HEADER];
	fb->pitch = request.pitch[RPI_TAG_HEADER];
	fb->phys = request.buffer[RPI_TAG_HEADER] & BUS_ADDRESS_MASK;
	fb->size = request.buffer[RPI_TAG_HEADER + 1];
	return 0;
}
