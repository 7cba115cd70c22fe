/** Bytes are text that a database would not take for text. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = readonly SqlValue[];
