// The typed way into the product from code: everything that the command line reads and changes.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { Artifact } from "../domain/entities/artifact.js";
import type { Filter } from "../domain/query.js";
import { ZenError } from "../domain/errors.js";
import type { Summary } from "../domain/resources.js";
import type { EntityStores } from "../store/zen-store.js";
import { nearest } from "../util/nearest.js";
import { artifactStoreOf } from "./artifact-store-of.js";
import { Artifacts } from "./artifacts/artifacts.js";
import { Audit } from "./audit/audit.js";
import { Components } from "./components/components.js";
import { Flavors } from "./flavors/flavors.js";
import { Integrations } from "./integrations/integrations.js";
import { PipelineView, listRuns } from "./post-execution/pipeline-view.js";
import type { ReadingContext } from "./post-execution/reading-context.js";
import { RunView } from "./post-execution/run-view.js";
import { shownStatus } from "./running/shown-status.js";
import { Profiles } from "./profiles/profiles.js";
import { Projects } from "./projects/projects.js";
import { Schedules } from "./schedules/schedules.js";
import { Roles } from "./roles/roles.js";
import { Runs } from "./running/runs.js";
import { Secrets } from "./secrets/secrets.js";
import { Servers } from "./servers/servers.js";
import type { Session } from "./session.js";
import type { SettingsRequest } from "../config/setting-layers.js";
import { Stacks } from "./stacks/stacks.js";
import { Stores } from "./stores/stores.js";
import { Teams } from "./teams/teams.js";
import { Tokens } from "./tokens/tokens.js";
import { Users } from "./users/users.js";

export interface ClientOptions {
  /** Names that overrule environment, repository and global settings. */
  readonly profile?: string | undefined;
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
  /** Default: the process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly cwd?: string | undefined;
}

/**
 * An opened profile: its entities, and views of what was run. `Repository` is its old name.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * const page = await client.stacks.list();
 * console.log(page.items.map((stack) => stack.name));
 * await client.close();
 * ```
 */
export class Client {
  readonly #session: Session;
  readonly #artifactStores = new Map<string, Promise<ArtifactStore>>();

  readonly #request: SettingsRequest;

  private constructor(session: Session, request: SettingsRequest = {}) {
    this.#session = session;
    this.#request = request;
  }

  /** Errors: `unknown_setting`, `config_invalid`, those of the store. */
  static async open(options: ClientOptions = {}): Promise<Client> {
    const { profile, project, stack, env = process.env, cwd = process.cwd() } = options;
    // A pipeline file that only names `Client` pays nothing for it.
    const { openSession } = await import("./session.js");
    const request = { flags: { profile, project, stack }, env, cwd };
    return new Client(await openSession(request), request);
  }

  /** A client of a session that is open already; closing the client closes it. */
  static of(session: Session): Client {
    return new Client(session);
  }

  /** The profiles of this machine, not of the client alone. */
  get profiles(): Profiles {
    return new Profiles(this.#request);
  }
  /** Whole stores of this machine's profiles: copied, backed up, restored. */
  get stores(): Stores {
    return new Stores(this.#request);
  }
  /** Servers that this machine runs or is connected to. */
  get servers(): Servers {
    return new Servers(this.#request);
  }
  get users(): Users {
    return new Users(this.#session);
  }
  get roles(): Roles {
    return new Roles(this.#session);
  }
  get teams(): Teams {
    return new Teams(this.#session);
  }
  /** What was done on the server. */
  get audit(): Audit {
    return new Audit(this.#session);
  }
  /** API tokens for programs; only a server has them. */
  get tokens(): Tokens {
    return new Tokens(this.#session);
  }
  get projects(): Projects {
    return new Projects(this.#session);
  }
  get stacks(): Stacks {
    return new Stacks(this.#session);
  }
  get flavors(): Flavors {
    return new Flavors(this.#session, this.#request.cwd);
  }
  /** The npm packages behind the flavors of integrations. */
  get integrations(): Integrations {
    return new Integrations(this.#request.cwd);
  }
  get components(): Components {
    return new Components(this.#session);
  }
  /** Pipelines that are run at their times by `zenml schedule run`. */
  get schedules(): Schedules {
    return new Schedules(this.#session, this.#request.cwd);
  }
  /** Of the active stack's secrets manager, else the profile's own on this machine. */
  get secrets(): Secrets {
    return new Secrets(this.#session);
  }
  get pipelines(): EntityStores["pipelines"] {
    return this.#session.store.pipelines;
  }
  get runs(): Runs {
    return new Runs(this.#session);
  }
  get steps(): EntityStores["steps"] {
    return this.#session.store.steps;
  }
  get artifacts(): Artifacts {
    return new Artifacts(this.#session, this.#context);
  }

  /** Name of the active profile; undefined when the environment names a store. */
  get activeProfile(): string | undefined {
    return this.#session.settings.profile?.value;
  }

  /** Name of the active project. */
  get activeProject(): string {
    return this.#session.project.name;
  }

  /** Errors: `unknown_setting` when the stack that is set does not exist. */
  activeStack(): ReturnType<Session["activeStack"]> {
    return this.#session.activeStack();
  }

  /** Every pipeline with its versions, in the order of their first runs. */
  async getPipelines(): Promise<PipelineView[]> {
    const versions = await this.#pipelineVersions([]);
    const names = [...new Set(versions.map((version) => version.name))];
    return names.flatMap((name) =>
      this.#viewOf(versions.filter((version) => version.name === name)),
    );
  }

  /** Errors: `not_found`, with the nearest name. */
  async getPipeline(name: string): Promise<PipelineView> {
    const versions = await this.#pipelineVersions([{ field: "name", operator: "eq", value: name }]);
    const [view] = this.#viewOf(versions);
    if (view !== undefined) return view;
    const names = (await this.#pipelineVersions([])).map((version) => version.name);
    const close = nearest(name, names);
    throw new ZenError("not_found", `There is no pipeline named '${name}'.`, {
      hint: close === undefined ? "zenml pipeline list" : `Did you mean '${close}'?`,
    });
  }

  /** By name, id or id prefix. Errors: `not_found`, `ambiguous`. */
  async getRun(reference: string): Promise<RunView> {
    const run = await this.runs.get(reference);
    return new RunView(this.#context, run, shownStatus(run));
  }

  /** Runs that belong to no pipeline, newest first. */
  getUnlistedRuns(): Promise<RunView[]> {
    return listRuns(this.#context, [{ field: "pipeline_id", operator: "eq", value: null }]);
  }

  /** Closes the store; views made before cannot read any more. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #pipelineVersions(filters: readonly Filter[]): Promise<Summary<"pipeline">[]> {
    const found: Summary<"pipeline">[] = [];
    const sort = { field: "created", direction: "asc" } as const;
    for await (const one of this.pipelines.all({ filters, sort })) found.push(one);
    return found;
  }

  #viewOf(versions: readonly Summary<"pipeline">[]): PipelineView[] {
    const [newest, ...older] = versions.toSorted((left, right) => right.version - left.version);
    return newest === undefined ? [] : [new PipelineView(this.#context, newest, older)];
  }

  get #context(): ReadingContext {
    return {
      store: this.#session.store,
      artifactStore: (artifact) => this.#artifactStore(artifact),
      materializers: new Map(),
    };
  }

  #artifactStore(artifact: Artifact): Promise<ArtifactStore> {
    if (artifact.path === null) return Promise.resolve(NO_ARTIFACT_STORE);
    const id = artifact.artifact_store_id ?? "";
    const opened = this.#artifactStores.get(id) ?? artifactStoreOf(artifact, this.#session);
    this.#artifactStores.set(id, opened);
    return opened;
  }
}

/** For artifacts whose bytes lie in the record: there is nothing to be found anywhere else. */
const NO_ARTIFACT_STORE: ArtifactStore = {
  write: () => Promise.reject(notStored()),
  read: () => Promise.reject(notStored()),
  stream: () => {
    throw notStored();
  },
  exists: async () => false,
};

function notStored(): ZenError {
  return new ZenError("artifact_unreadable", "The artifact lies in no artifact store.");
}
