// Live updates of a project: what changes in runs, and what they log.
import * as z from "zod/mini";
import { projectPath } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import { checkOwned, seesOthers } from "../../store/session/access.js";
import type { Asker } from "../auth/asker.js";
import { readFields, readQuery } from "../routes/read-fields.js";
import type { Answer, Route, SignedCall } from "../routes/route.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { EventHub } from "./event-hub.js";
import type { ServerEvent } from "./event.js";
import { EventStream } from "./event-stream.js";
import type { OpenStreams } from "./open-streams.js";

const Line = z.strictObject({
  time: z.string().check(z.maxLength(64)),
  step: z.nullable(z.string().check(z.maxLength(255))),
  level: z._default(z.enum(["debug", "info", "warning", "error"]), "info"),
  text: z.string().check(z.maxLength(16_384)),
});
const EventQuery = z.strictObject({
  run_id: z.optional(z.string().check(z.describe("what concerns that run alone"))),
  after: z.optional(z.string().check(z.describe("id of the last event that was read"))),
});
const LogBody = z.strictObject({ lines: z.array(Line).check(z.maxLength(1000)) });

export interface EventParts {
  readonly hub: EventHub;
  readonly streams: OpenStreams;
}

export function eventRoutes(parts: EventParts): readonly Route[] {
  return [
    {
      method: "GET",
      path: `${projectPath(":project")}/events`,
      operation: "follow_events",
      summary:
        "server-sent events: what changes in runs, and what they log; ?run_id=ID for one run",
      policy: { access: "read", resource: "run" },
      scope: "project",
      query: EventQuery,
      answers: { 200: { description: "a stream without end", type: "text/event-stream" } },
      refuses: ["too_many_requests"],
      handle: async (call, store) => open(parts, call, store),
    },
    {
      method: "POST",
      path: `${projectPath(":project")}/runs/:id/log-lines`,
      operation: "log_lines",
      summary: "lines that a run logs, for those who read along",
      policy: { access: "write", resource: "run" },
      scope: "project",
      body: LogBody,
      answers: { 204: { description: "whoever reads along is told" } },
      handle: (call, store) => log(parts, call, store),
    },
  ];
}

const TYPE = "text/event-stream; charset=utf-8";

function open({ hub, streams }: EventParts, call: SignedCall, store: ZenStore): Answer {
  // Whoever asks for the headers alone reads no stream, and would never end one.
  if (call.method === "HEAD") return { status: 200, content: { type: TYPE, data: "" } };
  streams.checkRoom();
  const { run_id, after: asked = null } = readQuery(EventQuery, call.query);
  const after = call.headers.get("Last-Event-ID") ?? asked;
  let principal: Asker = call.principal;
  const wants = (event: ServerEvent) =>
    event.project_id === store.scope.project_id &&
    (run_id === undefined || event.run_id === run_id) &&
    (seesOthers(principal) || event.user_id === principal.user_id);
  const stream = new EventStream(hub.epoch, () => leave());
  const reader = {
    wants,
    take: (events: readonly ServerEvent[]) => stream.events(events),
    reset: (number: number) => stream.reset(number),
    end: () => leave(),
  };
  const stop = hub.add(reader);
  const forget = streams.add({
    asker: call.principal,
    project_id: store.scope.project_id,
    beat: () => stream.beat(),
    update: (now) => void (principal = now),
    end: () => leave(),
  });
  const leave = (): void => {
    stop();
    forget();
    stream.end();
  };
  begin(stream, hub, { after, wants });
  return { status: 200, content: { type: TYPE, data: stream } };
}

interface Beginning {
  /** `EPOCH-NUMBER` of the last event that the reader has. */
  readonly after: string | null;
  readonly wants: (event: ServerEvent) => boolean;
}

const PART = 500;

function begin(stream: EventStream, hub: EventHub, { after, wants }: Beginning): void {
  if (after === null) return stream.ready(hub.newest);
  const [, epoch = "", number = ""] = /^(.*)-(\d{1,15})$/.exec(after) ?? [];
  const missed = hub.since(epoch, Number(number));
  if (missed === undefined || number === "") return stream.reset(hub.newest);
  stream.beat();
  const wanted = missed.filter(wants);
  // In parts, of which the stream stops taking more when the reader does not.
  for (let at = 0; at < wanted.length; at += PART) stream.events(wanted.slice(at, at + PART));
}

async function log({ hub }: EventParts, call: SignedCall, store: ZenStore): Promise<Answer> {
  const id = call.params["id"] ?? "";
  const { lines } = readFields(LogBody, await call.body());
  const run = await store.runs.find(id);
  if (run === undefined) {
    throw new ZenError("not_found", `There is no run with id '${id}'.`, {
      hint: "It may have been deleted in the meantime.",
    });
  }
  checkOwned("run", run, { principal: call.principal, scope: store.scope });
  const { project_id, user_id } = run;
  if (lines.length > 0) hub.log({ project_id, user_id, run_id: id }, { run_id: id, lines });
  return { status: 204 };
}
