/* SPDX-License-Identifier: MIT */
/* How the other core rests, and how it learns that something was posted. */
#ifndef EXPERIMENTS_REST_H
#define EXPERIMENTS_REST_H

#include <asm/processor.h>

#define FLUSH_EVERYWHERE_REMEDY "an interrupt makes the other core do it; this one waits for that"

/* The core looks again and again. An interrupt may come in between. */
static inline void rest_until_posted(void)
{
	cpu_relax();
}

/* A store becomes visible by itself (SDM volume 3, 8.2.3). */
static inline void tell_that_posted(void)
{
}

#endif
