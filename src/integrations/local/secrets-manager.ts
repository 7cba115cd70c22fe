// The local secrets manager: one encrypted file of this machine.
import { join } from "node:path";
import { ZenError } from "../../domain/errors.js";
import type { Machine } from "../../stack/machine.js";
import type { Secret, SecretSummary, SecretsManager } from "../../stack/secrets-manager.js";
import { compareText } from "../../util/compare-text.js";
import { nearest } from "../../util/nearest.js";
import { readSecrets, writeSecrets } from "./secrets-file.js";
import type { Secrets } from "./secrets-file.js";

export interface LocalSecretsManagerOptions {
  /** Empty: one in the component's own folder. */
  readonly file: string;
  readonly localFolder: string;
  readonly machine: Machine | undefined;
}

/** Errors: `stack_invalid` where the machine is another one. */
export function localSecretsManager(options: LocalSecretsManagerOptions): SecretsManager {
  const { file, localFolder, machine } = options;
  if (machine === undefined) {
    throw new ZenError("stack_invalid", "Local secrets are to be read on their own machine only.", {
      hint: "Fill in the references before the component is sent elsewhere.",
    });
  }
  const place = file === "" ? join(localFolder, "secrets.json") : file;
  return new LocalSecretsManager(place, machine);
}

class LocalSecretsManager implements SecretsManager {
  readonly #file: string;
  readonly #machine: Machine;

  constructor(file: string, machine: Machine) {
    this.#file = file;
    this.#machine = machine;
  }

  async list(): Promise<readonly SecretSummary[]> {
    return Object.entries(await this.#read())
      .map(([name, { schema, values }]) => ({ name, schema, keys: Object.keys(values) }))
      .toSorted((left, right) => compareText(left.name, right.name));
  }

  async get(name: string): Promise<Secret | undefined> {
    const found = ownValue(await this.#read(), name);
    return found === undefined ? undefined : { name, ...found };
  }

  async create({ name, schema, values }: Secret): Promise<void> {
    await this.#change((secrets) => {
      if (ownValue(secrets, name) !== undefined) {
        throw new ZenError("entity_exists", `A secret with name '${name}' already exists.`, {
          hint: `zenml secret update ${name} --KEY=VALUE`,
        });
      }
      return { ...secrets, [name]: { schema, values } };
    });
  }

  async update(name: string, values: Secret["values"]): Promise<Secret> {
    const secrets = await this.#change((before) => {
      const secret = existing(before, name);
      return { ...before, [name]: { ...secret, values: { ...secret.values, ...values } } };
    });
    return { name, ...existing(secrets, name) };
  }

  async delete(name: string): Promise<void> {
    await this.#change((secrets) => {
      existing(secrets, name);
      return Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
    });
  }

  async deleteAll(): Promise<readonly string[]> {
    let names: readonly string[] = [];
    await this.#change((secrets) => {
      names = Object.keys(secrets).toSorted(compareText);
      return {};
    });
    return names;
  }

  #read(): Promise<Secrets> {
    return readSecrets(this.#file, this.#machine.secretsKey);
  }

  /** Nothing is written when `change` throws, or when what is there cannot be read. */
  #change(change: (secrets: Secrets) => Secrets): Promise<Secrets> {
    return this.#machine.withLock(`${this.#file}.lock`, async () => {
      const before = await this.#read();
      const after = change(before);
      await writeSecrets(this.#file, after, this.#machine.secretsKey);
      return after;
    });
  }
}

function existing(secrets: Secrets, name: string): Secrets[string] {
  const found = ownValue(secrets, name);
  if (found !== undefined) return found;
  const close = nearest(name, Object.keys(secrets));
  throw new ZenError("not_found", `There is no secret named '${name}'.`, {
    hint: close === undefined ? "zenml secret list" : `Did you mean '${close}'?`,
  });
}

/** A secret may be called `constructor`. */
function ownValue(secrets: Secrets, name: string): Secrets[string] | undefined {
  return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
}
