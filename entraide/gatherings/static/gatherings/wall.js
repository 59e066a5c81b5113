// The wall of the room: what tables write arrives by itself.
const wall = document.getElementById("wall");

async function renew() {
  const answer = await fetch(location).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.getElementById("wall");
  if (news && news.innerHTML !== wall.innerHTML) wall.innerHTML = news.innerHTML;
}

setInterval(renew, 8000);
