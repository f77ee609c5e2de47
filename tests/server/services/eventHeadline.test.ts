import { anEvent } from '#mocks/fixtures/builders.ts'
import { eventHeadline } from '#server/services/eventHeadline.ts'
import { expect, test } from 'vitest'

type Given = Parameters<typeof anEvent>[0]
const headline = (given: Given) => eventHeadline(anEvent({ inputs: null, outputs: null, meta: {}, ...given }))
const ran = (language: unknown) => headline({ event_type: 'code_exec', inputs: { language: String(language) } })

test.each([
  ['python', 'ran Python'],
  ['py', 'ran Python'],
  ['sql', 'ran SQL'],
  ['SQL', 'ran SQL'],
  ['javascript', 'ran JavaScript'],
  ['ts', 'ran TypeScript'],
  ['bash', 'ran Bash'],
  ['sh', 'ran shell'],
  ['r', 'ran R'],
  ['c++', 'ran C++'],
  [' Julia ', 'ran Julia'],
  ['PostgreSQL', 'ran PostgreSQL'],
  ['constructor', 'ran Constructor'],
  ['😀lang', 'ran 😀lang'],
])('the language %j reads "%s"', (language, expected) => expect(ran(language)).toBe(expected))

const spoken: readonly (readonly [string, Given, string])[] = [
  [
    'code tells lines and exit',
    { event_type: 'code_exec', inputs: { code: 'a\nb\n' }, outputs: { exit_code: 1 } },
    'ran code, 2 lines, exit 1',
  ],
  ['one line is no plural', { event_type: 'code_exec', inputs: { code: 'a' } }, 'ran code, 1 line'],
  [
    'a tool shows its first three arguments',
    { event_type: 'tool_call', inputs: { tool: 'find', arguments: { a: 1, b: { c: 2 }, d: null, e: 5 } } },
    'called find(a: 1, b: …, d: …)',
  ],
  ['a tool without a name', { event_type: 'tool_call' }, 'called a tool'],
  [
    'the last line of a traceback is what happened',
    { event_type: 'tool_call', inputs: { name: 'q' }, error_message: 'Traceback\n  File x\nKeyError: 7\n' },
    'called q, KeyError: 7',
  ],
  [
    'a model answers',
    { event_type: 'llm_call', meta: { model: 'm-1' }, outputs: { text: ' Yes.\n\nNo. ' } },
    'asked m-1, “Yes. No.”',
  ],
  ['an agent ends', { event_type: 'agent_call', event_subtype: 'complete' }, 'agent finished'],
  ['a file has a path', { event_type: 'file_gen', outputs: { path: 'a/b.csv' } }, 'wrote a/b.csv'],
  [
    'a handoff',
    { event_type: 'handoff', inputs: { to: 'reviewer', reason: 'done' } },
    'handed over to reviewer, “done”',
  ],
  ['a state', { event_type: 'state_transition', inputs: { from: 'draft' }, outputs: { to: 'done' } }, 'draft → done'],
  ['an error', { event_type: 'error', error_message: 'ValueError: no' }, 'ValueError: no'],
  ['an unknown type says itself', { event_type: 'brand_new', event_subtype: 'some_part' }, 'brand new, some part'],
]
test.each(spoken)('%s', (_name, given, expected) => expect(headline(given)).toBe(expected))

const ODD = [null, 7, true, 'text', [], [[1]], {}, { text: 7, tool: [], arguments: 'x', code: {}, to: null }]
const TYPES = ['code_exec', 'tool_call', 'llm_call', 'agent_call', 'file_gen', 'handoff', 'approval_requested']
test.each([...TYPES, 'state_transition', 'error', 'info', 'other'])(
  '%s says something of any payload',
  (event_type) => {
    for (const inputs of ODD)
      for (const outputs of ODD) expect(headline({ event_type, inputs, outputs })).toMatch(/^\S(?:.*\S)?$/u)
  },
)

test('inherited names are no fields', () => {
  expect(headline({ event_type: 'info', inputs: { toString: 'x' }, outputs: {} })).toBe('info')
})

test('a long line is cut at 160 without parting a character, and has no breaks or controls', () => {
  for (const shift of ['', 'a']) {
    const line = headline({ event_type: 'info', outputs: { text: `${shift}${'😀'.repeat(300)}` } })
    expect(line.length).toBeLessThanOrEqual(160)
    expect([line.isWellFormed(), line.endsWith('…')]).toEqual([true, true])
    const quoted = headline({ event_type: 'llm_call', outputs: { text: `${shift}${'😀'.repeat(300)}` } })
    expect(quoted.isWellFormed()).toBe(true)
    const called = headline({ event_type: 'tool_call', inputs: { args: { x: `${shift}${'😀'.repeat(90)}` } } })
    expect(called.isWellFormed()).toBe(true)
  }
  expect(headline({ event_type: 'info', outputs: { text: 'a\r\n\t\u001b[31mb\u0085c' } })).toBe('a [31mb c')
})
