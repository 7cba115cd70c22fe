// Reads and writes the small part of YAML that our own settings files are written in: one level of
// lists of flat records, texts plain or in double quotes. Anything else is left to the full parser,
// which costs more start-up time than all else that a list command does.

export type PlainScalar = string | number | null;
export type PlainRecord = Readonly<Record<string, PlainScalar>>;
export type PlainDocument = Readonly<Record<string, PlainScalar | readonly PlainRecord[]>>;

const KEY = "([a-z][a-z_]*)";
const ENTRY = new RegExp(`^${KEY}: (.+)$`);
const LIST = new RegExp(`^${KEY}:$`);
const ITEM = new RegExp(`^ {2}- ${KEY}: (.+)$`);
const FIELD = new RegExp(`^ {4}${KEY}: (.+)$`);
/** Texts that mean themselves without quotes. */
const PLAIN_TEXT = /^[A-Za-z][A-Za-z0-9_./:@%+-]*(?<!:)$/;
const NOT_TEXT = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** Written as `[]`: nothing can follow it. */
const EMPTY: DraftRecord[] = [];
const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,8})$/;

export function writePlain(document: PlainDocument): string {
  const lines = Object.entries(document).flatMap(([key, value]) => {
    if (value === null || typeof value !== "object") return [`${key}: ${writeScalar(value)}`];
    return value.length === 0 ? [`${key}: []`] : [`${key}:`, ...value.flatMap(writeRecord)];
  });
  return `${lines.join("\n")}\n`;
}

/** Undefined when the text is anything but what `writePlain` writes. */
export function readPlain(text: string): PlainDocument | undefined {
  const document: Draft = {};
  for (const line of text.trimEnd().split("\n")) {
    if (!readLine(line, document)) return undefined;
  }
  return document;
}

type DraftRecord = Record<string, PlainScalar>;
type Draft = Record<string, PlainScalar | DraftRecord[]>;

function readLine(line: string, document: Draft): boolean {
  const entry = ENTRY.exec(line);
  if (entry !== null) {
    const value = entry[2] === "[]" ? EMPTY : readScalar(entry[2]);
    return store<Draft[string]>(document, entry[1], value);
  }
  const start = LIST.exec(line);
  if (start !== null) return store<Draft[string]>(document, start[1], []);
  const list = Object.values(document).at(-1);
  if (!Array.isArray(list) || list === EMPTY) return false;
  const item = ITEM.exec(line);
  if (item !== null) {
    list.push({});
    return store(list.at(-1) ?? {}, item[1], readScalar(item[2]));
  }
  const field = FIELD.exec(line);
  return (
    field !== null && list.length > 0 && store(list.at(-1) ?? {}, field[1], readScalar(field[2]))
  );
}

function writeRecord(record: PlainRecord): string[] {
  return Object.entries(record).map(
    ([key, value], index) => `${index === 0 ? "  - " : "    "}${key}: ${writeScalar(value)}`,
  );
}

function writeScalar(value: PlainScalar): string {
  if (typeof value !== "string") return String(value);
  return PLAIN_TEXT.test(value) && !NOT_TEXT.test(value) ? value : quote(value);
}

/** JSON text, with what YAML does not allow to stand in the open escaped too. */
function quote(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function readScalar(text: string | undefined): PlainScalar | undefined {
  if (text === undefined) return undefined;
  if (text === "null") return null;
  if (WHOLE_NUMBER.test(text)) return Number(text);
  if (PLAIN_TEXT.test(text)) return NOT_TEXT.test(text) ? undefined : text;
  if (!text.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** False when there is no value, or one already. */
function store<Value>(
  record: Record<string, Value>,
  key: string | undefined,
  value: Value | undefined,
): boolean {
  if (key === undefined || value === undefined || Object.hasOwn(record, key)) return false;
  record[key] = value;
  return true;
}
