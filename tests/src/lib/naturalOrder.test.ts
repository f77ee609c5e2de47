import { inNaturalOrder } from '#src/lib/naturalOrder.ts'
import { expect, it } from 'vitest'

const sorted = (...texts: string[]) => inNaturalOrder(texts, (text) => text)

it('has numbers in texts in the order of their values', () => {
  expect(sorted('page 10', 'page 9', 'page 1', 'page 100')).toEqual(['page 1', 'page 9', 'page 10', 'page 100'])
})

it('has texts without numbers in the order of their letters, and equal ones as they were given', () => {
  expect(sorted('b', 'a', 'c')).toEqual(['a', 'b', 'c'])
  const [first, second] = [{ text: 'x' }, { text: 'x' }]
  expect(inNaturalOrder([first, second], ({ text }) => text)[0]).toBe(first)
})
