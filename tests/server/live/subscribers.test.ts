import { expect, test } from 'vitest'
import { Subscribers } from '#server/live/Subscribers.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = async (stream: ReadableStream<Uint8Array>) => await new Response(stream).text()

test('every reader gets every piece, after what was said to it alone', async () => {
  const subscribers = new Subscribers(() => undefined)
  const streams = [subscribers.add([bytes('one:')]), subscribers.add([bytes('two:')])]
  subscribers.send(bytes('a'))
  subscribers.send(bytes('b'))
  subscribers.endAll()
  expect(await Promise.all(streams.map(text))).toEqual(['one:ab', 'two:ab'])
})

test('a reader who leaves is forgotten, and the last one is told of', async () => {
  let empty = 0
  const subscribers = new Subscribers(() => empty++)
  const [one, two] = [subscribers.add([]), subscribers.add([])]
  await one.cancel()
  expect({ size: subscribers.size, empty }).toEqual({ size: 1, empty: 0 })
  await two.cancel()
  expect({ size: subscribers.size, empty }).toEqual({ size: 0, empty: 1 })
})

test('a reader who does not read is cut off, and holds up nobody', async () => {
  const subscribers = new Subscribers(() => undefined)
  const slow = subscribers.add([])
  const quick = subscribers.add([])
  const read = text(quick)
  const piece = new Uint8Array(100_000)
  for (let i = 0; i < 30; i++) {
    subscribers.send(piece)
    // oxlint-disable-next-line no-await-in-loop -- the quick reader reads between two pieces
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(subscribers.size).toBe(1)
  subscribers.endAll()
  expect((await read).length).toBe(3_000_000)
  expect((await text(slow)).length).toBeLessThan(1_200_000)
})
