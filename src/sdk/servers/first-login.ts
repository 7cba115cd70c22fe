/** The token that a server writes to its log, once, where nobody can get in yet. */
export function tokenIn(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    if (!line.includes('"first_login"')) continue;
    const [, token] = /"activation_token":"([^"]+)"/.exec(line) ?? [];
    if (token !== undefined) return token;
  }
  return undefined;
}
