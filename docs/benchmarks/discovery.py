"""Hosts of our own on one LAN: how long it takes programs to find each other, and what they say when nobody talks.

usage: discovery.py RUNS COMMAND...    for example: discovery.py 20 chat-cli/target/udpchat/bin/udpchat

Needs the right to make network namespaces, ip and nft. The times are milliseconds until both programs have said of the
other that it is here: from the start of the second process, and from its word that its socket is bound. In the last line
ten programs have found each other, and nobody talks.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

IDLE_PEERS = 10
IDLE_SECONDS = 120


def run(*words):
    subprocess.run(words, check=True)


class Lan:
    """Network namespaces, each a port of one bridge."""

    def __init__(self, count):
        self.name = f"ucd{os.getpid()}"
        self.hosts = [f"{self.name}h{i}" for i in range(count)]
        run("ip", "netns", "add", self.name)
        run("ip", "-n", self.name, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
        run("ip", "-n", self.name, "link", "set", "br0", "up")
        for i, host in enumerate(self.hosts):
            run("ip", "netns", "add", host)
            run("ip", "link", "add", "eth0", "netns", host, "type", "veth", "peer", "name", f"p{i}", "netns", self.name)
            run("ip", "-n", self.name, "link", "set", f"p{i}", "master", "br0", "up")
            run("ip", "-n", host, "addr", "add", f"10.79.1.{i + 1}/24", "dev", "eth0")
            run("ip", "-n", host, "link", "set", "eth0", "up")
            run("ip", "-n", host, "link", "set", "lo", "up")
            run("ip", "netns", "exec", host, "nft",
                "table inet c { chain out { type filter hook output priority 0;"
                " oifname eth0 meta l4proto udp counter; }; }")
        time.sleep(3)  # until IPv6 has its addresses

    def sent(self):
        """UDP datagrams that left the hosts."""
        total = 0
        for host in self.hosts:
            out = subprocess.check_output(["ip", "netns", "exec", host, "nft", "-j", "list", "ruleset"])
            for item in json.loads(out)["nftables"]:
                for part in item.get("rule", {}).get("expr", []):
                    total += part.get("counter", {}).get("packets", 0)
        return total

    def close(self):
        for host in [*self.hosts, self.name]:
            run("ip", "netns", "del", host)


class Peer:
    def __init__(self, command, host, nick, home):
        environment = dict(os.environ, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", host, *command, "--json", "--nick", nick, "--drain", "0s"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.bound, self.here = None, {}
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            now = time.monotonic()
            event = json.loads(line)
            with self.changed:
                if event["event"] == "ready":
                    self.bound = now
                elif event["event"] == "peer" and event["state"] == "up":
                    self.here.setdefault(event["key"], now)
                self.changed.notify_all()

    def wait(self, what, seconds=60):
        with self.changed:
            if not self.changed.wait_for(what, seconds):
                sys.exit(f"not within {seconds} s: {len(self.here)} are here")

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def meet(command, lan, homes, at_once):
    first = Peer(command, lan.hosts[0], "alice", homes[0])
    if not at_once:
        first.wait(lambda: first.bound)
        time.sleep(3)  # its own HELLOs are said
    second = Peer(command, lan.hosts[1], "bob", homes[1])
    first.wait(lambda: len(first.here) == 1)
    second.wait(lambda: len(second.here) == 1)
    both = max(*first.here.values(), *second.here.values())
    later = max(first.bound, second.bound)
    times = both - second.started, both - later
    second.close()
    first.close()
    return [1000 * each for each in times]


def median_and_worst(times):
    return f"{statistics.median(times):.0f} (worst {max(times):.0f})"


def main():
    runs, command = int(sys.argv[1]), sys.argv[2:]
    folder = tempfile.mkdtemp()
    lan = Lan(IDLE_PEERS)
    try:
        homes = [os.path.join(folder, str(i)) for i in range(IDLE_PEERS)]
        for name, at_once in (("one starts while the other runs", False), ("both start at once", True)):
            times = [meet(command, lan, homes, at_once) for _ in range(runs)]
            print(f"{name}, {runs} runs, ms: from the start {median_and_worst([t[0] for t in times])},"
                  f" from the bound socket {median_and_worst([t[1] for t in times])}", flush=True)
        peers = [Peer(command, host, f"p{i}", homes[i]) for i, host in enumerate(lan.hosts)]
        for peer in peers:
            peer.wait(lambda: len(peer.here) == IDLE_PEERS - 1)
        time.sleep(10)
        before, since = lan.sent(), time.monotonic()
        time.sleep(IDLE_SECONDS)
        rate = (lan.sent() - before) / (time.monotonic() - since)
        print(f"{IDLE_PEERS} programs, nobody talks: {rate:.2f} datagrams a second in all")
        for peer in peers:
            peer.close()
    finally:
        lan.close()
        shutil.rmtree(folder)


main()
