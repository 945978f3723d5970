"""A live page under a strict Content-Security-Policy: all of it works, and nothing that was put in does.

The policy comes as the page's own meta tag, as a server's header, and as both.
"""

import re

import nbformat
import pytest

from helpers import frames, pictures
from helpers.exercises import compare, exercise, predict
from tests.lab.notebook import PATIENCE
from tests.pages.conftest import ADDRESS
from tests.pages.explorers import few
from tools import build_pages
from tools.notebooks import BUILT
from tools.pages import lives

EXPLORERS = ("small_scores", "arrows", "meeting", "paths")  # heatmaps, charts, lines and a map
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
STRICTER = (
    "; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
SENT = ("as its own tag", "as a header", "as both")
HEARD = """window.heard = [];
document.addEventListener("securitypolicyviolation",
  (one) => window.heard.push(`${one.effectiveDirective} ${one.blockedURI} ${one.sample}`));"""
QUIET = """() => [...document.querySelectorAll(".hv-root")].every(
  (one) => !one.checkVisibility() || !one.unpainted?.())"""
USE = """async (still) => {
  const frame = () => new Promise(requestAnimationFrame);
  const root = still.querySelector(":scope > .hv-explorer");
  const tell = (part, name) => part.dispatchEvent(new Event(name, { bubbles: true }));
  let used = 0;
  for (const slider of root.querySelectorAll("input[type=range]"))
    for (const to of [slider.min, slider.max]) {
      slider.value = to;
      tell(slider, "input"), tell(slider, "change");
      await frame();
      used += 1;
    }
  for (const list of root.querySelectorAll("select"))
    for (let at = list.options.length; at > 0; at -= 1) {
      list.selectedIndex = at - 1;
      tell(list, "change");
      await frame();
      used += 1;
    }
  for (const one of [...root.querySelectorAll("input[type=radio], input[type=checkbox], button")]) {
    if (!one.isConnected || one.disabled || /^(Save PNG|Run )/.test(one.textContent)) continue;
    one.click();
    await frame();
    used += 1;
  }
  return used;
}"""


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """A page with explorers of each kind, a map, a question with its answer, and an exercise."""
    path, place = BUILT[0], tmp_path_factory.mktemp("policy") / "page.html"
    shown = [few(name) for name in EXPLORERS] + [pictures.draw(frames.the_way(1))]
    asked = "who-is-it-tired"
    cards = [predict(asked), compare(asked, "the animal"), exercise("score-one-pair")]
    cells, moving = [nbformat.v4.new_markdown_cell("# 1. A page")], {}
    for number, one in enumerate([*shown, *cards], start=1):
        is_card = one in cards
        data = {"text/markdown": "A card."} if is_card else {"image/png": DOT}
        about = {} if is_card else {"image/png": {"width": 1, "alt": "A still of this picture."}}
        output = nbformat.v4.new_output("display_data", data, metadata=about)
        cells.append(nbformat.v4.new_code_cell("show()", outputs=[output]))
        moving[number, 0] = lives.live_of(one, f"live-{number}", path)
    notebook = nbformat.v4.new_notebook(cells=cells)
    return build_pages.page(path, notebook, {path: place}, place.with_name("index.html"), {}, moving)


@pytest.fixture
def visit(browser, html):
    """visit(how the policy is sent, put into the page) -> Playwright's page; what it asked for, as a list"""
    contexts = []

    def visited(sent, put_in=""):
        tag = re.search(r"<meta [^>]*Content-Security-Policy[^>]*>", html)[0]
        policy = re.search(r'content="([^"]+)"', tag)[1]
        text = html if sent != "as a header" else html.replace(tag, "")
        text = text.replace("</main>", f"{put_in}</main>")
        headers = {} if sent == "as its own tag" else {"Content-Security-Policy": policy + STRICTER}
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        asked = []

        def answer(route):
            if route.request.url == ADDRESS:
                return route.fulfill(body=text, content_type="text/html", headers=headers)
            asked.append(route.request.url)
            return route.fulfill(body="window.bad = 'fetched'", content_type="text/javascript")

        context.route("**/*", answer)
        context.add_init_script(HEARD)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda one: page.faults.append(one.text) if one.type == "error" else None)
        page.goto(ADDRESS)
        return page, asked

    yield visited
    for context in contexts:
        context.close()


def use(page):
    """Use all that a page has. -> how many controls were used, how many pictures saved"""
    used = saved = 0
    stills = page.locator("[data-explorer], [data-card]")
    for place in range(stills.count()):
        still = stills.nth(place)
        still.scroll_into_view_if_needed()
        page.wait_for_function("(still) => still.classList.contains('awake')", arg=still.element_handle())
        used += still.evaluate(USE)
        page.wait_for_function(QUIET)
        save = still.get_by_role("button", name="Save PNG").first
        if save.count():
            with page.expect_download() as download:
                save.click()
            assert download.value.path().read_bytes().startswith(b"\x89PNG")
            saved += 1
    return used, saved


@pytest.mark.parametrize("sent", SENT)
def test_all_of_a_page_works_and_breaks_no_rule(visit, sent):
    page, asked = visit(sent)
    used, saved = use(page)
    assert used > 60 and saved >= len(EXPLORERS) + 1
    assert page.evaluate("window.heard") == [] and page.faults == [] and asked == []


FOREIGN = "http://example.org/"
PUT_IN = {  # what somebody put into a page, and what the browser says that it kept from happening
    "<script>window.bad = 'script'</script>": "script-src-elem inline",
    "<script type=module>window.bad = 'module'</script>": "script-src-elem inline",
    f"<script src={FOREIGN}a.js></script>": f"script-src-elem {FOREIGN}a.js",
    "<svg onload=\"window.bad = 'handler'\"></svg>": "script-src-attr inline",
    "<button id=evil onclick=\"window.bad = 'click'\">x</button>": "script-src-attr inline",
    "<a id=evil href=\"javascript:void(window.bad = 'address')\">x</a>": "script-src-elem inline",
    f"<img src={FOREIGN}a.png onerror=\"window.bad = 'image'\">": f"img-src {FOREIGN}a.png",
    f"<div style='background: url({FOREIGN}b.png); height: 9px'></div>": f"img-src {FOREIGN}b.png",
    f"<link rel=stylesheet href={FOREIGN}a.css>": f"style-src-elem {FOREIGN}a.css",
    f"<iframe src={FOREIGN}a.html></iframe>": f"frame-src {FOREIGN[:-1]}",
    f"<object data={FOREIGN}a.swf></object>": f"object-src {FOREIGN[:-1]}",
    f"<video src={FOREIGN}a.mp4></video>": f"media-src {FOREIGN}a.mp4",
    f"<form action={FOREIGN}><button id=evil>x</button></form>": f"form-action {FOREIGN}",
    f"<base href={FOREIGN}>": f"base-uri {FOREIGN}",
}


@pytest.mark.parametrize("sent", SENT[:2])
def test_what_was_put_into_a_page_is_kept_from_happening(visit, sent):
    page, asked = visit(sent, "\n".join(PUT_IN))
    page.locator("[data-explorer].awake").first.wait_for()  # what belongs there works
    for evil in page.locator("#evil").all():
        evil.evaluate("(one) => one.click()")
    told = f"fetch('{FOREIGN}told').then(() => 1, () => 0)"
    assert page.evaluate(told) == 0  # even code that runs can tell nobody
    wanted = [*PUT_IN.values(), f"connect-src {FOREIGN}told"]
    page.wait_for_function(
        "(wanted) => wanted.every((one) => heard.some((each) => each.startsWith(one)))", arg=wanted
    )
    assert asked == []
    assert page.evaluate("window.bad") is None
