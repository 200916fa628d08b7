// Shows what is known already while a report is being written. The server draws the piece; without this script it asks before filing.
const form = document.getElementById("report");
const box = document.getElementById("similar");
let timer;
let asked = "";

export function look() {
  clearTimeout(timer);
  timer = setTimeout(ask, 600);
}

async function ask() {
  const { category, place_text, lon, lat } = form.elements;
  if (!category.value) return show("");
  const query = String(new URLSearchParams({ category: category.value, place_text: place_text.value, lon: lon.value, lat: lat.value }));
  if (query === asked) return;
  asked = query;
  try {
    const reply = await fetch(`${form.getAttribute("action")}/similar?${query}`, { headers: { accept: "text/html" } });
    if (reply.ok && query === asked) show(await reply.text());
  } catch {
    asked = "";
  }
}

// Whoever has seen it and sends the form all the same is not asked again.
function show(html) {
  box.innerHTML = html;
  box.hidden = html === "";
  if (html !== "") form.elements.checked.value = "1";
}

if (form && box) for (const name of ["category", "place_text"]) form.elements[name].addEventListener("change", look);
