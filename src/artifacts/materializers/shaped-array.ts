import { ZenError } from "../../domain/errors.js";
import type { NumericArray } from "../formats/numeric-arrays.js";
import { VALUE_KIND } from "../value-kind.js";

/** A typed array with two or more dimensions, rows first. */
export class ShapedArray<Data extends NumericArray = NumericArray> {
  readonly data: Data;
  readonly shape: readonly number[];

  constructor(data: Data, shape: readonly number[]) {
    this.data = data;
    this.shape = shape;
  }

  get [VALUE_KIND](): "shaped_array" {
    return "shaped_array";
  }
}

/**
 * Gives a typed array dimensions; the data is not copied.
 *
 * @example
 * ```ts
 * import { shapedArray } from "zenml";
 *
 * const matrix = shapedArray(new Float64Array([1, 2, 3, 4, 5, 6]), [2, 3]);
 * ```
 */
export function shapedArray<Data extends NumericArray>(
  data: Data,
  shape: readonly number[],
): ShapedArray<Data> {
  const items = shape.reduce((product, size) => product * size, 1);
  const isValid = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isValid || items !== data.length) {
    throw new ZenError(
      "invalid_input",
      `An array of ${data.length} items cannot have the shape [${shape.join(", ")}].`,
      { hint: `Give whole numbers whose product is ${data.length}.` },
    );
  }
  if (shape.length < 2) {
    throw new ZenError("invalid_input", "A shaped array has at least two dimensions.", {
      hint: "Use the typed array itself: one dimension needs no shape.",
    });
  }
  return new ShapedArray(data, [...shape]);
}
