interface Holders {
  readonly user: readonly string[];
  readonly team: readonly string[];
  readonly project: string | undefined;
}

/** A line for each who has a role, or has it no more. */
export function holderLines(deed: string, { user, team, project }: Holders): string {
  const where = project === undefined ? "" : ` in project '${project}'`;
  const kinds = { user, team };
  const lines = Object.entries(kinds).flatMap(([kind, names]) =>
    names.map((name) => `${deed} ${kind} '${name}'${where}.`),
  );
  return lines.join("\n");
}
