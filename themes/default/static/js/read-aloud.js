// 朗读正文：电话逐个数字念，日期、时间、数字按中文习惯念。
const DIGITS = "零一二三四五六七八九";
const digits = (text) => [...text.replace(/\D/g, "")].map((digit) => DIGITS[digit].replace("一", "幺")).join("");
const clock = (hour, minute) => `${Number(hour)}点${minute === "00" ? "" : `${Number(minute)}分`}`;

/** 把一段文字改成念得对的样子。 */
export const spoken = (text) =>
  text
    .replace(/[\u2060\u200b]/g, "")
    .replace(/(\d{4})-(\d{1,2})-(\d{1,2})/g, (_, year, month, day) => `${year}年${Number(month)}月${Number(day)}日`)
    .replace(/(\d{4})\s*年/g, (_, year) => `${[...year].map((digit) => DIGITS[digit]).join("")}年`)
    .replace(/(\d{1,2}):(\d\d)/g, (_, hour, minute) => clock(hour, minute))
    .replace(/点(\d*分?)\s*[—–-]+\s*(?=\d)/g, "点$1到")
    .replace(/0\d{2,3}-\d{7,8}|1\d{10}|(?<![\d.])1[12]\d{3}(?!\d)/g, digits)
    .replace(/[0-9A-Z]{12,}/g, (code) => [...code].join(" "))
    .replace(/(\d),(?=\d{3})/g, "$1")
    .replace(/(?<=\d)\s*[—–]\s*(?=\d)/g, "到")
    .replace(/(?<![\d.])2 ?(?=[个次项天份件种处])/g, "两");

const SPOKEN = "h1,h2,h3,p,li,dt,dd,th,td";

/** 返回正文要念的各段，按顺序，每段文字只念一次。 */
export const passages = (main) =>
  [...main.querySelectorAll(SPOKEN)]
    .filter((part) => !part.querySelector(SPOKEN) && part.checkVisibility())
    .map((part) => spoken(part.textContent.trim()))
    .filter(Boolean);

export const toggle = (button) => {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const voice = speechSynthesis.getVoices().find((one) => one.lang.startsWith("zh"));
  const parts = passages(document.querySelector("main"));
  const label = button.textContent;
  const done = () => {
    button.textContent = label;
    button.setAttribute("aria-pressed", "false");
  };
  parts.forEach((text, at) => {
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = "zh-CN";
    speech.voice = voice;
    speech.rate = 0.9;
    if (at === parts.length - 1) speech.onend = done;
    speech.onerror = done;
    speechSynthesis.speak(speech);
  });
  button.textContent = button.dataset.stop;
  button.setAttribute("aria-pressed", "true");
};
addEventListener("pagehide", () => speechSynthesis.cancel());
