// What a page can do besides being read: copy a command, open the part that a link names, scroll tables by keys.
(() => {
  document.querySelectorAll(".command").forEach((each) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "copy";
    const text = each.querySelector("pre").textContent;
    button.setAttribute("aria-label", "copy " + text.trim());
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(text); button.textContent = "copied"; } catch { getSelection().selectAllChildren(each.querySelector("pre")); button.textContent = "selected"; }
    });
    each.appendChild(button);
  });
  // Of a wide table only the columns are shown whose names hold what is typed.
  document.querySelectorAll(".many").forEach((each) => {
    const label = document.createElement("label");
    label.textContent = "Find a column ";
    const field = document.createElement("input");
    field.type = "search";
    field.className = "find";
    label.appendChild(field);
    each.before(label);
    const parts = [...each.querySelectorAll("details")];
    const first = parts.map((part) => part.open);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      parts.forEach((part, i) => {
        let found = 0;
        part.querySelectorAll(".column").forEach((card) => {
          card.hidden = !card.querySelector("h3").firstChild.textContent.toLowerCase().includes(wanted);
          found += card.hidden ? 0 : 1;
        });
        part.hidden = found === 0;
        part.open = wanted ? found > 0 : first[i];
      });
    });
  });
  const open = () => {
    let place = null;
    try { place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (place && place.tagName === "DETAILS") { place.open = true; place.scrollIntoView(); }
  };
  addEventListener("hashchange", open);
  open();
  const reach = () => document.querySelectorAll(".wide, figure, .toc").forEach((each) => {
    if (each.scrollWidth > each.clientWidth) each.setAttribute("tabindex", "0"); else each.removeAttribute("tabindex");
  });
  addEventListener("resize", reach);
  reach();
})();
