#!/usr/bin/env python3
"""Runs one of docs/examples, as it was built outside the tree, with a TWS where it needs one.

  example.py --bin build/quick/bin --examples FOLDER --config config/ibkr_config.yaml NAME
"""
import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from server import Server, command_of

# what each must print; those on IBKR get the configuration as their argument
ON_PAPER = {
    "blocking": "10 AAPL at ",
    "place_order": "BUY 10 AAPL LMT 189.1 DAY: Filled",
    "risk_reject": "100: Filled.*500: refused here: .*2000: refused here: ",
    "strategy_loop": "BUY 10 .*SELL 10 .*worth ",
    "stream_quotes": "AAPL .*MSFT ",
}
ON_IBKR = {
    "first_strategy": r"[0-9]+ quotes of AAPL seen, worth [0-9.]+",
    "ibkr_order": r"BUY 1 AAPL LMT [0-9.]+ DAY: Filled at [0-9.]+",
    "two_brokers": "paper broker.*BUY 10 AAPL.*SELL 10 AAPL.*IBKR broker.*BUY 10 AAPL.*SELL 10 AAPL",
}


def expect(program, arguments, wanted, environment):
    ended = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=90, env=environment)
    print(ended.stdout + ended.stderr)
    if ended.returncode != 0:
        sys.exit(f"ended with {ended.returncode}")
    if not re.search(wanted, ended.stdout, re.DOTALL):
        sys.exit(f"printed nothing that fits {wanted!r}")


def fails_without_a_server(program, config, environment):
    ended = subprocess.run([program, config], capture_output=True, text=True, check=False, timeout=90,
                           env=environment | {"TRADEMIND_PORT": "1"})
    if ended.returncode != 1 or "refused" not in ended.stderr:
        sys.exit(f"without a server: ended with {ended.returncode}: {ended.stdout}{ended.stderr}")


def lose_the_link(program, config, environment, server, again):
    """The server goes and comes back, then Ctrl-C."""
    running = subprocess.Popen([program, config], stdout=subprocess.PIPE, text=True, env=environment)
    steps = {"link: ready": server.end, "link: lost": again, "trading again": lambda: running.send_signal(signal.SIGINT)}
    for line in running.stdout:
        print(line, end="")
        if act := steps.pop(line.strip(), None):
            act()
    if running.wait(30) != 0 or steps:
        sys.exit(f"ended with {running.returncode}, and without {list(steps)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("name")
    options = parser.parse_args()
    program = options.examples / f"example_{options.name}"
    with tempfile.TemporaryDirectory(prefix="example-") as name:
        folder = Path(name)
        config = folder / "ibkr_config.yaml"
        config.write_text(options.config.read_text().replace("reconnect_delay: 5 s", "reconnect_delay: 100 ms"))
        environment = os.environ | {"HOME": name}
        os.chdir(folder)
        if options.name in ON_PAPER:
            return expect(program, [], ON_PAPER[options.name], environment)
        servers = [Server(command_of(options.bin.resolve()), folder)]
        try:
            environment["TRADEMIND_PORT"] = servers[0].port
            if options.name == "reconnect":
                lose_the_link(program, config, environment, servers[0], lambda: servers.append(
                    Server(command_of(options.bin.resolve()), folder, servers[0].port)))
            else:
                expect(program, [config], ON_IBKR[options.name], environment)
                fails_without_a_server(program, config, environment)
        finally:
            for server in servers:
                server.end()


if __name__ == "__main__":
    main()
