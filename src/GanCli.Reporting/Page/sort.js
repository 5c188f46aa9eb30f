addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    table.querySelectorAll("thead th").forEach((heading, column) => {
      heading.firstElementChild.addEventListener("click", () => {
        const falling = heading.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("thead th").forEach(other => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const compare = (a, b) => {
          if (key(a) === "" || key(b) === "") return (key(a) === "") - (key(b) === "");
          const difference = key(a) - key(b);
          const order = Number.isNaN(difference) ? key(a).localeCompare(key(b), "en", { numeric: true }) : difference;
          return falling ? -order : order;
        };
        body.append(...[...body.rows].sort(compare));
      });
    });
  }
});
