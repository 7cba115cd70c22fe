// What is asked of a store as a whole.
import * as z from "zod/mini";
import { API_ROOT, API_VERSION, projectPath } from "../../domain/api.js";
import type { SessionInfo } from "../../domain/api.js";
import { Id } from "../../domain/entities/fields.js";
import { schemaVersion } from "../../domain/schema-version.js";
import type { StoreSessions } from "../../store/store-sessions.js";
import { VERSION } from "../../util/version.js";
import { readChanges } from "./read-changes.js";
import { PUBLIC, SIGNED_IN } from "./route.js";
import type { Route } from "./route.js";

const Versions = { version: z.string(), api_version: z.literal(API_VERSION) };
const Named = { id: Id, name: z.string() };

const Info = z.strictObject({
  ...Versions,
  store: z.strictObject({ type: z.string(), schema: z.string() }),
});

const Session: z.ZodMiniType<SessionInfo> = z.strictObject({
  ...Versions,
  user: z.strictObject({ ...Named, role: z.string() }),
  project: z.strictObject(Named),
});

export function storeRoutes(stores: Pick<StoreSessions, "type" | "welcome">): readonly Route[] {
  return [
    {
      method: "GET",
      path: `${API_ROOT}/info`,
      operation: "get_info",
      summary: "versions of server, API and entities",
      policy: PUBLIC,
      answers: { 200: { description: "the versions", body: Info } },
      handle: async () => ({
        status: 200,
        body: {
          version: VERSION,
          api_version: API_VERSION,
          store: { type: stores.type, schema: schemaVersion() },
        },
      }),
    },
    {
      method: "GET",
      path: `${projectPath(":project")}/session`,
      operation: "get_session",
      summary: "who asks, and in which project",
      policy: SIGNED_IN,
      scope: "project",
      answers: { 200: { description: "who asks", body: Session } },
      handle: async ({ principal }, store) => {
        await stores.welcome?.(principal, store.scope.project_id);
        const { id, name } = await store.projects.get(store.scope.project_id);
        const { user_id, user_name, role } = principal;
        const body: SessionInfo = {
          version: VERSION,
          api_version: API_VERSION,
          user: { id: user_id, name: user_name, role },
          project: { id, name },
        };
        return { status: 200, body };
      },
    },
    {
      method: "POST",
      path: `${projectPath(":project")}/commit`,
      operation: "commit",
      summary: "apply changes, all or none",
      policy: SIGNED_IN,
      scope: "project",
      body: { named: "changes" },
      answers: { 204: { description: "all are applied" } },
      refuses: ["entity_exists", "in_use"],
      handle: async ({ principal, body }, store) => {
        await store.commit(readChanges(await body(), principal));
        return { status: 204 };
      },
      again: async () => ({ status: 204 }),
    },
    {
      method: "POST",
      path: `${API_ROOT}/sync`,
      operation: "sync",
      summary: "make everything committed survive a power cut",
      policy: SIGNED_IN,
      scope: "global",
      answers: { 204: { description: "it is written" } },
      handle: async (_call, stores) => {
        await stores.sync();
        return { status: 204 };
      },
    },
  ];
}
