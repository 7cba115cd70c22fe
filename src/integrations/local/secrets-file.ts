// The file that the local secrets manager keeps its secrets in: one text of JSON, encrypted as a whole, so
// that names and keys are not to be read either.
import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { ZenError } from "../../domain/errors.js";
import type { Machine } from "../../stack/machine.js";
import { replaceOwnFile } from "./own-file.js";
import { FORMAT, FORMAT_VERSION, SealedText, seal, unseal } from "./secrets-cipher.js";
import { missingKey, readSecretsKey, secretsKey, wrongKey } from "./secrets-key.js";

const Secrets = z.record(
  z.string(),
  z.strictObject({ schema: z.string(), values: z.record(z.string(), z.string()) }),
);
/** By name. */
export type Secrets = Readonly<z.infer<typeof Secrets>>;

/** None when there is no file yet. Errors: `forbidden`, `store_corrupt`, `store_foreign`, `store_too_new`. */
export async function readSecrets(file: string, key: Machine["secretsKey"]): Promise<Secrets> {
  const text = await readText(file);
  if (text === undefined) return {};
  const sealed = parseSealed(file, text);
  const keyText = await readSecretsKey(key);
  if (keyText === undefined) throw missingKey(file, key);
  const unsealed = await unseal(sealed, keyText);
  if (unsealed.kind === "wrong_key") throw wrongKey(file, key);
  const parsed =
    unsealed.kind === "text" ? z.safeParse(Secrets, parseJson(unsealed.text)) : undefined;
  if (parsed?.success !== true) throw changed(file);
  return parsed.data;
}

/** Replaces the file as a whole, readable by nobody else. Errors: `disk_full`, `store_read_only`. */
export async function writeSecrets(
  file: string,
  secrets: Secrets,
  key: Machine["secretsKey"],
): Promise<void> {
  const sealed = await seal(JSON.stringify(secrets), await secretsKey(key));
  await replaceOwnFile(file, `${JSON.stringify(sealed, null, 2)}\n`);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    throw new ZenError("forbidden", `The secrets in ${file} cannot be read.`, {
      hint: "Correct the permissions of the file.",
      cause: error,
    });
  }
}

function parseSealed(file: string, text: string): SealedText {
  const value = parseJson(text);
  const parsed = z.safeParse(SealedText, value);
  if (parsed.success) return parsed.data;
  const header = z.safeParse(Header, value);
  if (!header.success) {
    throw new ZenError("store_foreign", `${file} is not a file of encrypted secrets.`, {
      hint: "It is left as it is. Move it away, or name another file: --secrets_file=PATH",
    });
  }
  if (header.data.version <= FORMAT_VERSION) throw changed(file);
  throw new ZenError("store_too_new", `The secrets in ${file} were written by a newer version.`, {
    hint: "Use that version, or a newer one.",
  });
}

const Header = z.object({ format: z.literal(FORMAT), version: z.number() });

function changed(file: string): ZenError {
  return new ZenError("store_corrupt", `The secrets in ${file} were changed by something else.`, {
    hint: "The file is left as it is. Put a copy of it back, or move it away to begin anew.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
