/** All that the package promises. A name that appears or disappears is a decision: it is written here too. */
export const PUBLIC_API: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>
> = {
  zenml: { values: [], types: [] },
  "zenml/post-execution": { values: [], types: [] },
};
