import { afterAll, beforeAll, expect, test } from "vitest";
import { array } from "../../artifacts/materializers/array.js";
import { file } from "../../artifacts/materializers/file.js";
import type { FileValue } from "../../artifacts/materializers/file-value.js";
import { table } from "../../artifacts/materializers/table.js";
import { command, ForeignProject, OUT } from "./foreign.fixture.js";

const project = new ForeignProject();
beforeAll(() => project.write("words.txt", "b\na\n"));
afterAll(() => project.remove());

const run = (words: readonly string[], more: object = {}) =>
  project.run({ external: command(words), outputs: OUT, ...more });

test("a command finds its inputs and writes its outputs where it is told", async () => {
  const { values } = await run(["sort", "-o", "{outputs.out}", "{inputs.words}"], {
    inputs: { words: file(`${project.folder}/words.txt`) },
    outputs: { out: file },
  });
  expect(await (values["out"] as FileValue).text()).toBe("a\nb\n");
});

test("no shell sees the arguments", async () => {
  const nasty = "$(touch {folder}/x); 'a b' \" && exit 1";
  const { lines } = await run(["printf", "%s", "{params.text}"], { params: { text: nasty } });
  expect(lines).toEqual([`stdout: ${nasty}`]);
});

test("a command may speak through its channel", async () => {
  const script = `
read -r start <&3
echo '{"type":"log","level":"warn","message":"careful"}' >&4
echo '{"type":"metadata","facts":{"lines":2},"output":"out"}' >&4
printf '{"a":1}' > "$1/elsewhere.json"
echo '{"type":"output","name":"out","format":"json","path":"'"$1"'/elsewhere.json"}' >&4
`;
  const { values, lines, outcome } = await run(["sh", "-c", script, "sh", "{folder}"]);
  expect(lines).toEqual(["log: [warn] careful"]);
  expect(values["out"]).toEqual({ a: 1 });
  expect(outcome).toMatchObject({ outputs: { out: { metadata: { lines: 2 } } } });
});

test("a step that declares no output may write none, or one", async () => {
  const none = await run(["true"], { outputs: undefined });
  expect(none.outcome).toMatchObject({ status: "completed", outputs: {} });
  const one = await run(["sh", "-c", "echo text > {outputs.output}"], { outputs: undefined });
  expect(await (one.values["output"] as FileValue).text()).toBe("text\n");
});

test("an exit code fails the step, with the last lines of stderr", async () => {
  const { failure } = await run(["sh", "-c", "echo first >&2; echo last >&2; exit 4"]);
  expect(failure?.message).toContain("'sh' exited with 4");
  expect(failure?.stack).toBe("Last lines of stderr:\nfirst\nlast");
});

test.each([
  [["no-such-program-anywhere"], OUT, "there is no such program"],
  [["true"], OUT, "ended without 'out'"],
  [["echo", "{inputs.data} {params.size}"], OUT, "does not have: {inputs.data}, {params.size}"],
  [["sh", "-c", "echo '{' > {outputs.out}"], OUT, "the JSON is damaged"],
  [["sh", "-c", "echo nothing > {outputs.out}"], { out: table }, "neither an Arrow stream nor"],
  [["sh", "-c", "echo nothing > {outputs.out}"], { out: array() }, "version 1 .npy file"],
  [["mkdir", "{outputs.out}"], { out: file }, "is a folder"],
])("%j fails in a sentence", async (words, outputs, sentence) => {
  const { failure } = await run(words, { outputs });
  expect(failure?.message).toContain(sentence);
});
