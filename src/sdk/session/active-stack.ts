import type { Setting } from "../../config/resolve-settings.js";
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";

/** The stack that a setting names, looked up when it is asked for. */
export class ActiveStack {
  readonly #store: ZenStore;
  readonly #setting: Setting;
  #found: Promise<Stack | undefined> | undefined;

  constructor(store: ZenStore, setting: Setting) {
    this.#store = store;
    this.#setting = setting;
  }

  /** Errors: `unknown_setting`, listing the stacks that there are. */
  async get(): Promise<Stack> {
    const found = await this.#find();
    if (found !== undefined) return found;
    throw await this.#unknown();
  }

  async isKnown(): Promise<boolean> {
    return (await this.#find()) !== undefined;
  }

  /** One's own before what others share. */
  #find(): Promise<Stack | undefined> {
    this.#found ??= this.#byName();
    return this.#found;
  }

  async #byName(): Promise<Stack | undefined> {
    const { stacks, scope } = this.#store;
    const isIt = { field: "name", operator: "eq", value: this.#setting.value } as const;
    const isOwn = { field: "user_id", operator: "eq", value: scope.user_id } as const;
    const own = await stacks.list({ filters: [isIt, isOwn], limit: 1 });
    if (own.items.length > 0) return own.items[0];
    return (await stacks.list({ filters: [isIt], limit: 1 })).items[0];
  }

  async #unknown(): Promise<ZenError> {
    const { value, origin } = this.#setting;
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
