import { chooseEntries, longestWord } from '#src/palette/chooseEntries.ts'
import type { Entry, Group } from '#src/palette/Entry.ts'
import { Circle } from 'lucide-react'
import { describe, expect, it } from 'vitest'

const entry = (group: Group, label: string, further = ''): Entry => ({
  id: `${group}-${label}`,
  group,
  label,
  further,
  Icon: Circle,
  perform: () => undefined,
})
const chosen = (entries: readonly Entry[], typed: string) =>
  chooseEntries(entries, typed).flatMap((group) => group.entries.map(({ label }) => label))

describe('what was typed', () => {
  const nodes = [
    entry('Nodes of this run', 'Explain the plan', 'step_3 agent'),
    entry('Nodes of this run', 'Replan', 'step_2 planning'),
    entry('Nodes of this run', 'Plan the analysis', 'planning'),
    entry('Nodes of this run', 'Finish', 'terminator planning'),
  ]

  it('is looked for as words in any order and case', () => {
    expect(chosen(nodes, 'PLAN explain')).toEqual(['Explain the plan'])
    expect(chosen(nodes, 'plan nothing')).toEqual([])
  })

  it('finds first what begins with it, then words that do, then the rest, then ids and the like', () => {
    expect(chosen(nodes, 'plan')).toEqual(['Plan the analysis', 'Explain the plan', 'Replan', 'Finish'])
  })

  it('keeps groups in their order', () => {
    const entries = [entry('Runs', 'Plan'), entry('Actions', 'Replan')]
    expect(chosen(entries, 'plan')).toEqual(['Replan', 'Plan'])
  })
})

it('a cut group tells how many answer', () => {
  const many = Array.from({ length: 2000 }, (_, place) => entry('Nodes of this run', `Step ${place}`))
  const [asked] = chooseEntries(many, 'step')
  expect(asked?.entries).toHaveLength(20)
  expect(asked?.total).toBe(2000)
  expect(chooseEntries(many, '')[0]?.entries).toHaveLength(6)
})

it('the server, which looks for one text, is asked for the longest word', () => {
  expect(longestWord('  audit the energy ')).toBe('energy')
  expect(longestWord('  ')).toBeUndefined()
})
