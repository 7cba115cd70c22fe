// What the server counts, in the text that Prometheus reads.
import type { Seen } from "./seen.js";

/** Upper bounds in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Counted {
  count: number;
  seconds: number;
  readonly buckets: number[];
}

export interface Gauges {
  /** Name below `zenml_server_` → value now. */
  read(): Readonly<Record<string, number>>;
}

export class Metrics {
  /** By route, method and status: joining them to one key would cost more than counting. */
  readonly #counted = new Map<string, Map<string, Map<number, Counted>>>();
  readonly #gauges: Gauges[] = [];

  watch(gauges: Gauges): void {
    this.#gauges.push(gauges);
  }

  /** Only routes that there are make a row: what is asked for makes no memory. */
  count({ method, route = "none", status, duration_ms }: Seen): void {
    const known = METHODS.has(method) ? method : "other";
    const counted = this.#of(route, known, status);
    const seconds = duration_ms / 1000;
    counted.count += 1;
    counted.seconds += seconds;
    let bucket = 0;
    while (seconds > (BUCKETS[bucket] ?? Infinity)) bucket += 1;
    if (bucket < BUCKETS.length) counted.buckets[bucket] = (counted.buckets[bucket] ?? 0) + 1;
  }

  #of(route: string, method: string, status: number): Counted {
    const known = this.#counted.get(route)?.get(method)?.get(status);
    if (known !== undefined) return known;
    const methods = this.#counted.get(route) ?? new Map<string, Map<number, Counted>>();
    const statuses = methods.get(method) ?? new Map<number, Counted>();
    const counted = { count: 0, seconds: 0, buckets: BUCKETS.map(() => 0) };
    this.#counted.set(route, methods.set(method, statuses.set(status, counted)));
    return counted;
  }

  text(): string {
    const lines = ["# TYPE zenml_server_requests_seconds histogram"];
    for (const [route, methods] of this.#counted) {
      for (const [method, statuses] of methods) {
        for (const [status, counted] of statuses) {
          lines.push(
            ...histogram(`method="${method}",route="${route}",status="${status}"`, counted),
          );
        }
      }
    }
    for (const gauges of [...this.#gauges, PROCESS]) {
      for (const [name, value] of Object.entries(gauges.read())) {
        lines.push(`# TYPE zenml_server_${name} gauge`, `zenml_server_${name} ${value}`);
      }
    }
    return `${lines.join("\n")}\n`;
  }
}

const METHODS = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE"]);

const PROCESS: Gauges = {
  read: () => ({
    resident_memory_bytes: process.memoryUsage.rss(),
    processor_seconds: processorSeconds(),
    uptime_seconds: process.uptime(),
  }),
};

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function histogram(labels: string, { count, seconds, buckets }: Counted): string[] {
  const name = "zenml_server_requests_seconds";
  let below = 0;
  const bounded = BUCKETS.map((bound, index) => {
    below += buckets[index] ?? 0;
    return `${name}_bucket{${labels},le="${bound}"} ${below}`;
  });
  return [
    ...bounded,
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${count}`,
  ];
}
