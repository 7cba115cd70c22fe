import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { localArtifactStore } from "../integrations/local/artifact-store.js";
import { materializer } from "./define-materializer.js";
import type { Content, Materializer, ValueDescription } from "./materializer.js";
import { bytes } from "./materializers/bytes.js";
import { html } from "./materializers/html.js";
import { writeValue, type WriteOptions } from "./write-value.js";

let root = "";
let options: WriteOptions;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "zenml-write-"));
  options = { store: localArtifactStore({ root }), step: "train", output: "model" };
});
afterEach(() => rm(root, { recursive: true }));

class Model {
  weights = [1, 2];
}

function own(parts: {
  write?: () => Content | Promise<Content>;
  describe?: () => ValueDescription;
}): Materializer<unknown> {
  return materializer<Model>({
    name: "model",
    media_type: "text/plain",
    accepts: (value) => value instanceof Model,
    write: () => Buffer.from("weights"),
    read: () => new Model(),
    ...parts,
  });
}

describe("inline or file", () => {
  test("a small text is kept in the record: no file, the hash of its bytes", async () => {
    const content = await writeValue({ accuracy: 0.97 }, options);
    expect(content).toEqual({
      materializer: "json",
      data_type: "object",
      media_type: "application/json",
      content_hash: `sha256:${createHash("sha256").update('{"accuracy":0.97}').digest("hex")}`,
      size: 17,
      path: null,
      metadata: {},
      preview: '{"accuracy":0.97}',
      inline: '{"accuracy":0.97}',
    });
    expect(await readdir(root)).toEqual([]);
  });

  test("the limit counts bytes, not characters", async () => {
    const fits = await writeValue("x".repeat(4094), options);
    expect(fits).toMatchObject({ size: 4096, path: null });
    const large = await writeValue("é".repeat(2048), options);
    expect(large).toMatchObject({ size: 4098, inline: null, path: expect.any(String) });
    expect(large.preview).toHaveLength(200);
    const none = await writeValue(1, { ...options, inlineLimit: 0 });
    expect(none.path).not.toBeNull();
  });

  test("inline or not, the same bytes have the same hash", async () => {
    const inline = await writeValue("same", options);
    const stored = await writeValue("same", { ...options, inlineLimit: 0 });
    expect(stored.content_hash).toBe(inline.content_hash);
  });

  test("bytes are stored even when they are few", async () => {
    expect(await writeValue(Buffer.from("text"), options)).toMatchObject({ inline: null, size: 4 });
  });

  test("a text with a null character goes to a file: text columns cannot hold it", async () => {
    expect(await writeValue(html("a\0b"), options)).toMatchObject({ inline: null, size: 3 });
  });

  test("text that is no UTF-8 goes to a file", async () => {
    const wrong = own({ write: () => Uint8Array.of(0xff) });
    expect(await writeValue(new Model(), { ...options, materializer: wrong })).toMatchObject({
      inline: null,
      size: 1,
    });
  });
});

describe("what a materializer says", () => {
  test("its description is recorded, the preview cut to 200 characters", async () => {
    const described = own({
      describe: () => ({
        data_type: "Model",
        media_type: "text/csv",
        metadata: { layers: [2, 1] },
        preview: "p".repeat(500),
      }),
    });
    const content = await writeValue(new Model(), { ...options, materializer: described });
    expect(content).toMatchObject({
      materializer: "model",
      data_type: "Model",
      media_type: "text/csv",
      metadata: { layers: [2, 1] },
      inline: "weights",
    });
    expect(content.preview).toHaveLength(200);
  });

  test("without a description its name and media type stand", async () => {
    const content = await writeValue(new Model(), { ...options, materializer: own({}) });
    expect(content).toMatchObject({ data_type: "model", media_type: "text/plain", metadata: {} });
  });

  test("it may stream, and may be asynchronous", async () => {
    const streamed = own({
      write: async () =>
        (async function* () {
          yield Buffer.from("wei");
          yield Buffer.from("ghts");
        })(),
    });
    const content = await writeValue(new Model(), { ...options, materializer: streamed });
    expect(content).toMatchObject({ size: 7, inline: null, preview: null });
  });
});

describe("errors name the step and the output", () => {
  const where = "Output 'model' of step 'train'";

  test("a class instance deep inside is named with its path", async () => {
    await expect(writeValue({ best: new Model() }, options)).rejects.toMatchObject({
      code: "materializer_missing",
      message: `${where} was not written: JSON cannot hold it: $.best is a Model`,
      hint: expect.stringContaining("docs/guide/materializers.md"),
    });
  });

  test("a value without a materializer, and one that the declared does not accept", async () => {
    await expect(writeValue(new Model(), options)).rejects.toMatchObject({
      code: "materializer_missing",
      message: expect.stringContaining(where),
    });
    await expect(writeValue(7, { ...options, materializer: bytes })).rejects.toMatchObject({
      code: "materializer_missing",
      message: `${where} is declared as 'bytes', but its value is a number.`,
    });
  });

  test("a materializer that throws keeps its error as the cause", async () => {
    const broken = own({
      write: () => {
        throw new TypeError("no weights");
      },
    });
    await expect(
      writeValue(new Model(), { ...options, materializer: broken }),
    ).rejects.toMatchObject({
      code: "step_failed",
      message: `${where} was not written: materializer 'model' threw: no weights`,
      cause: expect.any(TypeError),
    });
  });

  test.each([
    ["metadata that is not JSON", { describe: () => ({ metadata: { range: Number.NaN } }) }],
    ["a text instead of bytes", { write: () => JSON.parse('"weights"') }],
    ["nothing", { write: () => JSON.parse("null") }],
    [
      "a stream of texts",
      {
        write: async function* () {
          yield JSON.parse('"weights"');
        },
      },
    ],
  ])("%s is refused", async (_name, parts) => {
    const wrong = { ...options, materializer: own(parts) };
    await expect(writeValue(new Model(), wrong)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(where),
    });
  });

  test("a cancelled write rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled");
    const stuck = own({
      write: async function* () {
        yield Buffer.from("wei");
        controller.abort(reason);
        yield Buffer.from("ghts");
      },
    });
    const cancelled = { ...options, materializer: stuck, signal: controller.signal };
    await expect(writeValue(new Model(), cancelled)).rejects.toBe(reason);
    await expect(writeValue(1, cancelled)).rejects.toBe(reason);
  });
});
