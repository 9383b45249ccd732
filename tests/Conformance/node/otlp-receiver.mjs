// An OTLP receiver over gRPC and HTTP, on grpc-js and the messages OpenTelemetry's own JavaScript packages are generated with. Prints its
// ports, then a line of JSON for every request; ends with its standard input.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import grpc from '@grpc/grpc-js'

const require = createRequire(import.meta.url)
const { opentelemetry } = require('@opentelemetry/otlp-transformer/build/src/generated/root.js')
const { metrics, trace } = opentelemetry.proto.collector
const signals = {
  metrics: { path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', request: metrics.v1.ExportMetricsServiceRequest, response: metrics.v1.ExportMetricsServiceResponse },
  traces: { path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export', request: trace.v1.ExportTraceServiceRequest, response: trace.v1.ExportTraceServiceResponse },
}

const hex = (key, value) => (/^(traceId|spanId|parentSpanId)$/.test(key) && typeof value === 'string' ? Buffer.from(value, 'base64').toString('hex') : value)
const tell = (transport, signal, authorization, message) => {
  const plain = signals[signal].request.toObject(message, { longs: Number, enums: String, bytes: String })
  console.log(JSON.stringify({ transport, signal, authorization: authorization ?? null, message: plain }, hex))
}

const server = new grpc.Server()
for (const [name, { path, request, response }] of Object.entries(signals)) {
  const method = {
    path, requestStream: false, responseStream: false,
    requestSerialize: value => Buffer.from(request.encode(value).finish()), requestDeserialize: bytes => request.decode(bytes),
    responseSerialize: value => Buffer.from(response.encode(value).finish()), responseDeserialize: bytes => response.decode(bytes),
  }
  server.addService({ export: method }, {
    export: (call, reply) => {
      tell('grpc', name, call.metadata.get('authorization')[0], call.request)
      reply(null, {})
    },
  })
}

const http = createServer((request, reply) => {
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    const signal = request.url.replace('/v1/', '')
    if (request.method !== 'POST' || !(signal in signals) || request.headers['content-type'] !== 'application/x-protobuf') {
      reply.writeHead(415).end()
      return
    }
    tell('http', signal, request.headers.authorization, signals[signal].request.decode(Buffer.concat(chunks)))
    reply.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  })
})

http.listen(0, '127.0.0.1', () => server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error
  console.log(JSON.stringify({ grpc: port, http: http.address().port }))
}))
process.stdin.resume().on('end', () => process.exit(0))
