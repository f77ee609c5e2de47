import { ENDPOINTS, type EndpointName } from '#contract/endpoints.ts'
import type { Endpoint } from '#contract/Endpoint.ts'
import type { RowPlace } from '#contract/scopedRows.ts'
import { CHANGE_ROWS, RUN_STREAM_EVENTS } from '#contract/stream.ts'
import { expect, test } from 'vitest'
import type * as z from 'zod/mini'

/* The scope checks of the server and the app look where the contract says that rows are. Here the schemas say it once more. */

/** Every place of a schema at which an object names a run, in the words of `RowPlace`. Payloads have no schema of their own. */
function placesNamingRuns(schema: z.core.$ZodType, path: string): readonly string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'object') {
    const inner = Object.entries(def.shape).flatMap(([field, part]) =>
      placesNamingRuns(part, path ? `${path}.${field}` : field),
    )
    return 'run_id' in def.shape ? [path, ...inner] : inner
  }
  if (def.type === 'array') return placesNamingRuns(def.element, path)
  if (def.type === 'union') return def.options.flatMap((option) => placesNamingRuns(option, path))
  if (def.type === 'nullable') return placesNamingRuns(def.innerType, `${path}?`)
  if (def.type === 'readonly' || def.type === 'optional') return placesNamingRuns(def.innerType, path)
  return []
}

const rowsIn = (schema: z.core.$ZodType): readonly string[] =>
  [...new Set(placesNamingRuns(schema, ''))].filter((place) => place !== 'scope').sort()

const placeNames = (rows: readonly RowPlace[]): readonly string[] =>
  rows
    .map((place) => {
      if (typeof place === 'string') return place
      return 'pointing' in place ? `${place.pointing}.scopes` : place.packed
    })
    .sort()

const endpoints = (Object.keys(ENDPOINTS) as EndpointName[]).map((name): [string, Endpoint] => [name, ENDPOINTS[name]])
const replies = endpoints.flatMap(([name, { scope, reply, rows }]) => (reply ? [{ name, scope, reply, rows }] : []))

test.each(replies.filter(({ scope }) => scope !== 'global' && scope !== 'public'))(
  'every row of $name that names a run is at a declared place',
  ({ reply, rows }) => {
    expect(placeNames(rows ?? [])).toEqual(rowsIn(reply))
  },
)

test.each(replies.filter(({ scope }) => scope === 'global' || scope === 'public'))(
  '$name is of no single run, and neither is its address',
  ({ name }) => {
    expect(ENDPOINTS[name as EndpointName].path).not.toContain(':run_id')
  },
)

test('so are the rows of the frames of a stream', () => {
  const { change, ...others } = RUN_STREAM_EVENTS
  expect(placeNames(CHANGE_ROWS)).toEqual(rowsIn(change))
  for (const schema of Object.values(others)) expect(rowsIn(schema)).toEqual([])
})
