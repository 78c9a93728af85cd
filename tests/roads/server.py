"""A TWS as a process: the project's mock, or what TRADEMIND_TWS says."""
import os
import shlex
import socket
import subprocess
import time


def command_of(bin_folder):
    """The server's command line, with PORT for its port."""
    return os.environ.get("TRADEMIND_TWS") or f"{shlex.quote(str(bin_folder / 'mock_tws'))} PORT"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Server:
    """A TWS on a free port, or on that one."""

    def __init__(self, command, folder, port=None):
        self.port = port or free_port()
        self.log = open(folder / "server.log", "w")
        words = [word.replace("PORT", self.port) for word in shlex.split(command)]
        self.process = subprocess.Popen(words, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
        give_up = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", int(self.port)), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > give_up:
                    raise RuntimeError(f"the server does not come up: {command}: {(folder / 'server.log').read_text()}")
                time.sleep(0.05)

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(10)
        self.log.close()
