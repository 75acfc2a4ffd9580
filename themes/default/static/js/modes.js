// 显示设置、打印按钮，各部分自己的脚本。放在 head 里同步执行，先定字号再画页面；没有脚本时页面完整可用，这些按钮不出现。
(() => {
  const key = "portal-mode";
  const known = ["m-elder", "m-xl", "m-contrast", "m-dark", "m-light"];
  const root = document.documentElement;
  // 要脚本才有用的部分从一开始就占好位置，页面不跳动
  root.classList.add("js");
  // 长辈版等版本自己带的样式，换显示方式时不去掉
  const own = known.filter((name) => root.classList.contains(name));

  const saved = () => {
    try {
      return (localStorage.getItem(key) ?? "").split(" ").filter((name) => known.includes(name));
    } catch {
      return []; // 禁用本地存储时用标准显示
    }
  };
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

  apply(saved());

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
    box.checked = root.classList.contains("m-xl");
    box.addEventListener("change", () => {
      const rest = shown().filter((name) => name !== "m-xl");
      const names = box.checked ? ["m-xl", ...rest] : rest;
      apply(names);
      save(["m-elder", ...names].join(" "));
    });
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

  // 页面先画出来，再去取各部分自己的脚本；读者已经要用的，马上取
  const run = ({ dataset }) => import(dataset.script).catch(() => {});
  document.addEventListener("focusin", ({ target }) => {
    if (target.dataset?.script) run(target);
  });
  addEventListener("load", () => {
    requestAnimationFrame(() => setTimeout(() => document.querySelectorAll("[data-script]").forEach(run)));
  });

  // 样式说明页上的例子不抢焦点
  const focusErrors = () => document.querySelector(".errs:not(.specimen *)")?.focus();

  document.addEventListener("DOMContentLoaded", () => {
    wireModes();
    wireHuge();
    wireReading();
    wirePrint();
    focusErrors();
  });
})();
