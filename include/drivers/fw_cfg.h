/* SPDX-License-Identifier: MIT */
/* fw_cfg, a device of QEMU that contains named files for the guest. */
#ifndef DRIVERS_FW_CFG_H
#define DRIVERS_FW_CFG_H

#include <bootmap/types.h>

/**
 * fw_cfg_read_file() - read a file of QEMU's
 * @name: e.g. "etc/system-states"
 * @buf: receives its beginning
 * @size: of @buf in bytes
 * Return: the file's size, of which @buf may have only the beginning; -ENODEV without the
 * device; -ENOENT without the file.
 */
int fw_cfg_read_file(const char *name, void *buf, size_t size);

/** show_fw_cfg() - list QEMU's files */
void show_fw_cfg(void);

#endif
