// Runs one scenario with one official SDK and prints what the application would have got, as one line of JSON.
//   node driver.mjs SDK BASE_URL SCENARIO APP
// BASE_URL is the provider's root: the real one's, the simulator's, or the sidecar's /{upstream}.
import { steering } from "./steering.mjs";

const [sdk, root, scenario, app] = process.argv.slice(2);
// Loaded alone: starting up is most of the time a scenario takes.
const scenarios = (await import(`./sdks/${sdk}.mjs`)).scenarios(root.replace(/\/$/, ""));
const headers = { "x-sentinel-app": app, ...steering(scenario) };

let result;
try {
  result = await scenarios[scenario](headers);
} catch (error) {
  // What an application sees of a failure: the class it catches, the status and the provider's own words.
  result = { error: { name: error?.constructor?.name, status: error?.status ?? error?.status_code ?? null, message: error?.message } };
}
process.stdout.write(JSON.stringify(result) + "\n", () => process.exit(0));
