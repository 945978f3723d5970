"""What a browser keeps of the site, when a new version is published, and where it cannot keep anything."""

import os

import pytest

from tests.lab import Site
from tools.build_site import before
from tools.site import kept, policy

KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        found[name] = (await (await caches.open(name)).keys()).map(({ url }) => url);
    }
    return found;
}"""
# Resolves when the service worker of a new version waits to take over.
WAITS = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    while (!registration.waiting) await registration.update(); // another page is in front: no frames here
}"""
RULES = "default-src 'none'; connect-src 'self'; script-src 'none'"
PAGE = (
    f'<head><meta http-equiv="Content-Security-Policy" content="{RULES}"></head>'
    "<body><main>{}</main></body>"
)
# Resolves when nothing of these is kept any more.
GONE = f"""async (gone) => {{
    const kept = {KEPT};
    while (Object.values(await kept()).flat().some((url) => gone.some((hash) => url.endsWith(hash)))) {{
        await new Promise(requestAnimationFrame);
    }}
}}"""
LAB = "(version) => ['a', 'b'].every((name) => document.documentElement.dataset[name] === version)"
BOTH = 'lab <script src="a.js"></script><script src="b.js"></script>'


def written(folder, version, same="the same in both"):
    """A site of few files, of which one is the same in every version. -> its folder"""
    for name in ("index.html", "notebooks/01.html", "lab/index.html", "lab/a.js", "lab/b.js", "static/same"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / "static" / "same").write_text(same)
    for name in ("a", "b"):
        (folder / "lab" / f"{name}.js").write_text(f'document.documentElement.dataset.{name} = "{version}";')
    pages = {"index.html": "", "notebooks/01.html": "../", "lab/index.html": "../"}
    for name, root in pages.items():
        page = folder / name
        page.write_text(PAGE.format(f"{name} of version {version}"))
        before(page, "</body>", kept.tag(root))
        page.write_text(policy.allow(page.read_text(), kept.script()))
    lab = (folder / "lab" / "index.html").read_text()
    lab = lab.replace("script-src ", "script-src 'self' ").replace("</main>", f"{BOTH}</main>")
    (folder / "lab" / "index.html").write_text(lab)
    kept.add(folder, start=set())
    for path in folder.rglob("*.*"):
        os.utime(path, (0, 1e9 + ord(version[0])))  # a server tells versions apart by it
    return folder


@pytest.fixture
def versions(tmp_path):
    return [written(tmp_path / version, version) for version in ("one", "two")]


@pytest.fixture
def site(browser, versions):
    with Site(browser, versions[0]) as site:
        yield site


def settled(page):
    """Wait until the service worker has kept what it was asked to."""
    page.evaluate("""async () => {
        const { active } = await navigator.serviceWorker.ready, { port1, port2 } = new MessageChannel();
        const answered = new Promise((done) => { port1.onmessage = done; });
        active.postMessage({ keep: ["pages"] }, [port2]);
        await answered;
    }""")


def hashes(folder):
    files, _ = kept.listed(folder, set())
    return set(files.values())


def assert_kept_of(page, folder):
    (found,) = page.evaluate(KEPT).values()
    assert {address.rsplit("/", 1)[-1] for address in found} <= hashes(folder)
    return len(found)


def test_what_is_kept_opens_without_a_network_and_was_fetched_once(site, versions):
    page = site.context.new_page()
    page.goto(f"{site.address}index.html")
    settled(page)
    asked = [path for path, _ in site.asked]
    assert (
        len(asked) - asked.count("/index.html") == len(set(asked)) - 1
    )  # that one was there before it was kept
    assert assert_kept_of(page, versions[0]) == 2
    site.cut = True
    for address in ("", "index.html", "notebooks/01.html?a=b#c"):
        page.goto(site.address + address)
        assert "of version one" in page.inner_text("main")
    assert len(site.asked) == len(asked)


def test_a_new_version_takes_the_place_of_all_that_was_kept(site, versions):
    page = site.context.new_page()
    page.goto(f"{site.address}index.html")
    settled(page)
    assert page.evaluate("() => fetch('static/same').then((found) => found.text())") == "the same in both"
    assert assert_kept_of(page, versions[0]) == 3
    site.folder, asked = versions[1], len(site.asked)
    page.goto(f"{site.address}notebooks/01.html")  # of the old version, all of it, until the new one is there
    page.evaluate(GONE, sorted(hashes(versions[0]) - hashes(versions[1])))
    page.reload()
    assert "of version two" in page.inner_text("main")
    settled(page)
    assert page.evaluate("() => fetch('../static/same').then((found) => found.text())") == "the same in both"
    assert assert_kept_of(page, versions[1]) == 3
    assert not any("same" in path for path, _ in site.asked[asked:])  # it need not be fetched again


def test_an_open_jupyterlab_keeps_its_version_until_it_is_loaded_again(site, versions):
    first, lab = site.context.new_page(), site.context.new_page()
    first.goto(f"{site.address}index.html")
    settled(first)
    lab.goto(f"{site.address}lab/index.html")
    lab.wait_for_function(LAB, arg="one")
    site.folder = versions[1]
    first.evaluate(WAITS)
    first.reload()
    assert "of version one" in first.inner_text("main")
    assert '"one"' in lab.evaluate("() => fetch('b.js').then((found) => found.text())")
    lab.reload()
    lab.wait_for_function(LAB, arg="two")
    assert "of version two" in lab.inner_text("main")


def test_jupyterlab_is_never_of_two_versions(site, versions):
    """What it needs was not kept yet when the new version was published."""
    page = site.context.new_page()
    page.goto(f"{site.address}index.html")
    settled(page)
    said = page.evaluate("() => fetch('lab/a.js').then((found) => found.text())")
    site.folder = versions[1]
    assert '"one"' in said
    found = page.evaluate("() => fetch('lab/b.js').then(async (found) => [found.status, await found.text()])")
    assert found[0] == 503 and "newer version" in found[1]
    page.goto(f"{site.address}lab/index.html")  # comes by itself when the new version is there
    page.wait_for_function(LAB, arg="two")


def test_versions_beside_each_other_keep_what_is_their_own(browser, versions):
    with Site(browser, versions[0].parent) as site:
        page = site.context.new_page()
        for version in ("one", "two"):
            page.goto(f"{site.address}{version}/index.html")
            settled(page)
        found = page.evaluate(KEPT)
        assert sorted(found) == ["attention-course /one/", "attention-course /two/"]
        for name, folder in zip(sorted(found), versions, strict=True):
            assert {address.rsplit("/", 1)[-1] for address in found[name]} <= hashes(folder)
        site.cut = True
        for version in ("one", "two"):
            page.goto(f"{site.address}{version}/notebooks/01.html")
            assert f"of version {version}" in page.inner_text("main")


@pytest.mark.parametrize("options", [{"service_workers": "block"}, {}], ids=["blocked", "as a file"])
def test_a_browser_that_keeps_nothing_shows_all_pages(browser, versions, options):
    faults = []
    with Site(browser, versions[0], **options) as site:
        page = site.context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        for name in ("index.html", "notebooks/01.html"):
            page.goto(site.address + name if options else (versions[0] / name).as_uri())
            assert "of version one" in page.inner_text("main")
    assert faults == []
