// Compiles dashboards against Grafana's published types, unknown keys included.
//   node check.mjs FILE...
// Types of the package alone: a dashboard as a whole, and options and custom field settings by kind of panel.
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const composable = "@grafana/schema/dist/esm/raw/composable";
const kinds = {
  timeseries: "TimeSeries", stat: "Stat", bargauge: "BarGauge", heatmap: "Heatmap", table: "Table", text: "Text",
};
// Kinds without series have no custom settings.
const custom = new Set(["timeseries", "heatmap", "table"]);

// Enums of the package are written as their values in JSON. Annotations keep a few settings of their data source beside those every one has.
const prelude = `
import type { AnnotationQuery, Dashboard, DataQuery } from "@grafana/schema";
type Plain<T> =
  T extends string ? \`\${T}\` :
  T extends number ? (\`\${T}\` extends \`\${infer N extends number}\` ? N : T) :
  T extends boolean | null | undefined ? T :
  T extends (infer U)[] ? Plain<U>[] :
  T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Annotation = Omit<AnnotationQuery, "target"> &
  { target?: DataQuery & Record<string, unknown>; titleFormat?: string; textFormat?: string; useValueForTime?: boolean };
type Board = Plain<Omit<Dashboard, "annotations">> & { annotations: { list: Plain<Annotation>[] } };
${Object.entries(kinds).map(([kind, name]) => `import type * as ${kind} from "${composable}/${kind}/panelcfg/x/${name}PanelCfg_types.gen.js";`).join("\n")}
`;

const sources = new Map();
for (const file of process.argv.slice(2)) {
  const board = JSON.parse(readFileSync(file, "utf8"));
  const parts = [`const board: Board = ${JSON.stringify(board, null, 1)};`];
  for (const panel of board.panels.filter((panel) => panel.type !== "row")) {
    if (!(panel.type in kinds)) throw new Error(`${file}: no types for a panel of type ${panel.type}`);
    parts.push(`const options${panel.id}: Plain<${panel.type}.Options> = ${JSON.stringify(panel.options)}; // ${panel.title}`);
    if (custom.has(panel.type))
      parts.push(`const custom${panel.id}: Plain<${panel.type}.FieldConfig> = ${JSON.stringify(panel.fieldConfig.defaults.custom)}; // ${panel.title}`);
  }
  sources.set(join(here, `${basename(dirname(file))}-${basename(file, ".json")}.check.ts`), `${prelude}${parts.join("\n")}\nexport {};\n`);
}

const options = {
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022,
  strict: true, noEmit: true, skipLibCheck: true, types: [],
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.fileExists = (name) => sources.has(name) || fileExists(name);
host.readFile = (name) => sources.get(name) ?? readFile(name);
host.getSourceFile = (name, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name), ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);

const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([...sources.keys()], options, host));
for (const diagnostic of diagnostics) {
  const { line } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start) ?? { line: 0 };
  const text = diagnostic.file?.text.split("\n")[line].trim().slice(0, 160) ?? "";
  console.log(`${basename(diagnostic.file?.fileName ?? "?")}: ${text}\n  ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n  ")}`);
}
process.exitCode = diagnostics.length === 0 ? 0 : 1;
