// Keyboard: / search, g then a letter to go, j k rows, Enter open, ? help. Works before the circuit is up.
const rows = () => [...document.querySelectorAll("[data-row], .rows > li > a")].filter(row => row.offsetParent);
// In a drop-down letters choose.
const typing = target => target.closest("input, textarea, select, .rz-dropdown, [contenteditable=true]");
let goTo = false;

const open = id => {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
};

// To a field that is named elsewhere: itself, or the first thing in it that takes a focus.
const reach = place => {
  // A drop-down's own field is hidden.
  const field = place?.closest(".rz-dropdown") ?? place;
  field?.scrollIntoView({ block: "center" });
  (field?.matches("input, textarea, [tabindex]") ? field : (field?.parentElement ?? field)?.querySelector("input, textarea, [tabindex]"))?.focus();
};

const step = by => {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement.closest("[data-row], .rows > li > a"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus({ preventScroll: false });
  next.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return open("palette");
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open], .rz-dialog")) return;
  const key = event.key;
  if (goTo) {
    goTo = false;
    document.querySelector(`.rail a[data-key="${CSS.escape(key)}"]`)?.click();
  } else if (key === "g") {
    goTo = true;
    setTimeout(() => (goTo = false), 1500);
  } else if (key === "/") {
    event.preventDefault();
    const search = document.querySelector(".filters input[type=search]");
    search ? search.focus() : open("palette");
  } else if (key === "?") {
    open("keys");
  } else if (key === "j" || key === "k") {
    event.preventDefault();
    step(key === "j" ? 1 : -1);
  } else if (key === "Enter" && event.target.matches("[data-row]")) {
    event.target.querySelector("a[href]")?.click();
  } else {
    document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`)?.click();
  }
});

// A form that was refused leads to its first wrong field, whose words are read out then. What was wrong before and still is changes nothing
// on the page: that is looked at once the answer must be there.
const answerAfter = 1_000;
const answerWithin = 10_000;
document.addEventListener("submit", ({ target: form }) => {
  const over = new AbortController();
  const toWrong = () => {
    const wrong = form.querySelector("[aria-invalid=true]");
    if (!wrong || over.signal.aborted) return false;
    const at = document.activeElement;
    if (at === document.body || form.contains(at)) reach(wrong);
    return true;
  };
  const answer = new MutationObserver(() => toWrong() && over.abort());
  answer.observe(form, { subtree: true, attributeFilter: ["aria-invalid"] });
  over.signal.addEventListener("abort", () => answer.disconnect());
  form.addEventListener("input", event => event.isTrusted && over.abort(), { signal: over.signal });
  setTimeout(toWrong, answerAfter);
  setTimeout(() => over.abort(), answerWithin);
});

document.addEventListener("click", event => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu.contains(event.target) && !event.target.closest(".menu-list :is(a, button)")) continue;
    // What is hidden can't have the focus: a dialog that opens now gives it back to the menu.
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
  const opener = event.target.closest("[data-opens]");
  if (opener) open(opener.dataset.opens);
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.closest("[data-reload]")) location.reload();
  const pointer = event.target.closest("[data-focuses]");
  if (pointer) {
    event.preventDefault();
    reach(document.getElementById(pointer.dataset.focuses));
  }
  if (event.target.matches("dialog")) event.target.close(); // the backdrop
  if (event.target.closest("[data-rail-menu]")) document.querySelector(".rail").classList.toggle("open");
  else if (event.target.closest(".rail a")) document.querySelector(".rail").classList.remove("open");
});

// Where there is no room for a preview beside the list, a row leads to the whole thing.
document.addEventListener(
  "click",
  event => {
    const row = event.target.closest("a[data-whole]");
    if (row && matchMedia("(max-width: 900px)").matches) row.href = row.dataset.whole;
  },
  true,
);

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

window.portal = Object.assign(window.portal ?? {}, {
  open,
  // What the address says of the page that is open, without going there. Who has left it meanwhile keeps the other's address.
  address: url => {
    if (new URL(url, location.href).pathname !== location.pathname) return;
    history.replaceState(history.state, "", url);
    document.documentElement.dataset.address = location.pathname + location.search; // for lost.js: the page knows another one
  },
  // The page that is open under another address. Who has left it meanwhile isn't brought back.
  rename: (from, to) => {
    const was = new URL(from, location.href);
    if (was.pathname === location.pathname && was.search === location.search) Blazor.navigateTo(to, { replaceHistoryEntry: true });
  },
  // To the sign-in and back to here: only the browser knows what `address` made of where it is.
  signIn: () => location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`),
  shut: id => document.getElementById(id)?.close(),
});
