// What a table cell may contain: names and values come from users, and a terminal obeys what it reads.

// Control characters, and the marks that turn the direction of the text around.
// oxlint-disable-next-line no-control-regex
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Makes what cannot be shown visible, e.g. `\u001b`; a tab becomes a space. */
export function cellText(text: string, options: { readonly lines: boolean }): string {
  const newline = options.lines ? "\n" : " ";
  return text
    .replace(/\r\n?|\n/g, newline)
    .replace(/\t/g, " ")
    .replace(DANGEROUS, (character) => (character === "\n" ? character : escape(character)))
    .replace(LONE_SURROGATE, "\ufffd");
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
