// What pages that work without network share: a memory, numbers, sending, a new login.
function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function erased(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing could be kept either.
  }
}

// A random number for what is written here: sending it twice is the same as once.
function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// A fault is one word: the network is away, one has to log in, or the server does not take it.
async function post(address, body, headers) {
  const answer = await fetch(address, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token(), "X-Requested-With": "device", ...headers },
  }).catch(() => {
    throw new Error("away");
  });
  if (answer.redirected || answer.status === 403) throw new Error("login");
  return answer;
}

// After a new login the page's token is another one.
async function renew(home) {
  try {
    const answer = await fetch(home);
    if (answer.redirected || !answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
    return true;
  } catch {
    return false;
  }
}

const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").trim();

// The page itself is kept on the device, where the browser may (https, or this machine).
async function keepPage(name, home) {
  if (!navigator.serviceWorker) return;
  try {
    await (await caches.open(name)).add(home);
    document.documentElement.dataset.kept = "yes";
  } catch {
    // Without network, the page that is kept already stays.
  }
}

function keepFrom(worker, name, home) {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register(worker).then(async () => {
    await navigator.serviceWorker.ready;
    await keepPage(name, home);
  }, () => {});
}

// Words and names do not stay on a device that is not one's own.
async function forgetAll(name, home, keys) {
  for (const key of keys) erased(key);
  await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(one.scope).pathname === home) await one.unregister();
  }
}
