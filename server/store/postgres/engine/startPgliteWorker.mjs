// Without the cache of tsx, whoever starts the worker: see bin/runlens.mjs.
process.env.TSX_DISABLE_CACHE = '1'
const { tsImport } = await import('tsx/esm/api')

// The worker is TypeScript, whoever starts it: a server under tsx, a test runner, or plain Node. None of them hands its own
// way of loading TypeScript down to a worker on every version of Node, so the worker starts here and brings one along.
await tsImport('./pgliteWorker.ts', import.meta.url)
