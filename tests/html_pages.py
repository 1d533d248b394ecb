"""Pages taken apart, and seen in a browser where there is one."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTILE = "</script><img src=x onerror=alert(1)><a href=javascript:alert(2)>&lt;b&gt;准守\"'</title>"
VOID = {"meta", "input", "link", "img", "br"}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Read(HTMLParser):
    """A page taken apart: its elements, their texts, and the marked text by the number of the finding."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: dict[int, str] = {}
        self.pieces: Counter[int] = Counter()
        self.text: list[tuple[str, str]] = []  # the class of the element around, and the text
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, dict(attrs)))
        for number in self._numbers(self.tags[-1]):
            self.pieces[number] += 1
            self.marked.setdefault(number, "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text.append((self._open[-1][1].get("class") or self._open[-1][0], data))
            for number in self._numbers(self._open[-1]):
                self.marked[number] += data

    @staticmethod
    def _numbers(element: tuple[str, dict[str, str | None]]) -> list[int]:
        return [int(number) for number in (element[1].get("data-f") or "").split()]

    def having(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes]

    def texts(self, name: str) -> list[str]:
        return [text for inside, text in self.text if inside == name]


def launched() -> Iterator[Browser]:
    """A browser, for a fixture."""
    playwright = pytest.importorskip("playwright.sync_api", reason="没有 playwright，不试网页")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("GOVLINT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("没有 chromium，不试网页（装上，或用 GOVLINT_CHROMIUM 指明在哪里）")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


def visits(browser: Browser, path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page, for a fixture; in the end nothing may have been fetched, gone wrong or popped up."""
    address = path.as_uri()
    contexts, troubles = [], []

    def show(fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(10_000)
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("dialog", lambda dialog: troubles.append(dialog.message))
        tab.on("request", lambda sent: None if sent.url.startswith(address) else troubles.append(sent.url))
        tab.goto(address + fragment)
        return tab

    yield show
    for context in contexts:
        context.close()
    assert troubles == []


# What on a page stands out too little from its ground; how light the ground of an element is.
CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const part = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = channels(colour);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own && !one.matches(".point, .end, input")) continue;
    if (!one.checkVisibility() || one.matches("script, option")) continue;
    const [ink, paper] = [light(getComputedStyle(one).color), light(ground(one))];
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) poor.push(`${one.className || one.tagName} ${one.textContent.slice(0, 20)} ${ratio}`);
  }
  const paper = document.querySelector(".draft, .scroll");
  return [poor, document.querySelectorAll(".mark").length, light(ground(paper))];
}"""
