# SPDX-License-Identifier: MIT
# A console font → assembly of its glyphs for the characters 32 to 126, which drivers/video/framebuffer.c draws.
# Most lines of a glyph are like the line above. So the output has two tables: 16 bits for each glyph, of which
# bit n says that line n differs from the line above (line 0: from an empty line), and a byte for each such line.
# Input: the bytes of a font in the format PSF1, as decimal numbers (od -An -v -tu1). PSF1 has a header
# of 4 bytes (magic 0x36 0x04, mode, bytes for each glyph), the glyphs, and a table that says which
# characters each glyph shows: numbers of 16 bits, and 0xffff after those of each glyph.

{
	for (i = 1; i <= NF; i++)
		byte[n++] = $i
}

END {
	first = 32; last = 126
	glyphs = int(byte[2] % 2) ? 512 : 256
	height = byte[3]
	if (byte[0] != 54 || byte[1] != 4 || int(byte[2] / 2) % 2 != 1 || height != 16) {
		print "font.awk: this is no PSF1 font of 8x16 with a table of its characters" >"/dev/stderr"
		exit 1
	}
	glyph = 0
	for (at = 4 + glyphs * height; at + 1 < n && glyph < glyphs; at += 2) {
		character = byte[at] + 256 * byte[at + 1]
		if (character == 65535)
			glyph++
		else if (!(character in glyph_of))
			glyph_of[character] = glyph
	}
	for (character = first; character <= last; character++) {
		if (!(character in glyph_of)) {
			print "font.awk: the font has no character " character >"/dev/stderr"
			exit 1
		}
		mask = above = 0
		for (row = 0; row < height; row++) {
			line = byte[4 + glyph_of[character] * height + row]
			if (line != above) {
				mask += 2 ^ row
				lines = lines "\t.byte " line "\n"
			}
			above = line
		}
		masks = masks "\t.short " mask "\n"
	}
	printf "\t.section .rodata.font, \"a\"\n\t.globl font_changes, font_lines\n\t.balign 2\n"
	printf "font_changes:\n%sfont_lines:\n%s", masks, lines
	print "\t.section .note.GNU-stack, \"\", %progbits"
}
