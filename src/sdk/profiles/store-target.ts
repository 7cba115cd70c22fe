// From what a person says of a new profile's store to its type, its URL as it is kept, and its password.
import type { StoreType } from "../../config/config-model.js";
import { absoluteUrl, storeTypeOf } from "../../config/store-url.js";
import type { UrlContext } from "../../config/store-url.js";
import { splitPassword } from "../../config/url-password.js";
import { ZenError } from "../../domain/errors.js";
import { PROFILE_TYPES } from "./profile-types.js";
import type { ProfileType } from "./profile-types.js";

export interface StoreTarget {
  readonly type: ProfileType;
  /** Absolute, without password; undefined: the default place. */
  readonly url: string | undefined;
  readonly password: string | undefined;
}

export interface AskedStore {
  readonly type?: ProfileType | undefined;
  readonly url?: string | undefined;
}

/** Errors: `invalid_input`. */
export function storeTarget(asked: AskedStore, context: UrlContext): StoreTarget {
  if (asked.url === undefined) {
    if (asked.type !== "rest") {
      return { type: asked.type ?? "local", url: undefined, password: undefined };
    }
    throw new ZenError("invalid_input", "A profile of type 'rest' needs the URL of its server.", {
      hint: "Add --url https://SERVER",
    });
  }
  if (asked.url.trim() === "") {
    throw new ZenError("invalid_input", "A store's URL cannot be empty.", {
      hint: "Leave --url out for a store in the default place.",
    });
  }
  const { url, password } = splitPassword(asked.url);
  const meant = storeTypeOf(url);
  const type = asked.type ?? profileType(meant);
  if (type !== meant) throw wrongType(type, url, meant);
  return { type, url: absoluteUrl(url, context), password };
}

function profileType(type: StoreType): ProfileType {
  if (type !== "memory") return type;
  throw new ZenError("invalid_input", "A store in memory lasts for one command only.", {
    hint: `Types of profiles: ${PROFILE_TYPES.join(", ")}.`,
  });
}

const FORMS: Readonly<Record<ProfileType, string>> = {
  local: "a folder: /path/to/folder",
  sql: "a database: sqlite:////path/to/file.db, mysql://USER@HOST/DATABASE or postgresql://…",
  rest: "a server: https://HOST",
};

function wrongType(type: ProfileType, url: string, meant: StoreType): ZenError {
  return new ZenError("invalid_input", `'${url}' is no URL of a store of type '${type}'.`, {
    hint:
      meant === "local" || meant === "memory"
        ? `Give ${FORMS[type]}`
        : `Give --store-type ${meant}, or ${FORMS[type]}`,
  });
}
