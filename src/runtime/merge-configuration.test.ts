import { describe, expect, test } from "vitest";
import {
  mergeConfigurations,
  mergeRecords,
  mergeRunConfigurations,
  overlayConfiguration,
} from "./merge-configuration.js";

describe("mergeRecords", () => {
  test("merges records inside records and replaces everything else", () => {
    const merged = mergeRecords(
      { docker: { requirements: ["a"], user: "me", env: { A: "1" } }, gpu: 1 },
      { docker: { requirements: ["b"], env: { B: "2" } }, gpu: { count: 2 } },
    );
    expect(merged).toEqual({
      docker: { requirements: ["b"], user: "me", env: { A: "1", B: "2" } },
      gpu: { count: 2 },
    });
  });

  test("changes none of what it merges", () => {
    const below = { a: { b: 1 } };
    mergeRecords(below, { a: { c: 2 } });
    expect(below).toEqual({ a: { b: 1 } });
  });

  test("treats a key named __proto__ like any other", () => {
    const merged = mergeRecords(JSON.parse('{"__proto__": {"polluted": true}}'), { a: 1 });
    expect(Object.keys(merged)).toEqual(["__proto__", "a"]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("mergeConfigurations", () => {
  test("caches only where no layer says no", () => {
    expect(mergeConfigurations({}, undefined, { enable_cache: true }).enable_cache).toBe(true);
    expect(mergeConfigurations({ enable_cache: false }, { enable_cache: true }).enable_cache).toBe(
      false,
    );
    expect(mergeConfigurations({ enable_cache: true }, { enable_cache: false }).enable_cache).toBe(
      false,
    );
  });

  test("lets later layers win in settings and extra", () => {
    const merged = mergeConfigurations(
      { settings: { cpu: 1, memory: "1GB" }, extra: { by: "pipeline" } },
      { settings: { cpu: 2 } },
      { settings: { cpu: 3 }, extra: { by: "file" } },
    );
    expect(merged).toEqual({
      enable_cache: true,
      settings: { cpu: 3, memory: "1GB" },
      extra: { by: "file" },
    });
  });
});

describe("overlayConfiguration", () => {
  test("may turn a cache on again that the copied step had off", () => {
    expect(overlayConfiguration({ enable_cache: false }, { enable_cache: true }).enable_cache).toBe(
      true,
    );
    expect(overlayConfiguration({ enable_cache: false }, {}).enable_cache).toBe(false);
    expect(overlayConfiguration({}, {}).enable_cache).toBeUndefined();
  });
});

describe("mergeRunConfigurations", () => {
  test("puts the command line over the file, step by step", () => {
    const file = {
      run_name: "from-file",
      enable_cache: false,
      parameters: { trees: 1, depth: 2 },
      steps: {
        train: { parameters: { a: 1, b: 1 }, enable_cache: true },
        load: { extra: { k: 1 } },
      },
    };
    const line = {
      run_name: "from-line",
      enable_cache: true,
      parameters: { trees: 9 },
      steps: { train: { parameters: { a: 2 } } },
    };
    expect(mergeRunConfigurations(file, undefined, line)).toMatchObject({
      run_name: "from-line",
      enable_cache: false,
      parameters: { trees: 9, depth: 2 },
      steps: {
        train: { parameters: { a: 2, b: 1 }, enable_cache: true },
        load: { extra: { k: 1 } },
      },
    });
  });

  test("of nothing says nothing", () => {
    expect(mergeRunConfigurations()).toEqual({});
  });
});
