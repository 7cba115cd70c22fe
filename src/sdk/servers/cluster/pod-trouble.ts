// Why a pod does not get ready, from what the cluster says of it. Pure.
import * as z from "zod/mini";

const Reason = z.object({
  reason: z.optional(z.string()),
  message: z.optional(z.string()),
});

export const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    deletionTimestamp: z.optional(z.string()),
  }),
  status: z.object({
    conditions: z._default(
      z.array(z.object({ ...Reason.shape, type: z.string(), status: z.string() })),
      [],
    ),
    containerStatuses: z._default(
      z.array(
        z.object({
          image: z.string(),
          state: z._default(z.object({ waiting: z.optional(Reason) }), {}),
          lastState: z._default(
            z.object({
              terminated: z.optional(z.object({ ...Reason.shape, exitCode: z.number() })),
            }),
            {},
          ),
        }),
      ),
      [],
    ),
  }),
});
export type Pod = z.infer<typeof Pod>;

/** A warning of the cluster about an object. */
export const Warning = z.object({
  ...Reason.shape,
  involvedObject: z.object({ uid: z.optional(z.string()), name: z.optional(z.string()) }),
});
export type Warning = z.infer<typeof Warning>;

export interface Trouble {
  readonly text: string;
  /** Waiting longer does not help. */
  readonly isFinal: boolean;
  /** The program has started, and its log may say why. */
  readonly hasLog?: boolean;
}

const IMAGE = ["ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"];
const CONFIGURATION = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

/** What is wrong with it, as far as it is known by now. */
export function podTroubles(pod: Pod, warnings: readonly Warning[]): readonly Trouble[] {
  const { conditions, containerStatuses } = pod.status;
  const unplaced = conditions.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  return [
    ...(unplaced === undefined
      ? []
      : [{ text: `no node takes it: ${unplaced.message ?? ""}`, isFinal: false }]),
    ...containerStatuses.flatMap((status) => containerTrouble(status) ?? []),
    ...(hasStarted(pod) ? [] : warnings)
      .filter(({ involvedObject }) => involvedObject.uid === pod.metadata.uid)
      .flatMap((warning) => mountTrouble(warning) ?? []),
  ];
}

/** What was said of its volumes before that is over. */
function hasStarted({ status }: Pod): boolean {
  return status.containerStatuses.some(
    ({ state, lastState }) => state.waiting === undefined || lastState.terminated !== undefined,
  );
}

type ContainerStatus = Pod["status"]["containerStatuses"][number];

function containerTrouble({ image, state, lastState }: ContainerStatus): Trouble | undefined {
  const { reason = "", message = reason } = state.waiting ?? {};
  if (IMAGE.includes(reason)) {
    return { text: `the image '${image}' cannot be had: ${message}`, isFinal: true };
  }
  if (CONFIGURATION.includes(reason)) {
    return { text: `the container cannot be made: ${message}`, isFinal: true };
  }
  const { terminated } = lastState;
  if (terminated === undefined) return undefined;
  const { exitCode, reason: why = "" } = terminated;
  const text =
    why === "OOMKilled"
      ? "the server needs more memory than resources.limits.memory gives it"
      : `the server ended with exit code ${exitCode}`;
  return { text, isFinal: reason === "CrashLoopBackOff", hasLog: true };
}

function mountTrouble({ reason, message = "" }: Warning): Trouble | undefined {
  if (reason !== "FailedMount" && reason !== "FailedAttachVolume") return undefined;
  return {
    text: message.replace(
      /^MountVolume\.SetUp failed for volume (\S+) ?/,
      "cannot mount the volume $1",
    ),
    isFinal: /(secret|configmap) ".*" not found|references non-existent/.test(message),
  };
}
