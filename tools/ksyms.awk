# SPDX-License-Identifier: MIT
# nm -n output of the image → assembly of the table that kernel/ksyms.c searches.
# Text symbols only; mapping symbols ($x, $d), local labels and section bounds are no names.

BEGIN {
	n = offset = 0
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
	print "\t.balign 8"
	print "\t.globl ksym_table, ksym_names, ksym_count"
	print "ksym_count:\n\t.long " n
	print "ksym_table:"
	for (i = 0; i < n; i++) {
		print "\t.long 0x" address[i] " - 0x" head ", " offset
		offset += length(name[i]) + 1
	}
	print "ksym_names:"
	for (i = 0; i < n; i++)
		print "\t.asciz \"" name[i] "\""
}
