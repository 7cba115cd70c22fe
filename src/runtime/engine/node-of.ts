/** The step or map of the graph that an invocation is of: `score[3].train` → `score.train`. */
export function nodeOf(invocation: string): string {
  return invocation.replace(/\[\d+\]/g, "");
}
