import { API_ROOT } from "../../domain/api.js";
import { escapeHtml, page } from "./html.js";

export interface HomeFacts {
  readonly version: string;
  readonly store: string;
  /** Whether it can do its work now. */
  readonly ready: boolean;
}

export function homePage({ version, store, ready }: HomeFacts): string {
  return page(
    "ZenML server",
    `<h1>ZenML server</h1>
<dl>
<dt>Version</dt><dd>${escapeHtml(version)}</dd>
<dt>Store</dt><dd>${escapeHtml(store)}</dd>
<dt>Health</dt><dd>${ready ? "ready" : "not ready"} (<a href="/health">health</a>, <a href="/ready">ready</a>)</dd>
</dl>
<p>Connect a terminal: <code>zenml connect --url URL</code></p>
<p>The API: <a href="/reference">reference</a>, as a document:
<a href="${API_ROOT}/openapi.json">openapi.json</a></p>`,
  );
}
