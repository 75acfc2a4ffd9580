// 边输边提示（ARIA 组合框）。没有脚本或者服务没有应答时，搜索框照常提交。
const WAIT_MS = 120;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.choice = -1;
    this.timer = 0;
    this.request = null;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.list.className = "list find-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "搜索建议");
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    input.form.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    // 先于 blur，否则点选时列表已经收起
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    this.request?.abort();
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.request = new AbortController();
    const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: text })}`;
    try {
      const response = await fetch(address, { signal: this.request.signal });
      if (!response.ok) return this.close();
      const { suggestions } = await response.json();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    if (!suggestions.length) return this.close();
    this.choice = -1;
    this.list.replaceChildren(
      ...suggestions.map((suggestion, index) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.url = suggestion.url ?? "";
        const name = document.createElement("span");
        name.textContent = suggestion.text;
        const kind = document.createElement("small");
        kind.textContent = suggestion.kind_label ?? "";
        item.append(name, kind);
        return item;
      }),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = `${suggestions.length} 条建议，按上下键选择，回车打开`;
  }

  close() {
    this.list.hidden = true;
    this.choice = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  onKey(event) {
    if (event.isComposing || this.list.hidden) return;
    const items = [...this.list.children];
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      // 多出的一格表示回到输入框
      const places = items.length + 1;
      this.choice = ((this.choice + 1 + steps[event.key] + places) % places) - 1;
      items.forEach((item, index) =>
        item.setAttribute("aria-selected", String(index === this.choice)),
      );
      if (this.choice < 0) this.input.removeAttribute("aria-activedescendant");
      else this.input.setAttribute("aria-activedescendant", items[this.choice].id);
    } else if (event.key === "Enter" && this.choice >= 0) {
      event.preventDefault();
      this.open(items[this.choice]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  onClick(event) {
    const item = event.target.closest("[role=option]");
    if (item) this.open(item);
  }

  open(item) {
    if (item.dataset.url) {
      location.assign(item.dataset.url);
      return;
    }
    this.input.value = item.firstChild.textContent;
    this.input.form.requestSubmit();
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
