#!/usr/bin/env python3
"""Milliseconds from starting a console in a terminal to its prompt, several programs in turn.

Usage: prompt.py RUNS COMMAND [COMMAND...]     a COMMAND is one shell word list, in quotes
Each program gets a pseudo terminal of its own, 80 by 24, and a folder of its own for what it keeps. The prompt is the
first line that begins with "> ". Keys are taken from then on; the editor answers them once it has switched bracketed paste
on, which is the second figure. Ctrl-D then ends the program. The first round warms the file cache and does not count.
"""
import fcntl
import os
import pty
import re
import shlex
import statistics
import struct
import sys
import tempfile
import termios
import time

ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[=>])")
PROMPT = re.compile(rb"^> ", re.MULTILINE)
EDITING = b"\x1b[?2004h"


def prompt(command, state):
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.environ.update(TERM="xterm-256color", XDG_STATE_HOME=state, XDG_CONFIG_HOME=state)
        os.execvp(command[0], command)
    seen = b""
    shown = None
    while shown is None or EDITING not in seen:
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            sys.exit("no prompt from " + " ".join(command) + ": " + repr(seen))
        if shown is None and PROMPT.search(ESCAPE.sub(b"", seen)):
            shown = (time.perf_counter() - start) * 1000
    answering = (time.perf_counter() - start) * 1000
    os.write(terminal, b"\x04")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass  # how Linux says that the other side has gone
    os.close(terminal)
    os.waitpid(child, 0)
    return shown, answering


runs = int(sys.argv[1])
commands = [shlex.split(each) for each in sys.argv[2:]]
times = [[] for _ in commands]
with tempfile.TemporaryDirectory() as folder:
    for round_number in range(runs + 1):
        for command, list_of_times in zip(commands, times):
            both = prompt(command, folder)
            if round_number > 0:
                list_of_times.append(both)
for command, list_of_times in zip(commands, times):
    for what, each in zip(("shown", "answering"), zip(*list_of_times)):
        print(
            f"{what:9}   median {statistics.median(each):6.1f} ms   "
            f"least {min(each):6.1f} ms   most {max(each):6.1f} ms   {command[0]}"
        )
