// From a method and a path to a route. A word of a path stands before a name for any; each part is decoded
// once, after the path was taken apart, so that no part can become two.
import type { Route } from "./route.js";

export interface Found<Target> {
  readonly target: Target;
  /** What stands for the `:name`s of the path. */
  readonly params: Readonly<Record<string, string>>;
}

interface Place<Target> {
  readonly words: Map<string, Place<Target>>;
  any: Place<Target> | undefined;
  readonly targets: Map<string, { readonly target: Target; readonly names: readonly string[] }>;
}

type Reached<Target> = (place: Place<Target>, values: readonly string[]) => boolean;

const NO_PARAMS = {};
/** Most requests ask where one was asked before. */
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 200;

export class Router<Target extends Pick<Route, "method" | "path">> {
  readonly #root: Place<Target> = newPlace();
  /** By method and path: paths without names, and those of late. */
  readonly #fixed = new Map<string, Found<Target>>();
  readonly #known = new Map<string, Found<Target>>();

  constructor(targets: readonly Target[]) {
    for (const target of targets) this.#add(target);
  }

  /** `HEAD` asks where `GET` does. */
  find(method: string, path: string): Found<Target> | undefined {
    const asked = method === "HEAD" ? "GET" : method;
    const key = `${asked} ${path}`;
    const known = this.#fixed.get(key) ?? this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#find(asked, path);
    if (found === undefined || key.length > LONGEST_KNOWN) return found;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }

  #find(asked: string, path: string): Found<Target> | undefined {
    let found: Found<Target> | undefined;
    this.#walk(path, (place, values) => {
      const here = place.targets.get(asked);
      if (here === undefined) return false;
      found = { target: here.target, params: paramsOf(here.names, values) };
      return true;
    });
    return found;
  }

  /** The methods that a path knows; none: there is no such path. */
  methods(path: string): readonly string[] {
    const methods = new Set<string>();
    this.#walk(path, (place) => {
      for (const method of place.targets.keys()) methods.add(method);
      return false;
    });
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].toSorted();
  }

  #add(target: Target): void {
    const { method, path } = target;
    const names: string[] = [];
    let place = this.#root;
    for (const part of path.slice(1).split("/")) {
      if (part.startsWith(":")) {
        names.push(part.slice(1));
        place = place.any ??= newPlace();
        continue;
      }
      const next = place.words.get(part) ?? newPlace<Target>();
      place.words.set(part, next);
      place = next;
    }
    place.targets.set(method, { target, names });
    if (names.length === 0) this.#fixed.set(`${method} ${path}`, { target, params: NO_PARAMS });
  }

  #walk(path: string, reached: Reached<Target>): void {
    if (path.startsWith("/"))
      visit(this.#root, { parts: path.slice(1).split("/"), at: 0 }, [], reached);
  }
}

interface Left {
  readonly parts: readonly string[];
  readonly at: number;
}

/** Whether `reached` was content with a place. */
function visit<Target>(
  place: Place<Target>,
  { parts, at }: Left,
  values: readonly string[],
  reached: Reached<Target>,
): boolean {
  const part = parts[at];
  if (part === undefined) return reached(place, values);
  const left = { parts, at: at + 1 };
  const word = place.words.get(part);
  if (word !== undefined && visit(word, left, values, reached)) return true;
  // A word that ends a path is no name, whatever is asked of it.
  if (word !== undefined && word.targets.size > 0 && left.at === parts.length) return false;
  if (place.any === undefined || part === "") return false;
  return visit(place.any, left, [...values, part], reached);
}

function newPlace<Target>(): Place<Target> {
  return { words: new Map(), any: undefined, targets: new Map() };
}

function paramsOf(names: readonly string[], values: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) params[name] = decoded(values[index] ?? "");
  return params;
}

/** What cannot be decoded stays as it is, and names nothing that there is. */
function decoded(part: string): string {
  if (!part.includes("%")) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
