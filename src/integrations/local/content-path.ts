import { ZenError } from "../../domain/errors.js";

const PATH = /^sha256\/[0-9a-f]{2}\/[0-9a-f]{62}$/;

/** Where content with this SHA-256 (64 hex digits) lies inside a store. */
export function contentPath(digest: string): string {
  return `sha256/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

/** The SHA-256 that a path stands for. Refuses all that `contentPath` would not have made. */
export function digestOf(path: string): string {
  if (PATH.test(path)) return path.slice("sha256/".length).replace("/", "");
  throw new ZenError("artifact_unreadable", `'${path}' is no path of an artifact store.`, {
    hint: "Paths have the form sha256/ab/<62 hex digits>; 'zenml artifact describe' shows them.",
  });
}
