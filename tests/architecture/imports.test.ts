import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const BELOW_ROUTES = ['lib', 'store', 'enrich', 'batch', 'telemetry', 'integrity', 'http', 'live'].map(
  (room) => `server/${room}`,
)

const BELOW_RECORDS = ['live', 'navigation', 'ui', 'api', 'theme', 'lib'].map((room) => `src/${room}`)

/**
 * The directions in which imports may run, on resolved paths, so that a relative path cannot slip past the lint rules.
 * A folder may import itself, and what its line names.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  client: [],
  contract: [],
  'server/lib': ['contract'],
  'server/store': ['contract', 'server/lib'],
  'server/engine': ['contract', 'server/lib', 'server/store', 'server/node'],
  'server/enrich': ['contract', 'server/lib', 'server/store'],
  'server/batch': ['contract', 'server/lib', 'server/store'],
  'server/telemetry': ['contract', 'server/lib', 'server/store'],
  'server/import': ['contract', 'server/lib', 'server/store'],
  'server/demo': ['contract', 'server/lib', 'server/import'],
  'server/generate': ['contract', 'server/lib', 'server/store', 'server/demo'],
  'server/integrity': ['contract', 'server/lib', 'server/store', 'server/import'],
  'server/http': ['contract', 'server/lib', 'server/store'],
  'server/live': ['contract', 'server/lib', 'server/store', 'server/enrich', 'server/http'],
  'server/routes': ['contract', ...BELOW_ROUTES],
  'server/app': ['contract', 'server/routes', ...BELOW_ROUTES],
  'server/sources': ['contract', 'server/lib', 'server/import', 'server/telemetry'],
  'server/cli': ['contract', 'server/node', 'server/sources', 'server/engine', 'server/import', ...BELOW_ROUTES],
  'server/node': [
    'contract',
    'server/app',
    'server/cli',
    'server/demo',
    'server/engine',
    'server/generate',
    'server/import',
    'server/sources',
    ...BELOW_ROUTES,
  ],
  mocks: ['contract', 'server/app', 'server/demo', 'server/import', ...BELOW_ROUTES],
  'src/main': ['src/app', 'src/navigation', 'mocks'],
  'src/app': ['contract', 'src/run', 'src/feature', 'src/records', ...BELOW_RECORDS],
  'src/run': ['contract', 'src/feature', 'src/records', ...BELOW_RECORDS],
  'src/feature': ['contract', 'src/records', ...BELOW_RECORDS],
  'src/navigation': ['contract', 'src/lib'],
  'src/records': ['contract', 'src/live', 'src/api', 'src/ui', 'src/theme', 'src/lib'],
  'src/live': ['contract', 'src/api', 'src/lib'],
  'src/ui': ['contract', 'src/api', 'src/theme', 'src/lib'],
  'src/api': ['contract', 'src/lib'],
  'src/theme': ['contract', 'src/lib'],
  'src/lib': ['contract'],
}

/** Parts of the app that do not know of each other. */
const FEATURES = [
  'runList',
  'graph',
  'node',
  'timeline',
  'messages',
  'search',
  'palette',
  'integrity',
  'connect',
  'loose',
]
/** What runs in a browser too, behind the mock API. All else of the server is Node's. */
const NEUTRAL = [
  'client',
  'contract',
  'mocks',
  'server/app',
  'server/batch',
  'server/demo',
  'server/enrich',
  'server/generate',
  'server/http',
  'server/import',
  'server/integrity',
  'server/lib',
  'server/live',
  'server/routes',
  'server/store',
  'server/telemetry',
]

/** The layer that a file belongs to, and the feature where siblings must not meet. */
function layerOf(file: string): { readonly layer: string; readonly feature?: string } {
  const [top = '', second = ''] = file.split('/')
  if (file.startsWith('server/store/postgres/engine/')) return { layer: 'server/engine' }
  if (file === 'server/app.ts') return { layer: 'server/app' }
  if (top === 'server') return { layer: second.endsWith('.ts') ? 'server/node' : `server/${second}` }
  if (top !== 'src') return { layer: top }
  if (FEATURES.includes(second)) return { layer: 'src/feature', feature: second }
  return { layer: second.endsWith('.ts') || second.endsWith('.tsx') ? 'src/main' : `src/${second}` }
}

const files = ['client', 'contract', 'server', 'mocks', 'src'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => join(root, file))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts')),
)

/** Specifiers of static and dynamic imports, worker addresses among them. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import|import\(|new URL\()\s*'([^']+)'/g)].flatMap(
    ([, specifier]) => specifier ?? [],
  )
}

const resolve = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? relative('.', join(dirname(file), specifier)) : undefined
}

describe('imports run one way', () => {
  it.each(files)('%s', (file) => {
    const from = layerOf(file)
    for (const specifier of importsOf(file)) {
      const target = resolve(file, specifier)
      // `new URL(…)` also names folders, and style sheets have no layer.
      if (target === undefined || !/\.[mc]?[jt]sx?$/.test(target)) continue
      const to = layerOf(target)
      const isOwn = to.layer === from.layer && (from.layer !== 'src/feature' || to.feature === from.feature)
      const isAllowed = isOwn || (MAY_IMPORT[from.layer] ?? []).includes(to.layer)
      expect(isAllowed, `${file} (${from.layer}) must not import ${target} (${to.layer})`).toBe(true)
    }
  })

  it.each(files.filter((file) => NEUTRAL.includes(layerOf(file).layer)))(
    '%s runs in a browser too: no Node modules',
    (file) => expect(importsOf(file).filter((specifier) => specifier.startsWith('node:'))).toEqual([]),
  )
})

describe('scope', () => {
  it.each(files.filter((file) => !file.startsWith('contract/') && !file.startsWith('server/import/')))(
    '%s has no function that takes a node id without its run',
    (file) => {
      // A parameter `node_id: NodeId` in a signature of an exported function or an interface method. A ref carries both.
      const exported = /export (?:const|function|async function) \w+[^\n]*\(\s*(?:readonly )?node_?[iI]d: NodeId\b/
      expect(exported.test(readFileSync(file, 'utf8'))).toBe(false)
    },
  )

  it.each(files)('%s does not keep a former reply on screen', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/keepPreviousData|placeholderData/)
  })
})
