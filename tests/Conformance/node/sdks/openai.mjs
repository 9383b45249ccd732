import OpenAI from "openai";
import { patience, person, question, weather } from "../steering.mjs";

const model = "gpt-4o-mini";
const messages = [{ role: "user", content: question }];
const tools = [{ type: "function", function: { ...weather, strict: true } }];

export function scenarios(root) {
  const client = new OpenAI({ apiKey: "sk-conformance-key", baseURL: `${root}/v1`, maxRetries: 0 });
  const chat = (headers, more = {}, options = {}) => client.chat.completions.create({ model, messages, ...more }, { headers, ...options });
  const plain = async (headers) => ofCompletion(await chat(headers));

  return {
    plain,
    stream: async (headers) => ofStream(await chat(headers, { stream: true })),
    "stream-usage": async (headers) => ofStream(await chat(headers, { stream: true, stream_options: { include_usage: true } })),
    tools: async (headers) => ofCompletion(await chat(headers, { tools, tool_choice: "required" })),
    "stream-tools": async (headers) => ofStream(await chat(headers, { tools, tool_choice: "required", stream: true })),
    structured: async (headers) => {
      const response_format = { type: "json_schema", json_schema: { name: "person", strict: true, schema: person } };
      const result = ofCompletion(await chat(headers, { response_format }));
      return { ...result, parsed: JSON.parse(result.text) };
    },
    embeddings: async (headers) => {
      const result = await client.embeddings.create({ model: "text-embedding-3-small", input: ["one", "two"] }, { headers });
      return { model: result.model, vectors: result.data.map((item) => item.embedding), usage: result.usage };
    },
    responses: async (headers) => ofResponse(await client.responses.create({ model, input: question }, { headers })),
    "responses-stream": async (headers) => {
      const types = [];
      let response, text = "";
      for await (const event of await client.responses.create({ model, input: question, stream: true }, { headers })) {
        types.push(event.type);
        if (event.type === "response.output_text.delta") text += event.delta;
        if (event.type === "response.completed") response = event.response;
      }
      return { ...ofResponse(response), types, text };
    },
    "error-400": plain,
    "error-401": plain,
    "error-429": plain,
    "error-500": plain,
    "error-in-stream": async (headers) => ofStream(await chat(headers, { stream: true })),
    abort: async (headers) => {
      const stream = await chat(headers, { stream: true });
      let chunks = 0;
      for await (const _ of stream) if (++chunks === 3) break;
      return { aborted: stream.controller.signal.aborted, chunks };
    },
    timeout: (headers) => chat(headers, {}, { timeout: patience }),
  };
}

const ofToolCall = (call) => ({ id: call.id, name: call.function.name, arguments: call.function.arguments });

const ofCompletion = (result) => ({
  id: result.id, model: result.model, usage: result.usage, fingerprint: result.system_fingerprint,
  text: result.choices[0].message.content, refusal: result.choices[0].message.refusal, finish: result.choices[0].finish_reason,
  tools: result.choices[0].message.tool_calls?.map(ofToolCall) ?? [],
});

const ofResponse = (result) => ({
  id: result.id, model: result.model, usage: result.usage, text: result.output_text, status: result.status,
});

async function ofStream(stream) {
  const result = { id: null, model: null, usage: null, text: "", finish: null, tools: [], chunks: 0, withoutChoices: 0 };
  try {
    for await (const chunk of stream) {
      result.chunks++;
      result.id = chunk.id || result.id;
      result.model = chunk.model || result.model;
      result.usage = chunk.usage ?? result.usage;
      if (chunk.choices.length === 0) result.withoutChoices++;
      for (const choice of chunk.choices) {
        result.text += choice.delta.content ?? "";
        result.finish = choice.finish_reason ?? result.finish;
        for (const part of choice.delta.tool_calls ?? []) {
          const call = (result.tools[part.index] ??= { id: "", name: "", arguments: "" });
          call.id += part.id ?? "";
          call.name += part.function?.name ?? "";
          call.arguments += part.function?.arguments ?? "";
        }
      }
    }
  } catch (error) {
    result.error = { name: error.constructor.name, status: error.status ?? null, message: error.message };
  }
  return result;
}
