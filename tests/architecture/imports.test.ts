import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bareNodeIds } from '#tests/support/bareNodeIds.ts'

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
  'home',
  'runList',
  'graph',
  'node',
  'timeline',
  'messages',
  'search',
  'palette',
  'integrity',
  'connect',
  'unassigned',
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

/* Every rule is one case, whose message has all places that break it. */

describe('imports', () => {
  it('run one way', () => {
    const offences = files.flatMap((file) => {
      const from = layerOf(file)
      return importsOf(file).flatMap((specifier) => {
        const target = resolve(file, specifier)
        // `new URL(…)` also names folders, and style sheets have no layer.
        if (target === undefined || !/\.[mc]?[jt]sx?$/.test(target)) return []
        const to = layerOf(target)
        const isOwn = to.layer === from.layer && (from.layer !== 'src/feature' || to.feature === from.feature)
        const isAllowed = isOwn || (MAY_IMPORT[from.layer] ?? []).includes(to.layer)
        return isAllowed ? [] : [`${file} (${from.layer}) must not import ${target} (${to.layer})`]
      })
    })
    expect(offences).toEqual([])
  })

  it('name no Node modules in what runs in a browser too', () => {
    const inBrowsers = files.filter((file) => NEUTRAL.includes(layerOf(file).layer))
    const offences = inBrowsers.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('node:'))
        .map((specifier) => `${file} imports ${specifier}`),
    )
    expect(offences).toEqual([])
  })

  it('are found at all', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(importsOf('tests/architecture/imports.test.ts')).toContain('node:fs')
  })
})

describe('scope', () => {
  it('no function or callback that others see takes a node id without its run', () => {
    const checked = files.filter((file) => !file.startsWith('contract/') && !file.startsWith('server/import/'))
    const offences = checked.flatMap((file) => bareNodeIds(file, readFileSync(file, 'utf8')))
    expect(offences).toEqual([])
  })

  it.each([
    ['an exported function', 'export function read(node_id: NodeId) {}'],
    ['a later parameter', 'export const read = (limit: number, nodeId: NodeId) => limit'],
    ['one that may be left out', 'export const read = (node_id?: NodeId) => node_id'],
    ['a run that may be left out', 'export class Uses { of(node_id: NodeId, run_id?: RunId) {} }'],
    ['a member of a type', 'type Actions = { readonly open: (node_id: NodeId | undefined) => void }'],
    ['a method of an interface', 'export interface Rows { find(node_id: NodeId): void }'],
    ['a callback of a parameter', 'export function List({ onOpen }: { onOpen: (node_id: NodeId) => void }) {}'],
    ['a lambda of an exported object', 'export const queries = { node: (node_id: NodeId) => node_id }'],
  ])('the rule sees %s', (_, code) => {
    expect(bareNodeIds('example.ts', code)).toHaveLength(1)
  })

  it.each([
    ['a ref', 'export function read(ref: NodeRef) {}'],
    ['the run before the node', 'export const read = (run_id: RunId, node_id: NodeId) => run_id'],
    ['what is of one run', 'export const pathTo = (outline: Outline, node_id: NodeId) => outline'],
    ['a helper that no other module sees', 'const isRoot = (node_id: NodeId) => node_id'],
  ])('the rule allows %s', (_, code) => {
    expect(bareNodeIds('example.ts', code)).toEqual([])
  })

  it('no former reply is kept on screen', () => {
    const offences = files.filter((file) => /keepPreviousData|placeholderData/.test(readFileSync(file, 'utf8')))
    expect(offences).toEqual([])
  })
})
