import { createHash } from "node:crypto";
import { slug } from "../util/slug.js";
import type { Profile } from "./config-model.js";

const PLAIN = /^[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,80}[A-Za-z0-9_-])?$/;
/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const HASH_LENGTH = 8;

/** A profile's folder: its name where every disk can hold it, else what is left of it and a hash. */
export function folderName(profile: string): string {
  if (PLAIN.test(profile) && !RESERVED.test(profile)) return profile;
  const hash = createHash("sha256").update(profile).digest("hex").slice(0, HASH_LENGTH);
  return `${slug(profile) || "profile"}-${hash}`;
}

/** The folder that a profile has below `profiles` and `local`. */
export function folderOf(profile: Pick<Profile, "name" | "folder">): string {
  return profile.folder ?? folderName(profile.name);
}
