import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { ComponentType } from "../../domain/entities/component.js";
import type { GraphStep } from "../../domain/graph.js";
import type { Flavor } from "../flavor.js";
import { asksOfStack, stackSettingsProblems } from "./stack-settings.js";
import type { SettingsTarget } from "./stack-settings.js";

function flavor(type: ComponentType, heeds?: Flavor["heeds"]): Flavor {
  const described = {
    type,
    name: "local",
    description: "",
    local: true,
    config: z.strictObject({}),
  };
  return { ...described, ...(heeds === undefined ? {} : { heeds }) };
}

const ORCHESTRATOR = flavor("orchestrator", {
  resources: ["cpu_count", "memory"],
  capacity: () => ({ cpu_count: 2, memory: 4e9 }),
  own: z.strictObject({ max_parallel: z.optional(z.int()) }),
});
const TARGETS = new Map<ComponentType, SettingsTarget>([
  ["orchestrator", { name: "default", flavor: ORCHESTRATOR }],
  ["step_operator", { name: "gpu", flavor: flavor("step_operator", { resources: ["gpu_count"] }) }],
]);

function step(name: string, said: Partial<GraphStep>): GraphStep {
  const base = { step: name, description: null, source: null, inputs: {}, upstream: [] };
  const rest = { params: {}, outputs: {}, enable_cache: true, settings: {}, extra: {} };
  return { name, ...base, ...rest, ...said };
}

const problems = (...steps: GraphStep[]) => stackSettingsProblems({ steps }, TARGETS);

describe("what steps ask of a stack", () => {
  test("is refused by the name of each field that would have no effect", () => {
    const settings = {
      docker: {
        requirements: ["numpy"],
        apt_packages: [],
        copy_files: true,
        target_repository: "x",
      },
      resources: { gpu_count: 1, cpu_count: 2, memory: "1GB" },
    };
    expect(problems(step("train", { settings }))).toEqual([
      "'docker.requirements' would have no effect with the orchestrator 'default' (local)",
      "'docker.target_repository' would have no effect with the orchestrator 'default' (local)",
      "'resources.gpu_count' would have no effect with the orchestrator 'default' (local)",
    ]);
  });

  test("is refused where it is more than there is, with the steps that ask for it", () => {
    const much = { resources: { cpu_count: 8, memory: "1TB" } };
    expect(problems(step("train", { settings: much }), step("load", {}))).toEqual([
      "step 'train': 'resources.cpu_count' is 8, but the orchestrator 'default' (local) has 2",
      "step 'train': 'resources.memory' is 1TB, but the orchestrator 'default' (local) has 3814MiB",
    ]);
  });

  test("is asked of its step operator where it has one", () => {
    const settings = { resources: { gpu_count: 1 } };
    expect(problems(step("train", { settings, step_operator: "gpu" }))).toEqual([]);
  });

  test("names components that there are", () => {
    expect(
      problems(step("train", { step_operator: "gpuu", experiment_tracker: "mlflow" })),
    ).toEqual([
      "the stack has no step operator 'gpuu'; did you mean 'gpu'?",
      "the stack has no experiment tracker 'mlflow', nor any other",
    ]);
  });

  test("suits the flavor that it is meant for, and is left alone where it is meant for another", () => {
    const settings = {
      "orchestrator.local": { max_paralel: 2 },
      "step_operator.local": { x: 1 },
      "orchestrator.kubernetes": { anything: true },
    };
    expect(problems(step("train", { settings }))).toEqual([
      expect.stringMatching(
        /^'orchestrator.local': 'max_paralel' .*did you mean 'max_parallel'\?$/,
      ),
      "'step_operator.local': the settings of the step operator flavor 'local' do not exist",
    ]);
  });

  test("is nothing, mostly", () => {
    expect(asksOfStack({ settings: {}, steps: [step("train", {})] })).toBe(false);
    expect(asksOfStack({ settings: {}, steps: [step("train", { step_operator: "gpu" })] })).toBe(
      true,
    );
  });
});
