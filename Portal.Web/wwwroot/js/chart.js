// A cursor over time charts: the server has put the points into data-points, so hovering needs no round trip.
// data-points: {"from":ms,"to":ms,"times":[ms…],"labels":["12:04:10"…],"lines":[{"name":"in","words":["1,204 msg/s",null…]}]}
const parsed = new WeakMap();

const read = plot => {
  const text = plot.dataset.points;
  const known = parsed.get(plot);
  if (known?.text === text) return known.points;
  const points = JSON.parse(text);
  parsed.set(plot, { text, points });
  return points;
};

const nearest = (times, moment) => {
  let best = 0;
  for (let i = 1; i < times.length; i++) if (Math.abs(times[i] - moment) < Math.abs(times[best] - moment)) best = i;
  return best;
};

document.addEventListener("pointermove", event => {
  const plot = event.target.closest?.(".plot[data-points]");
  for (const other of document.querySelectorAll(".plot .cursor:not([hidden])")) if (other.parentElement !== plot) hide(other.parentElement);
  if (!plot) return;
  const { from, to, times, labels, lines } = read(plot);
  if (times.length === 0) return;
  const box = plot.getBoundingClientRect();
  const at = nearest(times, from + ((event.clientX - box.left) / box.width) * (to - from));
  const share = (times[at] - from) / (to - from);
  const cursor = plot.querySelector(".cursor");
  const tip = plot.querySelector(".tip");
  cursor.style.left = `${share * 100}%`;
  tip.style.left = `${share * 100}%`;
  tip.style.transform = share > 0.5 ? "translateX(calc(-100% - 10px))" : "translateX(10px)";
  tip.textContent = [labels[at], ...lines.map(line => `${line.name}  ${line.words[at] ?? "unknown"}`)].join("\n");
  cursor.hidden = tip.hidden = false;
});

const hide = plot => {
  plot.querySelector(".cursor").hidden = true;
  plot.querySelector(".tip").hidden = true;
};
