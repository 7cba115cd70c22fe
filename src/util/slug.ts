/** Lower-case letters, digits and dashes, for file names that are the same on every disk. May be empty. */
export function slug(text: string, maxLength = 40): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, "");
}
