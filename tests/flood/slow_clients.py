#!/usr/bin/env python3
"""Many slow clients from many addresses: each sends the beginning of a request and then nothing, and comes back
whenever it is cut. Bounded in count and in time; on loopback only, where all of 127/8 is ours.

    slow_clients.py PORT COUNT SECONDS

Prints how many times one of them was cut. A process of its own, so that it does not take the probe's time.
"""
import selectors
import socket
import sys
import time

# So many from each address: well below what one address may have.
PER_ADDRESS = 16
# How fast they come back, some 1,300 a second: it is the server that is to be full, not the machine.
CONNECTS_PER_TURN_MAX = 64
TURN_SECONDS = 0.05
BEGINNING = b"POST /submissions HTTP/1.1\r\nHost: shop.example\r\nContent-"


def address_of(number):
    host = number // PER_ADDRESS + 1
    return f"127.1.{host // 250}.{host % 250 + 1}"


def connect(port, number):
    client = socket.socket()
    client.setblocking(False)
    client.bind((address_of(number), 0))
    client.connect_ex(("127.0.0.1", port))
    return client


def main():
    port, count, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    selector = selectors.DefaultSelector()
    outside, cuts, deadline = list(range(count)), 0, time.monotonic() + seconds
    while (turn := time.monotonic()) < deadline:
        for number in outside[:CONNECTS_PER_TURN_MAX]:
            selector.register(connect(port, number), selectors.EVENT_WRITE, number)
        del outside[:CONNECTS_PER_TURN_MAX]
        for key, events in selector.select(0):
            client = key.fileobj
            try:
                if events & selectors.EVENT_WRITE:
                    client.send(BEGINNING)
                    selector.modify(client, selectors.EVENT_READ, key.data)
                elif not client.recv(65536):
                    raise ConnectionResetError
            except OSError:
                selector.unregister(client)
                client.close()
                outside.append(key.data)
                cuts += 1
        time.sleep(max(0, turn + TURN_SECONDS - time.monotonic()))
    print(cuts)


if __name__ == "__main__":
    main()
