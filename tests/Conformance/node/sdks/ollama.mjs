import { Ollama } from "ollama";
import { patience, person, question, weather } from "../steering.mjs";

const model = "llama3.2";
const messages = [{ role: "user", content: question }];
const tools = [{ type: "function", function: weather }];

export function scenarios(root) {
  const client = (headers, fetch) => new Ollama({ host: root, headers, fetch });
  const plain = async (headers) => ofResponse(await client(headers).chat({ model, messages }));

  const stream = async (headers, more = {}) => {
    const result = { text: "", tools: [], chunks: 0 };
    try {
      for await (const chunk of await client(headers).chat({ model, messages, stream: true, ...more })) {
        const part = ofResponse(chunk);
        result.chunks++;
        result.text += part.text;
        result.tools.push(...part.tools);
        Object.assign(result, { model: part.model, usage: part.usage, finish: part.finish });
      }
    } catch (error) {
      result.error = { name: error.constructor.name, message: error.message };
    }
    return result;
  };

  return {
    plain,
    stream,
    generate: async (headers) => {
      const result = await client(headers).generate({ model, prompt: question });
      return { model: result.model, text: result.response, finish: result.done_reason, usage: usage(result) };
    },
    tools: async (headers) => ofResponse(await client(headers).chat({ model, messages, tools })),
    "stream-tools": (headers) => stream(headers, { tools }),
    structured: async (headers) => {
      const result = ofResponse(await client(headers).chat({ model, messages, format: person }));
      return { ...result, parsed: JSON.parse(result.text) };
    },
    embeddings: async (headers) => {
      const result = await client(headers).embed({ model: "nomic-embed-text", input: ["one", "two"] });
      return { model: result.model, vectors: result.embeddings, promptTokens: result.prompt_eval_count };
    },
    "error-400": plain,
    "error-401": plain,
    "error-429": plain,
    "error-500": plain,
    "error-in-stream": stream,
    abort: async (headers) => {
      const running = await client(headers).chat({ model, messages, stream: true });
      let chunks = 0;
      try {
        for await (const _ of running) if (++chunks === 3) running.abort();
      } catch (error) {
        return { aborted: error.name === "AbortError", chunks };
      }
      return { aborted: false, chunks };
    },
    // The SDK has no timeout of its own: an application gives it a fetch that has one.
    timeout: (headers) => client(headers, (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(patience) })).chat({ model, messages }),
  };
}

const usage = (response) => ({ prompt: response.prompt_eval_count, output: response.eval_count });

const ofResponse = (response) => ({
  model: response.model, text: response.message.content, finish: response.done_reason ?? null, usage: usage(response),
  tools: response.message.tool_calls?.map((call) => ({ name: call.function.name, arguments: call.function.arguments })) ?? [],
});
