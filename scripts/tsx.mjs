// `node --import ./scripts/tsx.mjs file.ts`: loads TypeScript without the cache of tsx, see tests/architecture/loader.test.ts.
process.env.TSX_DISABLE_CACHE = '1'
await import('tsx')
