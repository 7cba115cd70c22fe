import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Machine } from "./machine.js";
import { register } from "./registered.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("stack list");
});
afterEach(() => machine.remove());

const HEADER = `Running without an active repository root.
Running with active profile: 'default' (global)
`;
const done = async (words: string) => {
  const { code, stdout, stderr } = await machine.zenml(words);
  if (code !== 0) throw new Error(`zenml ${words} ended with ${code}: ${stderr}`);
  return stdout;
};

describe("the documents' session", () => {
  test("a stack is registered, set and listed in the words of the documents", async () => {
    expect(await machine.zenml("stack register custom -m default -a default -o default")).toEqual({
      code: 0,
      stdout: "Stack 'custom' successfully registered!\n",
      stderr: `${HEADER}The metadata store is part of ZenML: --metadata-store is not needed any more.
Registered stack with name 'custom'.
`,
    });
    expect(await machine.zenml("stack set custom")).toEqual({
      code: 0,
      stdout: "Active stack set to: 'custom'\n",
      stderr: HEADER,
    });
    expect(await done("stack list")).toBe(`┏━━━━━━━━┯━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ ACTIVE │ STACK NAME │ ARTIFACT_STORE │ ORCHESTRATOR ┃
┠────────┼────────────┼────────────────┼──────────────┨
┃   👉   │ custom     │ default        │ default      ┃
┃        │ default    │ default        │ default      ┃
┗━━━━━━━━┷━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`);
    expect(await done("stack get")).toBe("The active stack is: 'custom'\n");
  });

  test("inside a repository a stack is set for it alone, with --global for the machine", async () => {
    await done("stack register custom -a default -o default");
    await done("init");
    await done("stack set custom");
    expect(await machine.json("stack get")).toMatchObject({ name: "custom", source: "repository" });
    const outside = { cwd: machine.root };
    const { stdout } = await machine.zenml("stack get", outside);
    expect(stdout).toBe("The active stack is: 'default'\n");
    await done("stack set default");
    await done("stack set custom -g");
    expect(await done("stack get")).toBe("The active stack is: 'default'\n");
    expect((await machine.zenml("stack get", outside)).stdout).toContain("'custom'");
  });
});

describe("registering", () => {
  test.each([
    [
      "short",
      "-c hub -x vault -s vm -f feast -d seldon -e mlflow -al chat -an labels -dv checks -i kaniko -r models",
    ],
    [
      "snake_case",
      "--container_registry hub --secrets_manager vault --step_operator vm --feature_store feast " +
        "--model_deployer seldon --experiment_tracker mlflow --alerter chat --annotator labels " +
        "--data_validator checks --image_builder kaniko --model_registry models --decouple_stores",
    ],
    [
      "kebab-case",
      "--container-registry=hub --secrets-manager=vault --step-operator=vm --feature-store=feast " +
        "--model-deployer=seldon --experiment-tracker=mlflow --alerter=chat --annotator=labels " +
        "--data-validator=checks --image-builder=kaniko --model-registry=models",
    ],
  ])("takes a component of every kind: %s", async (_spelling, flags) => {
    const kinds = {
      container_registry: "hub",
      secrets_manager: "vault",
      step_operator: "vm",
      feature_store: "feast",
      model_deployer: "seldon",
      experiment_tracker: "mlflow",
      alerter: "chat",
      annotator: "labels",
      data_validator: "checks",
      image_builder: "kaniko",
      model_registry: "models",
    } as const;
    await register(machine, [
      { type: "container_registry", name: kinds.container_registry },
      { type: "secrets_manager", name: kinds.secrets_manager },
      { type: "step_operator", name: kinds.step_operator },
      { type: "feature_store", name: kinds.feature_store },
      { type: "model_deployer", name: kinds.model_deployer },
      { type: "experiment_tracker", name: kinds.experiment_tracker },
      { type: "alerter", name: kinds.alerter },
      { type: "annotator", name: kinds.annotator },
      { type: "data_validator", name: kinds.data_validator },
      { type: "image_builder", name: kinds.image_builder },
      { type: "model_registry", name: kinds.model_registry },
    ]);
    await done(`stack register full -o default -a default ${flags}`);
    expect(await machine.json("stack describe full")).toMatchObject({
      components: {
        artifact_store: { name: "default" },
        orchestrator: { name: "default" },
        ...Object.fromEntries(Object.entries(kinds).map(([type, name]) => [type, { name }])),
      },
    });
  });

  test("tells every problem at once, with what there is and the nearest name", async () => {
    const words = "stack register default -a nope -o defalt -x default -c hub";
    expect(await machine.zenml(words)).toEqual({
      code: 1,
      stdout: "",
      stderr: `${HEADER}Error: The stack 'default' cannot be registered:
  - there is already a stack named 'default'
  - there is no artifact store named 'nope'; there is: 'default'
  - there is no orchestrator named 'defalt'; did you mean 'default'?
  - there is no container registry named 'hub'; there is: none
  - 'default' is of the kind artifact store or orchestrator, not secrets manager; there is: none
Hint: Choose another name, or change that one: zenml stack update default
`,
    });
    expect(await machine.json("stack list")).toHaveLength(1);
  });

  test("without orchestrator and artifact store is wrong usage that names both", async () => {
    const { code, stderr } = await machine.zenml("stack register s");
    expect(code).toBe(2);
    expect(stderr).toContain("--artifact-store is missing");
    expect(stderr).toContain("--orchestrator is missing");
  });

  test.each([["a/b"], ["-x"], ["\u0007"], ["x".repeat(300)], [" a"]])(
    "refuses the name %.20j",
    async (name) => {
      const words = ["stack", "register", "-a", "default", "-o", "default", "--", name];
      const { code, stderr } = await machine.zenml(words);
      expect(code).toBe(1);
      expect(stderr).toContain("cannot be registered: a name ");
      expect(await machine.json("stack list")).toHaveLength(1);
    },
  );

  test("--set makes it the active stack, --share shares it, and components are found by id", async () => {
    const before = await machine.json("stack describe");
    const { components } = Object(before);
    const ids = `-a ${components.artifact_store.id.slice(0, 9)} -o ${components.orchestrator.id}`;
    expect(await done(`stack register mine ${ids} --set --share`)).toBe(
      "Stack 'mine' successfully registered!\nActive stack set to: 'mine'\n",
    );
    expect(await machine.json("stack describe")).toMatchObject({
      name: "mine",
      shared: true,
      components,
    });
  });

  test("--output is the format, since -o is the orchestrator", async () => {
    const stdout = await done("stack register mine -a default -o default --output json");
    expect(JSON.parse(stdout)).toMatchObject({ name: "mine" });
  });
});

test("an unknown stack is told with the nearest one, by every verb, and nothing is written", async () => {
  const settings = () => readFileSync(join(machine.configFolder, "zenml.yaml"), "utf8");
  const before = settings();
  for (const words of [
    "stack set defualt",
    "stack describe defualt",
    "stack update defualt -a default",
    "stack remove-component defualt -c",
    "stack rename defualt x",
    "stack delete defualt --yes",
    "stack copy defualt x",
    "stack export defualt",
  ]) {
    const { code, stdout, stderr } = await machine.zenml(words);
    expect({ words, code, stdout }).toEqual({ words, code: 1, stdout: "" });
    expect(stderr).toContain("Hint: Did you mean 'default'?");
  }
  expect(settings()).toBe(before);
});

test("up and down say for each component that there is nothing to do", async () => {
  expect(await done("stack up")).toBe(
    "artifact store 'default': nothing to start\norchestrator 'default': nothing to start\n",
  );
  expect(await done("stack down --force")).toBe(
    "orchestrator 'default': nothing to stop\nartifact store 'default': nothing to stop\n",
  );
  expect(await machine.json("stack up")).toEqual([
    { type: "artifact_store", name: "default", flavor: "local", done: [] },
    { type: "orchestrator", name: "default", flavor: "local", done: [] },
  ]);
});
