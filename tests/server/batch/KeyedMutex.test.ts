import { KeyedMutex } from '#server/batch/KeyedMutex.ts'
import { expect, test } from 'vitest'

test('work of one key is done one after the other, and what fails keeps nobody from going on', async () => {
  const turns = new KeyedMutex(10)
  const done: string[] = []
  const work = (name: string, fails = false) =>
    turns.take('run', async () => {
      done.push(`${name} begins`)
      await Promise.resolve()
      done.push(`${name} ends`)
      if (fails) throw new Error('no')
      return name
    })
  const results = await Promise.allSettled([work('first', true), work('second')])
  expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('work beyond what may wait is turned away, whatever its key, until there is room again', async () => {
  const turns = new KeyedMutex(2)
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const first = turns.take('one run', async () => await gate.then(() => 'first'))
  const second = turns.take('one run', async () => 'second')
  expect(await turns.take('another run', async () => 'third')).toBe(undefined)
  release()
  expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  expect(await turns.take('another run', async () => 'third')).toBe('third')
})
