// What the first screen loads: the scripts that index.html names and all that they import statically, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 250

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const seen = new Set()
const visit = (key) => {
  if (seen.has(key)) return
  seen.add(key)
  for (const imported of manifest[key].imports ?? []) visit(imported)
}
visit('index.html')

const rows = [...seen].map((key) => {
  const { file } = manifest[key]
  return { file, kb: gzipSync(readFileSync(`dist/${file}`)).length / 1000 }
})
for (const { file, kb } of rows.sort((a, b) => b.kb - a.kb)) console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`)
const sum = rows.reduce((all, { kb }) => all + kb, 0)
console.log(`${sum.toFixed(1).padStart(7)} kB gzip of JavaScript on the first screen; at most ${LIMIT_KB} kB`)
process.exit(sum <= LIMIT_KB ? 0 : 1)
