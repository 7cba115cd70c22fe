// The store on a server, over `fetch` alone: the same contract and the same errors as a local one. It
// may know the API and nothing of files, Node or how a server keeps things.
import { API_ROOT, projectPath } from "../../domain/api.js";
import type { Change } from "../../domain/change.js";
import { ZenError } from "../../domain/errors.js";
import { checkApiVersion } from "../api-version.js";
import { entitiesOf, makeEntityStores } from "../entity-stores.js";
import type { CommitOptions, StoreScope, ZenStore } from "../zen-store.js";
import { areApplied } from "./are-applied.js";
import type { FindEntity } from "./are-applied.js";
import { explainForeign } from "./ask-version.js";
import { CommitQueue } from "./commit-queue.js";
import { HttpClient } from "./http-client.js";
import type { HttpOptions } from "./http-client.js";
import { isRecord } from "../../util/is-record.js";
import { RestEntities } from "./rest-entities.js";

export interface RestStoreOptions extends HttpOptions {
  /** Name, id or id prefix. Default: `default`. */
  readonly project?: string | undefined;
  /** Milliseconds within which a server must have answered for the first time. */
  readonly patience?: number | undefined;
}

/** A person waits for this, so it is less than what other calls may take. */
const PATIENCE = 4500;

/**
 * Asks the server who the token's user is and which project is meant. The token decides about the user.
 * Errors: `store_unreachable` naming host and port, `unauthenticated`, `not_found`, `invalid_input`.
 */
export async function createRestStore(options: RestStoreOptions): Promise<ZenStore> {
  const { project = "default", patience = PATIENCE } = options;
  const http = new HttpClient(options);
  const path = `${projectPath(encodeURIComponent(project))}/session`;
  const asked = { method: "GET", path, timeout: patience } as const;
  const session = await http.request(asked).catch((error) => explainForeign(http, error));
  return restStore(http, readScope(session, http.server.host));
}

function restStore(http: HttpClient, scope: StoreScope): ZenStore {
  const path = projectPath(scope.project_id);
  const entities = makeEntityStores(
    (resource) => new RestEntities(http, resource, scope.project_id),
  );
  const find: FindEntity = (resource, id) => entitiesOf(entities, resource).find(id);
  const commits = new CommitQueue(async ({ changes, text }) => {
    const doneBefore = async () => ((await areApplied(changes, find)) ? {} : undefined);
    await http.request({ method: "POST", path: `${path}/commit`, text, doneBefore });
  });
  return {
    type: "rest",
    url: http.server.base,
    scope,
    server: { host: http.server.host, request: (asked) => http.request(asked) },
    ...entities,
    inProject: (project_id) => restStore(http, { ...scope, project_id }),
    waiting: (patience) => restStore(http.waiting(patience), scope),
    commit: async (changes: readonly Change[], { parts }: CommitOptions = {}) => {
      if (changes.length > 0) await commits.add(changes, parts);
    },
    sync: async () => {
      await http.request({ method: "POST", path: `${API_ROOT}/sync` });
    },
    close: async () => {},
  };
}

function readScope(value: unknown, host: string): StoreScope {
  const { user, project } = isRecord(value) ? value : {};
  const user_id = isRecord(user) ? user["id"] : undefined;
  const project_id = isRecord(project) ? project["id"] : undefined;
  if (typeof user_id === "string" && typeof project_id === "string") {
    const { version, api_version } = isRecord(value) ? value : {};
    if (typeof version === "string" && typeof api_version === "number") {
      checkApiVersion(host, { version, api_version });
    }
    return { user_id, project_id };
  }
  throw new ZenError("store_unreachable", `${host} answers, but not as a ZenML server does.`, {
    hint: "Check the URL.",
  });
}
