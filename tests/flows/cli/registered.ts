// Components registered straight into a machine's active store, of whatever kind and flavor.
import type { ComponentType } from "../../../src/domain/entities/component.js";
import type { JsonRecord } from "../../../src/domain/entities/fields.js";
import { openSession } from "../../../src/sdk/session.js";
import type { Machine } from "./machine.js";

export interface Registered {
  readonly type: ComponentType;
  readonly name: string;
  readonly flavor?: string;
  readonly configuration?: JsonRecord;
}

export async function register(
  machine: Machine,
  components: readonly Registered[],
  profile?: string,
): Promise<void> {
  const session = await openSession({ env: machine.env, cwd: machine.work, flags: { profile } });
  try {
    for (const { type, name, flavor = "local", configuration = {} } of components) {
      await session.store.components.create({ type, name, flavor, configuration, shared: false });
    }
  } finally {
    await session.close();
  }
}
