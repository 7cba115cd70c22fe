// What was active before somebody connected, for each settings file that says what is active.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { hasCode } from "../../config/file-error.js";
import { withFileLock } from "../../config/file-lock.js";
import type { ConfigPaths } from "../../config/paths.js";
import { replaceFile } from "../../config/write-file.js";

const Name = z.nullable(z.string());
/** As it stood in the settings file; null: nothing was said there. */
const Place = z.object({ profile: Name, project: Name, stack: Name });
export type Place = z.infer<typeof Place>;

const Paths = z.record(z.string(), z.array(Place));
type Paths = z.infer<typeof Paths>;

/** The places that lead back, the last one last. `file`: the settings file. */
export function returnPath(paths: ConfigPaths, file: string): readonly Place[] {
  return readPaths(paths)[file] ?? [];
}

/** The settings files that something is remembered for. */
export function returningFiles(paths: ConfigPaths): readonly string[] {
  return Object.keys(readPaths(paths));
}

/**
 * Somebody goes from `before` to `target`. Whoever comes back to where he was has gone no further, and
 * the way begins anew where no server was active.
 */
export async function goTo(
  paths: ConfigPaths,
  file: string,
  way: { readonly before: Place; readonly isServer: boolean; readonly target: string },
): Promise<void> {
  const { before, isServer, target } = way;
  await change(paths, (all) => {
    const known = isServer ? (all[file] ?? []) : [];
    const walked = before.profile === target ? known : [...known, before];
    const at = walked.findIndex(({ profile }) => profile === target);
    return { ...all, [file]: at < 0 ? walked : walked.slice(0, at) };
  });
}

/** Forgets all but the first places; none: the file itself. */
export async function keepFirst(paths: ConfigPaths, file: string, count: number): Promise<void> {
  await change(paths, ({ [file]: places = [], ...others }) =>
    count === 0 ? others : { ...others, [file]: places.slice(0, count) },
  );
}

async function change(paths: ConfigPaths, make: (all: Paths) => Paths): Promise<void> {
  await withFileLock(join(paths.servers, "return.lock"), () => {
    replaceFile(fileOf(paths), `${JSON.stringify(make(readPaths(paths)), null, 2)}\n`, 0o600);
  });
}

/** What cannot be read is forgotten: the way back is a convenience. */
function readPaths(paths: ConfigPaths): Paths {
  try {
    const parsed = Paths.safeParse(JSON.parse(readFileSync(fileOf(paths), "utf8")));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, "ENOENT", "ENOTDIR")) return {};
    throw error;
  }
}

function fileOf({ servers }: ConfigPaths): string {
  return join(servers, "return.json");
}
