// Helps with the report form: a button that asks the phone where it is, what is known already, the proof of work that a further
// anonymous report needs, and a word while photos are on their way. Without this script the form works all the same.
import { look } from "/assets/similar.js";

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
  look();
}

function refused() {
  button.disabled = false;
  answer.textContent = box.dataset.notLocated;
}

// Large photos take a while; pressing twice is harmless, but people should know that it is under way.
const send = form?.querySelector("[type=submit][data-sending]");
const words = send?.textContent;
form?.addEventListener("submit", () => {
  // A disabled button would not be sent along with the form.
  setTimeout(() => (send.disabled = true));
  send.textContent = send.dataset.sending;
});
addEventListener("pageshow", () => {
  if (!send) return;
  send.disabled = false;
  send.textContent = words;
});

// Either the server has said that a proof is needed, or it is asked as soon as somebody begins to write, so that nobody has to wait.
if (form?.dataset.challenge) prove(form.dataset.challenge, Number(form.dataset.bits));
else form?.addEventListener("input", askForProof, { once: true });

async function askForProof() {
  try {
    const reply = await fetch("/api/v1/challenges", { headers: { accept: "application/json" } });
    const { needed, challenge } = await reply.json();
    if (needed) prove(challenge.challenge, challenge.bits);
  } catch {
    // The server says so when the form is sent.
  }
}

function prove(challenge, bits) {
  const told = document.getElementById("proving");
  const status = told?.querySelector("[role=status]");
  if (status) {
    status.textContent = told.dataset.proving;
    send.disabled = true;
  }
  const worker = new Worker("/assets/proof.js");
  worker.addEventListener("message", ({ data }) => {
    form.elements.proof.value = data;
    worker.terminate();
    if (status) {
      status.textContent = told.dataset.proved;
      send.disabled = false;
    }
  });
  worker.postMessage({ challenge, bits });
}
