// A button with data-copies="id" copies that element's text. How that went stands beside the button for a while, in a live region.
const shown = 2_000;
const shownLonger = 10_000; // where something is left to do
const hiding = new WeakMap();

const show = (status, words, time) => {
  status.textContent = words;
  clearTimeout(hiding.get(status));
  hiding.set(status, setTimeout(() => (status.textContent = ""), time));
};

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copies);
  const status = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(text.innerText);
    show(status, "Copied", shown);
  } catch {
    // Over plain HTTP there is no clipboard, and elsewhere it may be denied.
    getSelection().selectAllChildren(text);
    show(status, "Selected: press Ctrl+C", shownLonger);
  }
});
