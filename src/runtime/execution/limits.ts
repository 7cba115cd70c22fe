/** Milliseconds that a step has to end by itself after its signal. */
export const DEFAULT_GRACE_MS = 3000;

/** Milliseconds that a hook may take: longer than anybody waits for a message to be sent. */
export const HOOK_LIMIT_MS = 30_000;
