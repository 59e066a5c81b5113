// Keeps the page of this reception, and the files it needs, for when the network is down.
const NAME = "arrival " + new URL("./", location).pathname;
const FILES = {{ files|safe }};
const DAYS_2 = 48 * 3600 * 1000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const page = new URL("./", location).pathname;
  const wanted = new URL(event.request.url).pathname;
  if (event.request.method === "GET" && (wanted === page || FILES.includes(wanted))) {
    event.respondWith(fresh(event.request, wanted === page));
  }
});

async function fresh(request, page) {
  const kept = await caches.open(NAME);
  try {
    const answer = await fetch(request);
    // A login page must not take the place of the list.
    if (answer.ok && !answer.redirected) kept.put(request.url, answer.clone());
    return answer;
  } catch (fault) {
    const found = await kept.match(request.url, { ignoreVary: true });
    const old = found && page && Date.now() - Date.parse(found.headers.get("Date")) > DAYS_2;
    if (!found || old) throw fault;
    return found;
  }
}
