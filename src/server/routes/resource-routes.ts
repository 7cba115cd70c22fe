// The routes of a resource, from its row in the table and this table of verbs.
import { IDEMPOTENCY_HEADER, LOOK_UP, QUERY, collectionPath } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import type { Action } from "../../domain/policy.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { Entities, ResourceName } from "../../domain/resources.js";
import { entitiesOf } from "../../store/entity-stores.js";
import type { GlobalStores } from "../../store/store-sessions.js";
import type {
  CreateInput,
  EntityStore,
  UpdateOptions,
  Within,
  ZenStore,
} from "../../store/zen-store.js";
import { createOnce } from "./create-once.js";
import { parseJson, readListBody, readListQuery } from "./list-query.js";
import type { ListRequest } from "./list-query.js";
import { checkOwner, readUpdate } from "./read-changes.js";
import type { Answer, AnswerShape, SignedCall, SignedRoute } from "./route.js";
import { isRecord } from "../../util/is-record.js";

interface Asked<Name extends ResourceName> {
  readonly resource: Name;
  readonly call: SignedCall;
  readonly entities: EntityStore<Name>;
}

export interface Verb {
  readonly name: "list" | "look up" | "query" | "get" | "create" | "update" | "delete";
  readonly method: SignedRoute["method"];
  /** Below the collection. */
  readonly path: string;
  readonly access: Action;
  describe(resource: ResourceName): Described;
  handle<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer>;
  /** What is answered to a request that was done before. */
  again?<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer>;
}

type Described = Pick<SignedRoute, "query" | "body" | "answers" | "refuses">;

/** Fixed words stand before `:id`, which takes any. */
export const VERBS: readonly Verb[] = [
  {
    name: "list",
    method: "GET",
    path: "",
    access: "read",
    describe: (resource) => ({ query: { of: "list", resource }, answers: pageOf(resource) }),
    handle: list,
  },
  {
    name: "look up",
    method: "GET",
    path: `/${LOOK_UP}`,
    access: "read",
    describe: (resource) => ({
      query: { of: "look up", resource },
      answers: { 200: entityOf(resource) },
      refuses: ["not_found", "ambiguous"],
    }),
    handle: lookUp,
  },
  {
    name: "query",
    method: "POST",
    path: `/${QUERY}`,
    access: "read",
    describe: (resource) => ({
      body: { named: `${resource}_query` },
      answers: pageOf(resource),
    }),
    handle: query,
  },
  {
    name: "get",
    method: "GET",
    path: "/:id",
    access: "read",
    describe: (resource) => ({ answers: { 200: entityOf(resource) } }),
    handle: get,
  },
  {
    name: "create",
    method: "POST",
    path: "",
    access: "write",
    describe: (resource) => ({
      body: { named: `${resource}_create` },
      answers: { 201: entityOf(resource) },
      refuses: ["not_found", "entity_exists"],
    }),
    handle: create,
  },
  {
    name: "update",
    method: "PATCH",
    path: "/:id",
    access: "write",
    describe: (resource) => ({
      body: { named: `${resource}_update` },
      answers: { 200: entityOf(resource) },
      refuses: ["entity_exists", "conflict", "in_use"],
    }),
    handle: update,
    again: get,
  },
  {
    name: "delete",
    method: "DELETE",
    path: "/:id",
    access: "write",
    describe: () => ({ answers: { 204: { description: "deleted" } }, refuses: ["in_use"] }),
    handle: remove,
    again: async () => ({ status: 204 }),
  },
];

function entityOf(resource: ResourceName): AnswerShape {
  return { description: `the ${RESOURCES[resource].label}`, body: { named: resource } };
}

function pageOf(resource: ResourceName): Described["answers"] {
  return { 200: { description: "a page", body: { named: `${resource}_page` } } };
}

export function resourceRoutes(): readonly SignedRoute[] {
  return RESOURCE_NAMES.flatMap((resource) => VERBS.map((verb) => routeOf(resource, verb)));
}

function routeOf(resource: ResourceName, verb: Verb): SignedRoute {
  const { scope, plural, label } = RESOURCES[resource];
  const { again } = verb;
  const isMany = verb.name === "list" || verb.name === "query";
  const shared = {
    method: verb.method,
    path: collectionPath(resource, ":project") + verb.path,
    policy: { access: verb.access, resource },
    isRepeatable: verb.method === "GET",
    operation: `${verb.name.replace(" ", "_")}_${isMany ? plural : resource}`,
    summary: `${verb.name} ${isMany ? plural : `a ${label}`}`,
    ...verb.describe(resource),
  };
  if (scope === "project") {
    return {
      ...shared,
      scope,
      handle: (call, store) =>
        verb.handle({ resource, call, entities: entitiesOf(store, resource) }),
      ...(again && {
        again: (call: SignedCall, store: ZenStore) =>
          again({ resource, call, entities: entitiesOf(store, resource) }),
      }),
    };
  }
  return {
    ...shared,
    scope,
    handle: (call, stores) =>
      verb.handle({ resource, call, entities: entitiesOf(stores, resource) }),
    ...(again && {
      again: (call: SignedCall, stores: GlobalStores) =>
        again({ resource, call, entities: entitiesOf(stores, resource) }),
    }),
  };
}

async function list<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer> {
  return listed(asked, readListQuery(asked.resource, asked.call.query));
}

async function query<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer> {
  return listed(asked, readListBody(asked.resource, await asked.call.body()));
}

async function listed<Name extends ResourceName>(
  { entities }: Asked<Name>,
  { query: wanted, whole }: ListRequest,
): Promise<Answer> {
  // So that no request keeps others waiting.
  const bounded = { ...wanted, bounded: true };
  const body = whole ? await entities.listWhole(bounded) : await entities.list(bounded);
  return { status: 200, body };
}

async function lookUp<Name extends ResourceName>({ entities, call }: Asked<Name>): Promise<Answer> {
  const reference = call.query.get("reference");
  const others = [...call.query.keys()].filter((key) => key !== "reference" && key !== "within");
  if (reference === null || others.length > 0) {
    throw new ZenError("invalid_input", "A look-up takes a reference, and within.", {
      hint: 'Write ?reference=NAME, or ?reference=NAME&within={"type":"orchestrator"}.',
    });
  }
  const within = parseJson(call.query.get("within") ?? "{}");
  if (!isRecord(within)) throw new ZenError("invalid_input", "'within' is no JSON object.");
  // Its fields and values are checked as filters are.
  return { status: 200, body: await entities.get(reference, within as Within<Name>) };
}

async function get<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer> {
  const id = asked.call.params["id"] ?? "";
  const entity = await asked.entities.find(id);
  if (entity !== undefined) return { status: 200, body: entity };
  const { resource } = asked;
  throw new ZenError("not_found", `There is no ${RESOURCES[resource].label} with id '${id}'.`, {
    hint: "It may have been deleted in the meantime.",
    details: { resource, id },
  });
}

async function create<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer> {
  const { resource, entities, call } = asked;
  const input = await call.body();
  if (!isRecord(input)) throw new ZenError("invalid_input", "The body is no JSON object.");
  checkOwner(call.principal, resource, input);
  // The store checks it against the schema.
  const fields = input as unknown as CreateInput<Name>;
  const key = call.headers.get(IDEMPOTENCY_HEADER);
  if (key === null) return { status: 201, body: await entities.create(fields) };
  const request = [call.principal.user_id, resource, call.params["project"] ?? "", key];
  return { status: 201, body: await createOnce(entities, fields, request) };
}

async function update<Name extends ResourceName>(asked: Asked<Name>): Promise<Answer> {
  const { resource, entities, call } = asked;
  const { set, expect } = readUpdate(resource, await call.body());
  // The store checks the fields against the schema.
  const fields = set as unknown as Partial<Entities[Name]>;
  const options = { expect } as unknown as UpdateOptions<Name>;
  return { status: 200, body: await entities.update(call.params["id"] ?? "", fields, options) };
}

async function remove<Name extends ResourceName>({ entities, call }: Asked<Name>): Promise<Answer> {
  await entities.delete(call.params["id"] ?? "");
  return { status: 204 };
}
