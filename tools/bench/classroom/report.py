"""What was found, as two tables in Markdown and what follows from them."""

from tools.bench.classroom.lesson import BUSY, GIB, LATE, MB, room_for
from tools.bench.classroom.moves import PEOPLE
from tools.bench.classroom.sizing import amount, limit_mib

MOST = 150  # MB that a kernel may take


def fits(each, room):
    """How many students fit where each takes so much of the room: whole ones."""
    return int(room / each)


def report(figures):
    """The figures of lesson.measure as text."""
    return "\n".join(
        [begins(figures), "", *first_table(figures), "", *steps_table(figures), "", *told(figures)]
    )


def line(figures):
    """The class in one line, for the results of tools/bench."""
    first, last = figures["steps"][0], figures["steps"][-1]
    return (
        f"A class on one machine (`python -m tools.bench.classroom`, [all of it](../../teaching/server.md)):"
        f" {first['students']} students, slider → last message of the answer, p95 {first['ms']['p95']:.0f} ms"
        f" (at most {LATE} ms: {reached(first['ms']['p95'] <= LATE)}); with {last['students']}, the most that"
        f" were tried, {last['ms']['p95']:.0f} ms."
    )


def begins(figures):
    machine, first = figures["machine"], figures["steps"][0]
    return (
        f"{first['students']} students at once,"
        f" {'a server each' if figures['own_servers'] else 'one server for all'}, on a machine with"
        f" {machine['cores']} cores and {machine['GiB']} GiB. Each moves sliders as people are assumed to:"
        f" {PEOPLE.told()}."
    )


def first_table(figures):
    """What each of the first students takes, and waits. -> lines"""

    def row(what, numbers, unit):
        return f"| {what} | " + " | ".join(f"{one:.0f} {unit}" for one in numbers.values()) + " |"

    kernel, first = figures["kernel_MB"], figures["steps"][0]
    return [
        "| | median | p95 | most |",
        "|---|---|---|---|",
        row("memory of a kernel with notebook 8 open, of what kernels share its part", kernel["pss"], "MB"),
        row("the same without what is shared", kernel["uss"], "MB"),
        row("the same with all that is shared", kernel["rss"], "MB"),
        f"| memory of a kernel with notebook 11, the largest | {figures['largest_MB']:.0f} MB | | |",
        row("memory of a server, of what is shared its part", figures["server_MB"], "MB"),
        row("notebook 8 run from top to bottom, all at once", first["run_all_s"], "s"),
        row(
            "slider moved → last message of the answer, one student, without pauses",
            figures["alone_ms"],
            "ms",
        ),
        row("slider moved → last message of the answer, all, with pauses", first["ms"], "ms"),
    ]


def steps_table(figures):
    """What happened as more and more came. -> lines"""
    lines = [
        "| students | slider, median | p95 | p95 while those who came pressed Run All | they waited |"
        " moves answered | pictures right | memory | cores busy | the measuring itself |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in figures["steps"]:
        during = one["meanwhile_ms"]
        cells = (
            one["students"],
            f"{one['ms']['median']:.0f} ms",
            f"{one['ms']['p95']:.0f} ms",
            f"{during['p95']:.0f} ms" if during else "",
            f"{one['run_all_s']['most']:.0f} s ({one['came']})",
            f"{one['answered']} of {one['sent']}",
            f"{one['right']} of {one['students']}",
            f"{one['memory_GiB']:.1f} GiB",
            f"{one['cores']:.2f}",
            f"{one['own_cores']:.2f} of a core",
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def told(figures):
    """What follows from the tables. -> lines"""
    machine, first, last = figures["machine"], figures["steps"][0], figures["steps"][-1]
    kernel, server = figures["kernel_MB"]["pss"]["median"], figures["server_MB"]["median"]
    shared = server if figures["own_servers"] else server / first["students"]
    each = kernel + shared
    rush = figures["rush"]
    busy, run = first["cores"] / first["students"], first["run_core_s"]
    reckoned = first["students"] * run / machine["cores"]
    own = max(one["own_cores"] for one in figures["steps"])
    sent, answered = (sum(one[kind] for one in figures["steps"]) for kind in ("sent", "answered"))
    faults = [f"  - {fault}" for one in figures["steps"] for fault in one["faults"]]
    return [
        f"- **Memory.** A kernel with notebook 8 open takes {kernel:.0f} MB (at most {MOST}:"
        f" {reached(kernel <= MOST)}), with the server's part {each:.0f} MB:"
        f" {fits(each, GIB / MB)} students for each GiB.",
        "- **Limit.** Three notebooks open, notebook 11 among them, and half as much again:"
        f" {amount(limit_mib(figures, shared))} for each student.",
        f"- **Cores.** A student who moves sliders so keeps {busy:.1%} of a core busy:"
        f" {fits(busy, 1)} students for each core. To open a server and a kernel takes"
        f" {first['open_core_s']:.1f} s of a core, to run notebook 8 {run:.1f} s.",
        f"- **Waiting.** p95 at most {LATE} ms with {first['students']} students:"
        f" {reached(first['ms']['p95'] <= LATE)}. Run All of all at once should take"
        f" {first['students']} × {run:.1f} s / {machine['cores']} cores = {reckoned:.0f} s;"
        f" the last waited {first['run_all_s']['most']:.0f} s.",
        f"- **Nothing lost.** {answered} of {sent} moves were answered. In the end {last['right']} of"
        f" {last['students']} students had the pictures that their kernel draws afresh for where their"
        f" sliders stand. {last['failed']} cells or callbacks failed.",
        *faults,
        f"- **Where it breaks.** {breaks(figures)}",
        f"- **Without pauses,** which no class does, {rush['students']} students wait"
        f" {rush['ms']['median']:.0f} ms for a slider (p95: {rush['ms']['p95']:.0f} ms);"
        f" {rush['answered']} of {rush['sent']} moves were answered, and {rush['right']} of"
        f" {rush['students']} students had the right pictures in the end.",
        f"- **The measuring itself** took at most {own:.2f} of a core while sliders moved:"
        f" {'less than' if own <= BUSY else '**more than**'} the {BUSY} of a core above which it would hold"
        " up what it measures. It runs on the same cores, so the class alone would wait a little less.",
    ]


def reached(is_so):
    return "reached" if is_so else "**missed**"


def breaks(figures):
    """Why no more students came, and what that means. -> sentences"""
    *good, last = figures["steps"]
    most = room_for(figures)
    before = f" With {good[-1]['students']} it did not." if good else ""
    with_them = f"With {last['students']} students"
    reasons = {
        "slow": f"{with_them} a slider answers within {last['ms']['p95']:.0f} ms (p95): more than {LATE} ms,"
        f" with {last['cores']:.2f} of {figures['machine']['cores']} cores busy and"
        f" {last['memory_GiB']:.1f} GiB taken. What holds it up was not found.{before}",
        "lost": f"{with_them} something was lost: the table says what.{before}",
        "memory": f"{with_them} sliders still answer in time, and {last['memory_GiB']:.1f} GiB are taken."
        f" With {most} memory is full. So memory ends first here, not the cores.",
        "time": f"{with_them} it has not: the time of the measurement was over. With {most} memory would be"
        " full.",
        "enough": f"{with_them} it has not, and no more were asked for. With {most} memory would be full.",
    }
    return reasons[figures["stopped"]]
