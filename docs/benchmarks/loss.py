"""Two programs on loopback whose network loses 30 % and takes 20 ms, each way: how long talk takes there.

usage: loss.py RUNS COMMAND...    for example: loss.py 20 chat-cli/target/udpchat/bin/udpchat

One of the two programs impairs what it sends and what it gets. Each run has a seed of its own, and prints: seconds from
the first word, to a bare address, until it was delivered; for 1,000 messages of 100 bytes each way at once; and for one
message of 1 MiB. A message that comes twice, not at all or out of order ends it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MESSAGES = 1000


class Peer:
    def __init__(self, command, home, *arguments):
        environment = dict(os.environ, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        self.process = subprocess.Popen(
            [*command, "--json", "--bind", "127.0.0.1:0", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.texts, self.delivered = [], 0
        self.changed = threading.Condition()
        self.ready = json.loads(self.process.stdout.readline())
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            with self.changed:
                if event["event"] == "message":
                    self.texts.append(event["text"])
                elif event["event"] == "delivery" and event["state"] == "delivered":
                    self.delivered += 1
                elif event["event"] == "delivery" and event["state"] == "failed":
                    sys.exit(f"failed: {line}")
                self.changed.notify_all()

    def say(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines).encode())
        self.process.stdin.flush()

    def wait(self, what, seconds=180):
        with self.changed:
            if not self.changed.wait_for(what, seconds):
                sys.exit(f"not within {seconds} s: {len(self.texts)} came, {self.delivered} delivered")

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


def run(command, seed):
    with tempfile.TemporaryDirectory() as home:
        bob = Peer(command, home + "/bob")
        alice = Peer(command, home + "/alice", "--sim", f"loss=30,delay=20,seed={seed}")
        times = []
        start = time.monotonic()
        alice.say(f"/to 127.0.0.1:{bob.ready['port']}", "hello")
        alice.wait(lambda: alice.delivered == 1)
        times.append(time.monotonic() - start)
        bob.say("/reply hello")
        bob.wait(lambda: bob.delivered == 1)
        bob.say(f"/to {alice.ready['key']}")
        numbered = {who: [f"{who} {i} ".ljust(100, "x") for i in range(MESSAGES)] for who in ("alice", "bob")}
        start = time.monotonic()
        alice.say(*numbered["alice"])
        bob.say(*numbered["bob"])
        for peer in (alice, bob):
            peer.wait(lambda: peer.delivered == 1 + MESSAGES and len(peer.texts) == 1 + MESSAGES)
        times.append(time.monotonic() - start)
        assert alice.texts == ["hello", *numbered["bob"]], "at alice"
        assert bob.texts == ["hello", *numbered["alice"]], "at bob"
        start = time.monotonic()
        alice.say("y" * (1 << 20))
        alice.wait(lambda: alice.delivered == 2 + MESSAGES)
        times.append(time.monotonic() - start)
        bob.wait(lambda: len(bob.texts) == 2 + MESSAGES)
        assert bob.texts[-1] == "y" * (1 << 20)
        alice.close()
        bob.close()
        return times


runs = []
for number in range(int(sys.argv[1])):
    runs.append(run(sys.argv[2:], number + 1))
    print("seed %d: first word %.2f s, 1,000 each way %.1f s, 1 MiB %.1f s" % (number + 1, *runs[-1]), flush=True)
for name, values in zip(("first word", "1,000 each way", "1 MiB"), zip(*runs)):
    print(f"{name}: median {statistics.median(values):.2f} s, worst {max(values):.2f} s")
