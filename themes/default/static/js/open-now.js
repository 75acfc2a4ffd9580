// 按公布的办公时间说明“现在开不开”，并把读者选的街道排到最前。没有脚本时，页面上有每周时间和放假安排。
const DAY = 86400000;
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const AHEAD = 14;

// 上海没有夏令时，全年 UTC+8。
const chinaNow = () => new Date(Date.now() + 8 * 3600000).toISOString();

// 法定节假日只按公布的日期开；没有公布的，还有调休上班的日子，开不开不能靠推算，返回 null。
export const spansOn = (hours, day, calendar) => {
  if (hours.dates[day]) return hours.dates[day];
  if (calendar.holidays.includes(day)) return hours.holidays ? [] : null;
  if (calendar.workdays.includes(day)) return null;
  return hours.week[new Date(day).getUTCDay() || 7] ?? [];
};

const clock = (time) => time.replace(/^0/, "");

const next = (hours, day, time, calendar) => {
  for (let step = 0; step <= AHEAD; step += 1) {
    const on = new Date(Date.parse(day) + step * DAY).toISOString().slice(0, 10);
    const span = spansOn(hours, on, calendar)?.find(([from]) => step || from > time);
    if (!span) continue;
    if (!step) return `今天 ${clock(span[0])} 开`;
    const date = new Date(on);
    return `${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日（${WEEKDAYS[date.getUTCDay()]}）${clock(span[0])} 开`;
  }
  return "";
};

export const stateOf = (hours, now, calendar) => {
  const [day, time] = [now.slice(0, 10), now.slice(11, 16)];
  const spans = spansOn(hours, day, calendar);
  const holiday = calendar.holidays.includes(day);
  if (!spans) return { open: false, text: `今天是${holiday ? "法定节假日" : "调休上班日"}，开不开请先打电话问` };
  const span = spans.find(([from, to]) => from <= time && time < to);
  if (span) return { open: true, text: `现在开门，到 ${clock(span[1])}${span[2] ? `：${span[2]}` : ""}` };
  const later = next(hours, day, time, calendar);
  const closed = holiday ? "今天放假" : "现在不开";
  return { open: false, text: later ? `${closed}，${later}` : closed };
};

const mark = (schedules, calendar) => {
  const now = chinaNow();
  // 日历没有排到今天，就不知道今天是不是放假，不作判断。
  if (now.slice(0, 10) < calendar.from || now.slice(0, 10) > calendar.to) return;
  const states = schedules.map((hours) => stateOf(hours, now, calendar));
  for (const place of document.querySelectorAll("[data-open]")) {
    const { open, text } = states[Number(place.dataset.open)];
    place.textContent = text;
    place.classList.toggle("ok", open);
    place.hidden = false;
  }
};

const key = "portal-street";
const stored = () => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // 禁用本地存储时不记街道
  }
};

const first = (street) => {
  const group = street && document.getElementById(`street-${street}`);
  if (group) group.parentElement.prepend(group);
};

const wireStreets = () => {
  for (const link of document.querySelectorAll("a[data-street]")) {
    link.addEventListener("click", () => {
      try {
        localStorage.setItem(key, link.dataset.street);
      } catch {
        /* 只跳到那个街道 */
      }
      first(link.dataset.street);
    });
  }
  if (!location.hash) first(stored());
};

// 页面先画出来，再去取日历
const painted = () =>
  new Promise((done) => {
    const soon = () => requestAnimationFrame(() => setTimeout(done));
    if (document.readyState === "complete") soon();
    else addEventListener("load", soon, { once: true });
  });

const run = async () => {
  const data = document.getElementById("opening-hours");
  if (!data) return;
  wireStreets();
  await painted();
  const response = await fetch("/data/calendar.json");
  if (response.ok) mark(JSON.parse(data.dataset.hours), await response.json());
};

if (typeof document !== "undefined") run().catch(() => {});
