import { ZenError } from "../../domain/errors.js";
import type { Secret, SecretSummary } from "../../stack/secrets-manager.js";
import { nearest } from "../../util/nearest.js";
import type { Session } from "../session.js";
import type { OpenedSecrets } from "./open-secrets.js";
import { ARBITRARY } from "./secret-schemas.js";

export interface RegisterSecretOptions {
  /** Which keys it has; default: `arbitrary`, any. */
  readonly schema?: string | undefined;
}

/**
 * The secrets of the active stack's secrets manager, else the profile's own on this machine.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.secrets.register("database", { user: "ada", password: process.env["PASSWORD"] ?? "" });
 * await client.close();
 * ```
 */
export class Secrets {
  readonly #session: Session;
  #opened: Promise<OpenedSecrets> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Name of the active stack's secrets manager; undefined: the profile's own is used. */
  async component(): Promise<string | undefined> {
    return (await this.#open()).component?.name;
  }

  /** By name, without values. */
  async list(): Promise<readonly SecretSummary[]> {
    return (await this.#open()).manager.list();
  }

  /** Errors: `not_found`, with the nearest name. */
  async get(name: string): Promise<Secret> {
    const { manager } = await this.#open();
    const found = await manager.get(name);
    if (found !== undefined) return found;
    const names = (await manager.list()).map((secret) => secret.name);
    const close = nearest(name, names);
    throw new ZenError("not_found", `Secret with name '${name}' does not exist.`, {
      hint: close === undefined ? "zenml secret list" : `Did you mean '${close}'?`,
    });
  }

  /** Errors: `entity_exists`, `invalid_input` with all problems. */
  async register(
    name: string,
    values: Secret["values"],
    { schema = ARBITRARY }: RegisterSecretOptions = {},
  ): Promise<Secret> {
    const { checkNewSecret } = await import("./check-secret.js");
    const secret = { name, schema, values };
    checkNewSecret(secret);
    await (await this.#open()).manager.create(secret);
    return secret;
  }

  /** Sets these values and leaves the others as they are. Errors: `not_found`, `invalid_input`. */
  async update(name: string, values: Secret["values"]): Promise<Secret> {
    const { checkNewValues } = await import("./check-secret.js");
    checkNewValues(await this.get(name), Object.keys(values));
    return (await this.#open()).manager.update(name, values);
  }

  /** Errors: `not_found`. */
  async delete(name: string): Promise<void> {
    await this.get(name);
    await (await this.#open()).manager.delete(name);
  }

  /** Deletes every secret and tells their names. */
  async deleteAll(): Promise<readonly string[]> {
    return (await this.#open()).manager.deleteAll();
  }

  #open(): Promise<OpenedSecrets> {
    this.#opened ??= openOfActiveStack(this.#session);
    return this.#opened;
  }
}

async function openOfActiveStack(session: Session): Promise<OpenedSecrets> {
  const { openSecrets, secretsPlace } = await import("./open-secrets.js");
  return openSecrets(secretsPlace(session), await session.activeStack());
}
