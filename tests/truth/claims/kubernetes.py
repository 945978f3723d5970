"""The numbers of the page for several classes: its table is reckoned from what was measured."""

from tools.bench.classroom import pages, sizing

DOCUMENTS = ["teaching/kubernetes.md"]


def sized():
    return sizing.table(pages.measured())


CLAIMS = {
    "<!-- measured --> {} <!-- end of what was measured -->": sized,
}
