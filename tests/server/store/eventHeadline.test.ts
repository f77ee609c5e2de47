import { anEvent } from '#mocks/fixtures/builders.ts'
import { eventHeadline } from '#server/store/prepare/eventHeadline.ts'
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
  [
    'an agent ends with a result',
    { event_type: 'agent_call', event_subtype: 'complete', outputs: { text: 'All done.' } },
    'agent finished, “All done.”',
  ],
  [
    'an agent fails',
    { event_type: 'agent_call', event_subtype: 'complete', outputs: { text: 'half' }, error_message: 'Error: no' },
    'agent failed, Error: no',
  ],
  [
    'an agent waits',
    { event_type: 'agent_call', event_subtype: 'complete', status: 'waiting_approval' },
    'agent waits for approval',
  ],
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
const ends: readonly (readonly [string, Given, string])[] = [
  ['says what a tool answered', { meta: { tool: 'search' }, outputs: ' 3 pages\n' }, 'search answered “3 pages”'],
  [
    'finds the answer',
    { meta: { tool: 't' }, outputs: { result: { text: '', content: 'ok', n: 1 } } },
    't answered “ok”',
  ],
  ['knows an empty answer', { meta: { tool: 't' }, outputs: { stdout: '', stderr: '' } }, 't finished'],
  ['finds a figure', { meta: { tool: 'sum' }, outputs: { result: 42, took: 3 } }, 'sum answered 42'],
  [
    'shows the fields of an answer without words',
    { meta: { tool: 'weather' }, outputs: { city: 'Paris', sky: { now: 'rain' }, temp: 18, wind: 3 } },
    'weather answered city: Paris, sky: …, temp: 18',
  ],
  [
    'reads a content block of MCP',
    { meta: { tool: 'read' }, outputs: { content: [{ type: 'text', text: 'line' }] } },
    'read answered “line”',
  ],
  [
    'reads a message of LangChain',
    {
      meta: { tool: 'read' },
      outputs: { output: { lc: 1, type: 'constructor', kwargs: { status: 'success', content: '18C' } } },
    },
    'read answered “18C”',
  ],
  ['counts several answers', { meta: { tool: 'find' }, outputs: { result: ['a', 'b'] } }, 'find answered 2 items'],
  ['says no more than it knows', { meta: { tool: 'send' }, outputs: {} }, 'send finished'],
  ['has no name to say', {}, 'the tool finished'],
  [
    'says what failed, whatever was answered',
    { meta: { tool: 'q' }, outputs: 'An error occurred.', error_message: 'Traceback\n  File x\nKeyError: 7\n' },
    'q failed, KeyError: 7',
  ],
  ['says that it failed where nobody said why', { meta: { tool: 'q' }, status: 'failed', outputs: 'x' }, 'q failed'],
  ['waits', { meta: { tool: 'pay' }, status: 'waiting_approval' }, 'pay waits for approval'],
  [
    'keeps the arguments where it is all that was recorded',
    { inputs: { tool: 'find', arguments: { a: 1 } }, outputs: { result: 'one' } },
    'find(a: 1) answered “one”',
  ],
  [
    'of code says how it exited',
    { event_type: 'code_exec', meta: { tool: 'bash' }, outputs: { stdout: 'hi\n', exit_code: 0 } },
    'bash answered “hi”, exit 0',
  ],
  [
    'of code says why it failed',
    { event_type: 'code_exec', outputs: { stdout: '', exit_code: 1 }, error_message: 'KeyError: 7' },
    'the code failed, exit 1, KeyError: 7',
  ],
  [
    'of code that is all that was recorded tells the code',
    { event_type: 'code_exec', inputs: { language: 'py', code: 'a' }, outputs: { exit_code: 0 } },
    'ran Python, 1 line, exit 0',
  ],
  [
    'of a model says what it answered',
    { event_type: 'llm_call', meta: { model: 'm-1' }, outputs: { text: 'Yes.' } },
    'm-1 answered “Yes.”',
  ],
  ['of a model without words', { event_type: 'llm_call' }, 'the model answered'],
  ['of a model that failed', { event_type: 'llm_call', error_message: '529 busy' }, 'the model failed, 529 busy'],
]
test.each(ends)('the end of a call %s', (_name, given, expected) =>
  expect(headline({ event_type: 'tool_call', event_subtype: 'complete', ...given })).toBe(expected),
)

test.each(spoken)('%s', (_name, given, expected) => expect(headline(given)).toBe(expected))

const ODD = [null, 7, true, 'text', [], [[1]], {}, { text: 7, tool: [], arguments: 'x', code: {}, to: null }]
const TYPES = ['code_exec', 'tool_call', 'llm_call', 'agent_call', 'file_gen', 'handoff', 'approval_requested']
test.each([...TYPES, 'state_transition', 'error', 'info', 'other'])(
  '%s says something of any payload',
  (event_type) => {
    for (const inputs of ODD)
      for (const outputs of ODD)
        for (const event_subtype of ['execution', 'complete'])
          expect(headline({ event_type, event_subtype, inputs, outputs })).toMatch(/^\S(?:.*\S)?$/u)
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
