"""What .github/workflows/release.yml calls, so that tests call the same.

CONTRIBUTING.md, "Make a release", has the order.

Nothing here needs more than Python itself: the workflow installs nothing before it builds.
"""
