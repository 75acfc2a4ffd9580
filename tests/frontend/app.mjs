import { draftPage, guidePage, listPage, problemPage } from "./guides.mjs";

const asked = new URLSearchParams(location.search);
const base = asked.get("api") ?? "";
const main = document.querySelector("main");

function linkTo(code) {
  return `?${new URLSearchParams({ api: base, guide: code })}`;
}

function made() {
  if (asked.has("draft")) return draftPage(base, asked.get("draft"));
  if (asked.has("guide")) return guidePage(base, asked.get("guide"));
  return listPage(base, linkTo, 2);
}

try {
  main.innerHTML = await made();
} catch (error) {
  main.innerHTML = problemPage(error);
}
document.title = main.querySelector("h1").textContent;
main.dataset.ready = "yes";
