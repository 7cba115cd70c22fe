/** What the places of modules are called in the bundle; these map the language's names to them. */
export const META_DEFINES: Readonly<Record<string, string>> = {
  "import.meta.url": "__zenml_url",
  "import.meta.dirname": "__zenml_dirname",
  "import.meta.filename": "__zenml_filename",
  "import.meta.resolve": "__zenml_resolve",
  __dirname: "__zenml_dirname",
  __filename: "__zenml_filename",
};

/** How files are bundled, whichever way the bundler is called. */
export const BUNDLER_OPTIONS = {
  bundle: true,
  sourcemap: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  charset: "utf8",
  // No `module` condition: what is resolved here is loaded by Node.
  conditions: "",
  legalComments: "none",
  logLevel: "silent",
} as const;

/** The same as arguments of the bundler's program. */
export function bundlerArguments(): string[] {
  const options = Object.entries(BUNDLER_OPTIONS).map(([name, value]) =>
    value === true ? `--${kebab(name)}` : `--${kebab(name)}=${value}`,
  );
  return [...options, ...Object.entries(META_DEFINES).map(([key, to]) => `--define:${key}=${to}`)];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
