# SPDX-License-Identifier: MIT
# nm -n output of the image → assembly of the table that kernel/ksyms.c searches.
# Text symbols only; mapping symbols ($x, $d), local labels and section bounds are no names.

# Tests share one name: theirs are long, and the log says which one runs.

BEGIN {
	n = 0
}

$3 ~ /^test_case_/ {
	is_test[substr($3, length("test_case_") + 1)] = 1
}

$2 ~ /^[tT]$/ && $3 !~ /^[$.]|^_e?(head|text)$/ || $3 == "_head" {
	if ($1 == previous)
		next
	previous = $1
	if ($3 == "_head")
		head = $1
	address[n] = $1
	name[n++] = $3
}

END {
	print "\t.section .ksyms, \"a\""
	print "\t.globl ksym_offsets, ksym_names, ksym_count"
	print "\t.balign 4"
	print "ksym_count:\n\t.long " n
	print "ksym_offsets: /* in instructions */"
	for (i = 0; i < n; i++)
		print "\t.short (0x" address[i] " - 0x" head ") / 4"
	print "ksym_names:"
	for (i = 0; i < n; i++)
		print "\t.asciz \"" (name[i] in is_test ? "a_test" : name[i]) "\""
}
