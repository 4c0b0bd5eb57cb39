"""A mail server that takes everything and keeps nothing, as fast as Python can.

Run as `python office.py`; it prints its port, and ends with its standard input.
"""

import socket
import sys
import threading

_END = b"\r\n.\r\n"


def serve(line: socket.socket) -> None:
    """One conversation."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.sendall(b"220 mail.example.org\r\n")
    tail, is_message = b"", False
    while data := line.recv(1 << 18):
        tail = (tail + data)[-1024:] if is_message else tail + data
        if is_message:
            if tail.endswith(_END):
                tail, is_message = b"", False
                line.sendall(b"250 2.0.0 taken\r\n")
            continue
        while b"\n" in tail:
            command, _, tail = tail.partition(b"\n")
            verb = command[:4].upper()
            is_message = verb == b"DATA"
            said = {b"DATA": b"354 go on", b"QUIT": b"221 bye"}.get(verb, b"250 OK")
            line.sendall(said + b"\r\n")


def main() -> None:
    """Take conversations until nobody is there any more."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)  # noqa: T201 (whoever started it reads)

    def accept() -> None:
        while True:
            line, _ = listener.accept()
            threading.Thread(target=serve, args=(line,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
