// 边输边提示（ARIA 组合框）。没有脚本时，搜索框照常提交；服务没有应答时，用浏览器里的小索引。
const WAIT_MS = 120;
// 这么久没有应答，先给小索引找到的名称；再过这么久就算出错，出错以后这么久不再问。
const SILENCE_MS = 150;
const LATEST_MS = 2000;
const PAUSE_MS = 30_000;
const MOST_SHOWN = 8;
const FIRST_SHARDS = 3;

// 最近搜过的词只存在这台设备上。
const recent = {
  key: "portal-recent",
  most: 5,

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
    } catch {
      return [];
    }
  },

  write(texts) {
    try {
      localStorage.setItem(this.key, JSON.stringify(texts.slice(0, this.most)));
    } catch {
      // 存不了就不存。
    }
  },

  note(text) {
    if (text) this.write([text, ...this.read().filter((other) => other !== text)]);
  },
};

// 索引只打开一次，几个搜索框共用；第一次按键时才取。
const reserve = {
  opening: null,
  aborter: null,
  pausedUntil: 0,
  more: () => {},

  open(input) {
    this.opening ??= this.start(input).catch(() => (this.opening = null));
    return this.opening;
  },

  // 名称不等程序，一起取；线路窄，先取程序和前几片，其余的等第一片到了再取。
  async start({ dataset, value }) {
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    const get = async (name) => (await fetch(`/search/shards/${name}.json`, { signal })).json();
    const program = import(dataset.pocket);
    const sounds = /[a-z]/i.test(value) ? get("sounds-names") : null;
    const heads = [];
    for (let number = 0; number < dataset.shards; number += 1) {
      const name = `names-${number}`;
      heads.push(number < (sounds ? 2 : FIRST_SHARDS) ? get(name) : heads[0].then(() => get(name)));
    }
    for (const request of [sounds, ...heads]) request?.catch(() => {});
    const { Pocket } = await program;
    return new Pocket(heads, () => this.more(), sounds);
  },

  // 服务有应答，用不着了：没取完的不取。
  drop() {
    this.pausedUntil = 0;
    this.aborter?.abort();
    this.opening = this.aborter = null;
  },
};

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
    input.form.addEventListener("submit", () => recent.note(input.value.trim().slice(0, 200)));
    // 程序很小，等按键的时候它已经在了。
    const ready = () => import(input.dataset.pocket).catch(() => {});
    input.addEventListener("focus", ready, { once: true });
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    input.addEventListener("click", () => {
      if (!input.value.trim() && this.list.hidden) this.showRecent();
    });
    // 先于 blur，否则点选时列表已经收起
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
    // 取这个脚本的时候读者已经在写了
    if (document.activeElement === input) {
      ready();
      if (input.value !== input.defaultValue) this.later();
    }
  }

  later() {
    clearTimeout(this.timer);
    // 第一次按键马上就取索引。
    if (this.answered === undefined) {
      this.answered = false;
      this.ask();
    } else {
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    }
  }

  async ask() {
    this.request?.abort();
    const text = this.input.value.trim();
    if (!text) return this.close();
    if (Date.now() < reserve.pausedUntil) return this.askReserve(text, true);
    const request = new AbortController();
    this.request = request;
    const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: text })}`;
    const asked = fetch(address, { signal: request.signal });
    if (!this.answered) reserve.open(this.input);
    // 换了词接着等，不从头等起。
    this.askedAt ??= Date.now();
    const silence = setTimeout(() => this.askReserve(text, false), this.askedAt + SILENCE_MS - Date.now());
    const latest = setTimeout(() => request.abort(new Error("no answer")), LATEST_MS);
    try {
      const response = await asked;
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const { suggestions } = await response.json();
      this.answered = true;
      this.local = "";
      this.askedAt = undefined;
      reserve.drop();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch (error) {
      if (error.name === "AbortError") return;
      // 不读完出错的页面。
      request.abort();
      this.answered = false;
      reserve.pausedUntil = Date.now() + PAUSE_MS;
      await this.askReserve(text, true);
    } finally {
      clearTimeout(silence);
      clearTimeout(latest);
    }
  }

  async askReserve(text, whole) {
    this.local = text;
    const pocket = await reserve.open(this.input);
    if (!pocket) return this.close();
    reserve.more = () => this.showReserve(pocket);
    this.showReserve(pocket);
    if (whole) pocket.complete();
  }

  showReserve(pocket) {
    // 已经在挑的时候不换。
    const typed = this.input.value.trim();
    if (!this.local || this.local !== typed || this.choice >= 0) return;
    if (document.activeElement !== this.input) return;
    const hits = pocket.search(typed, MOST_SHOWN);
    this.show(hits.map(({ title, url }) => ({ text: title, url, kind_label: "办事指南" })));
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
        if (suggestion.clears) item.dataset.clears = "";
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

  // 空着的时候按向下键，或者点一下，给出最近搜过的。
  showRecent() {
    const texts = recent.read();
    if (!texts.length) return;
    this.show([
      ...texts.map((text) => ({ text, kind_label: "最近搜过" })),
      { text: "清除最近搜过的", clears: true },
    ]);
  }

  close() {
    this.list.hidden = true;
    this.choice = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.list.hidden && event.key === "ArrowDown") {
      if (!this.input.value.trim()) {
        this.showRecent();
      } else {
        // 收起以后再按向下键，又打开。
        event.preventDefault();
        this.ask();
        return;
      }
    }
    if (this.list.hidden) return;
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
    if ("clears" in item.dataset) {
      recent.write([]);
      this.close();
      return;
    }
    if (item.dataset.url) {
      location.assign(item.dataset.url);
      return;
    }
    this.input.value = item.firstChild.textContent;
    this.input.form.requestSubmit();
  }
}

// 读者在页面没有读完的时候就动了键盘，后面可能还有搜索框
if (document.readyState === "loading") {
  await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
}
for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
