// The reception with the network down: marks wait on the device and leave by themselves.
// Each has its own number, so that sending it twice is the same as once.
const root = document.getElementById("reception");
const say = root.dataset;
const state = document.getElementById("state");
const list = document.querySelector(".arrivals");
const KEY = "arrival " + location.pathname;
const PACK = 200;
let queue = read();
let ahead = Number(localStorage.getItem(KEY + " clock")) || 0;
let sending = false;
let away = false;
let loggedOut = false;
let refused = "";
let keeps = true;

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

function save() {
  try {
    // Another tab of this reception may have queued something: nothing of it is lost.
    localStorage.setItem(KEY, JSON.stringify(queue));
  } catch {
    keeps = false;
  }
}

// Clocks of cheap phones are wrong: time is counted from the server's last answer.
const now = () => Date.now() + ahead;

function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function add(item) {
  queue = [...read(), { uid: number(), at: now(), ...item }];
  save();
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
  state.textContent = sentence();
  state.classList.toggle("error", queue.length > 0 || loggedOut || refused !== "");
}

function sentence() {
  const unsent = queue.length === 1 ? say.unsentOne : say.unsentMany.replace("{n}", queue.length);
  const parts = [queue.length ? unsent : say.sent];
  if (away) parts.unshift(say.away);
  if (loggedOut) parts.unshift(say.login);
  if (refused) parts.push(say.refused + " " + refused);
  if (!keeps) parts.push(say.noStorage);
  return parts.join(" ");
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function post(address, body, headers) {
  const answer = await fetch(address, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token(), "X-Requested-With": "arrival", ...headers },
  });
  if (answer.redirected || answer.status === 403) throw new Error("login");
  return answer;
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    await sendAll();
    away = loggedOut = false;
  } catch (fault) {
    if (fault.message === "login") loggedOut = !(await renew());
    else away = true;
  }
  sending = false;
  draw();
}

async function sendAll() {
  for (const item of queue.filter((one) => one.walk)) {
    const answer = await post(say.walk, new URLSearchParams(item.walk));
    if (answer.status === 422) refused = item.name;
    else if (!answer.ok) throw new Error("server");
    forget([item]);
  }
  do {
    const pack = queue.filter((one) => !one.walk).slice(0, PACK);
    const body = JSON.stringify({ marks: pack });
    const answer = await post(say.marks, body, { "Content-Type": "application/json" });
    if (!answer.ok) throw new Error("server");
    const told = await answer.json();
    ahead = told.now - Date.now();
    localStorage.setItem(KEY + " clock", ahead);
    const lost = pack.filter((one) => told.lost.includes(one.uid));
    if (lost.length) refused = lost.map((one) => one.words || one.badge || one.person).join(", ");
    forget(pack);
    const here = new Set(told.here.map(String));
    for (const row of list.querySelectorAll("[data-person]")) show(row, here.has(row.dataset.person));
  } while (queue.some((one) => !one.walk));
}

function forget(items) {
  const sent = new Set(items.map((one) => one.uid));
  queue = read().filter((one) => !sent.has(one.uid));
  save();
}

// After a new login the page's token is another one.
async function renew() {
  try {
    const answer = await fetch(location.href);
    if (answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
    return true;
  } catch {
    return false;
  }
}

const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").trim();

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

document.getElementById("walk").addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.elements.name.value.trim()) return;
  event.preventDefault();
  form.elements.at.value = Math.round(now());
  const name = form.elements.name.value;
  add({ walk: new URLSearchParams(new FormData(form)).toString(), name });
  guest(name);
  form.elements.name.value = "";
  form.elements.key.value = number().replaceAll("-", "");
  draw();
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

// The page itself is kept on the device, where the browser may (https, or this machine).
const erase = document.getElementById("erase");
const STORE = "arrival " + location.pathname;
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(say.worker).then(async () => {
    await navigator.serviceWorker.ready;
    const kept = await caches.open(STORE);
    await kept.add(location.href);
    document.documentElement.dataset.kept = "yes";
  }, () => {});
  erase.hidden = false;
  erase.addEventListener("click", async () => {
    if (queue.length) {
      state.textContent = say.busy;
      return;
    }
    localStorage.removeItem(KEY);
    await caches.delete(STORE);
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (one.scope === location.href.split(/[?#]/)[0]) await one.unregister();
    }
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

for (const item of queue) if (item.walk) guest(item.name);
addEventListener("online", send);
setInterval(send, 10000);
draw();
send();
