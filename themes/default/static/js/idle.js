// 大厅终端：一段时间没人碰，先问一声，再回到首页，不把上一位看的内容留给下一位。
const HOME = "/kiosk/";
const ASK_AFTER_SECONDS = 90;
const LEAVE_AFTER_SECONDS = 30;

if (document.documentElement.dataset.variant === "kiosk") {
  const dialog = document.createElement("dialog");
  dialog.className = "box idle";
  dialog.setAttribute("aria-labelledby", "idle-h");
  dialog.innerHTML =
    '<h2 id="idle-h">您还在看吗？</h2><p class="mt1"><span role="timer"></span> 秒后回到首页。</p>' +
    '<p class="row mt2"><button type="button" class="btn" autofocus>继续看</button></p>';
  document.body.append(dialog);
  const left = dialog.querySelector("span");
  let touched = Date.now();

  const stay = () => {
    touched = Date.now();
    if (dialog.open) dialog.close();
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "touchmove"]) {
    addEventListener(kind, stay, { passive: true });
  }
  dialog.addEventListener("close", stay);

  // 终端没有显示设置，各部分自己的脚本由这里取
  addEventListener("load", () => {
    for (const { dataset } of document.querySelectorAll("[data-js]")) import(dataset.js).catch(() => {});
  });

  setInterval(() => {
    const seconds = Math.round((Date.now() - touched) / 1000);
    const atHome = location.pathname === HOME && scrollY === 0;
    if (atHome || seconds < ASK_AFTER_SECONDS) return;
    const rest = ASK_AFTER_SECONDS + LEAVE_AFTER_SECONDS - seconds;
    if (rest <= 0) {
      location.replace(HOME);
      return;
    }
    left.textContent = String(rest);
    if (!dialog.open) dialog.showModal();
  }, 1000);
}
