// A line of a logbook: typed in half a minute, kept on the device until it is sent.
const form = document.getElementById("line");
const fields = form?.elements;
let editing = null;
// What was being typed when somebody pressed "change".
let aside = null;

const checked = (name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((one) => one.value);
const label = (name, value) => {
  const field = fields[name];
  if (field.options) return [...field.options].find((one) => one.value === value)?.textContent;
  return [...field].find((one) => one.value === value)?.parentElement.textContent.trim();
};

// What a line has beside its words.
globalThis.carried = (one) => ({
  kind: one.kind, sharing: one.sharing, day: one.day, on: one.on || [],
});
globalThis.emptied = {};

globalThis.told = (one) => {
  if (!form) return "";
  const day = new Date(`${one.day}T12:00`).toLocaleDateString(document.documentElement.lang);
  return [day, label("kind", one.kind), label("sharing", one.sharing)].filter(Boolean).join(" · ");
};

// The lines that a new one may rest on, those that wait here too.
globalThis.offer = (all) => {
  if (!form) return;
  const chosen = new Set(checked("on"));
  const list = document.getElementById("earlier");
  const rows = all.filter((one) => !gone(one) && one.uid !== editing?.uid).reverse().map((one) => {
    const row = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.name = "on";
    box.value = one.uid;
    box.checked = chosen.has(one.uid);
    row.append(box, ` ${one.text.slice(0, 90)}`);
    const item = document.createElement("li");
    item.append(row);
    return item;
  });
  list.replaceChildren(...rows);
};

function typed() {
  return {
    text: fields.text.value,
    kind: editing?.kind === "photograph" ? "photograph" : checked("kind")[0] || "observation",
    sharing: fields.sharing.value, day: fields.day.value, on: checked("on"),
  };
}

function fill(one) {
  fields.text.value = one.text || "";
  // A photograph stays one: its kind is not chosen.
  fields.kind[0].closest("fieldset, .two").hidden = editing?.kind === "photograph";
  for (const radio of fields.kind) radio.checked = radio.value === (one.kind || "observation");
  fields.sharing.value = one.sharing || "private";
  if (one.day) fields.day.value = one.day;
  const below = new Set(one.on || []);
  for (const box of form.querySelectorAll("[name=on]")) box.checked = below.has(box.value);
  fields.text.focus();
}

function mode(one) {
  editing = one;
  document.getElementById("editing").hidden = !one;
  document.getElementById("editing-what").textContent = one ? one.text.slice(0, 80) : "";
  form.querySelector("[type=submit]").textContent = one ? say.save : say.write;
}

// What is typed survives a page that is closed by mistake.
const draft = () => store(KEY + " draft", { ...typed(), editing });

function clear() {
  const next = aside;
  aside = null;
  mode(null);
  // Who reads it stays as it was chosen; what it is and rests on is chosen each time.
  fill(next || { ...typed(), text: "", kind: "observation", on: [] });
  draft();
}

function start(one, changes) {
  if (!editing && fields.text.value.trim()) aside = typed();
  mode(changes ? one : null);
  fill(one);
  form.scrollIntoView();
  draft();
}

function write(event) {
  event.preventDefault();
  const now = typed();
  now.text = now.text.trim();
  if (!now.text || !now.day) return fields[now.text ? "day" : "text"].focus();
  if (editing) queue({ ...bare(editing), ...now });
  else queue({ uid: number(), revision: 0, base: 0, mine: true, ...now });
  clear();
}

if (form) {
  globalThis.edit = (one) => start(one, true);
  globalThis.again = (one, drop) => {
    start(one, false);
    drop();
  };
  document.getElementById("cancel").addEventListener("click", clear);
  form.addEventListener("submit", write);
  form.addEventListener("input", draft);
}

keepFrom(say.worker, KEPT, HOME);
const before = stored(KEY + " draft");
if (form && !fields.text.value && before?.text) {
  if (before.editing) mode(before.editing);
  fill(before);
}
draw();
addEventListener("online", send);
timer = setInterval(send, 10000);
send();
