// 把“自受理之日起 N 个工作日内”换算成今天受理的最迟日期。日历读不到或者没有排到那天时，原话不变。
// 日期按网页的语言写；“今天受理，最迟哪天”这句话由网页给，繁体和英文页各有自己的

const iso = (date) => date.toISOString().slice(0, 10);

const todayInChina = () => {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
  return new Date(`${parts}T00:00:00Z`);
};

// calendar: {"from", "to", "workdays": ["2026-10-10"…], "holidays": ["2026-10-01"…]}，只列与周一至周五不同的日子
const isWorkday = (date, exceptions) => {
  const listed = exceptions.get(iso(date));
  if (listed !== undefined) return listed;
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
};

export const lastDay = (start, days, calendar) => {
  const exceptions = new Map([
    ...calendar.workdays.map((day) => [day, true]),
    ...calendar.holidays.map((day) => [day, false]),
  ]);
  const date = new Date(start);
  for (let left = days; left > 0; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (iso(date) > calendar.to) return null;
    if (isWorkday(date, exceptions)) left -= 1;
  }
  return date;
};

const english = document.documentElement.lang === "en";

const dayOf = (date) =>
  english
    ? date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" })
    : `${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日`;

const weekdayOf = (date) =>
  english
    ? date.toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" })
    : `周${"日一二三四五六"[date.getUTCDay()]}`;

const bracketed = (date) => (english ? `${dayOf(date)} (${weekdayOf(date)})` : `${dayOf(date)}（${weekdayOf(date)}）`);

const run = async (place) => {
  const response = await fetch("/data/calendar.json");
  if (!response.ok) return;
  const calendar = await response.json();
  const today = todayInChina();
  if (iso(today) < calendar.from) return;
  const date = lastDay(today, Number(place.dataset.workingDays), calendar);
  if (!date) return;
  const time = document.createElement("time");
  time.dateTime = iso(date);
  time.className = "big";
  time.textContent = bracketed(date);
  const [before, after] = place.dataset.says.replace("{today}", bracketed(today)).split("{day}");
  place.replaceChildren(before, time, after);
};

const place = document.querySelector("[data-working-days]");
if (place) run(place).catch(() => {});
