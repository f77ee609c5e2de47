import { describe, expect, test } from 'vitest'
import { SEARCH_TEXT_MAX, SNIPPET_CONTEXT } from '#contract/search.ts'
import { aBundle, aFile, aMessage, aNode, anEvent } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { storeRuns } from '#tests/support/testStore.ts'
import { searching } from '#tests/support/store/searching.ts'

/** What counts as a match, and what is shown of it. */
export function searchTextContract(store: () => Store): void {
  const { search, idsOf, snippetOf, storeEvents } = searching(store)

  describe('takes what is looked for as text:', () => {
    test.each([
      ['100%', '100 percent', '100% done'],
      ['a_b', 'axb', 'a_b'],
      ['.*', 'abc', 'a.*c'],
      ['Ä', 'ä', 'Ä'],
      ['İ', 'i', 'İ'],
      ['ſ', 's', 'ſ'],
      ['\u212a', 'K', '\u212a'],
      ['\u0001', '\u0002', '\u0001'],
      ['😀!', '😁!', '😀!'],
      // What repeats itself is looked for in another way.
      [`b${'a'.repeat(199)}`, 'a'.repeat(400), `${'a'.repeat(300)}b${'a'.repeat(250)}`],
      ['a.b*'.repeat(8), 'axbb'.repeat(20), `(${'a.b*'.repeat(9)}`],
      ["'; drop table events --", "'", "x'; drop table events -- y"],
    ])('%j is not in %j and is in %j', async (q, without, having) => {
      await storeEvents(
        anEvent({ event_id: '1', execution_order: 1, error_message: without }),
        anEvent({ event_id: '2', execution_order: 2, error_message: having }),
        anEvent({ event_id: '3', execution_order: 3, inputs: { text: without } }),
        anEvent({ event_id: '4', execution_order: 4, inputs: { text: having } }),
      )
      expect(await idsOf(q)).toEqual(['2', '4'])
      expect((await snippetOf(q))?.match).toBe(q)
    })

    test.each([
      ['a quote', 'say "Hi"'],
      ['a backslash', String.raw`C:\Temp`],
      ['a line feed', 'one\ntwo'],
      ['a tab and a control character', 'a\tb\u001b[0m'],
    ])('%s is found in payloads, where it stands escaped, and in plain texts', async (_, q) => {
      await storeRuns(
        store(),
        aBundle({
          nodes: [aNode({ meta: { q } })],
          events: [
            anEvent({ event_id: '1', execution_order: 1, outputs: { text: `… ${q} …` } }),
            anEvent({ event_id: '2', execution_order: 2, error_message: `… ${q} …` }),
          ],
          messages: [aMessage({ message_id: 'm', content: q })],
        }),
      )
      expect(await idsOf(q.toUpperCase())).toEqual(['1', '2'])
      expect(await idsOf(q, 'node')).toEqual(['step_1'])
      expect(await idsOf(q, 'message')).toEqual(['m'])
      expect((await snippetOf(q, 'node'))?.match).toBe(JSON.stringify(q).slice(1, -1))
    })

    test('ASCII case makes no difference, on either side', async () => {
      await storeEvents(anEvent({ event_id: '1', inputs: { code: 'DataFrame.Merge(Z)' } }))
      expect((await snippetOf('dataFRAME.merge(z)'))?.match).toBe('DataFrame.Merge(Z)')
    })
  })

  test('a text that only two parts together make up is not there', async () => {
    await storeRuns(
      store(),
      aBundle({
        nodes: [aNode({ label: 'left', node_id: 'right', node_type: 'agent' })],
        events: [
          anEvent({
            event_id: 'right',
            event_type: 'info',
            agent_name: 'left',
            error_message: 'left',
            inputs: 'z',
            outputs: 'z',
          }),
        ],
        messages: [aMessage({ content: 'left', sender: 'right' })],
        files: [aFile({ file_path: 'left', file_type: 'right' })],
      }),
    )
    for (const q of ['leftright', 'leftZright', 'leftzright', '"z""z"', '"z"z"z"', 'left\u0001right', 'left right'])
      for (const kind of ['node', 'event', 'message', 'file'] as const)
        expect([q, kind, (await search(q, kind)).total]).toEqual([q, kind, 0])
  })

  test('a snippet is one line, bounded on both sides, and never holds half a character', async () => {
    const emoji = '😀'.repeat(100)
    await storeEvents(
      anEvent({
        event_id: '1',
        execution_order: 1,
        error_message: `${'a'.repeat(500)} \n\t probe\r\n\n${'b'.repeat(500)}`,
      }),
      anEvent({ event_id: '2', execution_order: 2, error_message: `${emoji}probe${emoji}` }),
      anEvent({ event_id: '3', execution_order: 3, error_message: `x${emoji}probe${emoji}x` }),
      anEvent({ event_id: '4', execution_order: 4, error_message: 'probe' }),
    )
    const [long, pairs, shifted, bare] = (await search('probe')).rows.map(({ snippet }) => snippet)
    const spaced = {
      before: `${'a'.repeat(SNIPPET_CONTEXT - 4)} `,
      match: 'probe',
      after: ` ${'b'.repeat(SNIPPET_CONTEXT - 3)}`,
    }
    expect([spaced, { ...spaced, match: 'Probe' }]).toContainEqual(long)
    const half = '😀'.repeat(SNIPPET_CONTEXT / 2)
    expect(pairs).toEqual({ before: half, match: 'probe', after: half })
    expect(shifted).toEqual(pairs)
    expect(bare).toEqual({ before: '', match: 'probe', after: '' })
  })

  test('a payload is searched as far as the bound goes and no further', async () => {
    // A JSON text begins with a quote; characters beyond U+FFFF count once, in every store.
    const filler = '😀'.repeat(SEARCH_TEXT_MAX - 1 - 'probe'.length)
    await storeEvents(
      anEvent({ event_id: 'within', execution_order: 1, outputs: `${filler}probe` }),
      anEvent({ event_id: 'beyond', execution_order: 2, outputs: `${filler}.probe` }),
    )
    expect(await idsOf('probe')).toEqual(['within'])
  })
}
