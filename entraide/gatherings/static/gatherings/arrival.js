// The reception with the network down: marks wait on the device and leave by themselves.
// Each has its own number, so that sending it twice is the same as once.
const root = document.getElementById("reception");
const say = root.dataset;
const state = document.getElementById("state");
const list = document.querySelector(".arrivals");
const HOME = new URL(say.home, location).pathname;
const KEY = "arrival " + HOME;
const PACK = 200;
// What the device could not keep, and what left: this page remembers both.
let spare = [];
const gone = new Set();
let ahead = Number(stored(KEY + " clock")) || 0;
let sending = false;
let trouble = "";
let refused = "";
let told = "";

// An old version, or a spoilt memory, may have left anything there.
function whole(item) {
  if (!item || typeof item.uid !== "string") return false;
  if (item.walk !== undefined) return typeof item.walk === "string";
  return typeof item.at === "number" && (item.mark === "here" || item.mark === "back");
}

function read() {
  const found = stored(KEY);
  return Array.isArray(found) ? found.filter(whole) : [];
}

// Another tab of this reception may have queued something: read anew each time.
const queued = () => [...read(), ...spare].filter((one) => !gone.has(one.uid));

// Clocks of cheap phones are wrong: time is counted from the server's last answer. An answer that
// was long under way puts it back, but what is tapped last stays the last.
let latest = Math.max(0, ...read().map((one) => one.at || 0));
const now = () => (latest = Math.max(Date.now() + ahead, latest + 1));

function add(item) {
  const one = { uid: number(), at: now(), ...item };
  told = "";
  if (!store(KEY, [...read(), one])) spare.push(one);
  draw();
  send();
}

function people(item) {
  const rows = [...list.querySelectorAll("[data-person]")];
  if (item.badge) return rows.filter((row) => row.dataset.badge === item.badge);
  return rows.filter((row) => row.dataset.person === String(item.person));
}

function show(row, here) {
  row.toggleAttribute("data-here", here);
  const button = row.querySelector("button");
  if (!button) return;
  button.name = here ? "back" : "here";
  button.classList.toggle("quiet", here);
  button.firstChild.textContent = here ? say.back : say.arrive;
}

function draw() {
  const queue = queued();
  for (const item of queue) {
    for (const row of people(item)) show(row, item.mark === "here");
  }
  const counts = {};
  const here = list.querySelectorAll("[data-here]");
  for (const row of here) {
    for (const key of (row.dataset.counts || "").split("|")) counts[key] = (counts[key] || 0) + 1;
  }
  document.getElementById("here").textContent = here.length;
  for (const span of document.querySelectorAll("[data-count]")) {
    span.textContent = counts[span.dataset.count] || 0;
  }
  state.textContent = sentence(queue.length);
  const shut = trouble === "login" || trouble === "server";
  state.classList.toggle("error", queue.length > 0 || shut || refused !== "" || told !== "");
}

function sentence(count) {
  const unsent = count === 1 ? say.unsentOne : say.unsentMany.replace("{n}", count);
  const parts = [count ? unsent : say.sent];
  if (trouble) parts.unshift(say[trouble]);
  if (refused) parts.push(say.refused + " " + refused);
  if (told) parts.push(told);
  if (spare.length) parts.push(say.noStorage);
  return parts.join(" ");
}

async function send() {
  if (sending) return;
  sending = true;
  trouble = await sendAll();
  // After a new login it leaves at once; refused again, one has to log in.
  if (trouble === "login" && (await renew(HOME))) trouble = await sendAll();
  sending = false;
  draw();
}

async function sendAll() {
  try {
    const all = await sendWalks();
    await sendMarks();
    return all ? "" : "server";
  } catch (fault) {
    return ["away", "login"].includes(fault.message) ? fault.message : "server";
  }
}

// Someone the server cannot take now stays in the queue, and keeps no mark from leaving.
async function sendWalks() {
  const walks = queued().filter((one) => one.walk !== undefined);
  let all = true;
  let some = false;
  for (const item of walks) {
    const form = new URLSearchParams(item.walk);
    // The form may be older than the last login; the token of the page says who we are.
    form.delete("csrfmiddlewaretoken");
    const answer = await post(say.walk, form);
    if (answer.status === 422) {
      refused = item.name;
    } else if (answer.ok) {
      const { said } = await answer.json();
      if (said) told = item.name + ". " + said;
      some = true;
    } else {
      all = false;
      continue;
    }
    forget([item]);
  }
  if (some) keepPage(KEY, HOME);
  return all;
}

async function sendMarks() {
  const marks = () => queued().filter((one) => one.walk === undefined);
  do {
    const pack = marks().slice(0, PACK);
    const body = JSON.stringify({ marks: pack });
    const answer = await post(say.marks, body, { "Content-Type": "application/json" });
    if (!answer.ok) throw new Error("server");
    const news = await answer.json();
    ahead = news.now - Date.now();
    store(KEY + " clock", ahead);
    const lost = pack.filter((one) => news.lost.includes(one.uid));
    if (lost.length) refused = lost.map((one) => one.words || one.badge || one.person).join(", ");
    forget(pack);
    store(KEY + " here", { here: news.here, now: news.now });
    showAll(news.here);
  } while (marks().length);
}

function showAll(numbers) {
  const here = new Set(numbers.map(String));
  for (const row of list.querySelectorAll("[data-person]")) show(row, here.has(row.dataset.person));
}

function forget(items) {
  for (const one of items) gone.add(one.uid);
  const left = (one) => !gone.has(one.uid);
  spare = spare.filter(left);
  store(KEY, read().filter(left));
}

document.getElementById("text").addEventListener("input", (event) => {
  const wanted = folded(event.target.value);
  for (const row of list.children) row.hidden = !(row.dataset.search || "").includes(wanted);
});
document.getElementById("find").addEventListener("submit", (event) => event.preventDefault());

document.getElementById("list").addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, value } = event.submitter;
  add({ mark: name, person: Number(value) });
});

document.getElementById("words").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("typed");
  if (field.value.trim()) add({ mark: "here", words: field.value.trim() });
  field.value = "";
});

const walk = document.getElementById("walk");

// The page kept on the device always has the same number in its form.
const renumber = () => (walk.elements.key.value = number().replaceAll("-", ""));

walk.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, at, structure } = walk.elements;
  name.value = name.value.trim();
  if (!walk.reportValidity()) return;
  at.value = Math.round(now());
  const form = new FormData(walk);
  form.delete("csrfmiddlewaretoken");
  guest(name.value);
  add({ walk: new URLSearchParams(form).toString(), name: name.value });
  // Nothing of one person is given to the next, except the peer group: they often come together.
  name.value = structure.value = "";
  for (const meal of walk.querySelectorAll("select[name^=meal_]")) meal.value = "";
  renumber();
});

// The camera, where the browser reads codes by itself.
const camera = document.getElementById("camera");
const video = document.getElementById("video");
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", () => (video.srcObject ? close() : open()));
}

async function open() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return;
  }
  video.hidden = false;
  await video.play();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  while (video.srcObject) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code && code.rawValue !== last) {
      last = code.rawValue;
      scanned(last);
    }
    await new Promise((done) => setTimeout(done, 300));
  }
}

function close() {
  for (const track of video.srcObject.getTracks()) track.stop();
  video.srcObject = null;
  video.hidden = true;
}

// A badge says its person; a ticket carries its four words after the #.
function scanned(text) {
  const words = text.split("#")[1];
  if (text.startsWith("ENTRAIDE:")) add({ mark: "here", badge: text.slice("ENTRAIDE:".length) });
  else if (words) add({ mark: "here", words: words.split("-").join(" ") });
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
    await forgetAll(KEY, HOME, [KEY, KEY + " clock", KEY + " here"]);
    state.textContent = say.erased;
  });
}

function guest(name) {
  const row = document.createElement("li");
  row.dataset.search = folded(name);
  row.dataset.here = "";
  row.append(document.createElement("bdi"));
  row.firstChild.textContent = name;
  list.prepend(row);
}

// A page kept since the morning does not know who came and was sent since.
const last = stored(KEY + " here");
if (last && Array.isArray(last.here) && last.now > Number(say.now)) showAll(last.here);
for (const item of queued()) if (item.walk !== undefined) guest(item.name);
renumber();
addEventListener("online", send);
setInterval(send, 10000);
draw();
send();
