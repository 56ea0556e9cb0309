// What is typed while the connection is lost, or right before that is noticed, reaches nobody. Once it is back, every field
// touched since then says its value again: the page goes on with what stands there.
const noticedWithin = 60_000;
const touched = new Map();
const typed = new Set();
const modal = document.getElementById("components-reconnect-modal");
const isLost = () => modal.className.includes("components-reconnect-show");
let lost = false;

document.addEventListener("input", event => {
  const now = Date.now();
  touched.set(event.target, now);
  typed.forEach(field => field.isConnected || typed.delete(field));
  typed.add(event.target);
  if (lost) return;
  for (const [field, at] of touched) if (now - at > noticedWithin) touched.delete(field);
}, true);

const sayAgain = () => {
  for (const field of touched.keys()) {
    if (!field.isConnected) continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  touched.clear();
};

// The process that held the page is gone, and another one answers. Where nothing was typed that is still shown, the page is loaded again at once;
// not twice in a row, where no process stays.
const isGone = () => modal.className.includes("components-reconnect-rejected");
const loadAgain = () => {
  const last = Number(sessionStorage.getItem("portal-reloaded"));
  if ([...typed].some(field => field.isConnected) || Date.now() - last < 10_000) return;
  sessionStorage.setItem("portal-reloaded", Date.now());
  location.reload();
};

new MutationObserver(() => {
  if (isGone()) return loadAgain();
  const before = lost;
  lost = isLost();
  if (before && !lost) sayAgain();
}).observe(modal, { attributes: true, attributeFilter: ["class"] });
