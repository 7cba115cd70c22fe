// Tracks experiments with a tracking server of MLflow, over its REST API (2.0).
import { ZenError } from "../../domain/errors.js";
import type {
  ExperimentTracker,
  TrackedEntries,
  TrackedRun,
  TrackedStatus,
  TrackedStep,
} from "../../stack/experiment-tracker.js";
import { experimentName, paramText, runTags } from "./mlflow-terms.js";

export interface ServerTrackerOptions {
  /** Address of the server. */
  readonly uri: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

const LIMIT_MS = 30_000;
/** What the server takes at once. */
const MOST = { metrics: 1000, params: 100, tags: 100 } as const;
const STATUSES: Readonly<Record<TrackedStatus, string>> = {
  completed: "FINISHED",
  failed: "FAILED",
  cancelled: "KILLED",
};

export function serverTracker(options: ServerTrackerOptions): ExperimentTracker {
  return new ServerTracker(options);
}

type Fields = Readonly<Record<string, unknown>>;

class ServerTracker implements ExperimentTracker {
  readonly #options: ServerTrackerOptions;

  constructor(options: ServerTrackerOptions) {
    this.#options = options;
  }

  async begin(step: TrackedStep): Promise<TrackedRun> {
    const experiment_id = await this.#experiment(experimentName(step));
    const created = await this.#post("runs/create", {
      experiment_id,
      run_name: `${step.run.name}/${step.step.name}`,
      start_time: Date.now(),
      tags: listed(runTags(step)),
    });
    const id = textAt(created, ["run", "info", "run_id"]);
    const { uri, username, password, token } = this.#options;
    return {
      id,
      url: `${uri}/#/experiments/${experiment_id}/runs/${id}`,
      environment: {
        MLFLOW_TRACKING_URI: uri,
        MLFLOW_RUN_ID: id,
        ...(username === undefined ? {} : { MLFLOW_TRACKING_USERNAME: username }),
        ...(password === undefined ? {} : { MLFLOW_TRACKING_PASSWORD: password }),
        ...(token === undefined ? {} : { MLFLOW_TRACKING_TOKEN: token }),
      },
    };
  }

  async record(run_id: string, entries: TrackedEntries): Promise<void> {
    const metrics = entries.metrics.map(({ name: key, value, step, time }) => ({
      ...{ key, step, timestamp: Math.round(time) },
      // JSON has no other way to say them, and the server reads them.
      value: Number.isFinite(value) ? value : String(value),
    }));
    const texts = Object.entries(entries.params).map(([name, value]) => [name, paramText(value)]);
    const params = listed(Object.fromEntries(texts));
    const tags = listed(entries.tags);
    const count = Math.max(
      Math.ceil(metrics.length / MOST.metrics),
      Math.ceil(params.length / MOST.params),
      Math.ceil(tags.length / MOST.tags),
    );
    for (let part = 0; part < count; part += 1) {
      await this.#post("runs/log-batch", {
        run_id,
        metrics: slice(metrics, part, MOST.metrics),
        params: slice(params, part, MOST.params),
        tags: slice(tags, part, MOST.tags),
      });
    }
  }

  async end(run_id: string, status: TrackedStatus): Promise<void> {
    await this.#post("runs/update", { run_id, status: STATUSES[status], end_time: Date.now() });
  }

  async #experiment(name: string): Promise<string> {
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    const found = await this.#ask(query, { method: "GET" });
    if (found.status === 404) {
      const created = await this.#ask("experiments/create", bodyOf({ name }));
      if (created.isOk) return textAt(created.body, ["experiment_id"]);
      // Somebody else made it at the same moment.
      const again = await this.#ask(query, { method: "GET" });
      return textAt(this.#checked(again), ["experiment", "experiment_id"]);
    }
    return textAt(this.#checked(found), ["experiment", "experiment_id"]);
  }

  async #post(path: string, fields: Fields): Promise<unknown> {
    return this.#checked(await this.#ask(path, bodyOf(fields)));
  }

  async #ask(path: string, request: RequestInit): Promise<Answer> {
    const { uri } = this.#options;
    const headers = { "content-type": "application/json", ...this.#login() };
    const signal = AbortSignal.timeout(LIMIT_MS);
    try {
      const answer = await fetch(`${uri}/api/2.0/mlflow/${path}`, { ...request, headers, signal });
      const body: unknown = await answer.json().catch(() => undefined);
      return { status: answer.status, isOk: answer.ok, body };
    } catch (cause) {
      throw new ZenError("step_failed", `The MLflow server at ${uri} does not answer.`, {
        hint: "Look whether it runs and whether the component's tracking_uri is right.",
        cause,
      });
    }
  }

  #login(): Record<string, string> {
    const { username, password = "", token } = this.#options;
    if (token !== undefined) return { authorization: `Bearer ${token}` };
    if (username === undefined) return {};
    const pair = Buffer.from(`${username}:${password}`).toString("base64");
    return { authorization: `Basic ${pair}` };
  }

  #checked({ status, isOk, body }: Answer): unknown {
    if (isOk) return body;
    const said = typeof body === "object" && body !== null && "message" in body ? body.message : "";
    const reason = said === "" ? "" : `: ${String(said)}`;
    throw new ZenError(
      "step_failed",
      `The MLflow server at ${this.#options.uri} answered ${status}${reason}.`,
      { hint: status === 401 || status === 403 ? "Look at the component's login." : undefined },
    );
  }
}

interface Answer {
  readonly status: number;
  readonly isOk: boolean;
  readonly body: unknown;
}

function bodyOf(fields: Fields): RequestInit {
  return { method: "POST", body: JSON.stringify(fields) };
}

function listed(texts: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(texts).map(([key, value]) => ({ key, value }));
}

function slice<Item>(items: readonly Item[], part: number, size: number): readonly Item[] {
  return items.slice(part * size, (part + 1) * size);
}

function textAt(body: unknown, path: readonly string[]): string {
  let found: unknown = body;
  for (const name of path) {
    found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  }
  if (typeof found === "string") return found;
  throw new ZenError("step_failed", `The MLflow server's answer has no '${path.join(".")}'.`);
}
