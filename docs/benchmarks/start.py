#!/usr/bin/env python3
"""Milliseconds from starting a program to its first line of output, several programs in turn.

Usage: start.py RUNS COMMAND [COMMAND...]     a COMMAND is one shell word list, in quotes
Each program gets an empty input. The first round warms the file cache and does not count.
"""
import shlex
import statistics
import subprocess
import sys
import time


def first_line(command):
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    line = process.stdout.readline()
    millis = (time.perf_counter() - start) * 1000
    process.stdout.read()
    process.wait()
    if not line:
        sys.exit("no output from " + " ".join(command))
    return millis


runs = int(sys.argv[1])
commands = [shlex.split(each) for each in sys.argv[2:]]
times = [[] for _ in commands]
for round_number in range(runs + 1):
    for command, list_of_times in zip(commands, times):
        millis = first_line(command)
        if round_number > 0:
            list_of_times.append(millis)
for command, list_of_times in zip(commands, times):
    print(
        f"median {statistics.median(list_of_times):6.1f} ms   "
        f"least {min(list_of_times):6.1f} ms   most {max(list_of_times):6.1f} ms   {command[0]}"
    )
