"""From what one class took to what other classes need: guarantees, limits, and how many nodes of which size.

What is assumed, not measured, stands in capitals here, and the page says it.
"""

import math
from dataclasses import dataclass

MIB = 2**20 / 10**6  # MB in a MiB: JupyterHub and Kubernetes' limits count in MiB, and JupyterHub writes M
HUB_MB = 40  # JupyterHub's own server takes so much more than the JupyterLab server that was measured
WAIT = 60  # seconds after which Run All has ended for all who press it at once: what the cores are shared by
OPEN, MOST_OPEN = 2, 3  # notebooks that a student has open: for the guarantee; for the limit, the largest too
NODES = ((2, 8), (4, 16), (8, 32), (16, 64))  # cores and GiB
CLASSES = (15, 30, 60, 120, 300)  # students at once
SYSTEM = (0.2, 1.5)  # cores and GiB of each node that are not for students: Kubernetes and the system
HUB = (0.5, 1.0)  # cores and GiB, once: hub, proxy, scheduler


@dataclass(frozen=True)
class Needs:
    """What a student's server gets. mib, limit_mib: memory guaranteed, and at most; cpu, cpu_limit: cores."""

    mib: int
    limit_mib: int
    cpu: float
    cpu_limit: float = 1

    @property
    def guarantee(self):
        return amount(self.mib)

    @property
    def limit(self):
        return amount(self.limit_mib)


def amount(mib):
    """Memory as JupyterHub reads it, where M and G count by 1024.

    >>> amount(400), amount(2048)
    ('400M', '2G')
    """
    return f"{mib // 1024}G" if mib % 1024 == 0 else f"{mib}M"


def up(number, step):
    """The next multiple of a step that is no less; what floating point adds does not count.

    >>> up(401, 50), up(400, 50)
    (450, 400)
    """
    return step * math.ceil(round(number / step, 9))


def needs(figures):
    """Guarantees and limits from the figures of lesson.measure. -> Needs

    Memory: OPEN notebooks; at most as limit_mib says. Cores: what lets all log in and press
    Run All at once, and be done within WAIT; at most one, which a kernel that computes keeps busy.
    Raises ValueError: the class had one server for all.
    """
    if not figures["own_servers"]:
        raise ValueError(
            "The sizes need a class with a server each, as JupyterHub starts them: got one server for all."
            " Measure with --own-servers."
        )
    kernel, server = figures["kernel_MB"]["pss"]["median"], figures["server_MB"]["median"]
    return Needs(
        mib=up((server + HUB_MB + OPEN * kernel) / MIB, 50),
        limit_mib=limit_mib(figures, server),
        cpu=round(up(start(figures) / WAIT, 0.05), 2),
    )


def limit_mib(figures, server):
    """MiB that a student may take: MOST_OPEN notebooks, the largest among them, and half as much again.

    server: MB of a student's part of a server.
    """
    kernels = figures["largest_MB"] + (MOST_OPEN - 1) * figures["kernel_MB"]["pss"]["median"]
    return up(1.5 * (server + HUB_MB + kernels) / MIB, 256)


def start(figures):
    """Seconds of a core that a student's lesson begins with: server and kernel open, Run All."""
    first = figures["steps"][0]
    return first["open_core_s"] + first["run_core_s"]


def on_a_node(need, cores, gib, beside=(0, 0)):
    """How many students' servers Kubernetes puts on a node, by memory and by cores. -> (int, int)

    beside: cores and GiB of what else runs there, apart from the system.
    """
    free_cores, free_gib = cores - SYSTEM[0] - beside[0], gib - SYSTEM[1] - beside[1]
    return math.floor(free_gib * 1024 / need.mib), math.floor(round(free_cores / need.cpu, 9))


def nodes(students, need, cores, gib):
    """How many nodes of a size a class needs, hub and proxy on one of them. -> int"""
    each, beside_hub = (max(0, min(on_a_node(need, cores, gib, beside))) for beside in ((0, 0), HUB))
    if not each:
        raise ValueError(f"No student fits on a node of {cores} cores and {gib} GiB: take a larger one.")
    return max(1, math.ceil((students + each - beside_hub) / each))


def wait(students, need, cores, gib, core_s):
    """Seconds until the fullest node has done what all on it want at once: core_s of a core for each."""
    return min(students, min(on_a_node(need, cores, gib))) * core_s / cores


def table(figures):
    """Students → nodes, with what they wait, for each size of node; and what a node holds. -> text"""
    need, run = needs(figures), figures["steps"][0]["run_core_s"]
    sizes = [f"{cores} cores, {gib} GiB" for cores, gib in NODES]
    lines = ["| students at once | " + " | ".join(sizes) + " |", "|---" * (len(NODES) + 1) + "|"]
    for students in CLASSES:
        cells = []
        for size in NODES:
            count = nodes(students, need, *size)
            seconds = wait(students, need, *size, run)
            cells.append(f"{count} node{'s' if count > 1 else ''}, {seconds:.0f} s")
        lines.append(f"| {students} | " + " | ".join(cells) + " |")
    held = [
        f"{min(both)} ({both[0]} by memory, {both[1]} by cores)"
        for both in (on_a_node(need, *size) for size in NODES)
    ]
    lines.append("| *a node holds* | " + " | ".join(held) + " |")
    return "\n".join([*basis(figures, need, run), "", *lines])


def basis(figures, need, run):
    """What the table is reckoned from. -> lines"""
    kernel, server = figures["kernel_MB"]["pss"]["median"], figures["server_MB"]["median"]
    first = figures["steps"][0]
    return [
        f"Reckoned from what was measured with {first['students']} students on {figures['machine']['cores']}"
        f" cores. A kernel with notebook 8 takes {kernel:.0f} MB, a server {server:.0f} MB and JupyterHub's"
        f" part of it {HUB_MB} MB more. To open both takes {first['open_core_s']:.1f} s of a core, Run All"
        f" {run:.1f} s.",
        "",
        f"- **Guaranteed to each student:** {need.guarantee} of memory, for {OPEN} open notebooks, and"
        f" {need.cpu:g} of a core, so that all can log in and press Run All within {WAIT} s.",
        f"- **At most:** {need.limit} of memory, for {MOST_OPEN} open notebooks, notebook 11 among them, and"
        " half as much again, and"
        f" {need.cpu_limit:g} core.",
        f"- **Assumed:** the system keeps {SYSTEM[0]} cores and {SYSTEM[1]} GiB of each node; hub and proxy"
        f" take {HUB[0]} cores and {HUB[1]:g} GiB once.",
        "- **The seconds:** what all on the fullest node wait when all press Run All at once.",
    ]
