import Anthropic from "@anthropic-ai/sdk";
import { patience, person, question, weather } from "../steering.mjs";

const ask = { model: "claude-sonnet-4-5", max_tokens: 256, messages: [{ role: "user", content: question }] };
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.parameters }];
const useTools = { tools, tool_choice: { type: "any" } };

export function scenarios(root) {
  const client = new Anthropic({ apiKey: "sk-ant-conformance-key", baseURL: root, maxRetries: 0 });
  const plain = async (headers) => ofMessage(await client.messages.create(ask, { headers }));

  // The SDK's own accumulation of a stream, with the kinds of events it saw.
  const stream = async (headers, more = {}) => {
    const events = {};
    const running = client.messages.stream({ ...ask, ...more }, { headers });
    running.on("streamEvent", (event) => (events[event.type] = (events[event.type] ?? 0) + 1));
    try {
      return { ...ofMessage(await running.finalMessage()), events };
    } catch (error) {
      return { events, error: { name: error.constructor.name, status: error.status ?? null, message: error.message } };
    }
  };

  return {
    plain,
    stream,
    tools: async (headers) => ofMessage(await client.messages.create({ ...ask, ...useTools }, { headers })),
    "stream-tools": (headers) => stream(headers, useTools),
    structured: async (headers) => {
      const output_config = { format: { type: "json_schema", schema: person } };
      const result = ofMessage(await client.messages.create({ ...ask, output_config }, { headers }));
      return { ...result, parsed: JSON.parse(result.text) };
    },
    "count-tokens": (headers) => client.messages.countTokens({ model: ask.model, messages: ask.messages }, { headers }),
    "error-400": plain,
    "error-401": plain,
    "error-429": plain,
    "error-500": plain,
    "error-529": plain,
    "error-in-stream": stream,
    abort: async (headers) => {
      const running = client.messages.stream(ask, { headers });
      let events = 0;
      for await (const _ of running) if (++events === 4) break;
      return { aborted: running.aborted || running.controller.signal.aborted, events };
    },
    timeout: (headers) => client.messages.create(ask, { headers, timeout: patience }),
  };
}

const ofMessage = (message) => ({
  id: message.id, model: message.model, usage: message.usage, finish: message.stop_reason,
  text: message.content.filter((block) => block.type === "text").map((block) => block.text).join(""),
  tools: message.content.filter((block) => block.type === "tool_use").map(({ id, name, input }) => ({ id, name, input })),
});
