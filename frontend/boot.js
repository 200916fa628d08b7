// Starts the app. A file of its own because the Content-Security-Policy allows no inline script.
import init from "/assets/app.js";

// The look chosen on this device, before the app itself is there (frontend/src/look.rs keeps it): language and size in the cookies that
// the public pages read as well, the theme for the app alone.
const html = document.documentElement;
const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const theme = () => {
  try {
    return localStorage.getItem("wangge.theme");
  } catch {
    return null;
  }
};
html.lang = cookie("lang") ?? "zh-CN";
if (cookie("elder") === "1") html.dataset.mode = "elder";
if (theme()) html.dataset.theme = theme();

// The service worker keeps the app on the phone. A new release waits until somebody says so (frontend/src/release.rs).
const keepOnPhone = async () => {
  const registration = await navigator.serviceWorker.register("/app/worker.js", { scope: "/app/", updateViaCache: "none" });
  const offer = () => {
    html.dataset.release = "waiting";
    window.dispatchEvent(new Event("release"));
  };
  const tell = () => {
    if (registration.waiting && navigator.serviceWorker.controller) offer();
  };
  tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
  let taken = false;
  window.addEventListener("release-taken", () => {
    taken = true;
    // Without one that waits it was taken in another window, and this one only has to open anew.
    if (registration.waiting) registration.waiting.postMessage("take over");
    else location.reload();
  });
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (taken) location.reload();
    // Taken in another window. This one is left to whoever works in it.
    else if (controlled) offer();
    controlled = true;
  });
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < 60 * 60 * 1000) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
  (await navigator.serviceWorker.ready).active?.postMessage("load the rest");
};
// After the app: the phone's network is for what is waited for.
if ("serviceWorker" in navigator) window.addEventListener("load", () => keepOnPhone().catch(console.warn));

init({ module_or_path: "/assets/app_bg.wasm" }).catch((error) => {
  console.error(error);
  const line = document.getElementById("boot");
  if (line) {
    line.setAttribute("role", "alert");
    line.textContent =
      "网格没有打开。请检查网络后刷新；如果仍然打不开，请更新浏览器或微信。 " +
      "The app did not start: check the network and reload, or update the browser.";
  }
});
