import type { Output } from "../output/output.js";

/** Old scripts name a metadata store; what it did is done by ZenML itself. */
export function noticeMetadataStore(
  {
    metadataStore,
    decoupleStores,
  }: { readonly metadataStore: string | undefined; readonly decoupleStores: boolean },
  output: Output,
): void {
  if (metadataStore === undefined && !decoupleStores) return;
  const flag = metadataStore === undefined ? "--decouple-stores" : "--metadata-store";
  output.notice(`The metadata store is part of ZenML: ${flag} is not needed any more.`);
}
