import { aMessage } from '#mocks/fixtures/builders.ts'
import { chatRows } from '#src/records/messages/chatRows.ts'
import { describe, expect, it } from 'vitest'

/** `a>b@20` is a message of a to b at noon of January 20; `-` stands for nobody, and without a day none was recorded. */
const rowsOf = (...told: readonly string[]) =>
  chatRows(
    told.map((text) => {
      const [, sender = '', recipient = '', day] = /^(.)>(.)(?:@(\d\d))?$/.exec(text) ?? []
      const name = (party: string) => (party === '-' ? null : party)
      const timestamp = day === undefined ? null : `2026-01-${day}T12:00:00.000000Z`
      return aMessage({ sender: name(sender), recipient: name(recipient), timestamp })
    }),
  ).map(({ kind, day }) => (day === undefined ? kind : `${day} ${kind}`))

describe('a conversation', () => {
  it('is told in turns: who goes on speaking to the same is not named again', () =>
    expect(rowsOf('a>b', 'a>b', 'b>a', 'b>c', 'b>c')).toEqual(['turn', 'more', 'turn', 'turn', 'more']))

  it('names the day where another begins, and who speaks on it', () =>
    expect(rowsOf('a>b@20', 'a>b@20', 'a>b@21')).toEqual(['2026-01-20 turn', 'more', '2026-01-21 turn']))

  it('takes a message of an unknown time to be of the day of those before it', () =>
    expect(rowsOf('a>b@20', 'a>b', 'a>b@20')).toEqual(['2026-01-20 turn', 'more', 'more']))

  it('keeps what nobody is known to have sent in turns of its own', () =>
    expect(rowsOf('->b', '->b', 'a>b', '->-')).toEqual(['turn', 'more', 'turn', 'turn']))
})
