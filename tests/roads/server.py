"""A TWS as a process: the project's mock, or what TRADEMIND_TWS says."""
import os
import random
import shlex
import socket
import subprocess
import time


def command_of(bin_folder):
    """The server's command line, with PORT for its port."""
    return os.environ.get("TRADEMIND_TWS") or f"{shlex.quote(str(bin_folder / 'mock_tws'))} PORT"


def free_port():
    """A port that nothing listens on, below those that outgoing connections of other tests take."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return str(port)
            except OSError:
                continue


class Server:
    """A TWS on a free port, or on that one."""

    def __init__(self, command, folder, port=None):
        self.log = open(folder / "server.log", "w")
        for attempt in range(5):
            self.port = port or free_port()
            if self.comes_up(command):
                return
        raise RuntimeError(f"the server does not come up: {command}: {(folder / 'server.log').read_text()}")

    def comes_up(self, command):
        """False where it ended: another process may have taken the port in the meantime."""
        words = [word.replace("PORT", self.port) for word in shlex.split(command)]
        self.process = subprocess.Popen(words, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
        give_up = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < give_up:
            try:
                socket.create_connection(("127.0.0.1", int(self.port)), 1).close()
                return self.process.poll() is None
            except OSError:
                time.sleep(0.05)
        if self.process.poll() is None:
            self.end_process()
        return False

    def end_process(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)

    def end(self):
        self.end_process()
        self.log.close()
