// Keeps the memory of a run of many small steps small. Left alone, V8 lets its heap grow to twice what is
// alive before it tidies up, which for ten thousand items is a third of the whole process.
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const MIB = 2 ** 20;
/** The nursery may grow to this. Half of it costs a third more CPU, twice of it 30 MiB. */
const NURSERY = 8 * MIB;
/** From here on somebody computes with large values: V8 does as it likes, and as is quickest. */
const LARGE = 256 * MIB;
const LOOK_MS = 20;
/**
 * What is over by then stays small by itself, and tidying up would be a tenth of it. Of the process's own time
 * too: where others hold the machine, all takes longer and nothing gets larger.
 */
const BEGIN_MS = 400;
const BEGIN_CPU_MS = 500;
/** Where the flags were tried: others would print that they do not know them. */
const NEWEST_TRIED = 24;

/** For as long as the work takes; it is for processes that do nothing else. */
export async function withSmallHeap<Result>(work: () => Promise<Result>): Promise<Result> {
  if (Number.parseInt(process.versions.node, 10) > NEWEST_TRIED) return work();
  const stop = new AbortController();
  setTimeout(() => begin(stop), BEGIN_MS).unref();
  try {
    return await work();
  } finally {
    stop.abort();
  }
}

function begin(stop: AbortController): void {
  if (stop.signal.aborted) return;
  const { user, system } = process.cpuUsage();
  const rest = BEGIN_CPU_MS - (user + system) / 1000;
  if (rest > 0) setTimeout(() => begin(stop), Math.max(rest, LOOK_MS)).unref();
  else keepSmall(stop);
}

function keepSmall(stop: AbortController): void {
  setFlagsFromString("--heap-growing-percent=10");
  tidyUp();
  const timer = setInterval(() => {
    if (nursery() >= NURSERY) setFlagsFromString("--semi-space-growth-factor=1");
    if (process.memoryUsage.rss() > LARGE) stop.abort();
  }, LOOK_MS);
  timer.unref();
  stop.signal.addEventListener("abort", () => {
    clearInterval(timer);
    setFlagsFromString("--heap-growing-percent=0");
    setFlagsFromString("--semi-space-growth-factor=2");
  });
}

/** How far the heap may grow is set by the collection before: one from before the flag allows it 50 MiB more. */
function tidyUp(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}

function nursery(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  return space?.space_size ?? 0;
}
