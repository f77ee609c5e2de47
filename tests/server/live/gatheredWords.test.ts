import { expect, test } from 'vitest'
import { GatheredWords, type Message } from '#server/store/postgres/GatheredWords.ts'
import { eventually } from '#tests/support/eventually.ts'

/** What was sent so far, and whether sending works. */
function sink() {
  const sent: Message[][] = []
  const state = { works: true, tried: 0 }
  const words = new GatheredWords(async (messages) => {
    state.tried += 1
    if (!state.works) throw new Error('the connection broke')
    sent.push([...messages])
  })
  return { sent, state, words }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i}`)

test('words that come at once are sent at once, each once, those of each channel by themselves', async () => {
  const { sent, words } = sink()
  words.add('a', ['1', '2'])
  words.add('b', ['1'])
  words.add('a', ['2', '3'])
  words.add('a', [])
  await eventually(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toEqual([
    { channel: 'a', payload: '1,2,3' },
    { channel: 'b', payload: '1' },
  ])
  await words.close()
  expect(sent).toHaveLength(1)
})

test('a message has 200 words at most', async () => {
  const { sent, words } = sink()
  words.add('a', numbers(450))
  await words.close()
  expect(sent.flat().map(({ payload }) => payload.split(',').length)).toEqual([200, 200, 50])
})

test('what could not be sent is kept, and sent with what came meanwhile once that works again', async () => {
  const { sent, state, words } = sink()
  state.works = false
  words.add('a', ['1'])
  await eventually(() => expect(state.tried).toBeGreaterThan(0))
  words.add('a', ['2', '1'])
  await eventually(() => expect(state.tried).toBeGreaterThan(1))
  expect(sent).toEqual([])
  state.works = true
  await eventually(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.map(({ payload }) => payload.split(',').toSorted())).toEqual([['1', '2']])
  await words.close()
})

test('of more words than are kept one is left that stands for any, and after it was sent others are told again', async () => {
  const { sent, state, words } = sink()
  state.works = false
  for (let part = 0; part < 30; part++)
    words.add(
      'a',
      numbers(1000).map((word) => `${part}-${word}`),
    )
  words.add('b', ['1'])
  await eventually(() => expect(state.tried).toBe(1))
  words.add('a', ['one more'])
  state.works = true
  await eventually(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toEqual([
    { channel: 'a', payload: '*' },
    { channel: 'b', payload: '1' },
  ])
  words.add('a', ['2'])
  await words.close()
  expect(sent[1]).toEqual([{ channel: 'a', payload: '2' }])
})

test('closing sends what waits, and does not wait for what cannot be sent', async () => {
  const one = sink()
  one.words.add('a', ['1'])
  await one.words.close()
  one.words.add('a', ['too late'])
  expect(one.sent).toEqual([[{ channel: 'a', payload: '1' }]])

  const silent = new GatheredWords(() => new Promise(() => undefined))
  silent.add('a', ['1'])
  await expect(silent.close()).resolves.toBeUndefined()
})
