#!/usr/bin/env python3
"""Runs what README.md and the pages below docs tell their reader to run, and checks what they promise.

  run.py --bin build/quick/bin [--source DIR] [--stage build] [--list] [PAGE[:LINE] ...]

Each shell block runs as it stands, by bash, in a scratch folder of its page (with copies of config and docs/examples),
with the program on PATH. It must end with 0, and print the lines of a `text` block right below it, in their order; `...`
stands for anything. A comment above a block says what it needs:

  <!-- road: none -->      nothing               <!-- road: paper -->   nothing; trades on the paper broker
  <!-- road: server -->    a TWS (what has no comment gets one)
  <!-- road: gateway -->   a free port, on which it serves itself (trademind serve)
  <!-- road: build -->     a clone: runs with --stage build alone, in the source tree
  <!-- road: skip WHY -->  does not run here: docker, sudo, a real account

and, after the stage: exit=N, input=TEXT (the answer to whatever it asks), timeout=SECONDS, interrupt=REGEX or terminate=REGEX (SIGINT or SIGTERM
when a line of output fits; with after=SECONDS so much later; interrupt= alone: after that time).

The TWS is mock_tws of --bin, or what TRADEMIND_TWS says, PORT in it replaced:
TRADEMIND_TWS="python3 ../shared/tws/minitws.py --port PORT". Ports in the commands (--port 4002) become its port, and
TRADEMIND_PORT overrides the configurations, also the one of commands that name none (TRADEMIND_CONFIG), so that no block can
reach a TWS that happens to run on this machine.
"""
import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pages
from server import Server, command_of, free_port

CLOSED_PORT = "1"


def members(group):
    """The processes of a group, but for those that have ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


class Page:
    """One page's scratch folder and server; its blocks run one after the other, as a reader runs them."""

    def __init__(self, options, blocks):
        self.options, self.blocks, self.server = options, blocks, None
        self.folder = Path(tempfile.mkdtemp(prefix="roads-"))
        self.work = self.folder / "work"
        self.work.mkdir()
        (self.folder / "home").mkdir()
        for part in ("config", "docs/examples"):
            if (options.source / part).is_dir():
                shutil.copytree(options.source / part, self.work / part)

    def run(self):
        try:
            return [(block, *self.judge(block)) for block in self.blocks]
        finally:
            if self.server:
                self.server.end()
            shutil.rmtree(self.folder, ignore_errors=True)

    def judge(self, block):
        """("ok" | "skip" | "FAIL", why)"""
        if block.fault:
            return "FAIL", block.fault
        if block.stage == "skip":
            return "skip", block.reason
        if (block.stage == "build") != (self.options.stage == "build"):
            return "skip", "builds: --stage build" if block.stage == "build" else "needs no build"
        try:
            status, output, late = self.execute(block)
        except RuntimeError as failed:
            return "FAIL", str(failed)
        wanted = int(block.options.get("exit", 0))
        why = ""
        if late:
            why = late
        elif status != wanted:
            why = f"ended with {status}, not {wanted}"
        elif (line := pages.missing_line(block.promised, output)) is not None:
            why = f"does not print, or not in this place: {line}"
        return ("FAIL", f"{why}\n{output}") if why else ("ok", "")

    def environment(self, block):
        keep = {key: value for key, value in os.environ.items()
                if not key.startswith(("TRADEMIND_", "GTEST_", "XDG_")) or block.stage == "build"}
        home = self.folder / "home"
        keep.setdefault("CCACHE_DIR", str(Path.home() / ".cache/ccache"))
        if self.server is None and block.stage == "server":
            self.server = Server(self.options.server, self.folder)
        port = {"server": lambda: self.server.port, "gateway": free_port}.get(block.stage, lambda: CLOSED_PORT)()
        keep |= {"HOME": str(home), "NO_COLOR": "1", "TERM": "dumb", "PATH": f"{self.options.bin}:{keep['PATH']}"}
        if block.stage != "build":
            keep |= {"TRADEMIND_PORT": port, "TRADEMIND_HOST": "127.0.0.1",
                     "TRADEMIND_CONFIG": str(self.work / "config/ibkr_config.yaml")}  # of commands that name none
        return keep, port

    def execute(self, block):
        environment, port = self.environment(block)
        script = self.folder / "block.sh"
        script.write_text(re.sub(r"(--port[ =])\d+", rf"\g<1>{port}", block.commands))
        # every question gets the same answer: programs read ahead, one line would be the first one's alone
        typist = subprocess.Popen(["yes", block.options["input"]], stdout=subprocess.PIPE) if "input" in block.options else None
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", str(script)], env=environment, stdin=typist.stdout if typist else subprocess.DEVNULL,
            text=True, errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            cwd=self.options.source if block.stage == "build" else self.work)
        output, stopped = [], []
        reader = threading.Thread(target=self.read, args=(block, process, output, stopped))
        reader.start()
        late = ""
        try:
            patience = float(block.options.get("timeout", 7200 if block.stage == "build" else 90))
            status = process.wait(self.options.patience * patience)
        except subprocess.TimeoutExpired:
            late, status = "does not end", None
        # what a block leaves running would trade on
        if members(process.pid):
            late = late or "leaves a program running"
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
        if typist:
            typist.kill()
            typist.wait()
        for timer in stopped:
            timer.cancel()
        if not late and not stopped and any(key in block.options for key in ("interrupt", "terminate")):
            late = "ended before it was interrupted"
        return status, "".join(output), late

    def read(self, block, process, output, stopped):
        number = signal.SIGINT if "interrupt" in block.options else signal.SIGTERM
        wanted = block.options.get("interrupt", block.options.get("terminate"))

        def stop():
            # a terminal sends SIGINT to all; SIGTERM is for the program: bash would die of it
            for one in members(process.pid):
                if number == signal.SIGINT or one != process.pid:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(one, number)

        def begin():
            stopped.append(threading.Timer(float(block.options.get("after", 0)), stop))
            stopped[-1].start()

        if wanted == "":
            begin()
        for line in process.stdout:
            output.append(line)
            if self.options.stage == "build":
                print(line, end="", flush=True)
            if wanted and not stopped and re.search(wanted, line):
                begin()


class Names:
    """Commands and options that pages name must be the program's."""

    def __init__(self, program):
        self.program, self.pages = program, {}

    def help(self, *words):
        if words not in self.pages:
            ended = subprocess.run([self.program, *words, "--help"], capture_output=True, text=True, check=False, timeout=600)
            self.pages[words] = ended.stdout if ended.returncode == 0 else ""
        return self.pages[words]

    def fault(self, words):
        command, rest = [], words[1:]
        while rest and re.fullmatch(r"[a-z][a-z-]+", rest[0]):
            listed = re.search(rf"^ +{rest[0]}\b", self.help(*command), re.MULTILINE)
            if not listed:
                if command and "Commands:" not in self.help(*command):
                    break  # an argument
                return f"there is no command {' '.join([*command, rest[0]])!r}"
            command.append(rest.pop(0))
        known = self.help(*command)
        for word in rest:
            option = re.match(r"--[a-z][a-z-]*", word)
            if option and option[0] != "--help" and not re.search(rf"{option[0]}\b(?!-)", known):
                return f"{' '.join(command) or 'the program'} has no {option[0]}"
        return ""


def names(options, page):
    checker, faults, count = Names(options.bin / "trademind"), [], 0
    for words in pages.commands_of(page.read_text()):
        if "..." in words or "COMMAND" in words:
            continue
        count += 1
        if fault := checker.fault(words):
            faults.append(f"{' '.join(words)}: {fault}")
    return count, faults


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="folder of trademind and mock_tws")
    parser.add_argument("--source", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--stage", choices=("all", "build"), default="all")
    parser.add_argument("--patience", type=float, default=1, help="how much slower than usual the program may be")
    parser.add_argument("--list", action="store_true", help="names the blocks and runs nothing")
    parser.add_argument("pages", nargs="*", metavar="PAGE[:LINE]")
    options = parser.parse_args()
    options.bin, options.source = options.bin.resolve(), options.source.resolve()
    options.server = command_of(options.bin)
    return options


def main():
    options = arguments()
    counts = {"ok": 0, "skip": 0, "FAIL": 0}

    def report(kind, place, title, why):
        counts[kind] += 1
        head, _, output = why.partition("\n")
        print(f"{kind:4} {place:26} {title}" + (f": {head}" if head else ""), flush=True)
        if output:
            print("".join(f"     | {line}\n" for line in output.splitlines()[-60:]), end="", flush=True)

    wanted = [one.partition(":") for one in options.pages]
    chosen = []
    for page in pages.pages_of(options.source):
        name = str(page.relative_to(options.source))
        lines = [line for path, _, line in wanted if name == path]
        if wanted and not lines:
            continue
        blocks = [block for block in pages.blocks_of(name, page.read_text())
                  if not lines or "" in lines or str(block.line) in lines]
        chosen.append((page, name, blocks))
    if options.list:
        for _, _, blocks in chosen:
            for block in blocks:
                print(f"{block.stage:6} {block.place:26} {block.title}")
        return 0

    print(f"server: {options.server}")
    with ThreadPoolExecutor(1 if options.stage == "build" else 4) as pool:
        running = [pool.submit(Page(options, blocks).run) for _, _, blocks in chosen if blocks]
        for one in running:
            for block, kind, why in one.result():
                if kind != "skip" or options.stage != "build":
                    report(kind, block.place, block.title, why)
        if options.stage != "build":
            for (_, name, _), (count, faults) in zip(chosen, pool.map(lambda one: names(options, one[0]), chosen)):
                if count or faults:
                    report("FAIL" if faults else "ok", name, f"names {count} commands", "; ".join(faults))
    print(f"{counts['ok']} passed, {counts['FAIL']} failed" + (f", {counts['skip']} skipped" if counts["skip"] else ""))
    return 1 if counts["FAIL"] or not counts["ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
