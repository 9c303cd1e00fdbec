# SPDX-License-Identifier: MIT
# nm -n output of the image → assembly of the table that lib/ksyms.c searches.
# Text symbols only; mapping symbols ($x, $d), local labels and section bounds are no names.

# Of a name, only what differs from the one before is kept: neighbours tend to begin alike.

# Tests share one name, and neighbours among them one entry: theirs are long, and the log says
# which one runs.

BEGIN {
	n = 0
	longest_prefix = 31 # a number that is no character of a name
	longest_name = 63   # for which lib/ksyms.c has room
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
	sub(/\..*/, "", $3) # the compiler's remark that this is a variant
	address[n] = $1
	name[n++] = substr($3, 1, longest_name)
}

function common_prefix(a, b,    i) {
	while (i < longest_prefix && i < length(a) && substr(a, i + 1, 1) == substr(b, i + 1, 1))
		i++
	return i
}

END {
	for (i = 0; i < n; i++) {
		label = name[i] in is_test ? "a_test" : name[i]
		if (label == "a_test" && label == before)
			continue
		shared = common_prefix(before, label)
		offsets = offsets "\t.short (0x" address[i] " - 0x" head ") / 4\n"
		names = names sprintf("\t.ascii \"\\%03o%s\"\n", shared, substr(label, shared + 1))
		before = label
		count++
	}
	print "\t.section .ksyms, \"a\""
	print "\t.globl ksym_offsets, ksym_names, ksym_count"
	print "\t.balign 4"
	print "ksym_count:\n\t.long " count + 0
	print "ksym_offsets: /* in instructions */\n" offsets
	print "ksym_names:\n" names "\t.byte 0"
}
