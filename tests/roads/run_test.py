#!/usr/bin/env python3
"""The runner of the roads must pass what is right and fail what is not: pages with one block each, and a small program."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

RUNNER = Path(__file__).resolve().parent / "run.py"
PROGRAM = r"""#!/usr/bin/env bash
case "$*" in
    --help) printf 'Commands:\n  say    Say it\n  wait   Wait\n' ;;
    "say --help") printf '  --loud  Loudly\n' ;;
    "wait --help") printf '  --long  Long\n' ;;
    say*) shift; echo "port=$TRADEMIND_PORT $*" ;;
    wait*) trap 'echo left in order; exit 0' INT; trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done ;;
    *) exit 2 ;;
esac
"""
SERVER = ('python3 -c "import socket,sys; s=socket.create_server((\'127.0.0.1\', int(sys.argv[1])))\n'
          'while True: s.accept()[0].close()" PORT')


class Runner(unittest.TestCase):
    def run_page(self, block, stage="none", after=""):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "docs").mkdir()
            (root / "bin").mkdir()
            (root / "bin/trademind").write_text(PROGRAM)
            (root / "bin/trademind").chmod(0o755)
            comment = f"<!-- road: {stage} -->\n" if stage is not None else ""
            (root / "README.md").write_text(f"# Page\n\n{comment}```sh\n{block}\n```\n{after}")
            ended = subprocess.run([sys.executable, RUNNER, "--bin", root / "bin", "--source", root], text=True, check=False,
                                   capture_output=True, timeout=60, env={"PATH": "/usr/bin:/bin", "TRADEMIND_TWS": SERVER})
            return ended.returncode, ended.stdout + ended.stderr

    def passes(self, *arguments, **keys):
        status, output = self.run_page(*arguments, **keys)
        self.assertEqual(status, 0, output)
        self.assertIn(" 0 failed", output)
        return output

    def fails(self, why, *arguments, **keys):
        status, output = self.run_page(*arguments, **keys)
        self.assertEqual(status, 1, output)
        self.assertIn(why, output)

    def test_a_block_that_does_what_it_says_passes(self):
        self.passes("trademind say hello   # a comment", after="\n```text\n... hello\n```\n")

    def test_the_exit_status_counts(self):
        self.fails("ended with 3, not 0", "exit 3")
        self.passes("exit 3", "none exit=3")
        self.fails("ended with 0, not 3", "true", "none exit=3")
        self.fails("ended with 1, not 0", "false | cat")

    def test_promised_lines_come_in_their_order(self):
        page = "printf 'first 1\\nsecond\\n'"
        self.passes(page, after="\n```text\nfirst ...\n...\nsecond\n```\n")
        self.fails("does not print, or not in this place: first", page, after="\n```text\nsecond\nfirst ...\n```\n")

    def test_a_server_is_there_when_nothing_else_is_said(self):
        output = self.passes("exec 3<>/dev/tcp/127.0.0.1/$TRADEMIND_PORT", None)
        self.assertIn("README.md:3", output)
        self.fails("FAIL", "exec 3<>/dev/tcp/127.0.0.1/$TRADEMIND_PORT", "none")

    def test_no_command_reaches_another_port(self):
        self.passes("[ 1 = $(echo --port 4002 | cut -d' ' -f2) ]")

    def test_an_interrupted_command_must_end_in_order(self):
        self.passes("trademind wait", "none interrupt=ready", after="\n```text\nleft in order\n```\n")
        self.fails("ended with 3, not 0", "trademind wait", "none terminate=ready")
        self.fails("ended before it was interrupted", "trademind say hello", "none interrupt=ready")
        self.fails("does not end", "trademind wait", "none timeout=1")

    def test_every_question_gets_the_answer(self):
        self.passes("for i in 1 2; do read answer; [ $answer = y ]; done", "none input=y")
        self.fails("ended with 1, not 0", "read answer")

    def test_nothing_is_left_running(self):
        self.fails("leaves a program running", "trademind wait &\nsleep 0.3")

    def test_a_skip_has_a_reason(self):
        self.fails("skip needs a reason", "true", "skip")
        status, output = self.run_page("exit 1", "skip needs docker", after="\n```sh\ntrue\n```\n")
        self.assertEqual(status, 0, output)
        self.assertIn("skip README.md:4", output)
        self.fails("names no stage", "true", "sometimes")
        self.fails("unknown option", "true", "none exist=3")

    def test_commands_and_options_that_a_page_names_are_there(self):
        self.passes("true", after="\n`trademind say --loud` and `trademind wait --long`\n")
        self.fails("there is no command 'sing'", "true", after="\n`trademind sing`\n")
        self.fails("say has no --quiet", "true", after="\n| a | `trademind say x --quiet` |\n")


if __name__ == "__main__":
    unittest.main()
