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
