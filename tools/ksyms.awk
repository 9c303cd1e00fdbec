# SPDX-License-Identifier: MIT
# nm -n output of the image → assembly of the table that lib/ksyms.c searches.
# Mapping symbols ($x, $d), local labels, bounds of sections and what the compiler made up are no names.

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

function add(symbol) {
	sub(/\..*/, "", symbol) # the compiler's remark that this is a variant
	address[n] = $1
	name[n++] = substr(symbol, 1, longest_name)
}

$3 == "_head" {
	base = $1
}

# Of a function's names the first one is enough.
$2 ~ /^[tTwW]$/ && $3 !~ /^[$.]|^_e?(head|text)$/ || $3 == "_head" {
	if ($1 != previous)
		add($3)
	previous = $1
}

$3 == "_data" {
	data_base = $1
}

$2 ~ /^[bBdDrR]$/ && $3 !~ /^[$.]|^_|^(test_case|monitor_command|bench_group|ksym)_|_entry$|^CSWTCH/ {
	add($3)
}

function common_prefix(a, b,    i) {
	while (i < longest_prefix && i < length(a) && substr(a, i + 1, 1) == substr(b, i + 1, 1))
		i++
	return i
}

END {
	print "\t.section .ksyms, \"a\""
	print "\t.globl ksym_table, ksym_count, ksym_first_data"
	print "ksym_table:"
	for (i = 0; i < n; i++) {
		label = name[i] in is_test ? "a_test" : name[i]
		if (label == "a_test" && label == before)
			continue
		# As strings: all are of one length, and awk's numbers have no 64 bits.
		if (first_data == "" && data_base "" <= address[i] "") {
			first_data = count + 0
			base = data_base
		}
		shared = common_prefix(before, label)
		print "\t.uleb128 0x" address[i] " - 0x" base
		printf "\t.asciz \"\\%03o%s\"\n", shared, substr(label, shared + 1)
		base = address[i]
		before = label
		count++
	}
	print "\t.balign 4"
	print "ksym_count:\n\t.long " count + 0
	print "ksym_first_data:\n\t.long " (first_data == "" ? count + 0 : first_data)
}
