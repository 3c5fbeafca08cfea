// Draws what is made of what; texts are set as texts, never as markup.
(() => {
  const data = document.getElementById("lineage") && JSON.parse(document.getElementById("lineage").textContent);
  const place = document.getElementById("picture");
  if (!data || !place) return;
  const make = (name, attributes, parent) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (parent) parent.appendChild(element);
    return element;
  };
  const short = (text) => { const all = [...text]; return all.length > 28 ? all.slice(0, 27).join("") + "…" : text; };
  const wide = (text, by) => by * [...text].length;
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 40, edgesep: 10, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  data.nodes.forEach((node) => graph.setNode(node.id, { ...node, width: Math.max(wide(short(node.label), 7.6), wide(node.note, 6.6)) + 22, height: node.note ? 44 : 30 }));
  data.edges.forEach((edge) => graph.setEdge(edge.from, edge.to, { lookup: edge.lookup, text: edge.label, labelpos: "c", width: edge.label ? wide(edge.label, 6.6) + 10 : 0, height: edge.label ? 14 : 0 }));
  dagre.layout(graph);
  const size = graph.graph();
  const svg = make("svg", { width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}`, role: "group", "aria-label": "what is made of what" });
  const marker = make("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, make("defs", {}, svg));
  make("path", { d: "M0 0 L8 4 L0 8 z" }, marker);
  graph.edges().forEach((each) => {
    const edge = graph.edge(each);
    const d = edge.points.map((point, i) => `${i ? "L" : "M"}${point.x} ${point.y}`).join(" ");
    make("path", { d, "marker-end": "url(#tip)", class: edge.lookup ? "lookup" : "" }, svg);
  });
  graph.edges().forEach((each) => {
    const edge = graph.edge(each);
    if (edge.text) make("text", { x: edge.x, y: edge.y + 4, "text-anchor": "middle", class: "label" }, svg).textContent = edge.text;
  });
  graph.nodes().forEach((id) => {
    const node = graph.node(id);
    const group = node.kind.startsWith("source") ? make("g", {}, svg) : make("a", { href: "#" + encodeURIComponent(id) }, svg);
    group.setAttribute("class", node.kind);
    make("rect", { x: node.x - node.width / 2, y: node.y - node.height / 2, width: node.width, height: node.height, rx: 5 }, group);
    const text = make("text", { x: node.x, y: node.y + (node.note ? -3 : 5), "text-anchor": "middle" }, group);
    text.textContent = short(node.label);
    if (node.note) make("text", { x: node.x, y: node.y + 14, "text-anchor": "middle", class: "note" }, group).textContent = node.note;
    make("title", {}, group).textContent = node.label;
  });
  place.appendChild(svg);
})();
