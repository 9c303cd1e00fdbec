# SPDX-License-Identifier: MIT
# Labs for students: make a tree, grade it, test the grader.
.PHONY: lab grade grade-all test-labs

# In a student's tree: that tree. In the project: DIR, or the tree that `make lab` made.
GRADED = $(if $(DIR),"$(DIR)",$(if $(wildcard .lab),.,build/labs/$(N)))

ifeq ($(wildcard .lab),)
lab: healthy ## a student's tree in build/labs/N: N=4; without N, the list of labs
	$(Q)$(PYTHON) tools/labs.py $(N) $(if $(FOR),--for "$(FOR)")
# As many runs as processors share the labs, each in a scratch tree of its own.
SHARES := $(shell nproc 2>/dev/null || echo 2)
SHARED := $(foreach share,$(shell seq $(SHARES)),test-labs-$(share)of$(SHARES))
.PHONY: $(SHARED) test-grade-all
test-labs: healthy ## the grader graded: start states, solutions and known mistakes of every lab; TESTS="-k …" selects
	$(Q)$(MAKE) --no-print-directory -k -j$(SHARES) $(SHARED) $(if $(filter command line,$(origin TESTS)),,test-grade-all)
test-grade-all:
	$(Q)$(PYTHON) -m pytest -q tests/test_grade_all.py
$(SHARED): test-labs-%:
	$(Q)SHARE=$(subst of,/,$*) $(PYTHON) -m pytest -q tests/test_labs.py $(if $(filter command line,$(origin TESTS)),$(TESTS) || [ $$? = 5 ] # none here)
grade-all: healthy ## grade each folder in DIR=, with N=: a table as CSV and JSON; JOBS= at a time; NAMED=y: see docs/instructor.md
	$(Q)$(PYTHON) tools/grade_all.py $(if $(JOBS),--jobs $(JOBS)) $(if $(NAMED),--named) --lab $(or $(N),0) -- "$(or $(DIR),.)"
endif
RIDDLE = $(B)/riddle
ifneq ($(wildcard .lab),)
.PHONY: riddle
riddle: ready ## the run that this lab's questions are about, as a recording, and the questions
	$(Q)$(PYTHON) tools/riddle.py $(RIDDLE) $(B)/bootmap.img $(B)/bootmap.elf $(QEMU_RUN)
endif
grade: healthy ## build and check a lab, here or in DIR=, and say what is missing for full marks
	$(Q)$(PYTHON) tools/grade.py $(if $(N),--lab $(N)) $(if $(SEED),--seed $(SEED)) $(if $(FOR),--for "$(FOR)") $(GRADED)
