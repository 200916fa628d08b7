// Adds "use my location" to the first page. Without it, and where the phone gives no location, the search and the list do.
const box = document.getElementById("locate");
const button = box?.querySelector("button");
const answer = box?.querySelector("[role=status]");

if (box && button && answer && "geolocation" in navigator) {
  box.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    say(box.dataset.locating);
    navigator.geolocation.getCurrentPosition(found, refused, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  });
}

async function found({ coords }) {
  const query = new URLSearchParams({ lon: coords.longitude, lat: coords.latitude, accuracy: Math.min(coords.accuracy, 100_000) });
  try {
    const reply = await fetch(`/api/v1/grids/here?${query}`, { headers: { accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    show((await reply.json()).items);
  } catch {
    refused();
  }
}

function show(grids) {
  button.disabled = false;
  say(grids.length > 0 ? box.dataset.located : box.dataset.nowhere);
  const list = document.createElement("ul");
  list.className = "cells";
  for (const grid of grids) {
    const link = document.createElement("a");
    link.className = "cell";
    link.href = `/g/${encodeURIComponent(grid.short_code)}`;
    const name = document.createElement("span");
    name.className = "cell-body";
    // 十村一网格 names its village already.
    name.textContent = grid.name.startsWith(grid.village_name) ? grid.name : `${grid.village_name} · ${grid.name}`;
    link.append(name);
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  }
  if (grids.length > 0) answer.append(list);
}

function refused() {
  button.disabled = false;
  say(box.dataset.refused);
}

function say(words) {
  answer.textContent = words;
}
