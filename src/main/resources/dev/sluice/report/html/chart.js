// Draws the charts that come into view, of the text that stands in each; without this script that text is what there is.
(() => {
  const DAY = 86400, MONTH = 30 * DAY, YEAR = 365 * DAY;
  const SPANS = [.001, .01, .1, .5, 1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, MONTH, 2 * MONTH, 3 * MONTH, 4 * MONTH, 6 * MONTH].concat([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map((years) => years * YEAR));
  const WHOLE = [1, 2, 5].flatMap((first) => [...Array(16).keys()].map((zeros) => first * 10 ** zeros)).sort((a, b) => a - b);
  const colors = new Map();
  const color = (name) => {
    if (!colors.has(name)) colors.set(name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
    return colors.get(name);
  };
  const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
  const brief = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
  const rows = (chart) => chart.querySelector("pre").textContent.trim().split("\n").slice(1).map((line) => line.split("\t"));
  const number = (text) => text ? Number(text.replaceAll(",", "")) : null;

  // Numbers as they are, unless they are long and few of their digits tell them apart.
  const numbers = (u, splits) => {
    const long = splits.some((each) => Math.abs(each) >= 100000);
    const short = splits.map((each) => brief.format(each));
    return long && new Set(short).size === short.length ? short : splits.map((each) => each && Math.abs(each) < .00001 ? each.toExponential().replace(/(\.\d\d)\d+/, "$1") : plain.format(each));
  };
  // Times of UTC, at the beginnings of years, months, days or whatever the distance is.
  const times = (u, axis, from, to, span) => {
    const found = [];
    if (span < MONTH) {
      for (let at = Math.ceil(from / span) * span; at <= to; at += span) found.push(at);
      return found;
    }
    const months = span < YEAR ? span / MONTH : 12 * span / YEAR;
    const first = new Date(from * 1000);
    let month = Math.floor((12 * first.getUTCFullYear() + first.getUTCMonth()) / months) * months;
    for (;; month += months) {
      const at = new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / 1000;
      if (!(at <= to)) return found;
      if (at >= from) found.push(at);
    }
  };
  const clock = (u, splits, axis, space, span) => {
    const isLong = u.scales.x.max - u.scales.x.min > DAY;
    const [first, last] = span >= YEAR ? [0, 4] : span >= MONTH ? [0, 7] : span >= DAY ? [0, 10] : isLong ? [5, 16] : span >= 60 ? [11, 16] : span >= 1 ? [11, 19] : [11, 23];
    return splits.map((at) => new Date(Math.round(at * 1000)).toISOString().slice(first, last).replace("T", " "));
  };

  // A text that would end beyond the picture is left out.
  const fitting = (texts) => (u, splits, axis, space, span) => texts(u, splits, axis, space, span).map((text, i) => {
    const { min, max } = u.scales.x;
    return (max - splits[i]) / (max - min) * (u.width - 64) + 18 < text.length * 3.1 ? "" : text;
  });

  const axis = (more) => ({ stroke: () => color("soft"), font: "11px system-ui, sans-serif", gap: 3, border: { show: false }, grid: { stroke: () => color("line"), width: 1 }, ticks: { stroke: () => color("line"), width: 1, size: 4 }, ...more });
  const frame = (width, height, more) => ({
    width: Math.max(120, width), height, legend: { show: false }, padding: [7, 18, 0, 0], ...more,
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
  });

  // Where values lie: bars of now, and the outline of before.
  const bins = (chart, place, width) => {
    const all = rows(chart);
    const unit = chart.dataset.unit;
    const isTime = unit === "day" || unit === "time";
    const ends = [Number(chart.dataset.from), Number(chart.dataset.to)];
    const size = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
    // Numbers that no axis can be laid through are counted by their places.
    const isLaid = all.length > 0 && ends[1] > ends[0] && (isTime ? ends[0] > -6e10 && ends[1] < 2.5e11 : size < 1e15) && ends[1] - ends[0] > size * 1e-9;
    const [from, to] = isLaid ? ends : [0, all.length];
    const edges = [...Array(all.length + 1).keys()].map((i) => from + (to - from) * i / all.length);
    const now = all.map((row) => number(row[1]));
    const was = all[0].length > 2 ? all.map((row) => number(row[2])) : [];
    const most = Math.max(...now, ...was);
    const seen = (share) => share > 0 ? Math.max(share, most * .02) : 0;
    const label = (i) => chart.dataset.lone !== undefined || all.length === 1 ? all[i][0] : `${all[i][0]} to ${i + 1 < all.length ? all[i + 1][0] : chart.dataset.last}`;
    const count = (share, values) => share > 0 ? ` (about ${plain.format(Math.round(share * values / 100))})` : "";
    const laid = isTime ? { incrs: SPANS.filter((each) => unit !== "day" || each >= DAY), splits: times, values: fitting(clock), space: (u, i, low, high) => high - low > 5 * YEAR ? 48 : high - low > 5 * MONTH ? 58 : high - low > DAY ? 80 : 46 }
      : { incrs: unit === "whole" ? WHOLE : undefined, values: fitting(numbers), space: 46 };
    const options = frame(width, 132, {
      scales: { x: { time: false, range: [from, to] }, y: { range: [0, most * 1.04 || 1] } },
      axes: [axis({ size: 24, grid: { show: false }, ...(isLaid ? laid : { splits: all.length > 1 ? [0, all.length] : [.5], values: () => all.length > 1 ? ["", ""] : [all[0][0]] }) }), axis({ size: 46, space: 28, values: (u, splits) => splits.map((each) => plain.format(each) + " %") })],
      series: [{}, { paths: uPlot.paths.bars({ size: [1, Infinity], align: 1, gap: 1 }), fill: () => color("share"), width: 0, points: { show: false } },
        { paths: uPlot.paths.stepped({ align: 1 }), stroke: () => color("ink"), width: 1.5, points: { show: false } }],
    });
    return {
      u: new uPlot(options, [edges, [...now.map(seen), null], was.length ? [...was.map(seen), seen(was[was.length - 1])] : edges.map(() => null)], place),
      count: all.length, edges,
      told: (i) => `${label(i)}: ${all[i][1]} %${count(now[i], chart.dataset.now)}` + (was.length ? `; before ${all[i][2]} %${count(was[i], chart.dataset.was)}` : ""),
    };
  };

  // How the figure of a check went: what it was in each run, what was asked for, and where it failed.
  const past = (chart, place, width) => {
    const all = rows(chart);
    const value = all.map((row) => number(row[1]));
    const asked = [2, 3].map((cell) => all.map((row) => number(row[cell] || "")));
    const known = (some) => some.filter((each) => each !== null);
    let [low, high] = [Math.min(...known(value)), Math.max(...known(value))];
    // What is asked for is drawn where it does not press the figures into one line.
    const span = high - low || Math.abs(high) || 1;
    for (const bound of asked.flatMap(known)) {
      if (bound > low - 4 * span && bound < high + 4 * span) { low = Math.min(low, bound); high = Math.max(high, bound); }
    }
    if (high === low) high += Math.abs(high) > 10 ? Math.abs(high) * .1 : 1;
    const room = (high - low) * .15;
    const floor = low >= 0 ? Math.max(0, low - room) : low - room;
    // One that failed without a figure stands at the bottom.
    const failed = value.map((each, i) => all[i][4] === "failed" ? each ?? floor : null);
    const run = (i) => i === all.length - 1 ? "this run" : "run " + all[i][0];
    const began = new Map((document.getElementById("runs")?.textContent || "").split("\n").map((line) => line.split("\t")));
    const words = ([least, most]) => least && most ? `${least} to ${most}` : least ? "at least " + least : most ? "at most " + most : "";
    const isWhole = known(value).every((each) => Number.isInteger(each));
    const line = (more) => ({ points: { show: false }, width: 1.5, ...more });
    const bound = (to) => line({ stroke: () => color("bad"), dash: [4, 3], width: 1, fill: () => color("bad-back") + "90", fillTo: to });
    const options = frame(width, 84, {
      scales: { x: { time: false, range: [-.5, all.length - .5] }, y: { range: [floor, high + room] } },
      axes: [axis({ size: 22, grid: { show: false }, space: 40, incrs: WHOLE, values: (u, splits) => splits.map((i) => all[i] ? (all[i][0] === "this run" ? "this" : all[i][0]) : "") }),
        axis({ size: 48, space: 15, incrs: isWhole ? WHOLE : undefined, values: numbers })],
      series: [{}, bound((u) => u.scales.y.min), bound((u) => u.scales.y.max), line({ stroke: () => color("soft"), points: { show: true, size: 5, width: 0, fill: () => color("share") } }), line({ width: 0, points: { show: true, size: 8, width: 0, fill: () => color("dead") } })],
    });
    const places = all.map((row, i) => i);
    return {
      u: new uPlot(options, [places, ...asked, value, failed], place), count: all.length, edges: [...places, all.length].map((i) => i - .5),
      told: (i) => `${run(i)}${began.has(all[i][0]) ? ", " + began.get(all[i][0]) : ""}: ${all[i][1] || "no figure"}${all[i][4] ? ", " + all[i][4] : ""}${words(all[i].slice(2)) ? "; expected " + words(all[i].slice(2)) : ""}`,
    };
  };

  // One line of text follows the pointer and the keys, and is told to those who hear the page.
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  (document.querySelector("main") || document.body).appendChild(tip);
  const hide = (drawn) => { tip.textContent = ""; drawn.mark.hidden = true; drawn.at = -1; };
  const show = (drawn, i) => {
    if (drawn.at === i) return;
    drawn.at = i;
    const { u, mark } = drawn;
    const left = u.valToPos(drawn.edges[i], "x");
    mark.hidden = false;
    mark.style.left = left + "px";
    mark.style.width = u.valToPos(drawn.edges[i + 1], "x") - left + "px";
    tip.textContent = drawn.told(i);
    const over = u.over.getBoundingClientRect();
    const outer = tip.offsetParent.getBoundingClientRect();
    const wanted = over.left + left + mark.offsetWidth / 2 - tip.offsetWidth / 2;
    tip.style.left = Math.max(4, Math.min(wanted, document.documentElement.clientWidth - tip.offsetWidth - 4)) - outer.left + "px";
    tip.style.top = over.top - outer.top - tip.offsetHeight - 3 + "px";
  };

  const charts = new Map();
  const draw = (chart, width) => {
    const place = chart.firstElementChild;
    if (charts.has(chart) || width === 0) return;
    charts.set(chart, null);
    let drawn;
    try { drawn = (chart.classList.contains("bins") ? bins : past)(chart, place, width); } catch (error) { chart.classList.add("plain"); console.error(error); return; }
    const { u } = drawn;
    drawn.at = -1;
    drawn.mark = document.createElement("i");
    drawn.mark.hidden = true;
    u.over.appendChild(drawn.mark);
    u.over.addEventListener("pointermove", (event) => {
      const x = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, "x");
      show(drawn, Math.max(0, Math.min(drawn.count - 1, drawn.edges.findLastIndex((edge) => edge <= x))));
    });
    u.over.addEventListener("pointerleave", () => hide(drawn));
    place.addEventListener("focus", () => { if (place.matches(":focus-visible")) show(drawn, chart.classList.contains("bins") ? 0 : drawn.count - 1); });
    place.addEventListener("blur", () => hide(drawn));
    place.addEventListener("keydown", (event) => {
      const last = drawn.count - 1;
      const to = { ArrowLeft: Math.max(0, drawn.at - 1), ArrowRight: Math.min(last, drawn.at + 1), Home: 0, End: last }[event.key];
      if (event.key === "Escape") hide(drawn);
      if (to !== undefined) { event.preventDefault(); show(drawn, to); }
    });
    charts.set(chart, drawn);
    sizes.observe(place);
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const drawn = charts.get(target.parentElement);
    if (drawn && target.clientWidth > 0 && !matchMedia("print").matches && drawn.u.width !== target.clientWidth) { hide(drawn); drawn.u.setSize({ width: target.clientWidth, height: drawn.u.height }); }
  }));
  // All are measured before the first is drawn, so that the page is laid out once.
  const drawAll = (some) => some.map((chart) => [chart, chart.firstElementChild.clientWidth]).forEach(([chart, width]) => draw(chart, width));
  const views = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    seen.forEach((chart) => views.unobserve(chart));
    drawAll(seen);
  }, { rootMargin: "300px" });
  document.querySelectorAll(".chart").forEach((chart) => { chart.firstElementChild.setAttribute("tabindex", "0"); views.observe(chart); });

  // Colours follow the theme; before print every chart that has a place is there.
  const again = () => { colors.clear(); charts.forEach((drawn) => drawn && drawn.u.redraw(false)); };
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  const print = () => { again(); drawAll([...document.querySelectorAll(".chart")]); };
  addEventListener("beforeprint", print);
  matchMedia("print").addEventListener("change", (event) => { if (event.matches) print(); });
})();
