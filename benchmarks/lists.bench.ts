// Fills the store that the environment names with 500 components and 100 stacks, for `lists`.
import { COMPONENT_TYPES } from "../src/domain/component-types.js";
import { openSession } from "../src/sdk/session.js";

const COMPONENTS = 500;
const STACKS = 100;

const { store, close } = await openSession({ header: false });
const now = new Date().toISOString();
const base = () => ({ id: crypto.randomUUID(), created: now, updated: now, ...store.scope });
const components = Array.from({ length: COMPONENTS }, (_, index) => ({
  ...base(),
  name: `component ${index}`,
  type: COMPONENT_TYPES[index % COMPONENT_TYPES.length] ?? "alerter",
  flavor: "local",
  configuration: { path: `/data/${index}` },
  shared: false,
}));
const stacks = Array.from({ length: STACKS }, (_, index) => ({
  ...base(),
  name: `stack ${index}`,
  shared: false,
  components: Object.fromEntries(
    components.slice(index, index + 5).map(({ id, name, type }) => [type, { id, name }]),
  ),
}));
await store.commit([
  ...components.map((entity) => ({ op: "create", resource: "component", entity }) as const),
  ...stacks.map((entity) => ({ op: "create", resource: "stack", entity }) as const),
]);
await close();
