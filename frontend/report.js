// Helps with the report form: a button that asks the phone where it is, and a word while photos are on their way.
// Without this script, and where the phone gives no position, the form works all the same.
const form = document.getElementById("report");
const box = document.getElementById("locate");
const button = box?.querySelector("button");
const answer = box?.querySelector("[role=status]");

if (form && box && button && answer && "geolocation" in navigator) {
  box.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    answer.textContent = box.dataset.locating;
    navigator.geolocation.getCurrentPosition(found, refused, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
}

function found({ coords }) {
  button.disabled = false;
  form.elements.lon.value = coords.longitude.toFixed(7);
  form.elements.lat.value = coords.latitude.toFixed(7);
  form.elements.accuracy.value = Math.min(coords.accuracy, 100_000).toFixed(0);
  answer.textContent = box.dataset.located.replace("{m}", Math.round(coords.accuracy));
}

function refused() {
  button.disabled = false;
  answer.textContent = box.dataset.notLocated;
}

// Large photos take a while; pressing twice is harmless, but people should know that it is under way.
const send = form?.querySelector("[type=submit]");
const words = send?.textContent;
form?.addEventListener("submit", () => {
  send.disabled = true;
  send.textContent = send.dataset.sending;
});
addEventListener("pageshow", () => {
  if (!send) return;
  send.disabled = false;
  send.textContent = words;
});
