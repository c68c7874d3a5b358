#!/usr/bin/env python3
"""A history of many messages: how long it takes to open, to read and to search, and what the program then needs.

Usage: history.py COUNT UDPCHAT     e.g. history.py 1000000 chat-cli/target/udpchat/bin/udpchat
Makes a profile in a folder of its own, writes COUNT messages of some ten words into its message store as the program would,
lets the program bring them into its full-text index, which takes minutes for a million, and measures.
"""
import os
import random
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

WORDS = ["hello", "meeting", "tomorrow", "photos", "holiday", "server", "release", "你好", "今晚", "吃饭", "データ", "schön"]
count, udpchat = int(sys.argv[1]), sys.argv[2]
random.seed(1)


def run(*arguments, **more):
    return subprocess.run([udpchat, *arguments], env=environment, capture_output=True, text=True, **more)


def idle(seconds):
    program = subprocess.Popen([udpchat, "--json", "--no-discovery", "--bind", "127.0.0.1:0"], env=environment,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    program.stdout.readline()
    time.sleep(seconds)
    return program


def stop(program):
    program.stdin.close()
    program.wait()


def median(*arguments):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = run(*arguments)
        times.append((time.perf_counter() - start) * 1000)
        assert result.returncode == 0, result
    return statistics.median(times)


with tempfile.TemporaryDirectory() as folder:
    environment = dict(os.environ, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)
    stop(idle(2))
    file = folder + "/udpchat/default/chat.db"
    store = sqlite3.connect(file)
    store.execute("INSERT INTO peer (key) VALUES (?)", (bytes(range(32)),))
    rows = ((i, 0, 0, 1700000000000 + i * 1000, 1, 7, i,
             struct.pack(">bq", 0, 1700000000000 + i * 1000) + " ".join(
                 [*random.choices(WORDS, k=10), format(i, "x")]).encode())
            for i in range(1, count + 1))
    store.executemany("INSERT INTO message (id, peer, channel, seq, at, outcome, high, low, body)"
                      " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)", rows)
    store.commit()
    program = idle(0)
    begin = time.time()
    while store.execute("SELECT through FROM indexed").fetchone()[0] < count:
        time.sleep(0.5)
    print(f"indexed {count} messages in {time.time() - begin:.0f} s; the file has {os.path.getsize(file) >> 20} MiB")
    heap = subprocess.run(["jcmd", str(program.pid), "GC.run"], capture_output=True, text=True)
    heap = subprocess.run(["jcmd", str(program.pid), "GC.heap_info"], capture_output=True, text=True).stdout
    print(heap)
    with open(f"/proc/{program.pid}/status") as status:
        print([line.strip() for line in status if line.startswith("VmRSS")][0])
    stop(program)
    nothing = median("--version")
    print(f"start and end of a program that does nothing: {nothing:.0f} ms; beyond that:")
    for words in (["history"], ["search", "hello", "photos"], ["search", "今晚"], ["search", "你"], ["search", "hel", "pho"],
                  ["search", "holid", "photo"], ["search", format(count // 2, "x")], ["search", "nothing-of-that"]):
        print(f"  {' '.join(words)}: {median(*words) - nothing:.0f} ms")
