"""Coverage as an LCOV tracefile, which editors show beside the lines.

Format: https://manpages.debian.org/unstable/lcov/geninfo.1.en.html#TRACEFILE_FORMAT
"""

from cstool.coverage import Coverage, by_line
from cstool.render.table import printable


def render(coverage: Coverage, run: str, root: str) -> str:
    """A record per file: `DA` of each rule, policy and text, `BRDA` of each condition (branch 0 true, 1 false).

    `root` is the folder of the workspace as readers of the file see it. `-` stands where a condition was never judged.
    """
    written = ["TN:"]
    for path, lines in by_line(coverage, run).items():
        name = printable(path)  # a line feed in a name would begin a record
        written.append(f"SF:{root}/{name}" if root not in ("", ".") else f"SF:{name}")
        branches = [(number, block, counts) for number, line in lines.items() for block, counts in enumerate(line.branches)]
        for number, block, counts in branches:
            for branch, count in enumerate(counts):
                written.append(f"BRDA:{number},{block},{branch},{count if any(counts) else '-'}")
        written += [f"BRF:{2 * len(branches)}", f"BRH:{sum(line.taken for line in lines.values())}"]
        written += [f"DA:{number},{line.hits}" for number, line in lines.items()]
        written += [f"LF:{len(lines)}", f"LH:{sum(line.hits > 0 for line in lines.values())}", "end_of_record"]
    return "\n".join(written) + "\n"
