# SPDX-License-Identifier: MIT
# Makes compile_commands.json, from which editors learn how a file is compiled. Input: one source a line.
# Variable compile: the compiler and its flags.
function quoted(text) {
	gsub(/[\\"]/, "\\\\&", text)
	return "\"" text "\""
}
BEGIN {
	printf "["
}
{
	printf "%s\n { \"directory\": %s, \"file\": %s,\n   \"command\": %s }", separator,
	       quoted(ENVIRON["PWD"]), quoted($0), quoted(compile " -c " $0)
	separator = ","
}
END {
	print "\n]"
}
