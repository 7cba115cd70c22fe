// What is asked of a store as a whole.
import { API_ROOT, API_VERSION, projectPath } from "../../domain/api.js";
import type { SessionInfo } from "../../domain/api.js";
import { schemaVersion } from "../../domain/schema-version.js";
import { VERSION } from "../../util/version.js";
import { readChanges } from "./read-changes.js";
import { PUBLIC, SIGNED_IN } from "./route.js";
import type { Route } from "./route.js";

export function storeRoutes(storeType: string): readonly Route[] {
  return [
    {
      method: "GET",
      path: `${API_ROOT}/info`,
      summary: "versions of server, API and entities",
      policy: PUBLIC,
      handle: async () => ({
        status: 200,
        body: {
          version: VERSION,
          api_version: API_VERSION,
          store: { type: storeType, schema: schemaVersion() },
        },
      }),
    },
    {
      method: "GET",
      path: `${projectPath(":project")}/session`,
      summary: "who asks, and in which project",
      policy: SIGNED_IN,
      scope: "project",
      handle: async ({ principal }, store) => {
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
      summary: "apply changes, all or none",
      policy: SIGNED_IN,
      scope: "project",
      handle: async ({ principal, body }, store) => {
        await store.commit(readChanges(await body(), principal));
        return { status: 204 };
      },
    },
    {
      method: "POST",
      path: `${API_ROOT}/sync`,
      summary: "make everything committed survive a power cut",
      policy: SIGNED_IN,
      scope: "global",
      handle: async (_call, stores) => {
        await stores.sync();
        return { status: 204 };
      },
    },
  ];
}
