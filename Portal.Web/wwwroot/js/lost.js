// What is typed while the connection is lost, or right before that is noticed, reaches nobody. Once it is back, every field
// touched since then says its value again: the page goes on with what stands there.
const noticedWithin = 60_000;
const touched = new Map();
const typed = new Set();
const modal = document.getElementById("components-reconnect-modal");
const isLost = () => modal.className.includes("components-reconnect-show");
let lost = false;
let next = null; // the address of a link that was followed meanwhile
const keptAs = "portal-typed";

// Fields in the order in which they were last touched: what a choice fills in is typed over by what was typed after it.
const touch = (fields, key, value) => {
  fields.delete(key);
  fields.set(key, value);
};

// What was typed longer ago has arrived.
const forgetArrived = () => {
  for (const [field, at] of touched) if (Date.now() - at > noticedWithin) touched.delete(field);
};

document.addEventListener("input", event => {
  typed.forEach(field => field.isConnected || typed.delete(field));
  typed.delete(event.target);
  typed.add(event.target);
  if (!lost && event.isTrusted) sessionStorage.removeItem(keptAs); // the page went on
  // A file that may have arrived isn't sent once more: it would be there twice.
  if (lost || event.target.type !== "file") touch(touched, event.target, Date.now());
  if (!lost) forgetArrived();
}, true);

const say = field => {
  if (field.type === "radio" && !field.checked) return; // another of its group is chosen by now
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

// The page's answer to a choice comes after what was typed later has left: it would show what the choice fills in over that.
const answersWithin = 2_000;
const isChoice = field => field.type === "radio" || field.type === "checkbox";
const keepShown = texts => {
  const soon = AbortSignal.timeout(answersWithin);
  const meanwhile = { capture: true, signal: soon };
  document.addEventListener("input", event => event.isTrusted && texts.delete(event.target), meanwhile);
  document.addEventListener("click", event => event.isTrusted && event.target.closest("a, button, label") && texts.clear(), meanwhile);
  const look = () => {
    for (const [field, text] of [...texts]) {
      if (!field.isConnected || field.value === text) continue;
      texts.delete(field); // once: what the page makes of it then stays
      field.value = text;
      say(field);
    }
  };
  const answers = new MutationObserver(look);
  answers.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  soon.addEventListener("abort", () => {
    answers.disconnect();
    look();
  });
};

const sayAll = fields => {
  const first = fields.findIndex(isChoice);
  const texts = first < 0 ? [] : fields.slice(first).filter(field => !isChoice(field) && field.type !== "file");
  const typedSince = new Map(texts.map(field => [field, field.value]));
  fields.forEach(say);
  if (typedSince.size > 0) keepShown(typedSince);
};

const sayAgain = () => {
  const fields = [...touched.keys()].filter(field => field.isConnected);
  if (next) fields.forEach(say);
  else sayAll(fields);
  touched.clear();
};

// An event whose handler isn't there any more, as the page was being drawn, is answered with an error, and what it carried is lost: what was
// typed right before says its value again, once. A choice doesn't: what it fills in may have been changed since.
const unheardWithin = 10_000;
const saidAgain = new WeakMap();
window.addEventListener("unhandledrejection", ({ reason }) => {
  if (lost || !reason?.message?.includes("DispatchEventAsync")) return;
  for (const [field, at] of [...touched]) {
    if (isChoice(field) || !field.isConnected || Date.now() - at > unheardWithin || saidAgain.get(field) === field.value) continue;
    saidAgain.set(field, field.value);
    say(field);
  }
});

// What is typed before the page is connected reaches nobody either, and the connected page draws its fields anew: it is typed once more there.
const early = new Map();
let focused = document.activeElement?.id ?? "";
const isField = element => element.matches("input, textarea");
const isTypedIn = element => element.id && element.type !== "file";
const html = document.documentElement;
const isConnected = () => html.dataset.circuit === "up";

const beforeConnection = new AbortController();
const until = { capture: true, signal: beforeConnection.signal };
document.addEventListener("input", event => isTypedIn(event.target) && touch(early, event.target.id, event.target), until);
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
  const fields = [];
  for (const [id, { tagName, value, checked }] of early) {
    const found = document.getElementById(id);
    const now = found?.closest(".editor")?.querySelector("textarea") ?? found;
    if (now?.tagName !== tagName) continue;
    [now.value, now.checked] = [value, checked];
    fields.push(now);
  }
  sayAll(fields);
  if (early.has(focused)) keepFocus(focused);
  early.clear();
};

// Who signs in again comes back to what was typed in the page whose session had ended, in the same tab. It is typed once more there.
const here = () => location.pathname + location.search;
const person = () => document.querySelector("summary.avatar")?.dataset.handle;
// An editor has its field's id.
const idOf = field => field.id || field.closest(".editor")?.querySelector("[contenteditable]")?.id;
const isKept = field => field.isConnected && isField(field) && field.type !== "file" && !field.matches("[type=password], [data-secret]") && idOf(field);
const keepTyped = () => {
  const fields = [...typed].filter(isKept).map(field => [idOf(field), { tagName: field.tagName, value: field.value, checked: field.checked }]);
  if (fields.length === 0) return;
  try {
    sessionStorage.setItem(keptAs, JSON.stringify({ at: here(), person: person(), fields }));
  } catch {
    // More than a browser keeps: it stays in the page, for whoever copies it from there.
  }
};
const kept = JSON.parse(sessionStorage.getItem(keptAs) ?? "null");
sessionStorage.removeItem(keptAs);
if (kept?.at === here() && kept.person === person()) kept.fields.forEach(([id, field]) => early.set(id, field));

if (isConnected()) typeAgain();
else
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
  if (next) location.assign(next);
  else location.reload();
};

// A session that ended meanwhile answers each try to join again with the sign-in, which Blazor takes for a portal that isn't there. What
// was typed stays where it is until its reader signs in again.
const lookEvery = 3_000;
const signInAddress = () => `/sign-in?to=${encodeURIComponent(next ? place(next) : here())}`;
let watches = false;
const isSignedOut = () => fetch("/_blazor/negotiate?negotiateVersion=1", { method: "POST", redirect: "manual" })
  .then(answer => answer.type === "opaqueredirect" || answer.status === 401, () => false);
const watchSession = async () => {
  if (watches) return;
  watches = true;
  for (await after(lookEvery); isLost(); await after(lookEvery)) {
    const isOut = (await isSignedOut()) && isLost();
    if (isOut && !isLeftToReader()) return location.assign(signInAddress());
    modal.toggleAttribute("data-signed-out", isOut);
    if (isOut) keepTyped();
  }
  modal.removeAttribute("data-signed-out");
  watches = false;
};
// Blazor would follow it by the connection that is lost.
modal.querySelector("[data-sign-in]").addEventListener("click", event => {
  event.preventDefault();
  keepTyped();
  location.assign(signInAddress());
});

// A link that is followed while nobody listens is followed once the connection is back: the browser would load an error in place of the
// page, and what was typed would be gone. Nor does the page hear of Back; the address of a draft is the browser's own.
const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }) => button === 0 && !(ctrlKey || metaKey || shiftKey || altKey);
const leadsElsewhere = link => link.origin !== location.origin || link.hasAttribute("download") || !["", "_self"].includes(link.target);
const staysHere = link => link.dataset.focuses || (link.hash && link.pathname === location.pathname);
document.addEventListener("click", event => {
  const link = event.target.closest("a[href]");
  if (!isLost() || !link || modal.contains(link) || !isPlain(event) || leadsElsewhere(link) || staysHere(link)) return;
  event.preventDefault();
  next = link.href;
  modal.toggleAttribute("data-follows", true);
}, true);

const place = address => {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
};
const isShown = () => {
  const shown = document.querySelector("a.skip")?.href;
  const isSamePage = shown && new URL(shown).pathname === location.pathname;
  return !shown || place(shown) === here() || (isSamePage && html.dataset.address === here());
};
const follow = () => {
  const to = next ?? (isShown() ? null : location.href);
  // The sign-in is no page of this connection.
  if (to) Blazor.navigateTo(to, { replaceHistoryEntry: !next, forceLoad: new URL(to).pathname.startsWith("/sign-in") });
  next = null;
  modal.toggleAttribute("data-follows", false);
};

new MutationObserver(() => {
  if (isGone()) return void loadAgain();
  const before = lost;
  lost = isLost();
  if (!before && lost) forgetArrived();
  if (before && !lost) {
    sayAgain();
    follow();
  }
  if (lost) watchSession();
}).observe(modal, { attributes: true, attributeFilter: ["class"] });
