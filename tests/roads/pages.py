"""Shell blocks of Markdown pages: what a page asks its reader to run, and what it promises."""
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

STAGES = ("none", "paper", "server", "gateway", "build", "skip")
SHELL = ("", "sh", "bash", "shell", "console")
OUTPUT = ("text", "output")


@dataclass
class Block:
    page: str
    line: int
    commands: str
    stage: str = "server"
    reason: str = ""                      # of a skip
    options: dict = field(default_factory=dict)
    promised: list = field(default_factory=list)
    fault: str = ""                       # of the comment beside the block

    @property
    def place(self):
        return f"{self.page}:{self.line}"

    @property
    def title(self):
        lines = [line for line in self.commands.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        first = re.sub(r"\s+#.*", "", lines[0]).strip() if lines else ""
        return first + (f" (+{len(lines) - 1})" if len(lines) > 1 else "")


def read_comment(block, text):
    """`road: STAGE [key=value ...]` or `road: skip REASON`."""
    words = text.split()
    block.stage = words[0] if words else ""
    if block.stage not in STAGES:
        block.fault = f"the comment beside it names no stage ({', '.join(STAGES)}): {text}"
    elif block.stage == "skip":
        block.reason = " ".join(words[1:])
        if not block.reason:
            block.fault = "skip needs a reason"
    else:
        for option in shlex.split(" ".join(words[1:])):
            key, equals, value = option.partition("=")
            if not equals or key not in ("exit", "interrupt", "terminate", "after", "input", "timeout"):
                block.fault = f"the comment beside it has an unknown option: {option}"
            block.options[key] = value


def blocks_of(page, text):
    """All shell blocks of a page; a block of output right below one is what it promises."""
    found = []
    comment, above, fence, language, start, body = None, None, None, "", 0, []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if fence is None:
            opened = re.match(r"^(\s*)(`{3,})\s*(\w*)\s*$", line)
            if opened:
                fence, language, start, body = opened, opened[3], number, []
            elif stripped:
                marked = re.fullmatch(r"<!--\s*road:\s*(.*?)\s*-->", stripped)
                comment, above = (marked[1] if marked else None), None
            continue
        if stripped != fence[2]:
            body.append(line[len(fence[1]):] if line.startswith(fence[1]) else line.lstrip())
            continue
        fence = None
        if language in SHELL:
            above = Block(page, start, "\n".join(body) + "\n")
            if comment is not None:
                read_comment(above, comment)
            found.append(above)
        else:
            if language in OUTPUT and above:
                above.promised = [one for one in body if one.strip()]
            above = None
        comment = None
    return found


def commands_of(text):
    """Every `trademind ...` that a page names in its text, in tables and in blocks, as words."""
    named = re.findall(r"`(trademind [^`]+)`", text)
    for block in blocks_of("", text):
        joined = block.commands.replace("\\\n", " ")
        named += [line.strip() for line in joined.splitlines() if line.strip().startswith("trademind ")]
    for one in named:
        try:
            yield shlex.split(one, comments=True)
        except ValueError:
            yield one.split()


def pages_of(source):
    root = Path(source)
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def is_promised(line, output):
    """Whether a line of the output is the promised one; `...` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in re.split(r"\.\.\.", " ".join(line.split())))
    return re.fullmatch(pattern, " ".join(output.split())) is not None


def missing_line(promised, output):
    """The first promised line that does not come, in its order; None when all do."""
    lines = iter(output.splitlines())
    for line in promised:
        if line.strip() != "..." and not any(is_promised(line, one) for one in lines):
            return line
    return None
