// The QR code of a sheet carries the code after the #, which never leaves the device: type it in.
const code = location.hash.slice(1);
const field = document.querySelector("[name=code]");
if (field && /^[A-Z0-9]{6}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
