import { sizeText } from "../../artifacts/size-text.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Session } from "../../sdk/session.js";
import { tagsOf } from "../../sdk/artifacts/tag-artifact.js";
import type { Handler } from "../framework/command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Description } from "../output/output.js";
import { showJson, showTime } from "../show.js";
import { findArtifact } from "../../runtime/references/find-artifact.js";
import { placeOf } from "./open-bytes.js";
import type { describeSpec } from "./specs.js";
import { statisticsLines } from "./statistics-lines.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const artifact = await findArtifact(session.store, args.artifact);
  await context.output.describe(await describe(artifact, session), artifact);
};

async function describe(artifact: Artifact, session: Session): Promise<Description> {
  const { lines, rest } = statisticsLines(artifact.metadata);
  const metadata = Object.entries(rest);
  const { store } = session;
  const tags = await tagsOf(store, artifact.id);
  return {
    title: `'${artifact.name}' Artifact`,
    properties: [
      ["NAME", artifact.name],
      ["ID", artifact.id],
      ["TYPE", artifact.data_type],
      ["MEDIA TYPE", artifact.media_type],
      ["MATERIALIZER", artifact.materializer],
      ["SIZE", sizeText(artifact.size)],
      ["CONTENT HASH", artifact.content_hash],
      ["PLACE", await placeOf(artifact, session)],
      ["CREATED", showTime(artifact.created)],
      ["PRODUCER", await producer(artifact, session)],
      ["CONSUMERS", (await consumers(artifact, session)).join("\n")],
      ...(tags.length === 0 ? [] : [["TAGS", tags.join(", ")] as const]),
      ...(await versionLines(artifact, session)),
      ["PREVIEW", artifact.preview ?? ""],
      ...lines,
      ...metadata.map(([name, value]) => [`METADATA ${name}`, showJson(value)] as const),
    ],
  };
}

async function versionLines({ id }: Artifact, { store }: Session) {
  const filters = [{ field: "artifact_id", operator: "eq", value: id }] as const;
  const { items } = await store.artifact_versions.list({ filters });
  if (items.length === 0) return [];
  const names = items.map(({ name, version }) => `${name}:${version}`);
  const descriptions = items.flatMap(({ description }) => description ?? []);
  return [
    ["VERSIONS", names.join(", ")] as const,
    ...descriptions.slice(0, 1).map((text) => ["DESCRIPTION", text] as const),
  ];
}

async function producer({ step_id }: Artifact, { store }: Session): Promise<string> {
  const step = step_id === null ? undefined : await store.steps.find(step_id);
  if (step === undefined) return "none: it was registered, or its run was deleted";
  const run = await store.runs.find(step.run_id);
  return `${run?.name ?? step.run_id}/${step.name}`;
}

const MOST_CONSUMERS = 20;

/** Steps that were given the artifact, as `RUN/STEP`. */
async function consumers({ id }: Artifact, { store }: Session): Promise<string[]> {
  const filters = [{ field: "inputs", operator: "has", value: id }] as const;
  const page = await store.steps.list({ filters, limit: MOST_CONSUMERS });
  const runs = await lookUpNames(
    store.runs,
    page.items.map(({ run_id }) => run_id),
  );
  const names = page.items.map(({ run_id, name }) => `${runs.get(run_id) ?? run_id}/${name}`);
  return page.next_cursor === null ? names : [...names, "…"];
}
