# SPDX-License-Identifier: MIT
# Labs for students: make a tree, grade it, test the grader.
.PHONY: lab grade grade-all test-labs

# In a student's tree: that tree. In the project: DIR, or the tree that `make lab` made.
GRADED = $(if $(DIR),"$(DIR)",$(if $(wildcard .lab),.,build/labs/$(N)))

ifeq ($(wildcard .lab),)
lab: healthy ## a student's tree in build/labs/N: N=4; without N, the list of labs
	$(Q)$(PYTHON) tools/labs.py $(N)
test-labs: healthy ## the grader graded: start states, solutions and known mistakes of every lab
	$(Q)$(PYTHON) -m pytest -q tests/test_labs.py tests/test_grade_all.py
grade-all: healthy ## grade each folder in DIR=, with N=: a table as CSV and JSON; JOBS= at a time
	$(Q)$(PYTHON) tools/grade_all.py $(if $(JOBS),--jobs $(JOBS)) --lab $(or $(N),0) -- "$(or $(DIR),.)"
endif
grade: healthy ## build and check a lab, here or in DIR=, and say what is missing for full marks
	$(Q)$(PYTHON) tools/grade.py $(if $(N),--lab $(N)) $(if $(SEED),--seed $(SEED)) $(GRADED)
