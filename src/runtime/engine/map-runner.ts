// Brings a map to its end: whether its branch is taken, what it walks over, and that this is what it was
// when some of its items were done before.
import type { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { GraphMap } from "../../domain/graph.js";
import { isDone } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { describeError } from "../source-positions.js";
import { elementsOf } from "./elements.js";
import type { Elements, ElementsParts } from "./elements.js";
import type { Frame } from "./frame.js";
import { MapExecution } from "./map-execution.js";
import type { MapExecutionParts } from "./map-execution.js";

export interface MapRunnerParts extends MapExecutionParts {
  readonly elements: ElementsParts;
}

export class MapRunner {
  readonly #parts: MapRunnerParts;

  constructor(parts: MapRunnerParts) {
    this.#parts = parts;
  }

  async execute(frame: Frame, map: GraphMap): Promise<Status> {
    const { conditions, restored, tally } = this.#parts;
    const before = restored.get(frame.nameOf(map.name));
    if (before !== undefined && isDone(before.row)) {
      frame.keep(map.name, before.outputs);
      return tally.mapRestored(frame, map.name, before.row);
    }
    const execution = new MapExecution(this.#parts, frame, map);
    const isTaken = map.when === undefined || (await conditions.hold(frame, map.when));
    if (!isTaken) return execution.skipped();
    try {
      const elements = await elementsOf(frame, map, this.#parts.elements);
      if (elements === "skipped") return execution.skipped();
      assertUnchanged(elements, { map, before: before?.row.metadata });
      return await execution.walk(elements);
    } catch (error) {
      if (!(error instanceof ZenError) || error.code !== "step_failed") throw error;
      return execution.failed({
        ...describeError(error, { projectRoot: "/" }),
        step: frame.nameOf(map.name),
      });
    }
  }

  /** A map that will not be executed because of something before it. */
  skip(frame: Frame, map: GraphMap): void {
    new MapExecution(this.#parts, frame, map).left();
  }
}

/** Items that were done belong to the elements that they were done for. */
function assertUnchanged(
  { hash }: Elements,
  { map, before }: { readonly map: GraphMap; readonly before: JsonRecord | undefined },
): void {
  if (before?.["over"] === undefined || before["over"] === hash) return;
  throw new ZenError(
    "step_failed",
    `What map '${map.name}' walks over is not what it was when the run was interrupted, so the items that were done do not fit.`,
    { hint: "Run the pipeline anew: what did not change is served from the cache." },
  );
}
