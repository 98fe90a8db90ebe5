// Imported only when the search server does not answer. Finds by title, document number and index number in the mirror's own index: files by month, the newest first.
const FOLDER = "/_search/";
const AT_ONCE = 6; // files
const ENOUGH = 20; // results; older ones are looked for when somebody asks
const NUMBER = /^(\D*?)(?:[[(〔【〈]?((?:19|20)\d\d)(?:[\])〕】〉]|年))?第?0*(\d+)[号號][)\]】〕]?(令?)$/;
const NUMERAL = /[〇○零一二三四五六七八九十百千]+(?=[号號])|[〇○零一二三四五六七八九]{4}(?=年|[\])〕】〉])/g;
const DIGITS = "零一二三四五六七八九";
const UNITS = { 十: 10, 百: 100, 千: 1000 };
const BOUNDS = "阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀";
const LETTERS = "abcdefghjklmnopqrstwxyz";
const SPELLED = new Map();

// Full and half width, capitals, spaces and brackets make no difference.
export function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s\u3000"'“”‘’《》〈〉〔〕【】()[\],.，。、:：;；\-—·]/g, "");
}

// Orders are 第12号令 and 令(第12号) and say 政府 or 人民政府.
function office_of(text) {
  return text.replace(/[[(〔【]/g, "").replace("人民政府", "政府");
}

// 一百零三 and 一〇三 are 103.
function in_digits(numeral) {
  const characters = Array.from(numeral.replace(/[〇○]/g, "零"));
  if (!/[十百千]/.test(numeral)) return characters.map((each) => DIGITS.indexOf(each)).join("");
  let sum = 0, digit = 0;
  characters.forEach((each) => {
    if (UNITS[each]) sum += (digit || 1) * UNITS[each];
    digit = UNITS[each] ? 0 : DIGITS.indexOf(each);
  });
  return String(sum + digit);
}

export function number_of(text) {
  const found = NUMBER.exec(text.normalize("NFKC").replace(/\s/g, "").replace(NUMERAL, in_digits));
  return found && { office: office_of(found[1] + found[4]), year: found[2] || "", number: found[3] };
}

function same_number(asked, text) {
  const own = text && number_of(text);
  if (!own || own.number !== asked.number || (asked.year && asked.year !== own.year)) return false;
  return own.office.indexOf(asked.office) >= 0;
}

// The first letter of a character's pinyin, by the order in which the browser itself puts Chinese characters.
function initial_of(character, collator) {
  if (!SPELLED.has(character)) {
    let place = -1;
    if (/[\u4e00-\u9fff]/.test(character)) {
      while (place + 1 < BOUNDS.length && collator.compare(character, BOUNDS[place + 1]) >= 0) place += 1;
    }
    SPELLED.set(character, place < 0 ? character : LETTERS[place]);
  }
  return SPELLED.get(character);
}

function initials_of(text) {
  if (!Intl.Collator.supportedLocalesOf(["zh"]).length) return "";
  initials_of.collator = initials_of.collator || new Intl.Collator("zh-CN");
  return Array.from(text, (each) => initial_of(each, initials_of.collator)).join("");
}

function has_word(row, word) {
  if (row.title.indexOf(word.plain) >= 0 || row.numbers.indexOf(word.plain) >= 0) return true;
  if (word.number && same_number(word.number, row.number)) return true;
  return /^[a-z]{2,}$/.test(word.plain) && initials_of(row.title).indexOf(word.plain) >= 0;
}

function words_of(text) {
  const pieces = number_of(text) ? [text] : text.split(/[\s\u3000]+/);
  return pieces
    .map((piece) => {
      return { plain: plain(piece), number: number_of(piece) };
    })
    .filter((word) => word.plain);
}

// Returns a function that says whether a row of the index meets the conditions that can be told from it.
export function matcher(conditions) {
  function words(name) {
    return words_of(conditions.get(name) || "");
  }
  const all = words("q").concat(words_of(plain(conditions.get("phrase") || "")));
  const any = words("any"), none = words("none"), wanted = conditions.get("number");
  const from = conditions.get("from") || "", to = conditions.get("to") || "9";
  return (row) => {
    if (row.date < from || row.date > to) return false;
    function has(word) {
      return has_word(row, word);
    }
    if (wanted) {
      const number = number_of(wanted);
      if (!(number ? same_number(number, row.number) : plain(row.number).indexOf(plain(wanted)) >= 0)) return false;
    }
    return all.every(has) && (!any.length || any.some(has)) && !none.some(has);
  };
}

export function row_of(values) {
  const number = values[3] || "", index = values[4] || "";
  return {
    title: plain(values[0]), numbers: plain(number) + "\n" + plain(index), number: number, date: values[2],
    result: { title: values[0], url: values[1], date: values[2], number: number, index_number: index, validity: values[5] || "" },
  };
}

function load(name) {
  return fetch(FOLDER + name + ".json").then((answer) => {
    if (!answer.ok) throw new Error(name + " " + answer.status);
    return answer.json();
  });
}

// A search that goes on where it stopped. more(tell) loads files until there are enough new results, or no more files. After
// each handful tell(all results, the month it came to, whether that was the last handful for now, and of all) is called;
// it says whether anybody still wants to know.
export function TitleSearch(conditions) {
  const matches = matcher(conditions);
  const found = [];
  let months = null, next = 0;

  function go(tell, limit) {
    const part = months.slice(next, next + AT_ONCE);
    return Promise.all(part.map(load)).then((files) => {
      next += part.length;
      files.forEach((rows) => {
        rows.map(row_of).filter(matches).forEach((row) => {
          found.push(row.result);
        });
      });
      const finished = next >= months.length, pause = finished || found.length >= limit;
      const wanted = tell(found, part[part.length - 1], pause, finished);
      return wanted && !pause ? go(tell, limit) : found;
    });
  }

  this.more = (tell) =>
    Promise.resolve(months || load("index")).then((all) => {
      months = all;
      return go(tell, found.length + ENOUGH);
    });
}
