import { defineConfig } from "vitest/config";

// One project a folder of tests/; unit tests stand beside what they test.
const FLOW = { testTimeout: 120_000, hookTimeout: 120_000 };

// Real database servers, started once for both.
const DATABASES = { globalSetup: ["tests/databases/global-setup.ts"] };

const PROJECTS: Readonly<Record<string, object>> = {
  architecture: { hookTimeout: 60_000 },
  budget: FLOW,
  contract: { ...DATABASES, testTimeout: 30_000, hookTimeout: 60_000 },
  crash: FLOW,
  docs: FLOW,
  exports: FLOW,
  flows: FLOW,
  replay: FLOW,
  store: { ...FLOW, ...DATABASES },
  types: FLOW,
};

export default defineConfig({
  test: {
    // Most tests wait for processes: one worker fewer than there are cores would leave them idle.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "examples/*/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      ...Object.entries(PROJECTS).map(([name, options]) => ({
        test: { name, include: [`tests/${name}/**/*.test.ts`], ...options },
      })),
    ],
  },
});
