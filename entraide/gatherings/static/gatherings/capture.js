// The table writes: one line, one voice; changed, taken away, given a receipt, read back.
const form = document.getElementById("line");
const fields = form?.elements;
const SIGNS = { "+": "for", "-": "against", "−": "against", "?": "question", "!": "proposal" };
let editing = null;
// What was being typed when somebody pressed "change".
let aside = null;

// What a line has beside its words.
globalThis.carried = (one) => ({
  stance: one.stance, group: one.group, language: one.language,
  joins: one.joins || [], about: one.about || [], slip: one.slip,
});
globalThis.emptied = { stance: "" };

// The stance and the peer group of a line, as the form names them.
globalThis.told = (one) => {
  if (!form) return "";
  const stance = [...fields.stance].find((radio) => radio.value === one.stance);
  const groups = [...fields.peer_group.options];
  const group = groups.find((option) => option.value === String(one.group || ""));
  return [one.stance ? stance?.parentElement.textContent.trim() : "",
    one.group ? group?.textContent : ""].filter(Boolean).join(" · ");
};

// The voices that a new one may join.
globalThis.offer = (all) => {
  if (!form) return;
  const chosen = fields.joins.value;
  const options = all.filter((one) => !gone(one) && one.uid !== editing?.uid).map((one) => {
    const option = document.createElement("option");
    option.value = one.uid;
    option.textContent = `${one.number || "…"}. ${one.text.slice(0, 60)}`;
    return option;
  });
  fields.joins.replaceChildren(fields.joins.options[0], ...options);
  fields.joins.value = options.some((one) => one.value === chosen) ? chosen : "";
};

function typed() {
  return {
    text: fields.text.value, stance: fields.stance.value, group: fields.peer_group.value,
    language: fields.language.value, joins: fields.joins.value, about: fields.about?.value || "",
  };
}

function fill(one) {
  fields.text.value = one.text || "";
  choose(one.stance || "");
  fields.peer_group.value = one.group || "";
  fields.language.value = one.language || "fr";
  fields.joins.value = [one.joins || ""].flat()[0] || "";
  if (fields.about) fields.about.value = [one.about || ""].flat()[0] || "";
  fields.text.focus();
}

// Setting the value of a group of radios does nothing where that value is empty.
function choose(stance) {
  for (const radio of fields.stance) radio.checked = radio.value === stance;
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
  // The peer group and the language of a table mostly stay; so does what it is asked about.
  fill(next || { ...typed(), text: "", stance: "", joins: "" });
  fields.receipt.checked = false;
  draft();
}

if (form) {
  globalThis.edit = (one) => {
    if (!editing && fields.text.value.trim()) aside = typed();
    mode(one);
    fill(one);
    form.scrollIntoView();
    draft();
  };
  globalThis.again = (one, drop) => {
    if (!editing && fields.text.value.trim()) aside = typed();
    mode(null);
    fill(one);
    drop();
    draft();
  };
  document.getElementById("cancel").addEventListener("click", clear);
  form.addEventListener("submit", write);
  form.addEventListener("input", draft);
  // Enter ends a voice, Shift and Enter a line.
  fields.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function write(event) {
  event.preventDefault();
  const now = typed();
  let text = now.text.trim();
  let stance = now.stance;
  // As on paper: a sign first on the line says the stance.
  const rest = text.slice(1).trim();
  if (SIGNS[text[0]] && rest && !/^\d/.test(rest)) {
    stance = SIGNS[text[0]];
    text = rest;
  }
  if (!text) return fields.text.focus();
  const common = {
    text, stance, group: Number(now.group) || null, language: now.language,
    joins: now.joins ? [now.joins] : [], about: now.about ? [now.about] : [],
  };
  // The words of the last receipt leave the screen with the next voice.
  given.hidden = true;
  const receipt = fields.receipt.checked ? slip() : {};
  if (editing) queue({ ...bare(editing), ...common, ...receipt });
  else queue({ uid: number(), revision: 0, base: 0, ...common, ...receipt });
  clear();
}

// The next slip of four words that nobody has; the page brought a few for when there is no network.
const given = document.getElementById("slip");
const taken = new Set();
function slip() {
  const used = [...(stored(KEY + " slips") || []), ...taken];
  const free = JSON.parse(document.getElementById("slips").textContent).find((one) => !used.includes(one.slip));
  given.hidden = false;
  if (!free) {
    given.textContent = say.noSlip;
    return {};
  }
  taken.add(free.slip);
  store(KEY + " slips", [...used, free.slip]);
  given.textContent = `${say.receipt} ${free.words.join(" ")}`;
  return { slip: free.slip };
}

globalThis.unslipped = (one) => {
  given.hidden = false;
  given.textContent = `${say.unslipped} « ${one.text.slice(0, 60)} »`;
};

const aloud = document.getElementById("aloud");
if (aloud && "speechSynthesis" in window) {
  aloud.hidden = false;
  aloud.addEventListener("click", () => {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    for (const one of lines().filter((line) => !gone(line))) {
      const said = new SpeechSynthesisUtterance(one.text);
      said.lang = one.language || "fr";
      speechSynthesis.speak(said);
    }
  });
}

// Closing without having sent everything would lose voices.
document.getElementById("close")?.addEventListener("submit", (event) => {
  if (!queued().length && !refused().length) return;
  event.preventDefault();
  state.textContent = say.busyClose;
  state.scrollIntoView();
});

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
