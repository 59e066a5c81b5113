// What is written waits on the device and leaves by itself, also long afterwards.
// Each line has its own number, so that sending it twice is the same as once.
const root = document.querySelector("[data-store]");
const say = root.dataset;
const state = document.getElementById("state");
const list = document.getElementById("voices");
const HOME = new URL(say.home, location).pathname;
const KEY = say.store + " " + HOME;
// What is written is somebody's; the page itself is kept once, where its worker looks for it.
const KEPT = say.store.split(" ", 1)[0] + " " + HOME;
const PACK = 100;
const MOST_BYTES = 400000;
// What the device could not keep stays in this page.
let spare = [];
let notes = stored(KEY + " notes") || JSON.parse(document.getElementById("known").textContent);
let stamp = "";
let sending = false;
let trouble = "";
let timer = 0;
let drawn = "";

const whole = (one) => one && typeof one.uid === "string" && typeof one.text === "string";
const kept = (key) => (stored(key) || []).filter?.(whole) || [];
const queued = () => [...kept(KEY), ...spare];
// What the site did not take stays here until somebody has copied it or thrown it away.
const refused = () => kept(KEY + " refused");

function queue(line) {
  const others = queued().filter((one) => one.uid !== line.uid);
  spare = [];
  if (!store(KEY, [...others, line])) spare = [...others, line];
  draw();
  send();
}

// What left may have arrived even when no answer came back: later changes know it.
function tried(taken) {
  const left = (one) => taken.find((same) => same.uid === one.uid && same.revision === one.revision);
  const marked = queued().map((one) => (left(one) ? { ...one, tried: one.revision } : one));
  spare = [];
  if (!store(KEY, marked)) spare = marked;
}

function sent(lines) {
  const same = (one) => lines.some((left) => left.uid === one.uid && left.revision === one.revision);
  const left = queued().filter((one) => !same(one));
  spare = [];
  if (!store(KEY, left)) spare = left;
}

function refuse(lines) {
  const others = refused().filter((one) => !lines.some((left) => left.uid === one.uid));
  store(KEY + " refused", [...others, ...lines.filter((one) => one.text)]);
}

// What is seen: what the site has, changed by what waits here.
function lines() {
  const waiting = queued();
  const changed = new Map(waiting.map((one) => [one.uid, one]));
  const known = notes.map((one) => ({ ...one, ...changed.get(one.uid), waits: changed.has(one.uid) }));
  const fresh = waiting.filter((one) => !notes.some((note) => note.uid === one.uid));
  return [...known, ...fresh.map((one) => ({ ...one, waits: true }))];
}

const gone = (one) => one.withdrawn || (one.waits && !one.text);

// Drawn again only when something changed, and whoever is on a button stays on it.
function draw() {
  const all = lines();
  const waiting = queued().length;
  state.textContent = sentence(waiting);
  state.classList.toggle("error", (waiting > 0 && trouble !== "") || refused().length > 0);
  const now = JSON.stringify([all, refused()]);
  if (now === drawn) return;
  drawn = now;
  const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  list.replaceChildren(...all.map(item), ...refused().map(leftover));
  if (at >= 0) list.querySelectorAll("button")[at]?.focus();
  document.getElementById("count").textContent = all.filter((one) => !gone(one)).length;
  globalThis.offer?.(all);
}

function row(text) {
  const made = document.createElement("li");
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = text;
  made.append(words, " ");
  return made;
}

function item(one) {
  const made = row(gone(one) ? say.withdrawn : one.text);
  if (one.number) made.value = one.number;
  if (one.language) made.firstChild.lang = one.language;
  if (one.waits) made.dataset.waits = "";
  const about = document.createElement("span");
  about.className = "help";
  about.textContent = [globalThis.told?.(one), one.waits ? say.waits : ""].filter(Boolean).join(" · ");
  made.append(about, " ");
  if (!gone(one) && globalThis.edit && one.mine !== false) {
    made.append(button(say.change, () => edit(one)), " ", button(say.withdraw, () => withdraw(one)));
  }
  return made;
}

function leftover(one) {
  const made = row(one.text);
  made.dataset.waits = "";
  const about = document.createElement("span");
  about.className = "help";
  about.textContent = say.refused;
  const drop = () => {
    store(KEY + " refused", refused().filter((left) => left.uid !== one.uid));
    draw();
  };
  made.append(about, " ");
  if (globalThis.again) made.append(button(say.again, () => again(one, drop)), " ");
  made.append(button(say.drop, () => confirm(say.sure) && drop()));
  return made;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function withdraw(one) {
  if (confirm(say.sure)) queue({ ...bare(one), ...globalThis.emptied, text: "" });
}

// The next state of a line, and the one that was seen when it changed.
const bare = (one) => ({
  ...globalThis.carried(one), uid: one.uid, text: one.text,
  revision: (one.revision || 0) + 1,
  base: one.waits ? one.tried ?? one.base ?? 0 : one.revision || 0,
});

function sentence(count) {
  const unsent = count === 1 ? say.unsentOne : say.unsentMany.replace("{n}", count);
  const parts = [count ? unsent : say.sent];
  if (trouble) parts.unshift(say[trouble]);
  if (refused().length) parts.push(say.notTaken);
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

// At most so many lines, and so many bytes: a site refuses what is too large.
function pack(most) {
  const taken = [];
  let bytes = 0;
  for (const one of queued().slice(0, most)) {
    bytes += new Blob([JSON.stringify(one)]).size;
    if (taken.length && bytes > MOST_BYTES) break;
    taken.push(one);
  }
  return taken;
}

async function sendAll() {
  let most = PACK;
  try {
    do {
      const taken = pack(most);
      const body = JSON.stringify({ lines: taken, stamp });
      tried(taken);
      const answer = await post(say.lines, body, { "Content-Type": "application/json" });
      if (answer.status === 409) return "shut";
      if (answer.status === 404) return "over";
      if (answer.status >= 400 && taken.length > 1) {
        // One of them is not as it should be: the others go without it.
        most = Math.ceil(taken.length / 2);
        continue;
      }
      if (answer.status === 400) {
        refuse(taken);
        sent(taken);
        continue;
      }
      if (!answer.ok) return "server";
      received(await answer.json(), taken);
    } while (queued().length);
    return "";
  } catch (fault) {
    return ["away", "login"].includes(fault.message) ? fault.message : "server";
  }
}

function received(news, taken) {
  refuse(taken.filter((one) => news.lost.includes(one.uid)));
  sent(taken);
  for (const one of taken.filter((line) => news.unslipped.includes(line.uid))) {
    globalThis.unslipped?.(one);
  }
  if (!news.notes) return;
  notes = news.notes;
  stamp = news.stamp;
  store(KEY + " notes", notes);
}

const erase = document.getElementById("erase");
erase.hidden = false;
erase.addEventListener("click", async () => {
  if (queued().length || refused().length) {
    state.textContent = say.busy;
    return;
  }
  clearInterval(timer);
  removeEventListener("online", send);
  const keys = ["", " notes", " slips", " draft", " refused"].map((end) => KEY + end);
  await forgetAll(KEPT, HOME, keys);
  // Nothing of it stays on the screen either.
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  said.textContent = say.erased;
  document.querySelector("main").replaceChildren(said);
});
