import { describe, expect, test } from "vitest";
import { imageFormatOf, imageSizeOf } from "./image-format.js";

function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

const PNG = hex("89504e470d0a1a0a 0000000d 49484452 00000140 000000f0 0802000000");
const GIF = hex("474946383961 4001 f000 f70000");
// Start, an application segment to be skipped, a Huffman table that is no frame, then the frame.
const JPEG = hex("ffd8 ffe00004abcd ffc40003aa ffff c2 0011 08 00f0 0140 03 000000000000000000");
const WEBP = "52494646 00000000 57454250";
const LOSSY = hex(`${WEBP} 56503820 00000000 000000 9d012a 4001 f000`);
const LOSSLESS = hex(`${WEBP} 5650384c 00000000 2f 3fc13b00`);
const EXTENDED = hex(`${WEBP} 56503858 0a000000 00000000 3f0100 ef0000`);
const SVG = Buffer.from(
  '\ufeff<?xml version="1.0"?>\n<!-- drawn -->\n<svg height="240" width="320px"></svg>',
);

describe("imageFormatOf and imageSizeOf", () => {
  test.each([
    ["png", PNG],
    ["gif", GIF],
    ["jpeg", JPEG],
    ["webp", LOSSY],
    ["webp", LOSSLESS],
    ["webp", EXTENDED],
    ["svg", SVG],
    ["svg", Buffer.from('<svg viewBox="0 0 320 240"/>')],
  ] as const)("know a %s of 320 × 240", (format, bytes) => {
    expect(imageFormatOf(bytes)).toBe(format);
    expect(imageSizeOf(bytes, format)).toEqual({ width: 320, height: 240 });
  });

  test.each([
    ["text", Buffer.from("hello")],
    ["HTML with an svg inside", Buffer.from("<html><svg></svg></html>")],
    ["another RIFF file", hex("52494646 00000000 57415645")],
    ["nothing", new Uint8Array()],
  ])("%s is no image", (_name, bytes) => {
    expect(imageFormatOf(bytes)).toBeUndefined();
  });

  test.each([
    ["png", PNG.subarray(0, 18)],
    ["jpeg", JPEG.subarray(0, 20)],
    ["svg", Buffer.from("<svg width='100%'>")],
  ] as const)("a %s that does not say its size has none", (format, bytes) => {
    expect(imageSizeOf(bytes, format)).toBeUndefined();
  });

  test("bytes in the middle of a larger memory are read where they lie", () => {
    const padded = Buffer.concat([Buffer.alloc(7, 1), PNG]).subarray(7);
    expect(imageSizeOf(padded, "png")).toEqual({ width: 320, height: 240 });
  });
});
