// The table writes with the network down: lines wait on the device and leave by themselves.
// Each has its own number, so that sending it twice is the same as once; the latest revision wins.
const root = document.getElementById("table");
const say = root.dataset;
const state = document.getElementById("state");
const list = document.getElementById("voices");
const form = document.getElementById("line");
const fields = form.elements;
const HOME = new URL(say.home, location).pathname;
const KEY = "table " + HOME;
const PACK = 200;
const SIGNS = { "+": "for", "-": "against", "−": "against", "?": "question", "!": "proposal" };
// What the device could not keep stays in this page.
let spare = [];
let notes = stored(KEY + " notes") || JSON.parse(document.getElementById("known").textContent);
let sending = false;
let trouble = "";
let refused = 0;
let editing = null;

const whole = (one) => one && typeof one.uid === "string" && typeof one.text === "string";

function queued() {
  const found = stored(KEY);
  return [...(Array.isArray(found) ? found.filter(whole) : []), ...spare];
}

function queue(line) {
  const others = queued().filter((one) => one.uid !== line.uid);
  spare = [];
  if (!store(KEY, [...others, line])) spare = [...others, line];
  draw();
  send();
}

function sent(lines) {
  const same = (one) => lines.some((left) => left.uid === one.uid && left.revision === one.revision);
  const kept = queued().filter((one) => !same(one));
  spare = [];
  if (!store(KEY, kept)) spare = kept;
}

// What the table sees: what the site has, changed by what waits here.
function lines() {
  const waiting = queued();
  const changed = new Map(waiting.map((one) => [one.uid, one]));
  const known = notes.map((one) => ({ ...one, ...changed.get(one.uid), waits: changed.has(one.uid) }));
  const fresh = waiting.filter((one) => !notes.some((note) => note.uid === one.uid));
  return [...known, ...fresh.map((one) => ({ ...one, waits: true }))];
}

const gone = (one) => one.withdrawn || (one.waits && !one.text);

function draw() {
  const all = lines();
  list.replaceChildren(...all.map(item));
  const chosen = fields.joins.value;
  const options = all.filter((one) => !gone(one) && one.uid !== editing?.uid).map((one) => {
    const option = document.createElement("option");
    option.value = one.uid;
    option.textContent = `${one.number || "…"}. ${one.text.slice(0, 60)}`;
    return option;
  });
  fields.joins.replaceChildren(fields.joins.options[0], ...options);
  fields.joins.value = options.some((one) => one.value === chosen) ? chosen : "";
  const waiting = queued().length;
  state.textContent = sentence(waiting);
  state.classList.toggle("error", waiting > 0 && trouble !== "" || refused > 0);
  document.getElementById("count").textContent = all.filter((one) => !gone(one)).length;
}

function item(one) {
  const row = document.createElement("li");
  row.value = one.number || notes.length + 1;
  if (one.waits) row.dataset.waits = "";
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = gone(one) ? say.withdrawn : one.text;
  row.append(words, " ");
  const about = document.createElement("span");
  about.className = "help";
  const stance = fields.stance && [...fields.stance].find((radio) => radio.value === one.stance);
  const group = [...fields.peer_group.options].find((option) => option.value === String(one.group || ""));
  about.textContent = [one.stance ? stance?.parentElement.textContent.trim() : "",
    one.group ? group?.textContent : "", one.waits ? say.waits : ""].filter(Boolean).join(" · ");
  row.append(about, " ");
  if (!gone(one) && !say.closed) {
    row.append(button(say.change, () => edit(one)), " ", button(say.withdraw, () => withdraw(one)));
  }
  return row;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function edit(one) {
  editing = one;
  fields.text.value = one.text;
  choose(one.stance || "");
  fields.peer_group.value = one.group || "";
  fields.text.focus();
}

function withdraw(one) {
  if (!confirm(say.sure)) return;
  queue({ ...bare(one), text: "", stance: "", revision: (one.revision || 0) + 1 });
}

const bare = ({ uid, text, stance, group, language, joins, about, slip }) =>
  ({ uid, text, stance, group, language, joins, about, slip });

// Setting the value of a group of radios does nothing where that value is empty.
function choose(stance) {
  for (const radio of fields.stance) radio.checked = radio.value === stance;
}

function sentence(count) {
  const unsent = count === 1 ? say.unsentOne : say.unsentMany.replace("{n}", count);
  const parts = [count ? unsent : say.sent];
  if (trouble) parts.unshift(say[trouble]);
  if (refused) parts.push(say.refused);
  if (spare.length) parts.push(say.noStorage);
  return parts.join(" ");
}

async function send() {
  if (sending) return;
  sending = true;
  trouble = await sendAll();
  // A page kept since the morning has an old token.
  if (trouble === "login" && (await renew(HOME))) trouble = await sendAll();
  sending = false;
  draw();
}

async function sendAll() {
  try {
    do {
      const pack = queued().slice(0, PACK);
      const body = JSON.stringify({ lines: pack });
      const answer = await post(say.lines, body, { "Content-Type": "application/json" });
      if (answer.status === 409) return "shut";
      if (answer.status === 404) return "over";
      if (!answer.ok) return "server";
      const news = await answer.json();
      const lost = pack.filter((one) => news.lost.includes(one.uid));
      refused += lost.length;
      sent(pack);
      if (news.notes.length) {
        notes = news.notes;
        store(KEY + " notes", notes);
      }
    } while (queued().length);
    return "";
  } catch (fault) {
    return ["away", "login"].includes(fault.message) ? fault.message : "server";
  }
}

// The next slip of four words that nobody has; the page brought a few for when there is no network.
const given = document.getElementById("slip");
function slip() {
  const used = stored(KEY + " slips") || [];
  const free = JSON.parse(document.getElementById("slips").textContent).find((one) => !used.includes(one.slip));
  given.hidden = false;
  if (!free) {
    given.textContent = say.noSlip;
    return {};
  }
  store(KEY + " slips", [...used, free.slip]);
  given.textContent = `${say.receipt} ${free.words.join(" ")}`;
  return { slip: free.slip };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  let text = fields.text.value.trim();
  let stance = fields.stance.value;
  // As on paper: a sign first on the line says the stance.
  const rest = text.slice(1).trim();
  if (SIGNS[text[0]] && rest && !/^\d/.test(rest)) {
    stance = SIGNS[text[0]];
    text = rest;
  }
  if (!text) return fields.text.focus();
  const joins = fields.joins.value ? [fields.joins.value] : [];
  const group = Number(fields.peer_group.value) || null;
  const about = fields.about?.value ? [fields.about.value] : [];
  const common = { text, stance, group, language: fields.language.value, joins, about };
  // The words of the last receipt leave the screen with the next voice.
  given.hidden = true;
  const receipt = fields.receipt.checked ? slip() : {};
  if (editing) queue({ ...bare(editing), ...common, ...receipt, revision: (editing.revision || 0) + 1 });
  else queue({ uid: number(), revision: 0, ...common, ...receipt });
  editing = null;
  fields.text.value = fields.joins.value = "";
  choose("");
  fields.receipt.checked = false;
  fields.text.focus();
});

// Enter ends a voice, Shift and Enter a line.
fields.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

const aloud = document.getElementById("aloud");
if ("speechSynthesis" in window) {
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

const erase = document.getElementById("erase");
if (navigator.serviceWorker) {
  keepFrom(say.worker, KEY, HOME);
  erase.hidden = false;
  erase.addEventListener("click", async () => {
    if (queued().length) {
      state.textContent = say.busy;
      return;
    }
    await forgetAll(KEY, HOME, [KEY, KEY + " notes", KEY + " slips"]);
    state.textContent = say.erased;
  });
}

// Closing without having sent everything would lose voices.
document.getElementById("close")?.addEventListener("submit", (event) => {
  if (!queued().length) return;
  event.preventDefault();
  state.textContent = say.busyClose;
  state.scrollIntoView();
});

if (!say.closed) {
  addEventListener("online", send);
  setInterval(send, 10000);
  send();
}
draw();
