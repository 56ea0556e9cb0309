// What is typed while the connection is lost, or right before that is noticed, reaches nobody. Once it is back, every field
// touched since then says its value again: the page goes on with what stands there.
const noticedWithin = 60_000;
const touched = new Map();
const typed = new Set();
const modal = document.getElementById("components-reconnect-modal");
const isLost = () => modal.className.includes("components-reconnect-show");
let lost = false;

// What was typed longer ago has arrived.
const forgetArrived = () => {
  for (const [field, at] of touched) if (Date.now() - at > noticedWithin) touched.delete(field);
};

document.addEventListener("input", event => {
  typed.forEach(field => field.isConnected || typed.delete(field));
  typed.add(event.target);
  // A file that may have arrived isn't sent once more: it would be there twice.
  if (lost || event.target.type !== "file") touched.set(event.target, Date.now());
  if (!lost) forgetArrived();
}, true);

const say = field => {
  if (field.type === "radio" && !field.checked) return; // another of its group is chosen by now
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const sayAgain = () => {
  for (const field of [...touched.keys()]) if (field.isConnected) say(field);
  touched.clear();
};

// What is typed before the page is connected reaches nobody either, and the connected page draws its fields anew: it is typed once more there.
const early = new Map();
let focused = document.activeElement?.id ?? "";
const isField = element => element.matches("input, textarea");
const isTypedIn = element => element.id && element.type !== "file";
const html = document.documentElement;
const isConnected = () => html.dataset.circuit === "up";

const beforeConnection = new AbortController();
const until = { capture: true, signal: beforeConnection.signal };
document.addEventListener("input", event => isTypedIn(event.target) && early.set(event.target.id, event.target), until);
document.addEventListener("focusin", event => isField(event.target) && (focused = event.target.id), until);
// Nor is a form sent there: the browser would load the page anew, with what was typed in its address.
document.addEventListener("submit", event => event.target.method === "post" || event.preventDefault(), until);

// A page that connects puts the focus on its title; whoever types already goes on typing.
const keepFocus = id => {
  const field = () => document.getElementById(id);
  field()?.focus();
  const soon = { signal: AbortSignal.timeout(1_000) };
  document.addEventListener("focusin", event => event.target.tabIndex < 0 && field()?.focus(), soon);
};

const typeAgain = () => {
  beforeConnection.abort();
  for (const [id, field] of early) {
    const now = document.getElementById(id);
    if (!now || now.tagName !== field.tagName) continue;
    [now.value, now.checked] = [field.value, field.checked];
    say(now);
  }
  if (early.has(focused)) keepFocus(focused);
  early.clear();
};

new MutationObserver((_, observer) => {
  if (!isConnected()) return;
  observer.disconnect();
  typeAgain();
}).observe(html, { attributes: true, attributeFilter: ["data-circuit"] });

// The process that held the page is gone and another one answers, or none has answered at any try. Where nothing was typed that is still
// shown, and nothing is shown only once (data-once), the page is loaded again at once; three times in half a minute at most, where no
// process stays. Not while a proxy would answer with an error: that page would be the last.
const few = 3;
const whileMany = 30_000;
let asks = false;
const isGone = () => /components-reconnect-(failed|rejected)/.test(modal.className);
const isTyped = () => [...typed].some(field => field.isConnected);
const showsOnce = () => document.querySelector("[data-once]") !== null;
const isLeftToReader = () => isTyped() || showsOnce();
const isServed = () => fetch("/health/live", { cache: "no-store", redirect: "manual" }).then(answer => ![502, 503, 504].includes(answer.status), () => false);
const after = pause => new Promise(go => setTimeout(go, pause));
const loadAgain = async () => {
  if (asks || isLeftToReader()) return;
  asks = true;
  const earlier = JSON.parse(sessionStorage.getItem("portal-reloads") ?? "[]").filter(at => Date.now() - at < whileMany);
  if (earlier.length >= few) await after(earlier[0] + whileMany - Date.now());
  while (!(await isServed())) await after(1_000);
  asks = false;
  if (!isGone() || isLeftToReader()) return;
  sessionStorage.setItem("portal-reloads", JSON.stringify([...earlier.slice(-few), Date.now()]));
  location.reload();
};

// A session that ended meanwhile answers each try to join again with the sign-in, which Blazor takes for a portal that isn't there.
const lookEvery = 3_000;
let watches = false;
const isSignedOut = () => fetch("/_blazor/negotiate?negotiateVersion=1", { method: "POST", redirect: "manual" })
  .then(answer => answer.type === "opaqueredirect" || answer.status === 401, () => false);
const watchSession = async () => {
  if (watches) return;
  watches = true;
  for (await after(lookEvery); isLost(); await after(lookEvery)) {
    if (!(await isSignedOut()) || !isLost() || showsOnce()) continue;
    return location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
  }
  watches = false;
};

new MutationObserver(() => {
  if (isGone()) return void loadAgain();
  const before = lost;
  lost = isLost();
  if (!before && lost) forgetArrived();
  if (before && !lost) sayAgain();
  if (lost) watchSession();
}).observe(modal, { attributes: true, attributeFilter: ["class"] });
