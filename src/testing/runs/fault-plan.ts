import type { Graph } from "../../domain/graph.js";
import { nodeOf } from "../../runtime/engine/node-of.js";
import { checkFaults, namedStep } from "./check-faults.js";
import { kindOf } from "./fault.js";
import type { Fault, Point } from "./fault.js";

interface Planned {
  readonly fault: Fault;
  readonly kind: Point["kind"];
  /** How often it was where the fault may strike. */
  seen: number;
  struck: number;
}

/** Which fault strikes where, for one process. */
export class FaultPlan {
  readonly #planned: readonly Planned[];
  /** Name of a step in the graph → of its definition. */
  readonly #definitions: ReadonlyMap<string, string>;

  /** Errors: `invalid_input` for faults that cannot happen. */
  constructor(faults: readonly Fault[], graph: Graph) {
    checkFaults(faults, graph);
    this.#planned = faults.map((fault) => ({ fault, kind: kindOf(fault), seen: 0, struck: 0 }));
    this.#definitions = new Map(graph.steps.map(({ name, step }) => [name, step]));
  }

  /** The fault that strikes there now. Called once each time a run comes by. */
  at(point: Point): Fault | undefined {
    let striking: Planned | undefined;
    for (const planned of this.#planned) {
      if (planned.kind !== point.kind || !this.#isAbout(planned.fault, point)) continue;
      planned.seen += 1;
      if (striking === undefined && isDue(planned)) striking = planned;
    }
    if (striking !== undefined) striking.struck += 1;
    return striking?.fault;
  }

  /** A sentence for each fault that never struck, with what came close. */
  get unreached(): readonly string[] {
    return this.#planned.flatMap(({ fault, kind, seen, struck }, index) =>
      struck > 0 ? [] : [`fault ${index + 1} (${describe(fault)}): ${whyNot(kind, seen)}`],
    );
  }

  #isAbout(fault: Fault, point: Point): boolean {
    if ("artifacts" in fault) return true;
    if ("store" in fault) {
      const { step } = fault;
      if (point.kind !== "commit" || step === undefined) return true;
      return point.ended.some((name) => this.#isNamed(namedStep(step), name));
    }
    if (point.kind !== "step") return false;
    const { item, attempt } = fault;
    if (attempt !== undefined && attempt !== point.attempt) return false;
    if (item !== undefined && item !== itemOf(point.name)) return false;
    return this.#isNamed(namedStep(fault.step), point.name);
  }

  #isNamed(named: string, invocation: string): boolean {
    if (named.includes("[")) return named === invocation;
    const node = nodeOf(invocation);
    return named === node || named === this.#definitions.get(node);
  }
}

function isDue({ fault, seen, struck }: Planned): boolean {
  const isCounted = "store" in fault || "artifacts" in fault;
  const { after = 0, times = Infinity } = isCounted ? fault : {};
  return seen > after && struck < times;
}

function itemOf(invocation: string): number | undefined {
  const index = /\[(\d+)\]/.exec(invocation)?.[1];
  return index === undefined ? undefined : Number(index);
}

function describe(fault: Fault): string {
  const { error: _, ...facts } = fault;
  const named = "step" in fault && fault.step !== undefined ? { step: namedStep(fault.step) } : {};
  return Object.entries({ ...facts, ...named })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${String(value)}`]))
    .join(", ");
}

const DONE: Readonly<Record<Point["kind"], string>> = {
  step: "it was executed",
  commit: "it was committed",
  "store read": "the store was read",
  "artifact write": "bytes were written",
  "artifact read": "bytes were read",
};

function whyNot(kind: Point["kind"], seen: number): string {
  const small =
    kind === "artifact write" || kind === "artifact read" ? "; small values lie in the record" : "";
  return `${DONE[kind]} ${seen} times there${small}`;
}
