// Tracks experiments in a folder, as MLflow itself lays one out (`mlruns`): `mlflow ui` shows it, and
// MLflow in Python adds to it.
import { createHash, randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ZenError } from "../../domain/errors.js";
import type {
  ExperimentTracker,
  TrackedEntries,
  TrackedRun,
  TrackedStatus,
  TrackedStep,
} from "../../stack/experiment-tracker.js";
import { metaFile, metaValue } from "./meta-file.js";
import { experimentName, metricLine, paramText, runTags } from "./mlflow-terms.js";

const RUNNING = 1;
const STATUSES: Readonly<Record<TrackedStatus, number>> = { completed: 3, failed: 4, cancelled: 5 };

export function fileTracker(root: string): ExperimentTracker {
  return new FileTracker(root);
}

class FileTracker implements ExperimentTracker {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async begin(step: TrackedStep): Promise<TrackedRun> {
    const name = experimentName(step);
    const experiment = (await this.#find(name)) ?? (await this.#create(name));
    const run = randomUUID().replaceAll("-", "");
    const folder = join(this.#root, experiment, run);
    for (const part of ["artifacts", "metrics", "params", "tags"]) {
      await mkdir(join(folder, part), { recursive: true });
    }
    await writeTexts(join(folder, "tags"), runTags(step));
    const meta = {
      artifact_uri: pathToFileURL(join(folder, "artifacts")).href,
      end_time: null,
      entry_point_name: "",
      experiment_id: experiment,
      lifecycle_stage: "active",
      run_id: run,
      run_name: `${step.run.name}/${step.step.name}`,
      run_uuid: run,
      source_name: "",
      source_type: 4,
      source_version: "",
      start_time: Date.now(),
      status: RUNNING,
      tags: [],
      user_id: userName(),
    };
    await writeFile(join(folder, "meta.yaml"), metaFile(meta));
    const uri = pathToFileURL(this.#root).href;
    const environment = { MLFLOW_TRACKING_URI: uri, MLFLOW_RUN_ID: run };
    return { id: `${experiment}/${run}`, url: folder, environment };
  }

  async record(id: string, { params, metrics, tags }: TrackedEntries): Promise<void> {
    const folder = this.#folderOf(id);
    const texts = Object.entries(params).map(([name, value]) => [name, paramText(value)] as const);
    await writeTexts(join(folder, "params"), Object.fromEntries(texts));
    await writeTexts(join(folder, "tags"), tags);
    const lines = new Map<string, string>();
    for (const metric of metrics) {
      lines.set(metric.name, (lines.get(metric.name) ?? "") + metricLine(metric));
    }
    for (const [name, text] of lines) {
      const file = join(folder, "metrics", name);
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, text);
    }
  }

  async end(id: string, status: TrackedStatus): Promise<void> {
    const file = join(this.#folderOf(id), "meta.yaml");
    const text = await readFile(file, "utf8");
    const ended = text
      .replace(/^end_time: .*$/m, `end_time: ${Date.now()}`)
      .replace(/^status: .*$/m, `status: ${STATUSES[status]}`);
    await writeFile(file, ended);
  }

  /** Errors: `not_found` for an id that is none of this tracker. */
  #folderOf(id: string): string {
    if (/^[0-9]+\/[0-9a-f]{32}$/.test(id)) return join(this.#root, id);
    throw new ZenError("not_found", `'${id}' is no run of this tracker.`);
  }

  /** The folder of the experiment with that name, whoever made it. */
  async #find(name: string): Promise<string | undefined> {
    const entries = await readdir(this.#root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isDirectory() || !/^[0-9]+$/.test(entry.name)) continue;
      const file = join(this.#root, entry.name, "meta.yaml");
      const text = await readFile(file, "utf8").catch(() => "");
      if (metaValue(text, "name") === name) return entry.name;
    }
    return undefined;
  }

  /** The id follows from the name: two that begin at once make the same experiment. */
  async #create(name: string): Promise<string> {
    const hash = createHash("sha256").update(name).digest().readBigUInt64BE();
    const id = String(hash % 10n ** 18n).padStart(18, "1");
    const folder = join(this.#root, id);
    await mkdir(folder, { recursive: true });
    const now = Date.now();
    const meta = {
      artifact_location: pathToFileURL(folder).href,
      creation_time: now,
      experiment_id: id,
      last_update_time: now,
      lifecycle_stage: "active",
      name,
    };
    await writeFile(join(folder, "meta.yaml"), metaFile(meta), { flag: "wx" }).catch(unlessThere);
    return id;
  }
}

function unlessThere(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "EEXIST") return;
  throw error;
}

async function writeTexts(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
