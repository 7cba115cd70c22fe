// What is deployed: the Helm chart and the Dockerfile hold together, with each other and with the server's
// options. No helm is needed for that.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { OPTION_NAMES } from "../../../src/server/options/server-options.js";

const DEPLOY = join(import.meta.dirname, "../../../deploy");
const CHART = join(DEPLOY, "helm/zenml");
const read = (file: string) => readFileSync(join(CHART, file), "utf8");
const templates = readdirSync(join(CHART, "templates")).map((name) => ({
  name,
  text: read(`templates/${name}`),
}));
const values = load(read("values.yaml")) as Record<string, unknown>;

describe("the chart", () => {
  test("has the version of the package", () => {
    const chart = load(read("Chart.yaml")) as Record<string, string>;
    const { version } = JSON.parse(readFileSync(join(DEPLOY, "../package.json"), "utf8"));
    expect(chart).toMatchObject({ apiVersion: "v2", version, appVersion: version });
  });

  test("asks for no value that it has no default for", () => {
    const asked = templates.flatMap(({ text }) =>
      [...text.matchAll(/\.Values\.([A-Za-z.]+)/g)].map(([, path = ""]) => path),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((path) => valueAt(path) === undefined)).toEqual([]);
  });

  test("describes each of its values in the schema, and no others", () => {
    const { properties } = JSON.parse(read("values.schema.json"));
    const { global: _global, ...described } = properties;
    expect(Object.keys(described).toSorted()).toEqual(Object.keys(values).toSorted());
    for (const [name, { properties: inner, additionalProperties }] of Object.entries<{
      properties?: object;
      additionalProperties?: boolean;
    }>(described)) {
      if (inner === undefined) continue;
      expect(additionalProperties, name).toBe(false);
      expect(Object.keys(inner).toSorted()).toEqual(Object.keys(values[name] ?? {}).toSorted());
    }
  });

  test.each(templates)("closes in $name what it opens", ({ text }) => {
    const actions = [...text.matchAll(/\{\{-?\s*(\w+)[^]*?\}\}/g)].map(([, word = ""]) => word);
    const opened = actions.filter((word) => ["if", "with", "range", "define"].includes(word));
    expect(actions.filter((word) => word === "end")).toHaveLength(opened.length);
    expect(text.split("{{")).toHaveLength(text.split("}}").length);
  });

  test("runs as nobody, with no more rights than it needs, and without variables of services", () => {
    const text = read("templates/deployment.yaml");
    for (const line of [
      "runAsNonRoot: true",
      "readOnlyRootFilesystem: true",
      "allowPrivilegeEscalation: false",
      "drop: [ALL]",
      "automountServiceAccountToken: false",
      // ZENML_SERVER_PORT would be an address, and read as an option.
      "enableServiceLinks: false",
    ]) {
      expect(text).toContain(line);
    }
  });
});

test("chart and Dockerfile set no option that the server has not", () => {
  const dockerfile = readFileSync(join(DEPLOY, "Dockerfile"), "utf8");
  const texts = [dockerfile, ...templates.map(({ text }) => text)];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/ZENML_SERVER_([A-Z_]+)/g)].map(([, name = ""]) => name.toLowerCase()),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !OPTION_NAMES.some((one) => one === name))).toEqual([]);
});

function valueAt(path: string): unknown {
  let value: unknown = values;
  for (const key of path.split(".")) {
    value =
      typeof value === "object" && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined;
  }
  return value;
}
