// Text fields with class "editor" become editors with highlighting and marks once the page is alive. The <textarea> stays the
// field: what is typed goes into it, and what the page sets in it is shown. Without this file, or while it loads, it is used itself.
const editors = new WeakMap();
const pause = 120; // milliseconds without a keystroke, until the page gets the text
const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
const html = document.documentElement;
const pages = new WeakMap(); // what may be asked for more than the editor knows
let bundle;

const labelOf = area => document.querySelector(`label[for="${CSS.escape(area.id)}"]`);

const marksOf = host => JSON.parse(host.dataset.marks || "[]");

const vocabularyOf = host => JSON.parse(host.dataset.vocabulary || "{}");

const described = (area, id, label) => ({
  ...(id ? { id } : {}),
  ...(label?.id ? { "aria-labelledby": label.id } : { "aria-label": area.getAttribute("aria-label") ?? "Text" }),
  ...Object.fromEntries(
    ["aria-describedby", "aria-invalid"].filter(name => area.hasAttribute(name)).map(name => [name, area.getAttribute(name)]),
  ),
  tabindex: "0",
  spellcheck: "false",
  autocapitalize: "off",
});

const enhance = async host => {
  editors.set(host, null);
  try {
    bundle ??= import(host.dataset.bundle);
    open(host, (await bundle).openEditor);
  } catch (wrong) {
    bundle = undefined;
    console.info("The text editor isn't there; the plain field is used.", wrong.message);
  }
};

const open = (host, openEditor) => {
  const area = host.querySelector("textarea");
  if (!area || !host.isConnected) return;
  const { id } = area;
  const label = labelOf(area);
  const hadFocus = document.activeElement === area;
  const before = area.value.slice(0, area.selectionEnd).split("\n");
  let waiting;
  const send = () => {
    clearTimeout(waiting);
    waiting = undefined;
    if (area.value !== editor.text()) {
      // One more than may be: enough for the page to say that it is too long.
      value.set.call(area, area.maxLength > 0 ? editor.text().slice(0, area.maxLength) : editor.text());
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const editor = openEditor({
    parent: host,
    text: area.value,
    language: host.dataset.language,
    hint: area.placeholder,
    attributes: described(area, id, label),
    vocabulary: () => vocabularyOf(host),
    propose: async (text, position) => (await pages.get(host)?.invokeMethodAsync("Propose", text, position)) ?? [],
    onChange: () => {
      clearTimeout(waiting);
      waiting = setTimeout(send, pause);
    },
  });
  editors.set(host, editor);
  // The editor has the name now: whoever looks for the field finds what can be typed into.
  area.removeAttribute("id");
  area.hidden = true;
  label?.addEventListener("click", () => editor.focus());
  Object.defineProperty(area, "value", {
    configurable: true,
    get: () => value.get.call(area),
    set: text => {
      value.set.call(area, text);
      clearTimeout(waiting);
      editor.set(text);
      editor.mark(marksOf(host));
    },
  });
  // Whoever goes on to a button sends what stands here, not what stood here a moment ago.
  host.addEventListener("focusout", send);
  host.addEventListener("change", event => event.target.matches("input[type=file]") && read(event.target, editor));
  new MutationObserver(() => editor.describe(described(area, id, label))).observe(area, { attributeFilter: ["aria-describedby", "aria-invalid"] });
  new MutationObserver(changes => {
    if (changes.some(change => change.attributeName === "data-language")) editor.speak(host.dataset.language);
    editor.mark(marksOf(host));
  }).observe(host, { attributeFilter: ["data-marks", "data-language"] });
  editor.mark(marksOf(host));
  // Who types already goes on where they are.
  if (hadFocus) editor.go({ line: before.length, column: before.at(-1).length + 1 });
};

const read = async (input, editor) => {
  const [file] = input.files;
  if (!file) return;
  editor.set((await file.text()).replace(/^\uFEFF/, ""));
  editor.focus();
  input.closest(".editor").dispatchEvent(new Event("focusout"));
  input.value = "";
};

const look = () => {
  if (html.dataset.circuit !== "up") return;
  for (const host of document.querySelectorAll(".editor")) if (!editors.has(host)) enhance(host);
};

// "statements:3:14" goes to that line and column of the editor of that name.
document.addEventListener("click", event => {
  const { goto } = event.target.closest("[data-goto]")?.dataset ?? {};
  if (!goto) return;
  const [id, line, column] = goto.split(":");
  const host = document.getElementById(id)?.closest(".editor");
  editors.get(host)?.go({ line: Number(line), column: Number(column) });
});

window.portal = Object.assign(window.portal ?? {}, {
  // The page that has the editor of this name may be asked what a word may become.
  completes: (id, page) => {
    const host = document.getElementById(id)?.closest(".editor");
    if (host) pages.set(host, page);
  },
});

new MutationObserver(look).observe(html, { childList: true, subtree: true, attributeFilter: ["data-circuit"] });
look();
