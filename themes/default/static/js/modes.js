// 显示设置与打印按钮。放在 head 里同步执行，先定字号再画页面；没有脚本时页面完整可用，这些按钮不出现。
(() => {
  const key = "portal-mode";
  const known = ["m-elder", "m-xl", "m-contrast", "m-dark", "m-light"];
  const root = document.documentElement;

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
    root.classList.add(...names);
  };

  apply(saved());

  const wireModes = () => {
    const panel = document.querySelector(".modes");
    if (!panel) return;
    const buttons = [...panel.querySelectorAll("[data-m]")];
    const mark = () => {
      const now = known.filter((name) => root.classList.contains(name)).join(" ");
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.m === now));
      }
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        apply(button.dataset.m.split(" ").filter(Boolean));
        save(button.dataset.m);
        mark();
      });
    }
    panel.hidden = false;
    mark();
  };

  const wirePrint = () => {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  };

  // 样式说明页上的例子不抢焦点
  const focusErrors = () => document.querySelector(".errs:not(.specimen *)")?.focus();

  document.addEventListener("DOMContentLoaded", () => {
    wireModes();
    wirePrint();
    focusErrors();
  });
})();
