// A QR code carries the four words after the #, which never leaves the device: type them in.
const words = location.hash.slice(1).split("-").join(" ");
const field = document.querySelector("[name=words]");
if (field && /^[a-z]+( [a-z]+){3}$/.test(words)) {
  field.value = words;
  history.replaceState(null, "", location.pathname);
}
