// Coding with the keyboard: 1 to 9 for a theme, Enter for the next voice; words chosen with the
// mouse are the words that are coded.
const form = document.getElementById("code");
const boxes = [...form.querySelectorAll("[name=themes]")];
const typing = (element) => ["TEXTAREA", "INPUT", "SELECT"].includes(element.tagName) && element.type !== "checkbox";

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const box = boxes[Number(event.key) - 1];
  if (box) {
    box.checked = !box.checked;
    box.focus();
  } else if (event.key === "Enter" && event.target.tagName !== "BUTTON" && event.target.tagName !== "A") {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.getElementById("words").addEventListener("pointerup", () => {
  const chosen = getSelection().toString().trim();
  if (chosen) form.elements.words.value = chosen;
});
