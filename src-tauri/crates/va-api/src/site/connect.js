// Keeps the server's address and a token where the viewer looks for them, and goes to the viewer. The address
// has to be this server or one on this computer: a link from elsewhere must not send recordings away.
"use strict";

const asked = new URLSearchParams(window.location.search);
const token = asked.get("token") ?? "";
const url = (asked.get("url") ?? "").replace(/\/+$/, "");

function isHere(address) {
  if (address === "") return true;
  let parsed;
  try {
    parsed = new URL(address);
  } catch {
    return false;
  }
  const names = ["127.0.0.1", "localhost", "[::1]", window.location.hostname];
  const plain = parsed.protocol === "http:" || parsed.protocol === "https:";
  return plain && parsed.username === "" && names.includes(parsed.hostname);
}

if (isHere(url)) {
  window.localStorage.setItem("videoannotator_api_url", url);
  if (token !== "") window.localStorage.setItem("videoannotator_api_token", token);
  window.location.replace("/viewer/");
} else {
  document.getElementById("state").textContent =
    "This link names a server on another computer. Nothing was changed.";
}
