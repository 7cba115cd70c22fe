import { describe, expect, test } from "vitest";
import { memoryBytes } from "./resource-settings.js";
import { componentTopic, settingsProblems } from "./settings-problems.js";

describe("settings", () => {
  test("of all three kinds of topics are settings", () => {
    expect(
      settingsProblems({
        docker: { requirements: ["numpy"], apt_packages: ["git"], environment: { A: "1" } },
        resources: { cpu_count: 0.5, gpu_count: 0, memory: "4GiB" },
        "orchestrator.kubernetes": { pod_settings: {} },
      }),
    ).toEqual([]);
  });

  test("are told all that is wrong with them at once, with the nearest names", () => {
    expect(
      settingsProblems({
        dokcer: {},
        "orchestratr.local": {},
        docker: { requirments: ["numpy"], copy_files: "yes", apt_packages: "git" },
        resources: { cpu_count: 0, gpu_count: -1, memory: "4 GB" },
        "step_operator.slurm": 3,
      }),
    ).toEqual([
      expect.stringMatching(/^settings has no 'dokcer': .*did you mean 'docker'\?$/),
      expect.stringMatching(/'orchestratr.local'.*did you mean 'orchestrator.local'\?$/),
      "settings.docker: 'requirments' is no attribute of the docker settings; did you mean 'requirements'?",
      "settings.docker: 'copy_files' is true or false, not 'yes'",
      "settings.docker: 'apt_packages' is a list, not 'git'",
      "settings.resources: 'cpu_count' is more than 0, not 0",
      "settings.resources: 'gpu_count' is at least 0, not -1",
      expect.stringMatching(/^settings.resources: 'memory' is a whole number with a unit/),
      "settings.step_operator.slurm holds names and values, not 3",
    ]);
  });

  test("may be taken out with null", () => {
    expect(settingsProblems({ docker: null, resources: { memory: null } })).toEqual([]);
  });
});

test.each([
  ["orchestrator.my.own", { type: "orchestrator", flavor: "my.own" }],
  ["docker", undefined],
  ["orchestrator.", undefined],
])("the topic %s is meant for %o", (topic, meant) => {
  expect(componentTopic(topic)).toEqual(meant);
});

test.each([
  ["4GB", 4e9],
  ["1KiB", 1024],
  ["1 GB", undefined],
])("%s of memory are %s bytes", (text, bytes) => {
  expect(memoryBytes(text)).toBe(bytes);
});
