// Keeps one page, and the files it needs, for when the network is down.
const NAME = "{{ store }} " + new URL("./", location).pathname;
const FILES = {{ files|safe }};
const PAGE = new URL("./", location).pathname;
const DAYS_2 = 48 * 3600 * 1000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(clear().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const wanted = new URL(event.request.url).pathname;
  if (event.request.method === "GET" && (wanted === PAGE || FILES.includes(wanted))) {
    event.respondWith(fresh(event.request));
  }
});

// Names do not stay on a device: the page is forgotten after two days.
async function clear() {
  const kept = await caches.open(NAME);
  const any = { ignoreVary: true, ignoreSearch: true };
  const page = await kept.match(PAGE, any);
  const old = page && Date.now() - Date.parse(page.headers.get("Date")) > DAYS_2;
  if (old) await kept.delete(PAGE, any);
  return kept;
}

async function fresh(request) {
  const kept = await clear();
  const found = await kept.match(request.url, { ignoreVary: true });
  try {
    const answer = await fetch(request);
    // A login page must not take the place of the list.
    if (answer.ok && !answer.redirected) kept.put(request.url, answer.clone());
    // The place may have left the programme: the page opens still, and sends what it holds.
    return answer.status === 404 && request.mode === "navigate" && found ? found : answer;
  } catch (fault) {
    if (!found) throw fault;
    return found;
  }
}
