// 没有服务器也能找事项：名称、别名、编码按字、拼音和首字母匹配。
// 索引分片：名称先来，别名和要点随后；来一片用一片。
const FOLDER = "/search/shards/";
const TITLE = 1;
const OTHER_NAME = 0.95;
const CODE = 10;
// 说到的份额低于它的不算；高于它的不再按读音找。
const LEAST_SHARE = 0.15;
const SURE_SHARE = 0.75;
const NAME_LENGTH_SHARE = 0.25;
const MEAN_WEIGHT = 6;
const UNKNOWN_WEIGHT = 0.3;
const SHARE_WEIGHT = 0.3;
const SOUND_WEIGHT = 0.35;
const LETTERS_BESIDE_WORDS = 0.6;
const LONGEST_SYLLABLE = 6;

const plain = (text) => text.normalize("NFKC").toLowerCase();
const joined = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "");

// 单个的和相邻的两个，各一次。
function pieces(signs) {
  const found = new Set(signs);
  for (let at = 1; at < signs.length; at += 1) found.add(`${signs[at - 1]} ${signs[at]}`);
  return found;
}

// 取索引的一片或者一张表；没有的时候出错。
export const load = async (name) => (await fetch(`${FOLDER}${name}.json`)).json();

// 一种写法（字或者音节）的倒排表。
class Postings {
  constructor() {
    this.lists = new Map();
    this.names = [];
    this.sizes = [];
  }

  add(name, signs) {
    const id = this.names.push(name) - 1;
    const unique = pieces(signs);
    this.sizes.push(unique.size);
    for (const piece of unique) {
      const list = this.lists.get(piece);
      if (list) list.push(id);
      else this.lists.set(piece, [id]);
    }
  }

  // 事项 -> 得分：最像的名称，加上全部名称一共说到的份额。
  score(signs) {
    const shared = new Map();
    const covered = new Map();
    let asked = 0;
    for (const piece of pieces(signs)) {
      const list = this.lists.get(piece) ?? [];
      const rarity = Math.log(1 + (this.names.length - list.length + 0.5) / (list.length + 0.5));
      const weight = list.length ? rarity : rarity * UNKNOWN_WEIGHT;
      asked += weight;
      const matters = new Set();
      for (const id of list) {
        shared.set(id, (shared.get(id) ?? 0) + weight);
        matters.add(this.names[id].matter);
      }
      for (const matter of matters) covered.set(matter, (covered.get(matter) ?? 0) + weight);
    }
    const found = new Map();
    for (const [id, weight] of shared) {
      const name = this.names[id];
      const share = covered.get(name.matter) / asked;
      if (share < LEAST_SHARE) continue;
      const whole =
        (1 - NAME_LENGTH_SHARE) * asked + NAME_LENGTH_SHARE * MEAN_WEIGHT * this.sizes[id];
      const score = (name.value * weight) / whole + SHARE_WEIGHT * share;
      if (score > (found.get(name.matter)?.score ?? 0)) found.set(name.matter, { score, share, name });
    }
    return found;
  }
}

export class Pocket {
  // heads 是各片的名称（Promise），sounds 是读音，如果已经在取；more 在又来了几片以后调用。
  constructor(heads, more, sounds = null) {
    this.later = 0;
    this.more = () => {
      clearTimeout(this.later);
      this.later = setTimeout(more);
    };
    this.shards = heads.length;
    this.matters = new Map();
    this.names = [];
    this.signs = new Postings();
    this.heard = new Postings();
    this.readings = null;
    this.syllables = new Set();
    this.simplified = new Map();
    this.requests = [];
    this.tables = {};
    if (sounds) this.table("sounds-names", sounds);
    this.titles = Promise.allSettled(heads.map((head) => this.take(head, (row) => this.addTitle(row))));
  }

  async take(rows, add) {
    for (const row of await rows) add(row);
    this.more();
  }

  // 别名、要点、读音、繁简：名称到齐以后再取，不和名称争带宽。
  complete() {
    this.whole ??= this.titles.then(() =>
      Promise.allSettled([
        this.table("sounds-names"),
        this.table("sounds-others"),
        this.table("spellings"),
        ...Array.from({ length: this.shards }, (_, number) =>
          this.take(load(`others-${number}`), (row) => this.addOthers(row)),
        ),
      ]),
    );
    return this.whole;
  }

  table(name, request = null) {
    this.tables[name] ??= this.loadTable(name, request).catch(() => delete this.tables[name]);
    return this.tables[name];
  }

  async loadTable(name, request) {
    const table = await (request ?? load(name));
    if (name === "spellings") {
      const pairs = [...table.simplified];
      for (let at = 0; at < pairs.length; at += 2) this.simplified.set(pairs[at], pairs[at + 1]);
      this.requests = table.requests;
    } else {
      this.addSounds(table);
    }
    this.more();
  }

  addSounds(table) {
    this.readings ??= new Map();
    for (const place of [0, 1])
      for (const [sound, characters] of Object.entries(table))
        for (const character of characters.split(" ")[place] ?? "") {
          const known = this.readings.get(character);
          if (known) known.push(sound);
          else this.readings.set(character, [sound]);
        }
    for (const sound of Object.keys(table)) this.syllables.add(sound);
    // 按读音的倒排表重新做。
    this.heard = new Postings();
  }

  addTitle([code, title]) {
    const matter = { code, title, url: `/guides/${code}/`, also: [], facts: [], itemCode: "" };
    this.matters.set(code, matter);
    this.addName(matter, title, TITLE);
    const short = title.replace(/[（(].*/u, "");
    if (short && short !== title) this.addName(matter, short, TITLE);
  }

  addOthers([code, names, itemCode, facts]) {
    // 名称那一片可能更旧或者更新。
    const matter = this.matters.get(code);
    if (!matter) return;
    matter.facts = facts;
    matter.itemCode = joined(plain(itemCode));
    for (const name of names.split(";")) if (name) this.addName(matter, name, OTHER_NAME);
  }

  addName(matter, text, value) {
    const signs = [...joined(plain(text))];
    const name = { matter, text, value, signs };
    this.names.push(name);
    this.signs.add(name, signs);
  }

  // 最像的事项：标题、地址、像在哪个名称、得分；close 表示说到了大半。
  search(text, limit) {
    const typed = [...plain(text)].map((sign) => this.simplified.get(sign) ?? sign).join("");
    const total = new Map();
    const add = (found, weight) => {
      for (const [matter, { score, share, name }] of found) {
        const sum = total.get(matter) ?? { score: 0, share: 0, name };
        sum.score += weight * score;
        sum.share = Math.max(sum.share, share);
        total.set(matter, sum);
      }
    };
    const wanted = this.withoutRequests(typed);
    const words = joined(wanted.replace(/[a-z]+/g, ""));
    if (words) {
      const found = this.signs.score([...words]);
      add(found, 1);
      const sure = [...found.values()].some(({ share }) => share >= SURE_SHARE);
      if (!sure && this.readings) add(this.sounding(this.spelled([...words])), SOUND_WEIGHT);
    }
    for (const letters of wanted.match(/[a-z]{2,}/g) ?? []) {
      if (!this.readings) {
        this.table("sounds-names");
        continue;
      }
      const weight = words ? LETTERS_BESIDE_WORDS : 1;
      const syllables = this.syllablesOf(letters);
      if (syllables.length > 1) add(this.sounding(syllables), weight);
      add(this.written(letters), syllables.length > 1 ? weight / 2 : weight);
    }
    this.addCodes(joined(typed), total);
    return [...total]
      .sort(([a, x], [b, y]) => y.score - x.score || (a.code < b.code ? -1 : 1))
      .slice(0, limit)
      .map(([matter, { score, share, name }]) => ({
        ...matter,
        also: name.value === OTHER_NAME ? name.text : "",
        score,
        close: share >= 0.5,
      }));
  }

  withoutRequests(typed) {
    let kept = typed;
    for (const request of this.requests) kept = kept.replaceAll(request, " ");
    return joined(kept) ? kept : typed;
  }

  addCodes(typed, total) {
    if (typed.length < 3 || !/[0-9]/.test(typed)) return;
    for (const matter of this.matters.values()) {
      const exact = joined(matter.code) === typed;
      if (exact || (typed.length > 7 && matter.itemCode.startsWith(typed))) {
        const name = { value: TITLE, text: matter.title };
        total.set(matter, { score: CODE, share: 1, name });
      }
    }
  }

  sounding(syllables) {
    for (let id = this.heard.names.length; id < this.names.length; id += 1) {
      const name = this.names[id];
      this.heard.add(name, this.spelled(name.signs));
    }
    return this.heard.score(syllables);
  }

  spelled(signs) {
    return signs.map((sign) => this.readings.get(sign)?.[0] ?? sign);
  }

  // 字母能全部分成音节的分法，音节最少的；分不成的为空。
  syllablesOf(letters) {
    const best = [[]];
    for (let end = 1; end <= letters.length; end += 1)
      for (let start = Math.max(0, end - LONGEST_SYLLABLE); start < end; start += 1) {
        const part = letters.slice(start, end);
        if (!best[start] || !this.syllables.has(part)) continue;
        if (!best[end] || best[start].length + 1 < best[end].length) best[end] = [...best[start], part];
      }
    return best[letters.length] ?? [];
  }

  // 名称里有一段正好写成这些字母：全拼、首字母或者混着写。
  written(letters) {
    const found = new Map();
    for (const name of this.names)
      for (let start = 0; start < name.signs.length; start += 1) {
        const fit = this.fit(letters, name.signs, start);
        if (!fit) continue;
        const score =
          name.value *
          (0.3 + (start ? 0 : 0.2) + (0.6 * fit.used) / name.signs.length + (0.3 * fit.full) / fit.used);
        if (score > (found.get(name.matter)?.score ?? 0)) found.set(name.matter, { score, share: 1, name });
      }
    return found;
  }

  fit(letters, signs, start) {
    // 已经写掉的字母数 -> 其中写全的音节数
    let reached = new Map([[0, 0]]);
    for (let at = start; at < signs.length && reached.size; at += 1) {
      const next = new Map();
      for (const [from, full] of reached)
        for (const sound of this.readings.get(signs[at]) ?? [signs[at]])
          for (let size = 1; size <= sound.length && letters[from + size - 1] === sound[size - 1]; size += 1) {
            const count = full + (size === sound.length ? 1 : 0);
            next.set(from + size, Math.max(next.get(from + size) ?? 0, count));
          }
      if (next.has(letters.length)) return { used: at - start + 1, full: next.get(letters.length) };
      reached = next;
    }
    return null;
  }
}
