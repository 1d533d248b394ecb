// Tables of counts: rows by what is typed, in the order of the column whose head is clicked.
(() => {
  const FEW = 8; // rows that need no search
  // A dash stands for none.
  const value = (row, at) => row.cells[at].textContent.replaceAll(",", "").replace(/^–$/, "0").trim();
  const compare = (one, other) => (one - other) || (isNaN(one - other) ? one.localeCompare(other, "zh") : 0);
  for (const tally of document.querySelectorAll(".tally")) {
    const body = tally.querySelector("tbody");
    const rows = [...body.rows];
    const heads = [...tally.querySelectorAll("thead th")];
    const filter = tally.querySelector(".filter");
    filter.hidden = rows.length < FEW;
    filter.addEventListener("input", () => {
      const words = filter.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(words);
    });
    for (const [at, head] of heads.entries()) {
      head.querySelector("button")?.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") !== "descending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        rows.sort((one, other) => compare(value(one, at), value(other, at)) * (falling ? -1 : 1));
        body.append(...rows);
      });
    }
  }
})();
