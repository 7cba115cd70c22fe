import { expect, test } from "vitest";
import { formatBytes } from "./format-bytes.js";

test.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1536, "1.5 KiB"],
  [16 * 1024 * 1024, "16 MiB"],
  [1_000_000_000, "954 MiB"],
  [3 * 1024 ** 5, "3072 TiB"],
])("%i bytes are shown as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
