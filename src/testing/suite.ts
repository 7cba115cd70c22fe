// What `zenml/testing` gives: contracts as tests, for flavors of ours and of others, with whichever test
// runner is at hand. Knows no runner, no integration, nothing above the stack.

/** How a test is told to the runner: `test` of vitest, of node:test and of most others. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown;

/** Opens a component that holds nothing yet; called once or more in each test. */
export type Open<Implementation> = () => Implementation | Promise<Implementation>;
