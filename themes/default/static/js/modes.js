// 显示设置、朗读和打印按钮。页面画出来以后才取；字号和颜色由 head 里的几行先定好。
const key = "portal-mode";
const known = ["m-elder", "m-xl", "m-contrast", "m-dark", "m-light"];
const root = document.documentElement;
// 长辈版自己带的样式，换显示方式时不去掉
const own = root.dataset.variant === "elder" ? ["m-elder"] : [];

const save = (value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* 禁用本地存储时只在本页生效 */
  }
};
const apply = (names) => {
  root.classList.remove(...known);
  root.classList.add(...own, ...names);
};
const shown = () => known.filter((name) => root.classList.contains(name) && !own.includes(name));

const wireModes = () => {
  const panel = document.querySelector(".modes");
  if (!panel) return;
  const buttons = [...panel.querySelectorAll("[data-m]")];
  const names = (button) => button.dataset.m.split(" ").filter((name) => name && !own.includes(name));
  const mark = () => {
    const now = shown().join(" ");
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(names(button).join(" ") === now));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      apply(names(button));
      save(button.dataset.m);
      mark();
    });
  }
  panel.hidden = false;
  mark();
};

// 特大字：没有脚本时勾上就变，有脚本时翻页还记得
const wireHuge = () => {
  const box = document.querySelector("#huge");
  if (!box) return;
  const keep = () => {
    const rest = shown().filter((name) => name !== "m-xl");
    const names = box.checked ? ["m-xl", ...rest] : rest;
    apply(names);
    save(["m-elder", ...names].join(" "));
  };
  // 取这个脚本的时候读者已经勾过了
  if (document.activeElement === box) keep();
  else box.checked = root.classList.contains("m-xl");
  box.addEventListener("change", keep);
};

const wireReading = () => {
  const button = document.querySelector("[data-read]");
  if (!button || !("speechSynthesis" in window)) return;
  // 没有中文语音就不出现；有的浏览器过一会儿才知道有哪些语音
  const look = () => {
    button.hidden = !speechSynthesis.getVoices().some((voice) => voice.lang.startsWith("zh"));
  };
  look();
  speechSynthesis.addEventListener("voiceschanged", look);
  button.addEventListener("click", async () => {
    const { toggle } = await import(button.dataset.read);
    toggle(button);
  });
};

const wirePrint = () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
};

// 读者在页面没有读完的时候就动了键盘，等读完再接上
if (document.readyState === "loading") {
  await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
}
wireModes();
wireHuge();
wireReading();
wirePrint();
