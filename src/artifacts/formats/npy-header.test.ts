import { describe, expect, test } from "vitest";
import { decodeNpyHeader, encodeNpyHeader } from "./npy-header.js";

/** A file as NumPy writes it. */
function fileOf(header: string): Uint8Array {
  const text = Buffer.from(`${header}\n`, "latin1");
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0);
  return Buffer.concat([start, text]);
}

describe("encodeNpyHeader", () => {
  test("writes the magic, the length and the dictionary, ending at a multiple of 64", () => {
    const header = encodeNpyHeader({ descr: "<f8", shape: [2, 3] });
    expect(Buffer.from(header).toString("latin1")).toBe(
      "\u0093NUMPY\u0001\u0000\u0076\u0000" +
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) +
        "\n",
    );
    expect(header.length % 64).toBe(0);
  });

  test.each([[[5]], [[2, 3]], [[0]], [[4, 0, 7]], [Array.from({ length: 40 }, () => 1)]])(
    "the shape %j is read back",
    (shape) => {
      const header = encodeNpyHeader({ descr: "|u1", shape });
      expect(decodeNpyHeader(header)).toEqual({ descr: "|u1", shape, end: header.length });
    },
  );
});

describe("decodeNpyHeader", () => {
  test("reads a file that NumPy wrote", () => {
    const file = fileOf("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }      ");
    expect(decodeNpyHeader(file)).toEqual({ descr: "<i4", shape: [3], end: file.length });
  });

  test.each([
    ["no .npy file", Buffer.from("PK\u0003\u0004 not an array at all")],
    ["an empty file", new Uint8Array()],
    ["a header that is cut off", encodeNpyHeader({ descr: "<f8", shape: [1] }).subarray(0, 60)],
    ["column order", fileOf("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }")],
    ["a record type", fileOf("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }")],
  ])("refuses %s", (_name, file) => {
    expect(() => decodeNpyHeader(file)).toThrow(
      expect.objectContaining({ code: "artifact_unreadable" }),
    );
  });
});
