// A button with data-copies="id" copies that element's text and says so in place.
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const before = button.getAttribute("aria-label");
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).innerText);
    button.setAttribute("aria-label", "Copied");
    button.classList.add("is-ok");
  } catch {
    button.setAttribute("aria-label", "The browser doesn't let us copy: select the text instead");
  }
  setTimeout(() => {
    button.setAttribute("aria-label", before);
    button.classList.remove("is-ok");
  }, 2000);
});
