// Encryption of the secrets file: AES-256-GCM under a key that scrypt derives from a text.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import * as z from "zod/mini";

export const FORMAT = "zenml-secrets";
export const FORMAT_VERSION = 1;

const Base64 = z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/));

/** What stands in the file. `check` tells a wrong key from changed bytes. */
export const SealedText = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  salt: Base64,
  check: Base64,
  nonce: Base64,
  tag: Base64,
  data: Base64,
});
export type SealedText = z.infer<typeof SealedText>;

export type Unsealed =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "wrong_key" | "changed" };

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const COST = { N: 2 ** 14, r: 8, p: 1 } as const;
const CIPHER = "aes-256-gcm";
const AUTHENTICATED = Buffer.from(`${FORMAT} ${FORMAT_VERSION}`);

/** Every text is sealed with a salt and a nonce of its own. */
export async function seal(text: string, keyText: string): Promise<SealedText> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const { key, check } = await deriveKey(keyText, salt);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(AUTHENTICATED);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    salt: salt.toString("base64"),
    check: check.toString("base64"),
    nonce: nonce.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    data: data.toString("base64"),
  };
}

export async function unseal(sealed: SealedText, keyText: string): Promise<Unsealed> {
  const { key, check } = await deriveKey(keyText, Buffer.from(sealed.salt, "base64"));
  const isRightKey = check.toString("base64") === sealed.check;
  try {
    const nonce = Buffer.from(sealed.nonce, "base64");
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(AUTHENTICATED);
    decipher.setAuthTag(Buffer.from(sealed.tag, "base64"));
    const data = Buffer.from(sealed.data, "base64");
    const text = Buffer.concat([decipher.update(data), decipher.final()]).toString("utf8");
    return { kind: "text", text };
  } catch {
    // Whatever is thrown, the bytes are not what was sealed with this key.
    return { kind: isRightKey ? "changed" : "wrong_key" };
  }
}

const TAG_BYTES = 16;

interface DerivedKey {
  readonly key: Buffer;
  readonly check: Buffer;
}

function deriveKey(text: string, salt: Buffer): Promise<DerivedKey> {
  return new Promise((resolve, reject) => {
    scrypt(text, salt, 2 * KEY_BYTES, COST, (error, bytes) => {
      if (error !== null) reject(error);
      else resolve({ key: bytes.subarray(0, KEY_BYTES), check: bytes.subarray(KEY_BYTES) });
    });
  });
}
