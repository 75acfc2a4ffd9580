// A front end of the portal's data, from its read API alone: no framework, no build.
//
//   guides.mjs   asks the API and makes HTML; it needs no browser
//   app.mjs      puts it on the page: ?api=ADDRESS, &guide=CODE or &draft=TOKEN

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const WORKING_DAY = "1";
const UNITS = { 1: "个工作日", 2: "个自然日", 3: "小时", 4: "分钟", 5: "个月", 6: "年" };
const REQUIRED = "1";

/** Text that can stand in HTML. */
export function escaped(value) {
  return String(value ?? "").replace(/[&<>"']/g, (sign) => ESCAPED[sign]);
}

/** Ask the API; an error carries the status and the API's own words. */
export async function ask(base, path) {
  const answer = await fetch(`${base}/api/v1${path}`, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(told.detail), { status: answer.status });
  }
  return told;
}

/** Every guide, page by page. */
export async function* allGuides(base, pageSize = 100) {
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const told = await ask(base, `/guides/?page=${page}&page_size=${pageSize}`);
    yield* told.items;
    pages = told.pages;
  }
}

/** The list of guides. */
export async function listPage(base, linkTo, pageSize) {
  const rows = [];
  for await (const guide of allGuides(base, pageSize)) {
    const link = `<a href="${escaped(linkTo(guide.code))}">${escaped(guide.title)}</a>`;
    rows.push(`<li>${link} <span>${escaped(guide.department_name)}</span></li>`);
  }
  return `<h1>办事指南</h1><ol class="guides">${rows.join("")}</ol>`;
}

/** The page of a guide in force. */
export async function guidePage(base, code) {
  return pageOf(await ask(base, `/guides/${encodeURIComponent(code)}/`));
}

/** The page of a draft, by the token of its link. */
export async function draftPage(base, token) {
  const told = await ask(base, `/drafts/${encodeURIComponent(token)}/`);
  return `<p class="draft">草稿，尚未公布</p>${pageOf(told)}`;
}

/** What is shown instead when the API gives an error. */
export function problemPage(error) {
  return `<h1>读不到</h1><p role="alert">${escaped(error.message)}</p>`;
}

function pageOf({ matter: { guide } }) {
  return [
    `<h1>${escaped(guide.name)}</h1>`,
    `<p class="summary">${escaped(guide.summary)}</p>`,
    `<dl><dt>办理部门</dt><dd>${escaped(guide.department_name)}</dd>`,
    `<dt>承诺时限</dt><dd class="limit">${escaped(limitOf(guide))}</dd>`,
    `<dt>收费</dt><dd class="fee">${escaped(feeOf(guide.fee))}</dd></dl>`,
    `<h2>材料</h2><ol class="materials">${guide.materials.map(materialOf).join("")}</ol>`,
  ].join("");
}

function limitOf({ promise_days: amount, promise_unit: unit }) {
  if (amount === null) return "";
  if (amount === 0) return "当场办结";
  return `${amount} ${UNITS[unit] ?? UNITS[WORKING_DAY]}`;
}

function feeOf(fee) {
  if (!fee.is_fee) return "不收费";
  return fee.rows.map((row) => `${row.name} ${row.standard}`).join("；");
}

function materialOf(material) {
  const need = material.need === REQUIRED ? "必要" : "按情形";
  return `<li>${escaped(material.name)}（${need}）</li>`;
}
