import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMPONENT_TYPES, kindPlural, kindWord } from "../../../src/domain/component-types.js";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

test("a component is registered, listed and described as the active one", async () => {
  const registered = await machine.zenml("orchestrator register wide -f local --max_parallel=3");
  expect(registered).toMatchObject({
    code: 0,
    stdout: "Successfully registered orchestrator `wide`.\n",
  });
  expect(registered.stderr).toContain(
    "Registered stack component with type 'orchestrator' and name 'wide'.\n",
  );
  await machine.zenml("stack update default -o wide");
  const { stdout } = await machine.zenml("orchestrator list");
  const [, heading = "", , first = "", second = ""] = stdout.split("\n");
  expect(heading).toMatch(/^┃ ACTIVE │ NAME +│ FLAVOR │ UUID +│ MAX_PARALLEL ┃$/);
  expect(first).toMatch(/^┃ {8}│ default │ local +│ [0-9a-f-]{36} │ {14}┃$/);
  expect(second).toMatch(/^┃ {3}👉 {3}│ wide {4}│ local +│ [0-9a-f-]{36} │ 3 {12}┃$/);
  const described = await machine.zenml("orchestrator describe");
  expect(described.stderr).toContain("No component name given; using `wide` from active stack.");
  const lines = described.stdout.split("\n");
  expect(lines[0]?.trim()).toBe("ORCHESTRATOR Component Configuration (ACTIVE)");
  expect(lines[2]).toMatch(/^┃ COMPONENT_PROPERTY │ VALUE +┃$/);
  const properties = lines.flatMap((line) => /^┃ (\w+) +│ (\S+) +┃$/.exec(line)?.slice(1, 3) ?? []);
  expect(properties.filter((_, index) => index !== 9)).toEqual(
    [
      "COMPONENT_PROPERTY",
      "VALUE",
      "TYPE",
      "orchestrator",
      "FLAVOR",
      "local",
      "NAME",
      "wide",
    ].concat(["UUID", "MAX_PARALLEL", "3"]),
  );
});

test("get names the component of the active stack, or says that there is none", async () => {
  expect((await machine.zenml("orchestrator get")).stdout).toBe("Active orchestrator: 'default'\n");
  expect((await machine.zenml("container-registry get")).stdout).toBe(
    "No container registry set for active stack ('default').\n",
  );
  const described = await machine.zenml("container-registry describe");
  expect(described).toMatchObject({ code: 1, stdout: "" });
  expect(described.stderr).toContain("Error: No container registry in active stack.");
});

test("a terminal that does not know its width is taken for one of 80 columns", async () => {
  const { stdout } = await machine.zenml("orchestrator list", { terminal: 0 });
  expect(stdout).toContain("┃ ACTIVE │ NAME    │ FLAVOR │ UUID ");
  expect(stdout).toMatch(/│ [0-9a-f-]{36} ┃/);
});

test("every kind has the same commands and its own words", async () => {
  for (const type of COMPONENT_TYPES) {
    const noun = kindWord(type);
    const help = await machine.zenml(noun);
    for (const verb of ["register", "list", "describe", "remove-attribute", "flavor list"]) {
      expect(help.stdout).toMatch(new RegExp(`^  ${verb} `, "m"));
    }
    const explained = await machine.zenml(`${noun} explain`);
    expect(explained.code).toBe(0);
    expect(explained.stdout.length).toBeGreaterThan(80);
    if (type === "orchestrator" || type === "artifact_store") continue;
    const { stderr } = await machine.zenml(`${noun} list`);
    expect(stderr).toContain(`No ${kindPlural(type)} registered.`);
  }
});

test("wrong attributes are told all at once with the nearest right name, and nothing is kept", async () => {
  const words = "artifact-store register s -f s3 --pat=s3://b --port=x --key=AK bare";
  const { code, stdout, stderr } = await machine.zenml(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("'bare' is no --KEY=VALUE");
  expect(stderr).toContain("'pat' is no attribute of the artifact store flavor 's3'");
  expect(stderr).toContain("did you mean 'path'?");
  expect(stderr).toContain("'port' is no attribute");
  expect(stderr).toContain("'path' is missing");
  expect(stderr).not.toContain("AK");
  expect(await machine.json("artifact-store list")).toHaveLength(1);
});

test("a switch needs no value, all else does, in the same word", async () => {
  const switched = await machine.zenml("orchestrator register k -f kubeflow --synchronous");
  expect(switched.code).toBe(0);
  expect(await machine.json("orchestrator describe k")).toMatchObject({
    configuration: { synchronous: true },
  });
  const words = "orchestrator register k2 -f kubeflow --kubeflow_namespace ns";
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(1);
  expect(stderr).toContain("needs a value: --kubeflow_namespace=VALUE");
  expect(stderr).toContain("'ns' is no --KEY=VALUE");
});

test("a shared component is told from the others, whose it is too", async () => {
  expect((await machine.zenml("orchestrator share")).stdout).toBe(
    "Successfully shared orchestrator `default`.\n",
  );
  await machine.zenml("orchestrator register o --flavor=local");
  const { stdout } = await machine.zenml("orchestrator list --columns name,shared,owner");
  expect(stdout).toMatch(/┃ default │ ✅ +│ default ┃/);
  expect(stdout).toMatch(/┃ o {7}│ ➖ +│ default ┃/);
});

test("a missing or unknown flavor is told, and the old spelling works with a notice", async () => {
  const missing = await machine.zenml("orchestrator register o");
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain(
    "Error: Please use the option to specify '--flavor'/'-f' of the orchestrator you want to register.",
  );
  const unknown = await machine.zenml("orchestrator register o --flavor=kubflow");
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain("Hint: Did you mean 'kubeflow'?");
  const old = await machine.zenml("orchestrator register o -t local");
  expect(old.code).toBe(0);
  expect(old.stderr).toContain("please use '--flavor'/'-f' instead");
});

test("an attribute that is a flag too is given as a bare word", async () => {
  const flag = await machine.zenml("orchestrator register v -f vertex --project=mine");
  expect(flag.code).toBe(1);
  expect(flag.stderr).toContain("leave out the dashes: project=mine");
  const words = "orchestrator register v -f vertex project=mine --location=europe-west1";
  expect((await machine.zenml(words)).code).toBe(0);
  expect(await machine.json("orchestrator describe v")).toMatchObject({
    configuration: { project: "mine", location: "europe-west1" },
  });
});

test("with -i a person is asked for the flavor and for each attribute that is not given", async () => {
  const options = { terminal: 200, input: "s3\ns3://bucket\n\nAKIA\n\n\n\n\n\n" };
  const { code, stderr } = await machine.zenml("artifact-store register asked -i", options);
  expect(code).toBe(0);
  expect(stderr).toContain("Flavor of the artifact store (local, azure, gcp, s3): ");
  expect(stderr.indexOf("path (")).toBeLessThan(stderr.indexOf("key ("));
  const piped = await machine.zenml("artifact-store register other -i", { input: "local\n\n" });
  expect(piped.code).toBe(2);
  expect(await machine.json("artifact-store describe asked")).toMatchObject({
    flavor: "s3",
    configuration: { path: "s3://bucket", key: "********" },
  });
});

const SECRET = "AKIA-IN-CLEAR";

test.each(["table", "json", "yaml", "csv"])("no command shows a secret as %s", async (format) => {
  await machine.zenml("secret register aws --secret=hidden-value");
  const path = "--path=s3://b";
  const register = `artifact-store register s -f s3 ${path} --key=${SECRET} --secret={{aws.secret}}`;
  const answers = [
    await machine.zenml(`${register} -o ${format}`),
    await machine.zenml(`artifact-store list -o ${format}`),
    await machine.zenml(`artifact-store list -o ${format} --columns name,key,secret`),
    await machine.zenml(`artifact-store describe s -o ${format}`),
    await machine.zenml(`artifact-store update s --path=s3://c -o ${format}`),
    await machine.zenml(`artifact-store rename s t -o ${format}`),
    await machine.zenml(`artifact-store copy t u -o ${format}`),
  ];
  expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 0));
  const text = answers.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain("hidden-value");
  expect(text).toContain("********");
  expect(text).toContain("{{aws.secret}}");
});

test("a secret in clear is kept with a warning, and an update of something else leaves it", async () => {
  const words = `artifact-store register s -f s3 --path=s3://b --key=${SECRET}`;
  const { stderr } = await machine.zenml(words);
  expect(stderr).toContain("Warning: 'key' is a secret and is stored as it is.");
  await machine.zenml("artifact-store update s --path=s3://c");
  const store = join(machine.configFolder, "profiles", "default");
  const files = readdirSync(store, { recursive: true, encoding: "utf8" })
    .map((file) => join(store, file))
    .filter((file) => file.endsWith(".yaml") && statSync(file).isFile());
  const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
  expect(text).toContain(`key: ${SECRET}`);
  expect(text).toContain("path: s3://c");
});

test("updating changes what is named, and refuses what the flavor does not know", async () => {
  await machine.zenml("artifact-store register s --flavor=local --path=/tmp/one");
  const updated = await machine.zenml("artifact-store update s --path=/tmp/two");
  expect(updated.stdout).toBe("Successfully updated artifact store `s`.\n");
  const wrong = await machine.zenml("artifact-store update s --nope=1");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("'nope' is no attribute");
  const fixed = await machine.zenml("artifact-store update s --name=x --uuid=y");
  expect(fixed.stderr).toContain("Cannot update mandatory property 'name', 'uuid' of 's'");
  expect(fixed.stderr).toContain("Hint: zenml artifact-store rename s NEW_NAME");
  expect((await machine.zenml("artifact-store update s")).code).toBe(2);
  expect(await machine.json("artifact-store describe s")).toMatchObject({
    configuration: { path: "/tmp/two" },
  });
});

test("an update without a name means the component of the active stack", async () => {
  const { stdout } = await machine.zenml("orchestrator update --max-parallel=2");
  expect(stdout).toBe("Successfully updated orchestrator `default`.\n");
});

test("attributes are removed by name, those that are not set and those that are needed never", async () => {
  await machine.zenml(
    "artifact-store register s -f s3 --path=s3://b --key={{a.b}} --token={{a.c}}",
  );
  const removed = await machine.zenml("artifact-store remove-attribute s --key token");
  expect(removed.stdout).toBe("Successfully updated artifact store `s`.\n");
  const wrong = await machine.zenml("artifact-store remove-attribute s --path --key --pth");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("'key' is not set");
  expect(wrong.stderr).toContain("'pth' is not set; did you mean 'path'?");
  expect(wrong.stderr).toContain("'path' is missing");
  expect((await machine.zenml("artifact-store remove-attribute s --path=x")).code).toBe(2);
  expect(await machine.json("artifact-store describe s")).toMatchObject({
    configuration: { path: "s3://b" },
  });
});

test("stacks keep a component that is renamed", async () => {
  const { stdout } = await machine.zenml("orchestrator rename default main");
  expect(stdout).toBe("Successfully renamed orchestrator `default` to `main`.\n");
  expect(await machine.json("stack describe default")).toMatchObject({
    components: { orchestrator: { name: "main" } },
  });
  await machine.zenml("orchestrator register other --flavor=local");
  const taken = await machine.zenml("orchestrator rename other main");
  expect(taken.code).toBe(1);
  expect(taken.stderr).toContain("with the name 'main' already exists");
  const wrong = await machine.zenml(["orchestrator", "rename", "other", "a/b"]);
  expect(wrong.stderr).toContain("a name cannot contain control characters, '/' or '\\'");
});

test("a component of stacks is not deleted, and the stacks are named before anything is asked", async () => {
  await machine.zenml("stack copy default second");
  const used = await machine.zenml("orchestrator delete default", { terminal: 100, input: "y\n" });
  expect(used.code).toBe(1);
  expect(used.stderr).toContain("it is part of the stacks 'default', 'second'.");
  await machine.zenml("orchestrator register o --flavor=local");
  expect((await machine.zenml("orchestrator delete o")).code).toBe(2);
  const refused = await machine.zenml("orchestrator delete o", { terminal: 100, input: "n\n" });
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  const deleted = await machine.zenml("orchestrator delete o --yes");
  expect(deleted).toMatchObject({ code: 0, stdout: "Deleted orchestrator: o\n" });
  const gone = await machine.zenml("orchestrator delete o --yes");
  expect(gone).toMatchObject({ code: 1, stdout: "" });
  expect(gone.stderr).toContain("Error: No orchestrator found for name 'o'.");
});

test("components are copied, also to another profile", async () => {
  await machine.zenml("artifact-store register s -f s3 --path=s3://b --key={{aws.key}}");
  await machine.zenml("profile create other");
  const copied = await machine.zenml("artifact-store copy s s --to other");
  expect(copied.stdout).toBe("Successfully copied artifact store `s` to `s` in profile 'other'.\n");
  expect(await machine.json("artifact-store describe s --profile other")).toMatchObject({
    flavor: "s3",
    configuration: { path: "s3://b", key: "{{aws.key}}" },
  });
  const twice = await machine.zenml("artifact-store copy s s --to other");
  expect(twice.stderr).toContain(
    "Error: Can't copy artifact store as a component with the name 's' already exists.",
  );
  const missing = await machine.zenml("artifact-store copy nope x");
  expect(missing.stderr).toContain("`nope` cannot be copied as it does not exist.");
  const nowhere = await machine.zenml("artifact-store copy s x --to nowhere");
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain("(--to)");
});

test("up, down and logs say that there is nothing to start, stop or read", async () => {
  await machine.zenml("artifact-store register s -f s3 --path=s3://b");
  expect((await machine.zenml("orchestrator up")).stdout).toBe(
    "There is nothing to start for the orchestrator 'default': the flavor 'local' keeps nothing running.\n",
  );
  expect((await machine.zenml("orchestrator down --force")).code).toBe(0);
  expect((await machine.zenml("artifact-store up s")).stdout).toContain(
    "the flavor 's3' has no implementation yet.",
  );
  expect((await machine.zenml("orchestrator logs -f")).stdout).toContain(
    "Unable to find log file for orchestrator 'default'",
  );
});

test("flavors are listed with what can be used, and described with their attributes", async () => {
  const { stdout, stderr } = await machine.zenml("secrets-manager flavor list");
  expect(stdout).toMatch(/┃ +local +│ built-in +│ ✅ /);
  expect(stdout).toMatch(/┃ +aws +│ aws +│ no implementation yet /);
  expect(stderr).toContain("can be registered, but not used yet");
  const described = await machine.zenml("artifact-store flavor describe s3");
  expect(described.stdout).toContain("It has no implementation yet");
  expect(described.stdout).toMatch(/┃ path +│ text +│ +✅ /);
  expect(described.stdout).toMatch(/┃ key +│ text, secret +│/);
  const unknown = await machine.zenml("artifact-store flavor describe s4");
  expect(unknown).toMatchObject({ code: 1, stdout: "" });
  const builtIn = await machine.zenml("artifact-store flavor delete s3 --yes");
  expect(builtIn.stderr).toContain("is built in and cannot be deleted");
});

test.each([
  ["annotator", "dataset list", "label_studio"],
  ["annotator", "dataset stats d", "label_studio"],
  ["annotator", "dataset delete d --all", "label_studio"],
  ["annotator", "dataset annotate d --port=1", "label_studio"],
  ["model-deployer", "models list -p a -s b -r c -m d --running", "mlflow"],
  ["model-deployer", "models stop uuid -t 10 -f", "mlflow"],
  ["model-deployer", "models delete uuid --force", "mlflow"],
  ["model-deployer", "models logs uuid -f -t 5 -r", "mlflow"],
])("%s %s says what the active stack lacks", async (noun, words, flavor) => {
  const kind = noun.replace("-", " ");
  const none = await machine.zenml(`${noun} ${words}`);
  expect(none).toMatchObject({ code: 1, stdout: "" });
  expect(none.stderr).toContain(`Error: The active stack has no ${kind}.`);
  await machine.zenml(`${noun} register one --flavor ${flavor}`);
  await machine.zenml(`stack update default --${noun} one`);
  const described = await machine.zenml(`${noun} ${words}`);
  expect(described.code).toBe(1);
  expect(described.stderr).toContain(`The flavor '${flavor}' of the ${kind} 'one'`);
});

test.each([
  "metadata-store",
  "metadata-store list",
  "metadata-store register m --flavor=sqlite --uri=x",
  "metadata-store delete m -y",
])("%s answers with its successor", async (words) => {
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(2);
  expect(stderr).toContain("metadata is part of ZenML itself");
});

test("the stack's secrets manager keeps the secrets, under both names of the commands", async () => {
  await machine.zenml("secret register before --a=b");
  await machine.zenml("secrets-manager register sm --flavor=local");
  await machine.zenml("stack update default -x sm");
  expect((await machine.zenml("secrets-manager secret register s --a=b")).code).toBe(0);
  expect(await machine.json("secret list")).toMatchObject([{ name: "s" }]);
  const cleaned = await machine.zenml("secrets-manager secret cleanup -f");
  expect(cleaned.stdout).toBe("Deleted all secrets.\n");
  await machine.zenml("stack remove-component default -x");
  expect(await machine.json("secret list")).toMatchObject([{ name: "before" }]);
});

test("a file of secrets is named in full, since commands are called from anywhere", async () => {
  const words = "secrets-manager register sm --flavor=local --secrets_file=secrets.json";
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(1);
  expect(stderr).toContain("'secrets_file' is an absolute path, not 'secrets.json'");
});

test("secrets that components refer to are named before one is deleted", async () => {
  await machine.zenml("secret register aws --key=AK");
  await machine.zenml("artifact-store register s -f s3 --path=s3://b --key={{aws.key}}");
  const { code, stderr } = await machine.zenml("secret delete aws --yes");
  expect(code).toBe(0);
  expect(stderr).toContain("Warning: Stack components refer to it: artifact store 's'.");
});
