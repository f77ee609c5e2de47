// `node --import ./scripts/tsx.mjs file.ts`: loads TypeScript without the cache of tsx, see bin/runlens.mjs.
process.env.TSX_DISABLE_CACHE = '1'
await import('tsx')
