/** The style sheet of the report. No `<` or `&` in here, so that the page is well-formed XML too. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2329; --soft: #5a6470; --line: #dfe2e6;
  --Adelie: #c2560a; --Chinstrap: #8a3fc4; --Gentoo: #00777a;
  --right: #00777a; --wrong: #c01f3c; --bar: #9aa5b1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --card: #1c2126; --ink: #e8ebee; --soft: #a3adb8; --line: #343c44;
    --Adelie: #ff9a4d; --Chinstrap: #c792f0; --Gentoo: #3fc1c0;
    --right: #3fc1c0; --wrong: #ff7086; --bar: #66717d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 40px 20px 48px; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.01em; }
h2 { margin: 0 0 4px; font-size: 1.15rem; }
p { margin: 0 0 16px; max-width: 64ch; }
section p, footer, caption { color: var(--soft); }
.result { margin: 8px 0 4px; color: var(--right); font-size: 3.25rem; line-height: 1.1; }
section { margin-top: 20px; padding: 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
footer { margin-top: 24px; font-size: 0.875rem; }
svg { display: block; width: 100%; height: auto; font: 13px system-ui, sans-serif; fill: var(--ink); }
.grid { stroke: var(--line); fill: none; }
.axis { stroke: var(--soft); fill: none; }
.tick { fill: var(--soft); text-anchor: middle; }
.tick.side { text-anchor: end; dominant-baseline: central; }
.label { text-anchor: middle; font-weight: 600; }
.Adelie { fill: var(--Adelie); } .Chinstrap { fill: var(--Chinstrap); } .Gentoo { fill: var(--Gentoo); }
path.Adelie, path.Chinstrap, path.Gentoo { fill-opacity: 0.85; stroke: var(--card); stroke-width: 0.75; }
circle.wrong { fill: none; stroke: var(--wrong); stroke-width: 2.5; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 0 0 12px; padding: 0; list-style: none; }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend svg { width: 18px; }
.mistakes { margin: 12px 0 0; padding-left: 20px; color: var(--soft); font-size: 0.9375rem; }
.bar rect { fill: var(--bar); } .bar.chosen rect { fill: var(--right); }
.bar text { dominant-baseline: central; } .bar .name { text-anchor: end; }
.bar.chosen text { font-weight: 600; }
table { width: 100%; max-width: 560px; table-layout: fixed; border-collapse: separate; border-spacing: 4px; text-align: center; }
caption { caption-side: bottom; padding-top: 6px; font-size: 0.875rem; text-align: right; }
th { padding: 6px 4px; font-weight: 600; } th[scope="row"] { text-align: right; }
thead th:first-child { color: var(--soft); font-weight: 400; text-align: right; }
td { padding: 14px 8px; border-radius: 6px; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
td.right { background: color-mix(in srgb, var(--right) calc(6% + var(--share) * 0.28), var(--card)); }
td.wrong { background: color-mix(in srgb, var(--wrong) calc(16% + var(--share)), var(--card)); font-weight: 600; }
td.none { color: var(--soft); background: var(--paper); }
@media (max-width: 600px) { section { padding: 20px 16px; } svg { font-size: 18px; } .legend svg { width: 16px; } th { font-size: 0.875rem; } }
@media print { section { break-inside: avoid; } }
`;
