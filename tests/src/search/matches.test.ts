import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { parseLocation } from '#src/navigation/location.ts'
import { hitKey, numberOf, openKey, placeOf, stepFrom, totalOf, type HitList } from '#src/search/matches.ts'
import { describe, expect, it } from 'vitest'
import { hitLists } from '#tests/support/app/hits.ts'

const walk = (lists: readonly HitList[], from: string | undefined, by: 1 | -1): string => {
  const step = stepFrom(lists, placeOf(lists, from), by)
  return step.kind === 'hit' ? hitKey(step.hit) : step.kind === 'load' ? `load ${step.of}` : 'none'
}

describe('the way from match to match', () => {
  const lists = hitLists({ node: ['n1'], event: ['e1', 'e2'], message: ['m1'] })

  it('goes through all kinds in turn, and around the end', () => {
    const way = ['node/n1', 'event/e1', 'event/e2', 'message/m1', 'node/n1']
    expect(way.slice(0, -1).map((key) => walk(lists, key, 1))).toEqual(way.slice(1))
    expect(way.slice(1).map((key) => walk(lists, key, -1))).toEqual(way.slice(0, -1))
  })

  it('begins with the first, or backwards with the last', () => {
    expect(walk(lists, undefined, 1)).toBe('node/n1')
    expect(walk(lists, undefined, -1)).toBe('message/m1')
  })

  it('has to read on where the next match is not loaded, rather than leap over it', () => {
    const cut = hitLists({ event: ['e1', 'e2'], message: ['m1'] }, { event: 500 })
    expect(walk(cut, 'event/e2', 1)).toBe('load event')
    expect(walk(cut, 'event/e1', 1)).toBe('event/e2')
  })

  it('does not go backwards to a match that is not loaded', () => {
    const cut = hitLists({ event: ['e1'], message: ['m1'] }, { event: 500, message: 1 })
    expect(walk(cut, 'message/m1', -1)).toBe('none')
    expect(walk(hitLists({ event: ['e1'] }, { event: 500 }), 'event/e1', -1)).toBe('none')
  })

  it('leads nowhere where nothing was found', () => expect(walk(hitLists({}), undefined, 1)).toBe('none'))
})

describe('the number of a match', () => {
  it('counts through all kinds, also over matches that are not loaded', () => {
    const lists = hitLists({ node: ['n1', 'n2'], event: ['e1'], file: ['f1'] }, { event: 40 })
    const place = placeOf(lists, 'file/f1')
    expect(place && numberOf(lists, place)).toBe(43)
    expect(totalOf(lists)).toBe(43)
  })

  it('tells a file from an event of the same id', () => {
    const lists = hitLists({ event: ['x'], file: ['x'] })
    expect(placeOf(lists, 'file/x')).toEqual({ list: 2, index: 0 })
    expect(placeOf(lists, 'message/x')).toBeUndefined()
  })
})

describe('a pasted link', () => {
  const lists = hitLists({ node: ['step_1'], event: ['e1'], file: ['f1'], message: ['m1'] })
  it.each([
    ['/nodes/step_1', 'node/step_1'],
    ['/nodes/step_1?event=e1', 'event/e1'],
    ['/nodes/step_1?view=files&file=f1', 'file/f1'],
    ['/nodes/step_1?view=graph&file=f1', 'node/step_1'],
    ['?view=messages&message=m1', 'message/m1'],
    ['/nodes/step_2', undefined],
  ])('to %s stands on the match %s', (rest, key) => {
    const { selection, view } = parseLocation(`/runs/${BLUE}${rest.split('?')[0]}`, `?${rest.split('?')[1] ?? ''}`)
    expect(openKey(lists, selection, view)).toBe(key)
  })
})
