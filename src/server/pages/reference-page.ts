// The API's description as a page to read, made of the same routes: nothing is loaded from elsewhere.
import * as z from "zod/mini";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import { SCHEMAS } from "../../domain/schemas.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Route } from "../routes/route.js";
import { escapeHtml, page } from "./html.js";

export function referencePage(routes: readonly Route[], version: string): string {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const group = groupOf(route);
    groups.set(group, [...(groups.get(group) ?? []), route]);
  }
  const sections = [...groups].map(
    ([name, members]) => `<h2>${escapeHtml(name)}</h2>\n${members.map(routeOf).join("\n")}`,
  );
  const entities = RESOURCE_NAMES.map(entityOf);
  return page(
    "API reference",
    `<h1>API reference</h1>
<p>Version ${escapeHtml(version)}. <a href="/">Server</a> ·
<a href="/api/v2/openapi.json">openapi.json</a></p>
<p>Who asks says so by <code>Authorization: Bearer TOKEN</code>. Lists answer
<code>{"items": […], "next_cursor": …}</code>, errors <code>{"error": {"code", "message", "hint", "details"}}</code>.</p>
${sections.join("\n")}
<h2>entities</h2>
${entities.join("\n")}`,
  );
}

function groupOf({ policy, path }: Route): string {
  if ("resource" in policy) return RESOURCES[policy.resource].plural;
  return path.startsWith("/api/") ? "server and sessions" : "pages and probes";
}

function routeOf({ method, path, summary, policy }: Route): string {
  const needs = "resource" in policy ? `${policy.access} ${policy.resource}` : policy.access;
  return `<details><summary><span class="method">${method}</span> <code>${escapeHtml(path)}</code></summary>
<div><p>${escapeHtml(summary)}</p><p>For: <code>${escapeHtml(needs)}</code></p></div></details>`;
}

function entityOf(name: ResourceName): string {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(SCHEMAS[name]);
  const text = escapeHtml(JSON.stringify(schema, undefined, 2));
  return `<details><summary>${escapeHtml(RESOURCES[name].label)}</summary><div><pre>${text}</pre></div></details>`;
}
