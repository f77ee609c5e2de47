// Measures what the browser loads before a run's graph is on screen: the scripts of index.html and of the graph,
// with all their imports.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 250

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))

/** The chunks that a module needs before it runs. */
function chunksOf(entry, seen = new Set()) {
  if (seen.has(entry)) return seen
  seen.add(entry)
  for (const imported of manifest[entry].imports ?? []) chunksOf(imported, seen)
  return seen
}

const kilobytes = (chunks) =>
  [...chunks].reduce((sum, key) => sum + gzipSync(readFileSync(`dist/${manifest[key].file}`)).length / 1000, 0)

/** The first circle of files that import each other, as keys of the manifest. Their order of execution would be left to chance. */
function findCircle(entry, path = [], done = new Set()) {
  if (path.includes(entry)) return [...path.slice(path.indexOf(entry)), entry]
  if (done.has(entry)) return undefined
  for (const imported of manifest[entry].imports ?? []) {
    const circle = findCircle(imported, [...path, entry], done)
    if (circle) return circle
  }
  done.add(entry)
  return undefined
}

const circle = Object.keys(manifest)
  .map((entry) => findCircle(entry))
  .find((found) => found !== undefined)
if (circle) console.log(`files of the build import each other: ${circle.join(' → ')}`)

const first = chunksOf('index.html')
const withGraph = chunksOf('src/graph/DAGVisualization.tsx', new Set(first))
console.log(`first screen       ${kilobytes(first).toFixed(1)} kB gzip`)
console.log(`with the graph     ${kilobytes(withGraph).toFixed(1)} kB gzip, at most ${LIMIT_KB} kB`)
process.exit(kilobytes(withGraph) <= LIMIT_KB && !circle ? 0 : 1)
