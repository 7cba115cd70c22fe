import { shortHash } from "../util/short-hash.js";
import { slug } from "../util/slug.js";
import type { Profile } from "./config-model.js";

const PLAIN = /^[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,80}[A-Za-z0-9_-])?$/;
/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** A profile's folder: its name where every disk can hold it, else what is left of it and a hash. */
export function folderName(profile: string): string {
  if (PLAIN.test(profile) && !RESERVED.test(profile)) return profile;
  return `${slug(profile) || "profile"}-${shortHash(profile)}`;
}

/** The folder that a profile has below `profiles` and `local`. */
export function folderOf(profile: Pick<Profile, "name" | "folder">): string {
  return profile.folder ?? folderName(profile.name);
}
