// Choosing among the findings and going through them. The page is whole without this.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const panel = byId("findings");
  const list = byId("list");
  const straight = byId("straight");
  const find = byId("find");
  const file = byId("file"); // null on a page that is of no files
  const numberOf = (entry) => Number(entry.id.slice(1));
  // In order of number: file by file, place by place.
  const entries = [...document.querySelectorAll(".entry")].sort((one, other) => numberOf(one) - numberOf(other));
  const groups = [...document.querySelectorAll(".group")];
  const sections = [...document.querySelectorAll(".file")];

  // The elements of the text, by what they belong to: a finding's number, or the key of a place. Several
  // places of one origin go under that too: q5-1 and q5-2 are figures of q5.
  const marksOf = new Map();
  const add = (key, element) => {
    if (!marksOf.has(key)) marksOf.set(key, []);
    marksOf.get(key).push(element);
  };
  const marks = [...document.querySelectorAll(".mark")];
  for (const mark of marks) {
    for (const number of mark.dataset.f.split(" ")) add("f" + number, mark);
  }
  for (const place of document.querySelectorAll("[data-p]")) {
    for (const key of place.dataset.p.split(" ")) {
      add(key, place);
      add(key.split("-")[0], place);
    }
  }

  let shown = []; // entries that pass the filters, in the order of the list
  let current = null;
  let spotted = [];

  // Ways to bring something into sight: a mark to the middle, an entry no further than need be.
  const center = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (top < innerHeight * 0.1 || bottom > innerHeight * 0.75) element.scrollIntoView({ block: "center" });
  };
  const nearest = (element) => element.scrollIntoView({ block: "nearest" });

  // What is far away is laid out only when it comes near, which moves all below it: so the place is looked
  // for again in the next few frames, unless another is wanted by then.
  const wanted = new Map();
  const hold = (element, way, frames) => {
    if (wanted.get(way) !== element) return;
    way(element);
    if (frames) requestAnimationFrame(() => hold(element, way, frames - 1));
  };
  const bring = (element, way) => {
    wanted.set(way, element);
    hold(element, way, 8);
  };

  const spot = (key) => {
    for (const element of spotted) element.classList.remove("spot");
    spotted = (key && marksOf.get(key)) || [];
    for (const element of spotted) element.classList.add("spot");
  };

  const address = (hash) => {
    try {
      history.replaceState(null, "", hash);
    } catch {
      // Some browsers let a page opened as a file have no history; it works without.
    }
  };

  const unselect = () => {
    if (!current) return;
    current.removeAttribute("aria-current");
    for (const mark of marksOf.get(current.id) || []) mark.classList.remove("on");
    current = null;
    byId("now").textContent = "";
    spot(null);
  };

  const select = (entry, from) => {
    unselect();
    if (entry.hidden) showAll();
    current = entry;
    entry.setAttribute("aria-current", "true");
    const own = marksOf.get(entry.id) || [];
    for (const mark of own) mark.classList.add("on");
    spot("r" + numberOf(entry));
    byId("now").textContent = entry.querySelector(".message").textContent;
    if (from !== "mark" && own.length) bring(own[0], center);
    if (from !== "entry") bring(entry, nearest);
    address("#" + entry.id);
  };

  const step = (by) => {
    if (!shown.length) return;
    const at = shown.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by;
    if (next < 0 || next >= shown.length) return;
    select(shown[next], "step");
    if (list.contains(document.activeElement)) shown[next].querySelector(".go").focus({ preventScroll: true });
  };

  // Filters. Of each kind of choice those pressed pass, and all where none is.
  const KINDS = ["level", "category", "rule", "place", "year"];
  const CHOICES = KINDS.map((kind) => `button[data-${kind}]`).join();
  const pressed = (kind) => new Set(
    [...document.querySelectorAll(`button[data-${kind}][aria-pressed="true"]`)].map((button) => button.dataset[kind])
  );
  const texts = new Map();
  const textOf = (entry) => {
    if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
    return texts.get(entry);
  };

  const filter = () => {
    const chosen = KINDS.map((kind) => [kind, pressed(kind)]);
    const number = file ? file.value : "";
    const words = find.value.trim().toLowerCase();
    const passing = new Set();
    for (const entry of entries) {
      const passes =
        chosen.every(([kind, values]) => !values.size || values.has(entry.dataset[kind])) &&
        (!number || number === entry.dataset.file) &&
        (!words || textOf(entry).includes(words));
      entry.hidden = !passes;
      if (passes) passing.add(entry.id.slice(1));
    }
    for (const mark of marks) {
      mark.classList.toggle("off", !mark.dataset.f.split(" ").some((number) => passing.has(number)));
    }
    for (const section of sections) section.hidden = Boolean(number) && section.dataset.file !== number;
    for (const group of groups) {
      const count = group.querySelectorAll(".entry:not([hidden])").length;
      group.hidden = !count;
      group.querySelector(".count").textContent = count;
    }
    byId("shown").textContent = passing.size === entries.length ? entries.length : `${passing.size} / ${entries.length}`;
    byId("none").hidden = passing.size > 0 || !entries.length;
    if (current && current.hidden) unselect();
    list.scrollTop = 0;
    relist();
  };

  const relist = () => {
    shown = [...list.querySelectorAll(".entry:not([hidden])")];
  };

  const showAll = () => {
    for (const button of document.querySelectorAll(CHOICES)) button.setAttribute("aria-pressed", "false");
    find.value = "";
    if (file) file.value = "";
    filter();
  };

  // Order: by category, as the page comes, or straight through the text.
  const homes = new Map(groups.map((group) => [group.dataset.category, group.querySelector("ol")]));
  let straightOn = false;
  const arrange = (inPlace) => {
    straightOn = inPlace;
    for (const entry of entries) (inPlace ? straight : homes.get(entry.dataset.category)).append(entry);
    straight.hidden = !inPlace;
    byId("by-place").setAttribute("aria-pressed", String(inPlace));
    byId("by-category").setAttribute("aria-pressed", String(!inPlace));
    for (const group of groups) group.hidden = !group.querySelector(".entry:not([hidden])");
    relist();
  };

  const open = (opened) => {
    panel.classList.toggle("opened", opened);
    byId("open").setAttribute("aria-expanded", String(opened));
    byId("open").textContent = opened ? "收起" : "列表";
    if (opened && current) bring(current, nearest);
  };

  const dark = () =>
    (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameTheme = () => {
    byId("theme").textContent = dark() ? "浅色" : "深色";
  };

  const follow = () => {
    const finding = /^#[fm](\d+)$/.exec(location.hash);
    const entry = finding && byId("f" + finding[1]);
    if (entry) select(entry, "hash");
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a");
    if (link && link.classList.contains("mark")) {
      event.preventDefault();
      // Of marks over one another the shortest comes first, and each click goes on to the next.
      const own = link.dataset.f.split(" ").map((number) => byId("f" + number));
      const passing = own.filter((entry) => !entry.hidden);
      const among = passing.length ? passing : own;
      select(among[(among.indexOf(current) + 1) % among.length], "mark");
    } else if (link && link.classList.contains("go")) {
      event.preventDefault();
      select(link.closest(".entry"), "entry");
      open(false);
    } else if (link && /^#[rq]\d/.test(link.getAttribute("href"))) {
      event.preventDefault();
      const key = link.getAttribute("href").slice(1);
      spot(key[0] === "q" ? key.split("-")[0] : key);
      bring(byId(key), center);
      open(false);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (typing && find.value) {
        find.value = "";
        filter();
      } else {
        event.target.blur();
        unselect();
        open(false);
        address(location.pathname + location.search);
      }
      return;
    }
    if (typing) {
      if (event.key === "Enter" && event.target === find) {
        find.blur();
        step(1);
      }
      return;
    }
    // The arrows scroll, as anywhere, until somebody is going through the list.
    const going = current || list.contains(document.activeElement);
    if (event.key === "j" || (event.key === "ArrowDown" && going)) step(1);
    else if (event.key === "k" || (event.key === "ArrowUp" && going)) step(-1);
    else if (event.key === "/") {
      open(true);
      find.focus();
      find.select();
    } else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(CHOICES);
    if (!button) return;
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  });
  find.addEventListener("input", filter);
  if (file) file.addEventListener("change", filter);
  byId("by-place").addEventListener("click", () => arrange(true));
  byId("by-category").addEventListener("click", () => arrange(false));
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("open").addEventListener("click", () => open(!panel.classList.contains("opened")));
  byId("print").addEventListener("click", () => print());
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    nameTheme();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  addEventListener("hashchange", follow);
  // On paper the list is looked up by number.
  let before = false;
  addEventListener("beforeprint", () => {
    before = straightOn;
    arrange(true);
  });
  addEventListener("afterprint", () => arrange(before));

  root.classList.add("js");
  for (const part of document.querySelectorAll(".tools, .steps, .controls, .keys")) part.hidden = !entries.length && !part.matches(".tools");
  filter();
  nameTheme();
  follow();
})();
