import { TABLE_NAMES } from "../../domain/resources.js";
import type { Route } from "./route.js";

const ACCESS: readonly unknown[] = ["public", "signed_in", "read", "write"];

/**
 * Refuses to start with a route that nobody guards, whatever the compiler was told. Not a person's
 * mistake, so no `ZenError`.
 */
export function checkRoutes(routes: readonly Route[]): void {
  const seen = new Set<string>();
  const operations = new Set<string>();
  for (const route of routes) {
    const { method, path } = route;
    const place = `${method} ${path}`;
    // As if it could be anything: what was written in JavaScript can.
    const policy: { readonly access?: unknown; readonly resource?: unknown } | undefined =
      route.policy;
    if (!ACCESS.includes(policy?.access)) {
      throw new Error(`The route ${place} has no policy: nobody may ask for it.`);
    }
    const isOfResource = policy?.access === "read" || policy?.access === "write";
    if (isOfResource && !TABLE_NAMES.some((name) => name === policy?.resource)) {
      throw new Error(`The policy of ${place} names no resource.`);
    }
    const isScoped = "scope" in route && route.scope === "project";
    if (isScoped && !path.includes("/:project/")) {
      throw new Error(`The route ${place} works in a project that its path does not name.`);
    }
    if (seen.has(place)) throw new Error(`The route ${place} is there twice.`);
    seen.add(place);
    if (operations.has(route.operation)) {
      throw new Error(`The operation ${route.operation} of ${place} is there twice.`);
    }
    operations.add(route.operation);
  }
}
