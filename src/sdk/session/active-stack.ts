import type { Settings } from "../../config/resolve-settings.js";
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Filter } from "../../domain/query.js";
import type { ZenStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";
import { resetStack } from "./reset-stack.js";
import type { Tellers } from "./tellers.js";

/** The stack that a setting names, looked up when it is asked for. */
export class ActiveStack {
  readonly #store: ZenStore;
  readonly #settings: Settings;
  readonly #tell: Tellers;
  #found: Promise<Stack | undefined> | undefined;

  constructor(store: ZenStore, settings: Settings, tell: Tellers) {
    this.#store = store;
    this.#settings = settings;
    this.#tell = tell;
  }

  /** Errors: `unknown_setting`, listing the stacks that there are; `ambiguous`. */
  async get(): Promise<Stack> {
    const found = await this.#find();
    if (found !== undefined) return found;
    throw await this.#unknown();
  }

  async isKnown(): Promise<boolean> {
    return (await this.#find()) !== undefined;
  }

  #find(): Promise<Stack | undefined> {
    this.#found ??= isSaidNow(this.#settings) ? this.#said() : this.#stored();
    return this.#found;
  }

  /** By name, id or id prefix: somebody typed it just now. */
  async #said(): Promise<Stack | undefined> {
    try {
      return await this.#store.stacks.get(this.#settings.stack.value);
    } catch (error) {
      if (isZenError(error, "not_found")) return undefined;
      throw error;
    }
  }

  /** By name or whole id. One that is not there any more is not left active. */
  async #stored(): Promise<Stack | undefined> {
    const { stacks, scope } = this.#store;
    const { value } = this.#settings.stack;
    const isIt: Filter = { field: ID.test(value) ? "id" : "name", operator: "eq", value };
    const { items } = await stacks.list({ filters: [isIt], limit: 2 });
    if (items.length < 2) {
      return items[0] ?? resetStack(this.#store, this.#settings, this.#tell);
    }
    const isOwn: Filter = { field: "user_id", operator: "eq", value: scope.user_id };
    const own = await stacks.list({ filters: [isIt, isOwn], limit: 1 });
    return own.items[0] ?? stacks.get(value);
  }

  async #unknown(): Promise<ZenError> {
    const { value, origin } = this.#settings.stack;
    const names: string[] = [];
    for await (const { name } of this.#store.stacks.all()) names.push(name);
    const close = nearest(value, names);
    const list = names.map((name) => `'${name}'`).join(", ") || "none";
    return new ZenError(
      "unknown_setting",
      `There is no stack named '${value}' (${origin ?? "by default"}). Stacks: ${list}.`,
      {
        hint: close === undefined ? "Choose one with --stack." : `Did you mean '${close}'?`,
        details: { known: names },
      },
    );
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is said for this call alone must hold; what is stored may be outdated. */
export function isSaidNow({ stack }: Pick<Settings, "stack">): boolean {
  return stack.source === "flag" || stack.source === "environment";
}
