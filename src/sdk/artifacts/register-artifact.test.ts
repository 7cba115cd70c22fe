import { createServer } from "node:http";
import type { Server } from "node:http";
import { readdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileValue } from "../../artifacts/materializers/file-value.js";
import { openPlace } from "./artifacts.fixture.js";
import type { ArtifactsPlace } from "./artifacts.fixture.js";

let place: ArtifactsPlace;
let server: Server | undefined;
beforeEach(async () => void (place = await openPlace()));
afterEach(async () => {
  await place.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const artifacts = () => place.client.artifacts;

test("a value gets version 1, and the next one of that name version 2", async () => {
  const first = await artifacts().register("limits", { value: { most: 10 } });
  const second = await artifacts().register("limits", { value: { most: 20 }, description: "more" });
  expect([first.version.version, second.version.version]).toEqual([1, 2]);
  expect(second.version.description).toBe("more");
  expect(await artifacts().read("limits:1")).toEqual({ most: 10 });
  expect(await artifacts().read("limits")).toEqual({ most: 20 });
});

test("many who register one name at once get a version each", async () => {
  const all = await Promise.all(
    [1, 2, 3, 4, 5].map((value) => artifacts().register("shared", { value })),
  );
  expect(all.map(({ version }) => version.version).toSorted()).toEqual([1, 2, 3, 4, 5]);
  expect(await artifacts().versions("shared")).toHaveLength(5);
});

test("a file is streamed as a file, with its name and what its ending means", async () => {
  writeFileSync(join(place.folder, "rows.csv"), "a,b\n1,2\n");
  const { artifact } = await artifacts().register("rows", { file: "rows.csv", cwd: place.folder });
  expect(artifact).toMatchObject({
    ...{ materializer: "file", media_type: "text/csv", size: 8, run_id: null },
    metadata: { file_name: "rows.csv", source_file: "rows.csv" },
  });
  expect(await ((await artifacts().read("rows")) as FileValue).text()).toBe("a,b\n1,2\n");
});

test("a file that a materializer reads is a value, with its statistics", async () => {
  const bytes = tableToIPC(tableFromArrays({ mass: [1, 2, 3] }), "stream");
  writeFileSync(join(place.folder, "rows.arrow"), bytes);
  const { artifact } = await artifacts().register("rows", {
    ...{ file: "rows.arrow", materializer: "table", cwd: place.folder },
  });
  expect(artifact).toMatchObject({ data_type: "Table", metadata: { rows: 3, columns: 1 } });
});

test("what a step wrote can be given a name", async () => {
  const run = await place.history.run("one");
  const { artifact } = await place.history.made(run, { name: "train" });
  const { version } = await artifacts().register("model", { artifact: "one/train" });
  expect(version.artifact_id).toBe(artifact.id);
  expect((await artifacts().get("model")).id).toBe(artifact.id);
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

test("an address is downloaded once, after redirects, and noted without what may be secret", async () => {
  let hits = 0;
  const url = await serve((request, response) => {
    hits += 1;
    if (request.url === "/old") return response.writeHead(302, { location: "/rows.csv?x=1" }).end();
    return response.end("a,b");
  });
  const { artifact } = await artifacts().register("rows", { url: `${url}/old?token=secret` });
  expect(artifact.metadata["source_url"]).toBe(`${url}/old`);
  expect(hits).toBe(1);
  const other = await artifacts().register("rows", { url: `${url}/old` });
  expect(other.artifact).toMatchObject({ size: 3 });
});

test.for<[string, Parameters<typeof createServer>[1], string]>([
  ["is not there", (_, response) => response.writeHead(404).end(), "not_found"],
  ["fails", (_, response) => response.writeHead(500).end(), "artifact_unreadable"],
  [
    "redirects to a file",
    (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "artifact_unreadable",
  ],
  [
    "redirects for ever",
    (_, response) => response.writeHead(302, { location: "/again" }).end(),
    "artifact_unreadable",
  ],
  ["is larger than allowed", (_, response) => response.end("x".repeat(2000)), "too_large"],
  [
    "is larger than announced",
    (_, response) => {
      response.writeHead(200, { "transfer-encoding": "chunked" });
      response.end("x".repeat(2000));
    },
    "too_large",
  ],
  [
    "breaks off",
    (_, response) => {
      response.writeHead(200, { "content-length": "900" });
      response.write("x", () => response.destroy());
    },
    "artifact_unreadable",
  ],
])("an address that %s leaves nothing behind", async ([, listener, code]) => {
  const url = await serve(listener);
  const registering = artifacts().register("rows", { url, maxBytes: 1000 });
  await expect(registering).rejects.toMatchObject({ code });
  expect(await artifacts().versions()).toEqual([]);
  expect((await artifacts().list()).items).toEqual([]);
  const files = readdirSync(place.folder, { recursive: true }).filter((name) =>
    /sha256|\.part|tmp\/.+/.test(String(name)),
  );
  expect(files).toEqual([]);
});

test.for<[string, object, string]>([
  ["nothing", {}, "none was given"],
  ["two things", { value: 1, file: "x" }, "both 'file' and 'value' were given"],
  ["an address of another scheme", { url: "ftp://x/y" }, "no address of the web"],
  ["a file that is not there", { file: "gone.csv" }, "There is no file"],
  ["a folder", { file: "." }, "No plain file"],
  ["an unknown materializer", { value: 1, materializer: "jsn" }, "no materializer 'jsn'"],
  ["a function", { value: () => 1 }, "Artifact 'bad' is a function"],
])("%s is refused, and nothing is registered", async ([, options, message]) => {
  await expect(
    artifacts().register("bad", { cwd: place.folder, ...options }),
  ).rejects.toMatchObject({ message: expect.stringContaining(message) });
  expect(await artifacts().versions()).toEqual([]);
});

test("a name cannot be taken for a reference to something else", async () => {
  for (const name of ["a:b", "a/b", "", "-x"]) {
    await expect(artifacts().register(name, { value: 1 })).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
});

test("tags name the newest version that has them, and can be taken away", async () => {
  for (const value of [1, 2, 3]) await artifacts().register("n", { value });
  expect(await artifacts().tag("n:1", ["good", "old"])).toEqual(["good", "old"]);
  await artifacts().tag("n:2", ["good"]);
  expect(await artifacts().tag("n:2", ["good"])).toEqual(["good"]);
  expect(await artifacts().read("n:good")).toBe(2);
  expect(await artifacts().untag("n:2", ["good"])).toEqual([]);
  expect(await artifacts().read("n:good")).toBe(1);
});

test("references and tags that mean nothing name what there is", async () => {
  await artifacts().register("penguins", { value: 1 });
  await artifacts().tag("penguins", ["clean"]);
  const missing = (reference: string) => artifacts().get(reference);
  await expect(missing("penguins:9")).rejects.toMatchObject({
    hint: "It has: penguins:1, penguins:clean",
  });
  await expect(missing("penguins:clena")).rejects.toMatchObject({
    hint: "Did you mean 'penguins:clean'?",
  });
  await expect(artifacts().untag("penguins", ["raw"])).rejects.toMatchObject({ code: "not_found" });
  for (const tag of ["7", "a:b", ""]) {
    await expect(artifacts().tag("penguins", [tag])).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
});

test("an artifact that is a version is not deleted before the version", async () => {
  await artifacts().register("n", { value: 1 });
  await expect(artifacts().delete("n")).rejects.toMatchObject({
    code: "in_use",
    hint: "zenml artifact version delete n:1",
  });
  await expect(artifacts().deleteVersion("n")).rejects.toMatchObject({ code: "invalid_input" });
  const { artifact_id } = await artifacts().deleteVersion("n:1");
  expect((await artifacts().delete(artifact_id)).id).toBe(artifact_id);
});
