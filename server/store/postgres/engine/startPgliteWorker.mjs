// Disables the cache of tsx, whoever starts the worker: see tests/architecture/loader.test.ts.
process.env.TSX_DISABLE_CACHE = '1'
const { tsImport } = await import('tsx/esm/api')

// The worker is TypeScript and may be started by a server under tsx, a test runner or plain Node. None of them passes
// its TypeScript loader on to workers in every version of Node, so this file registers one itself.
await tsImport('./pgliteWorker.ts', import.meta.url)
