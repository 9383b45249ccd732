import { FunctionCallingConfigMode, GoogleGenAI } from "@google/genai";
import { patience, person, question, weather } from "../steering.mjs";

const model = "gemini-2.5-flash";

export function scenarios(root) {
  const client = new GoogleGenAI({ apiKey: "AIza-conformance-key", httpOptions: { baseUrl: root, retryOptions: { attempts: 1 } } });
  const request = (headers, config = {}, http = {}) => ({ model, contents: question, config: { ...config, httpOptions: { headers, ...http } } });
  const plain = async (headers) => ofResponse(await client.models.generateContent(request(headers)));
  const useTools = {
    tools: [{ functionDeclarations: [{ name: weather.name, description: weather.description, parametersJsonSchema: weather.parameters }] }],
    toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
  };

  const stream = async (headers, config) => {
    const result = { text: "", tools: [], chunks: 0 };
    try {
      for await (const chunk of await client.models.generateContentStream(request(headers, config))) {
        const part = ofResponse(chunk);
        result.chunks++;
        result.text += part.text;
        result.tools.push(...part.tools);
        Object.assign(result, { id: part.id, model: part.model, usage: part.usage, finish: part.finish });
      }
    } catch (error) {
      result.error = { name: error.constructor.name, status: error.status ?? null, message: error.message };
    }
    return result;
  };

  return {
    plain,
    stream,
    tools: async (headers) => ofResponse(await client.models.generateContent(request(headers, useTools))),
    "stream-tools": (headers) => stream(headers, useTools),
    structured: async (headers) => {
      const config = { responseMimeType: "application/json", responseJsonSchema: person };
      const result = ofResponse(await client.models.generateContent(request(headers, config)));
      return { ...result, parsed: JSON.parse(result.text) };
    },
    embeddings: async (headers) => {
      const result = await client.models.embedContent({ model: "gemini-embedding-001", contents: ["one", "two"], config: { httpOptions: { headers } } });
      return { vectors: result.embeddings.map((item) => item.values) };
    },
    "error-400": plain,
    "error-401": plain,
    "error-429": plain,
    "error-500": plain,
    "error-in-stream": stream,
    abort: async (headers) => {
      const controller = new AbortController();
      let chunks = 0;
      try {
        for await (const _ of await client.models.generateContentStream(request(headers, { abortSignal: controller.signal })))
          if (++chunks === 3) controller.abort();
      } catch (error) {
        return { aborted: error.name === "AbortError", chunks };
      }
      return { aborted: false, chunks };
    },
    timeout: async (headers) => ofResponse(await client.models.generateContent(request(headers, {}, { timeout: patience }))),
  };
}

const ofResponse = (response) => ({
  id: response.responseId, model: response.modelVersion, usage: response.usageMetadata,
  finish: response.candidates?.[0]?.finishReason ?? null,
  text: response.candidates?.[0]?.content?.parts?.map((part) => part.text ?? "").join("") ?? "",
  tools: response.functionCalls?.map(({ name, args }) => ({ name, args })) ?? [],
});
