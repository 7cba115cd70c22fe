import { expect, test } from "vitest";
import { checkConfiguration } from "./check-configuration.js";
import { findFlavor } from "./flavors.js";
import { parseAttributes } from "./parse-attributes.js";

const words = (given: Readonly<Record<string, string | undefined>>) =>
  Object.entries(given).map(([key, value]) => ({ key, value }));

test("text becomes what the field is: numbers, truth, lists and objects", async () => {
  const vertex = await findFlavor("orchestrator", "vertex");
  const { configuration, problems } = parseAttributes(
    vertex,
    words({
      location: "8093",
      gpu_limit: "2",
      synchronous: "TRUE",
      labels: '{"team": "a"}',
      node_selector_constraint: '["gpu", "yes"]',
    }),
  );
  expect(problems).toEqual([]);
  expect(configuration).toEqual({
    location: "8093",
    gpu_limit: 2,
    synchronous: true,
    labels: { team: "a" },
    node_selector_constraint: ["gpu", "yes"],
  });
});

test("a bare word turns a switch on, and is a problem elsewhere", async () => {
  const tekton = await findFlavor("orchestrator", "tekton");
  const given = words({ skip_ui_daemon_provisioning: undefined, kubernetes_context: undefined });
  expect(parseAttributes(tekton, given)).toEqual({
    configuration: { skip_ui_daemon_provisioning: true },
    problems: ["the attribute 'kubernetes_context' needs a value: --kubernetes_context=VALUE"],
  });
});

test("dashes mean underscores, and an attribute counts once", async () => {
  const tekton = await findFlavor("orchestrator", "tekton");
  const given = words({ "kubernetes-context": "a", kubernetes_context: "b" });
  expect(parseAttributes(tekton, given).problems).toEqual(["'kubernetes_context' is given twice"]);
});

test("text that means nothing to its field stays, for the check to tell", async () => {
  const vertex = await findFlavor("orchestrator", "vertex");
  const given = words({ location: "x", labels: "{team: a}", gpu_limit: "2.5", synchronous: "1" });
  const { configuration } = parseAttributes(vertex, given);
  expect(checkConfiguration(vertex, configuration).problems).toEqual([
    "'labels' is an object, not '{team: a}'",
    "'gpu_limit' is a whole number, not 2.5",
    "'synchronous' is true or false, not '1'",
  ]);
});
