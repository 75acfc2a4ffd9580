// 后台没有应答，或者网站放在普通的网页服务器上：在浏览器里找。
const FIRST = 20;

const place = document.getElementById("pocket");
const told = place.querySelector("[role=status]");
const list = place.querySelector("ol");
const button = place.querySelector("button");
const text = (new URLSearchParams(location.search).get("q") ?? "").trim().slice(0, 200);
let amount = FIRST;
let finished = false;

// 只标出原来的字，不写入任何标记。
function marked(title) {
  const wanted = new Set(text.toLowerCase());
  return title.split("").reduce((nodes, sign) => {
    const last = nodes.at(-1);
    const kind = wanted.has(sign.toLowerCase()) ? "mark" : "#text";
    if (last?.nodeName.toLowerCase() === kind) last.textContent += sign;
    else if (kind === "mark") nodes.push(element("mark", sign));
    else nodes.push(document.createTextNode(sign));
    return nodes;
  }, []);
}

function element(name, content = "", className = "") {
  const made = document.createElement(name);
  made.textContent = content;
  if (className) made.className = className;
  return made;
}

function hit({ url, title, also, facts }) {
  const item = element("li", "", "hit");
  const heading = element("h2");
  const link = element("a");
  link.href = url;
  link.append(...marked(title));
  heading.append(link);
  item.append(heading);
  if (facts.length) {
    const meta = element("p", "", "meta");
    meta.append(...facts.map((fact) => element("span", fact)));
    item.append(meta);
  }
  if (also) item.append(element("p", `也叫：${also}`, "small mute"));
  return item;
}

function show(pocket) {
  const hits = pocket.search(text, amount + 1);
  list.replaceChildren(...hits.slice(0, amount).map(hit));
  button.hidden = hits.length <= amount;
  if (!finished) told.textContent = "正在找…";
  else if (!hits.length) told.textContent = `没有找到“${text}”。换个短一点、平常的说法再试，或者看全部事项。`;
  else if (!hits[0].close) told.textContent = `没有正好说“${text}”的事项，下面是相近的。`;
  else told.textContent = `搜“${text}”，最相关的 ${Math.min(hits.length, amount)} 条。`;
}

if (text) {
  for (const input of document.querySelectorAll("input[name=q]")) input.value = text;
  document.title = `搜“${text}” - ${document.title}`;
  place.hidden = false;
  told.textContent = "正在找…";
  const { Pocket, load } = await import(place.dataset.module);
  const heads = Array.from({ length: Number(place.dataset.shards) }, (_, number) => load(`names-${number}`));
  const pocket = new Pocket(heads, () => show(pocket));
  button.addEventListener("click", () => {
    amount += FIRST;
    show(pocket);
  });
  await pocket.complete();
  finished = true;
  show(pocket);
}
