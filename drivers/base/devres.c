// SPDX-License-Identifier: MIT
/*
 * Device-managed resources: a list of functions that release what a device holds. They are called
 * when its driver is removed, the newest first, because newer resources may depend on older ones.
 */
#include <bootmap/bug.h>
#include <bootmap/slab.h>
#include <drivers/device.h>
#include <stdarg.h>
#include <stdio.h>

struct devres {
	struct devres *older;
	void (*action)(void *data);
	void *data;
};

int devm_add_action(struct device *dev, void (*action)(void *data), void *data)
{
	struct devres *res;

	BUG_ON(!dev);
	res = kmalloc(sizeof(*res));
	if (!res)
		return -ENOMEM;
	*res = (struct devres){ .older = dev->devres, .action = action, .data = data };
	dev->devres = res;
	return 0;
}

int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data)
{
	int err = devm_add_action(dev, action, data);

	if (err)
		action(data);
	return err;
}

/*
 * Removes the entry from the list before its action is called, because the action may use the list.
 */
static void release(struct devres **link)
{
	struct devres *res = *link;

	*link = res->older;
	res->action(res->data);
	kfree(res);
}

int devm_release_action(struct device *dev, void (*action)(void *data), void *data)
{
	BUG_ON(!dev);
	for (struct devres **link = &dev->devres; *link; link = &(*link)->older) {
		if ((*link)->action != action || (*link)->data != data)
			continue;
		release(link);
		return 0;
	}
	return -ENOENT;
}

void devres_release_all(struct device *dev)
{
	while (dev->devres)
		release(&dev->devres);
}

static void free_memory(void *memory)
{
	kfree(memory);
}

void *devm_kzalloc(struct device *dev, size_t size)
{
	void *memory = kzalloc(size);

	if (memory && devm_add_action_or_reset(dev, free_memory, memory))
		return NULL;
	return memory;
}

char *devm_kasprintf(struct device *dev, const char *fmt, ...)
{
	va_list args, measured;
	char *string;
	int length;

	va_start(args, fmt);
	va_copy(measured, args);
	length = vsnprintf(NULL, 0, fmt, measured);
	va_end(measured);
	string = devm_kzalloc(dev, length + 1);
	if (string)
		vsnprintf(string, length + 1, fmt, args);
	va_end(args);
	return string;
}

struct irq_devres {
	unsigned int irq;
	void *data;
};

static void release_irq(void *data)
{
	const struct irq_devres *requested = data;

	free_irq(requested->irq, requested->data);
}

int devm_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler, const char *name,
		     void *data)
{
	struct irq_devres *requested = devm_kzalloc(dev, sizeof(*requested));
	int err;

	if (!requested)
		return -ENOMEM;
	*requested = (struct irq_devres){ .irq = irq, .data = data };
	err = request_irq(irq, handler, name, data);
	return err ? err : devm_add_action_or_reset(dev, release_irq, requested);
}
