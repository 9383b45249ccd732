// The headers by which the simulator is told what this scenario needs. A real provider ignores them.
// The key makes the answer depend on nothing else: the sidecar may have asked for usage in the request it passes on.
const answer = { "x-sim-tokens": "24", "x-sim-key": "conformance", "x-sim-ordinal": "0" };

export function steering(scenario) {
  const status = /^error-(\d+)$/.exec(scenario)?.[1];
  if (status) return { "x-sim-status": status, "x-sim-ordinal": "0" };
  switch (scenario) {
    // @google/genai looks for an error in each read by itself, so the events must not arrive together.
    case "error-in-stream": return { ...answer, "x-sim-fail": "error-event", "x-sim-fail-after": "5", "x-sim-interval-ms": "40", "x-sim-flush": "each" };
    case "abort": return { ...answer, "x-sim-tokens": "400", "x-sim-interval-ms": "50", "x-sim-flush": "each" };
    case "timeout": return { ...answer, "x-sim-delay-ms": "30000" };
    default: return answer;
  }
}

// How long the timeout scenario lets its SDK wait; far less than the simulator takes.
export const patience = 300;

export const question = "What is the capital of France? Answer in a few words.";
export const weather = {
  name: "get_weather",
  description: "Current weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
};
export const person = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
  additionalProperties: false,
};
