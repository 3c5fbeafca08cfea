// Light or dark as the reader chose before; else as the system says. A file has no place of its own to remember in everywhere.
(() => {
  const names = ["auto", "light", "dark"];
  const recall = () => { try { return localStorage.getItem("sluice-theme"); } catch { return null; } };
  const keep = (name) => { try { localStorage.setItem("sluice-theme", name); } catch { return; } };
  let now = names.includes(recall()) ? recall() : "auto";
  const show = () => { if (now === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = now; };
  document.documentElement.dataset.scripts = "";
  show();
  // Paper is light.
  const light = () => { document.documentElement.dataset.theme = "light"; };
  addEventListener("beforeprint", light);
  addEventListener("afterprint", show);
  matchMedia("print").addEventListener("change", (event) => { if (event.matches) light(); else show(); });
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector(".title");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    const label = () => { button.textContent = "Theme: " + now; };
    label();
    button.addEventListener("click", () => { now = names[(names.indexOf(now) + 1) % names.length]; keep(now); show(); label(); });
    place.appendChild(button);
  });
})();
