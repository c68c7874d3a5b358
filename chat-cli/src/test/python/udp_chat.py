"""The classic exercise: python3 udp_chat.py OWN_PORT HOST PORT

One socket, a thread that prints what comes, and a loop that sends what is typed to the last address that was heard
from, or else to HOST:PORT.
"""
import socket
import sys
import threading

own_port, host, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", own_port))
peer = (host, port)


def receive():
    global peer
    while True:
        data, peer = sock.recvfrom(1024)
        print(data.decode("utf-8"), flush=True)


threading.Thread(target=receive, daemon=True).start()
for line in sys.stdin:
    sock.sendto(line.rstrip("\n").encode("utf-8"), peer)
