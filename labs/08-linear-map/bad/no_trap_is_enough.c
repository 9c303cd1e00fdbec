// SPDX-License-Identifier: MIT
// caught by: answers
static bool __init memory_responds(volatile u64 *word)
{
	u64 old = *word;

	*word = old;
	flush_line(word);
	return true;
}
