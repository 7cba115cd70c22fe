import { expect, test } from "vitest";
import { Pod, podTroubles } from "./pod-trouble.js";

const IMAGE = "registry.example/zenml:1";

interface State {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: object;
}

function pod(state: State, more: { readonly last?: object; readonly conditions?: object[] } = {}) {
  const { last = {}, conditions = [] } = more;
  return Pod.parse({
    metadata: { name: "zenml-1", uid: "u1" },
    status: { conditions, containerStatuses: [{ image: IMAGE, state, lastState: last }] },
  });
}

const CREATING = { waiting: { reason: "ContainerCreating" } };
const mount = (message: string, uid = "u1") => ({
  reason: "FailedMount",
  message,
  involvedObject: { uid },
});
const ended = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason } });

test.each(["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"])(
  "%s is final, and names the image and what the registry said",
  (reason) => {
    const troubles = podTroubles(pod({ waiting: { reason, message: "denied" } }), []);
    expect(troubles).toEqual([
      { text: `the image '${IMAGE}' cannot be had: denied`, isFinal: true },
    ]);
  },
);

test("a secret that its variables miss is final", () => {
  const waiting = { reason: "CreateContainerConfigError", message: 'secret "db" not found' };
  expect(podTroubles(pod({ waiting }), [])).toEqual([
    { text: 'the container cannot be made: secret "db" not found', isFinal: true },
  ]);
});

test("a server that ended once is tried again, one that ends again and again is not waited for", () => {
  const last = ended(1, "Error");
  const text = "the server ended with exit code 1";
  expect(podTroubles(pod({ running: {} }, { last }), [])).toEqual([
    { text, isFinal: false, hasLog: true },
  ]);
  const waiting = { reason: "CrashLoopBackOff", message: "back-off 10s" };
  expect(podTroubles(pod({ waiting }, { last }), [])).toEqual([
    { text, isFinal: true, hasLog: true },
  ]);
});

test("too little memory is told by the value that gives more", () => {
  const waiting = { reason: "CrashLoopBackOff" };
  const [trouble] = podTroubles(pod({ waiting }, { last: ended(137, "OOMKilled") }), []);
  expect(trouble?.text).toContain("resources.limits.memory");
});

test("a pod that no node takes may still find one", () => {
  const conditions = [
    { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" },
  ];
  const unplaced = Pod.parse({ metadata: { name: "z", uid: "u1" }, status: { conditions } });
  expect(podTroubles(unplaced, [])).toEqual([
    { text: "no node takes it: 0/1 nodes", isFinal: false },
  ]);
});

test("a volume whose secret is not there is final, another trouble with it is not", () => {
  const failed = 'MountVolume.SetUp failed for volume "admin" : ';
  const troubles = podTroubles(pod(CREATING), [
    mount(`${failed}secret "nowhere" not found`),
    mount(`${failed}timed out waiting for the condition`),
    mount(`${failed}secret "others" not found`, "u2"),
  ]);
  expect(troubles).toEqual([
    { text: 'cannot mount the volume "admin": secret "nowhere" not found', isFinal: true },
    {
      text: 'cannot mount the volume "admin": timed out waiting for the condition',
      isFinal: false,
    },
  ]);
});

test("what was said of volumes is over when the server runs, and a pod that runs has no trouble", () => {
  const warnings = [mount('MountVolume.SetUp failed for volume "options" : timed out')];
  expect(podTroubles(pod({ running: {} }), warnings)).toEqual([]);
});
