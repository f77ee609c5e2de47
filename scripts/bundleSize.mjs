// Measures what the browser loads before a run's graph is on screen: the scripts of index.html and of the graph,
// with all their imports. Fails if that is too much, or if chunks import each other in a circle.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 250

const manifest = JSON.parse(readFileSync('dist/app/.vite/manifest.json', 'utf8'))

/** The chunks that a module needs before it runs. */
function chunksOf(entry, seen = new Set()) {
  if (seen.has(entry)) return seen
  seen.add(entry)
  for (const imported of manifest[entry].imports ?? []) chunksOf(imported, seen)
  return seen
}

const kilobytes = (chunks) =>
  [...chunks].reduce((sum, key) => sum + gzipSync(readFileSync(`dist/app/${manifest[key].file}`)).length / 1000, 0)

/** Chunks that import each other in a circle run in the order in which the network delivers them, and may fail. */
const inCircles = Object.keys(manifest).filter((key) =>
  (manifest[key].imports ?? []).some((imported) => chunksOf(imported).has(key)),
)
if (inCircles.length > 0) console.log(`chunks that import each other in a circle: ${inCircles.join(', ')}`)

const first = chunksOf('index.html')
const withGraph = chunksOf('src/graph/DAGVisualization.tsx', new Set(first))
console.log(`first screen       ${kilobytes(first).toFixed(1)} kB gzip`)
console.log(`with the graph     ${kilobytes(withGraph).toFixed(1)} kB gzip, at most ${LIMIT_KB} kB`)
process.exit(kilobytes(withGraph) <= LIMIT_KB && inCircles.length === 0 ? 0 : 1)
