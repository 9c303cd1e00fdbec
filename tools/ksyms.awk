# SPDX-License-Identifier: MIT
# nm -n output of the image → assembly of the table that lib/ksyms.c searches.
# Mapping symbols ($x, $d), local labels, bounds of sections and what the compiler made up are no names.

# Names are stored as bytes. A byte below first_pair is the number of a character. One from first_pair on stands for
# two others: the pair that is most frequent in all names gets the first such number, and is replaced by it. Then the
# same is done with what is left. (Byte pair encoding, as in Linux.) The 0 at the end of a name may be the second of
# a pair.

# Tests share one name, and neighbours among them one entry: theirs are long, and the log says
# which one runs.

BEGIN {
	n = 0
	characters = "_$0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	first_pair = length(characters) + 1
	longest_name = 63   # for which lib/ksyms.c has room
	ends_name[0] = 1
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

# The bytes of all names, each with a 0 behind it, become code[1..length_of_code].
function append_code(label,    i) {
	for (i = 1; i <= length(label); i++)
		code[++length_of_code] = index(characters, substr(label, i, 1))
	code[++length_of_code] = 0
}

# The most frequent pair, as 256 * first + second; of equals the lowest, so that every awk finds the same.
function best_pair(    i, pair, count, best, most) {
	for (i = 1; i < length_of_code; i++)
		if (!ends_name[code[i]])
			count[256 * code[i] + code[i + 1]]++
	for (pair in count)
		if (count[pair] > most || count[pair] == most && pair + 0 < best) {
			best = pair + 0
			most = count[pair]
		}
	return best
}

function replace_pair(pair, by,    i, n) {
	for (i = 1; i <= length_of_code; i++) {
		code[++n] = code[i]
		if (i < length_of_code && 256 * code[i] + code[i + 1] == pair) {
			code[n] = by
			i++
		}
	}
	length_of_code = n
}

END {
	print "\t.section .ksyms, \"a\""
	print "\t.globl ksym_table, ksym_characters, ksym_pairs, ksym_count, ksym_first_data"
	for (i = 0; i < n; i++) {
		label = name[i] in is_test ? "a_test" : name[i]
		if (label == "a_test" && label == before)
			continue
		# As strings: all are of one length, and awk's numbers have no 64 bits.
		if (first_data == "" && data_base "" <= address[i] "") {
			first_data = count + 0
			base = data_base
		}
		distance[++count] = "0x" address[i] " - 0x" base
		base = address[i]
		before = label
		append_code(label)
	}
	print "ksym_characters:\n\t.ascii \"\\0" characters "\""
	print "ksym_pairs:"
	for (i = first_pair; i < 256; i++) {
		pair = best_pair()
		replace_pair(pair, i)
		ends_name[i] = ends_name[pair % 256]
		print "\t.byte " int(pair / 256) ", " pair % 256
	}
	print "ksym_table:"
	next_code = 1
	for (i = 1; i <= count; i++) {
		print "\t.uleb128 " distance[i]
		do
			print "\t.byte " code[next_code]
		while (!ends_name[code[next_code++]])
	}
	print "\t.balign 4"
	print "ksym_count:\n\t.long " count + 0
	print "ksym_first_data:\n\t.long " (first_data == "" ? count + 0 : first_data)
}
