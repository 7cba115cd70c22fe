/** `scheme://user:` and the rest; the password ends at the last `@` before the query. */
const USER = /^([a-z][a-z0-9+_.-]*:\/\/[^:/@?#]*:)([^?]*)@/is;
const IN_QUERY = /([?&](?:password|passwd|pwd)=)[^&#]*/gi;

/** A URL as it may be shown: `***` where a password stands. Takes too much rather than too little. */
export function hidePassword(url: string): string {
  return url.replace(USER, "$1***@").replace(IN_QUERY, "$1***");
}
