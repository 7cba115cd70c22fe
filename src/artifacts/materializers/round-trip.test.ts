// Each built-in materializer over a real store: what is recorded, and what comes back.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import type { ArtifactStore } from "../artifact-store.js";
import type { Materializer } from "../materializer.js";
import { readValue } from "../read-value.js";
import type { StoredContent } from "../stored-content.js";
import { writeValue } from "../write-value.js";
import { array, arrayMaterializer } from "./array.js";
import { file } from "./file.js";
import type { FileValue } from "./file-value.js";
import { html, Html } from "./html.js";
import { image, Image } from "./image.js";
import { json } from "./json.js";
import { markdown, Markdown } from "./markdown.js";
import { shapedArray, ShapedArray } from "./shaped-array.js";

let folder = "";
let store: ArtifactStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-values-"));
  store = localArtifactStore({ root: join(folder, "store") });
});
afterAll(() => rm(folder, { recursive: true }));

function write(value: unknown, materializer?: Materializer<unknown>): Promise<StoredContent> {
  return writeValue(value, { store, materializer, step: "make", output: "output" });
}

async function roundTrip(value: unknown, materializer?: Materializer<unknown>): Promise<unknown> {
  return readValue(await write(value, materializer), { store });
}

describe("json", () => {
  test("plain data and nested special values come back", async () => {
    const value = { rows: [{ at: new Date(7), counts: new Map([["a", 1n]]) }], bad: [Number.NaN] };
    expect(await roundTrip(value)).toEqual(value);
  });

  test("lists say how many items they have", async () => {
    expect(await write([1, 2, 3])).toMatchObject({
      materializer: "json",
      data_type: "array",
      metadata: { items: 3 },
      preview: "[1,2,3]",
    });
    expect(await write(new Set([1]))).toMatchObject({ data_type: "Set", metadata: { items: 1 } });
    expect(await write(null)).toMatchObject({ data_type: "null", preview: "null" });
  });

  test("a typed json() is the same materializer", () => {
    expect(json<number>()).toBe(json<string>());
  });
});

describe("bytes", () => {
  test("a Buffer comes back as a Uint8Array with the same bytes", async () => {
    const back = await roundTrip(Buffer.from([1, 2, 255]));
    expect(back).toStrictEqual(Uint8Array.of(1, 2, 255));
  });

  test("no bytes at all come back as none", async () => {
    expect(await roundTrip(new Uint8Array())).toStrictEqual(new Uint8Array());
  });
});

describe("array", () => {
  test.each([
    Int8Array.of(-1, 127),
    Uint8ClampedArray.of(0, 255),
    Int16Array.of(-300, 300),
    Uint16Array.of(65535),
    Int32Array.of(-70000, 70000),
    Uint32Array.of(4294967295),
    Float32Array.of(0.5, -0, Number.NaN),
    Float64Array.of(Math.PI, Infinity),
    BigInt64Array.of(-1n, 2n ** 62n),
    BigUint64Array.of(2n ** 64n - 1n),
    new Float64Array(),
  ])("%o comes back", async (value) => {
    expect(await roundTrip(value)).toStrictEqual(value);
  });

  test("Uint8Array is written as an array when it is declared so", async () => {
    const content = await write(Uint8Array.of(1, 2), array<Uint8Array>());
    expect(content).toMatchObject({ materializer: "array", data_type: "Uint8Array", size: 130 });
    expect(await readValue(content, { store })).toStrictEqual(Uint8Array.of(1, 2));
  });

  test("only the part that a view shows is written", async () => {
    const view = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(await roundTrip(view)).toStrictEqual(Float64Array.of(2, 3));
  });

  test("the file is what NumPy reads: header of 128 bytes, then little-endian items", async () => {
    const { path } = await write(Float64Array.of(1.5));
    const bytes = Buffer.from(await store.read(path ?? ""));
    expect(bytes.subarray(1, 6).toString()).toBe("NUMPY");
    expect(bytes.toString("latin1")).toContain("'descr': '<f8', 'fortran_order': False");
    expect(bytes.length).toBe(136);
    expect(bytes.readDoubleLE(128)).toBe(1.5);
  });

  test("items are viewed in the memory that was read, not copied", async () => {
    const bytes = await store.read((await write(Float64Array.of(1, 2))).path ?? "");
    const reader = { size: bytes.length, localPath: undefined, metadata: {} };
    const source = { ...reader, bytes: async () => bytes, stream: async function* () {} };
    const back = await arrayMaterializer.read(source);
    expect(back).toBeInstanceOf(Float64Array);
    expect((back as Float64Array).buffer).toBe(bytes.buffer);
  });

  test("bytes that lie askew in memory, or in the other byte order, are read all the same", async () => {
    const bytes = Buffer.from(await store.read((await write(Float64Array.of(1, 2))).path ?? ""));
    const askew = new Uint8Array(bytes.length + 3).subarray(3);
    askew.set(bytes);
    const swapped = Buffer.from(bytes);
    swapped.subarray(128).swap64();
    swapped.write(">", swapped.indexOf("<f8"));
    for (const variant of [askew, swapped]) {
      const reader = { size: bytes.length, localPath: undefined, metadata: {} };
      const source = { ...reader, bytes: async () => variant, stream: async function* () {} };
      expect(await arrayMaterializer.read(source)).toStrictEqual(Float64Array.of(1, 2));
    }
  });

  test("shape, range and first items are noted", async () => {
    expect(await write(Float64Array.of(3, 1, 2))).toMatchObject({
      data_type: "Float64Array",
      metadata: { shape: [3], min: 1, max: 3 },
      preview: "Float64Array 3: [3, 1, 2]",
    });
    const { metadata } = await write(Float32Array.of(Number.NaN));
    expect(metadata).toEqual({ array_type: "Float32Array", shape: [1], non_finite: 1 });
  });

  test("a shaped array comes back with its shape", async () => {
    const back = await roundTrip(shapedArray(Int32Array.of(1, 2, 3, 4, 5, 6), [2, 3]));
    expect(back).toBeInstanceOf(ShapedArray);
    expect(back).toMatchObject({ data: Int32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] });
  });

  test.each([[[2, 4]], [[6]], [[-2, -3]], [[1.5, 4]]])(
    "the shape %j of 6 items is refused",
    (shape) => {
      expect(() => shapedArray(new Int32Array(6), shape)).toThrow(
        expect.objectContaining({ code: "invalid_input" }),
      );
    },
  );
});

describe("html, markdown and images", () => {
  test("a page comes back as Html, with its title or its words as preview", async () => {
    const page = html("<title>Forests</title><h1>Best</h1>");
    expect(await write(page)).toMatchObject({
      materializer: "html",
      media_type: "text/html",
      data_type: "Html",
      preview: "Forests",
      inline: page.text,
    });
    expect(await write(html("<style>b{}</style><h1>Best</h1> <b>0.97</b>"))).toMatchObject({
      preview: "Best 0.97",
    });
    const back = await roundTrip(page);
    expect(back).toBeInstanceOf(Html);
    expect(String(back)).toBe(page.text);
  });

  test("Markdown comes back as Markdown", async () => {
    const back = await roundTrip(markdown("# Best\n\n0.97"));
    expect(back).toBeInstanceOf(Markdown);
    expect(String(back)).toBe("# Best\n\n0.97");
  });

  test("a picture says its format and size, and comes back", async () => {
    const plot = image('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>');
    const content = await write(plot);
    expect(content).toMatchObject({
      media_type: "image/svg+xml",
      metadata: { format: "svg", width: 30, height: 20 },
      preview: "SVG, 30 × 20, 64 bytes",
    });
    expect(content.inline).toContain("<svg");
    const back = await readValue(content, { store });
    expect(back).toBeInstanceOf(Image);
    expect(back).toMatchObject({ bytes: plot.bytes, format: "svg" });
  });

  test.each([
    ["html", () => html(JSON.parse("1"))],
    ["markdown", () => markdown(JSON.parse("null"))],
    ["image", () => image(Buffer.from("not a picture"))],
    ["image", () => image(JSON.parse("{}"))],
    ["file", () => file(JSON.parse("7"))],
    ["file", () => file("")],
  ])("%s refuses what it cannot hold", (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});

describe("file", () => {
  async function written(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  test("a file is streamed in, and comes back with its name, a path and its bytes", async () => {
    const content = await write(file(await written("rows.csv", "a,b\n1,2\n")));
    expect(content).toMatchObject({
      materializer: "file",
      data_type: "File",
      media_type: "text/csv",
      metadata: { file_name: "rows.csv" },
      inline: null,
    });
    const back = (await readValue(content, { store })) as FileValue;
    expect(back.name).toBe("rows.csv");
    expect(back.localPath).toBe(store.localPath?.(content.path ?? ""));
    expect(await back.text()).toBe("a,b\n1,2\n");
    expect(Buffer.concat(await all(back.stream())).toString()).toBe("a,b\n1,2\n");
  });

  test("save copies to a path, or into a folder under the file's own name", async () => {
    const back = (await roundTrip(file(await written("a.txt", "text")))) as FileValue;
    const target = join(folder, "deep", "er", "b.txt");
    expect(await back.save(target)).toBe(target);
    expect(await file(target).text()).toBe("text");
    const own = await back.save(join(folder, "deep"));
    expect(own).toBe(join(folder, "deep", "a.txt"));
    expect(await file(own).text()).toBe("text");
  });

  test("a file of several blocks and one without a byte come back whole", async () => {
    const large = Buffer.alloc(9 * 1024 * 1024 + 5, "0123456789");
    for (const bytes of [large, Buffer.alloc(0)]) {
      const back = (await roundTrip(file(await written("large.bin", bytes)))) as FileValue;
      expect(bytes.equals(await back.bytes())).toBe(true);
    }
  });

  test("a file that came from an artifact can be returned again and is the same content", async () => {
    const first = await write(file(await written("same.txt", "again")));
    const second = await write(await readValue(first, { store }));
    expect(second.content_hash).toBe(first.content_hash);
  });

  test("a missing file and a folder are refused with the path", async () => {
    const missing = join(folder, "missing.csv");
    await expect(write(file(missing))).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining(`There is no file '${missing}'`),
    });
    await expect(write(file(folder))).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("is a folder"),
    });
  });
});

async function all(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
