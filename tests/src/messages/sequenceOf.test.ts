import { aMessage } from '#mocks/fixtures/builders.ts'
import { arrowFacts } from '#src/messages/messageWords.ts'
import { firstWords, sequenceOf } from '#src/messages/sequenceOf.ts'
import { describe, expect, it } from 'vitest'

const from = (sender: string | null, recipient: string | null, content = 'hello') =>
  aMessage({ sender, recipient, content })

describe('a sequence diagram', () => {
  it('has a lifeline for each agent in the order of appearance, and an arrow for each message', () => {
    const { parties, arrows } = sequenceOf([
      from('planner', 'engineer'),
      from('engineer', 'planner'),
      from('critic', 'engineer'),
    ])
    expect(parties).toEqual(['planner', 'engineer', 'critic'])
    expect(arrows.map((arrow) => [arrow.from, arrow.to])).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
    ])
  })

  it('gives whoever was not recorded a lifeline of its own, which is not that of an agent called unknown', () => {
    const { parties, arrows } = sequenceOf([from(null, 'unknown'), from('unknown', '  '), from(null, null)])
    expect(parties).toEqual([undefined, 'unknown'])
    expect(arrows.map((arrow) => [arrow.from, arrow.to])).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
    ])
  })

  it('says of an arrow who wrote to whom, when, how much and where', () => {
    const message = aMessage({ sender: 'a', recipient: 'a', timestamp: '2026-01-20T10:00:00.123456Z', tokens: 1 })
    const { parties, arrows } = sequenceOf([message, from(null, 'b')])
    expect(arrows.map((arrow) => arrowFacts(arrow, parties, undefined))).toEqual([
      expect.stringMatching(/^a to itself · 2026-01-20 .*00\.123456.* · 1 token$/),
      'unknown to b · no time recorded',
    ])
    expect(arrows.slice(1).map((arrow) => arrowFacts(arrow, parties, 'Merge'))).toEqual([
      'unknown to b · no time recorded · at Merge',
    ])
  })
})

describe('the first words of a message', () => {
  it('stand on one line, without the marks of Markdown', () =>
    expect(firstWords('Please **measure**\n\n  `x_1`\r\nagain')).toBe('Please measure x_1 again'))

  it('are cut where they are long, and say that more follows', () => {
    expect(firstWords('a'.repeat(141))).toBe(`${'a'.repeat(140)}…`)
    expect(firstWords('b'.repeat(5_000_000))).toHaveLength(141)
  })

  it('show what would act on the screen unseen, and say where there are none', () => {
    expect(firstWords('txt.\u202eexe')).toBe('txt.‹U+202E›exe')
    expect(firstWords(' \n ')).toBe('Empty message')
  })
})
