import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { ZenError } from "../../domain/errors.js";
import type { Machine } from "../../stack/machine.js";
import { createOwnFile } from "./own-file.js";

const KEY_BYTES = 32;
const VARIABLE = "ZENML_SECRETS_KEY";

/** The key's text; undefined when there is none yet. */
export async function readSecretsKey({
  text,
  file,
}: Machine["secretsKey"]): Promise<string | undefined> {
  if (text) return text;
  try {
    const key = (await readFile(file, "utf8")).trim();
    if (key !== "") return key;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    throw unreadable(file, error);
  }
  throw unreadable(file);
}

/** The key that there is, else a new random one; of several processes that make one, all get the same. */
export async function secretsKey(place: Machine["secretsKey"]): Promise<string> {
  const found = await readSecretsKey(place);
  if (found !== undefined) return found;
  await createOwnFile(place.file, `${randomBytes(KEY_BYTES).toString("base64")}\n`);
  return (await readSecretsKey(place)) ?? secretsKey(place);
}

/** For secrets that are there while their key is not. */
export function missingKey(secretsFile: string, { file }: Machine["secretsKey"]): ZenError {
  return new ZenError(
    "forbidden",
    `The secrets in ${secretsFile} cannot be read: their key, ${file}, is not there.`,
    { hint: `Put the key file back, or give the key with ${VARIABLE}.` },
  );
}

export function wrongKey(secretsFile: string, { text, file }: Machine["secretsKey"]): ZenError {
  const origin = text ? VARIABLE : file;
  return new ZenError(
    "forbidden",
    `The secrets in ${secretsFile} were encrypted with another key than the one of ${origin}.`,
    {
      hint: text
        ? `Set ${VARIABLE} to the key that they were written with, or unset it.`
        : `Put the right key file back, or give the key with ${VARIABLE}.`,
    },
  );
}

function unreadable(file: string, cause?: unknown): ZenError {
  return new ZenError("forbidden", `The key of the secrets, ${file}, cannot be read.`, {
    hint: `Correct its permissions, put the right file back, or give the key with ${VARIABLE}.`,
    cause,
  });
}
