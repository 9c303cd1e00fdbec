#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints compile_commands.json: argument 1 is the compiler with its flags, the rest are sources."""
import json
import os
import sys

print(json.dumps([{"directory": os.getcwd(), "file": source,
                   "command": f"{sys.argv[1]} -c {source}"} for source in sys.argv[2:]], indent=1))
