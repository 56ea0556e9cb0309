// Theme: light, dark or the system's. The server reads the cookie for the first paint; here it changes at once.
const year = 365 * 24 * 3600;
const order = [null, "light", "dark"];
const remember = (name, value) =>
  (document.cookie = `${name}=${value ?? ""}; path=/; max-age=${value ? year : 0}; samesite=lax`);

document.addEventListener("click", event => {
  const button = event.target.closest("[data-theme-switch]");
  if (!button) return;
  const root = document.documentElement;
  const next = order[(order.indexOf(root.dataset.theme ?? null) + 1) % order.length];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
  remember("portal-theme", next);
  const words = `Theme: ${next ?? "as the system"}`;
  button.title = words;
  button.setAttribute("aria-label", words);
});

// The server draws times in the browser's zone; from the second page on it knows it before the first paint.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
remember("portal-zone", zone);

// The circuit is up: from here on a click is answered. Tests wait for this mark.
const connected = () => {
  document.documentElement.dataset.circuit = "up";
  return zone;
};

// What goes this way passes the proxies in front of the portal, and carries the browser's cookie, as the open connection of a page doesn't.
const confirm = async address => {
  try {
    const answer = await fetch(address, { cache: "no-store", redirect: "error" });
    return answer.ok ? (await answer.text()).slice(0, 4096) : null;
  } catch {
    return null;
  }
};

window.portal = Object.assign(window.portal ?? {}, { remember, connected, confirm });
