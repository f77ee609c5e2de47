import { SEARCH_FIELDS, SEARCH_TEXT_MAX, type SearchField, type SearchKind } from '#contract/search.ts'
import { ORDER_MISSING } from '#server/store/order.ts'
import { moment } from '../columns.ts'
import { EVENT_START } from './eventAggregates.ts'
import type { SortColumn } from './selectPage.ts'

/** How the rows of one kind are searched. */
export type SearchSource = {
  /** The table that is scanned: the rows themselves, or their texts. */
  readonly scanned: string
  /** All texts of a scanned row as one, lowercased, with a capital letter between its parts. */
  readonly folded: string
  /**
   * Sort columns of the list: a name, the value in a scanned row, and the value as JSON. The last one is the row's id.
   */
  readonly order: readonly (SortColumn & { readonly value: string; readonly json: string })[]
  /** The table that a hit is read from. */
  readonly rows: string
  readonly title: string
  readonly at: string
  /** Additional fields of a hit of this kind, as arguments of json_build_object. */
  readonly own: string
  readonly fields: Fields
}
type Fields = Partial<Readonly<Record<SearchField, string>>>

/** Fields in the order in which the contract tries them. */
export const fieldsOf = ({ fields }: Pick<SearchSource, 'fields'>): readonly (readonly [SearchField, string])[] =>
  SEARCH_FIELDS.flatMap((field) => {
    const column = fields[field]
    return column === undefined ? [] : [[field, searchedText(column)] as const]
  })

/** Same as `searchedPart` of server/store/read/searchSnippet.ts. */
const searchedText = (column: string): string => `left(${column}, ${SEARCH_TEXT_MAX})`

/**
 * Texts with A–Z lowercased and a capital letter between them. The needle is lowercased too, so no match can span two
 * texts. Migration 0002 does the same for events.
 */
const foldedTexts = (fields: Fields): string =>
  fieldsOf({ fields })
    .map(([, text]) => `coalesce(lower(${text} collate "C"), '')`)
    .join(` || 'Z' || `)

const id = (column: string) => ({ column, value: column, type: 'text', json: column }) as const
const orderKey = (value: string) => ({ column: 'order_key', value, type: 'bigint', json: 'order_key' }) as const
const timeKey = (column: string) => ({ column, value: column, type: 'timestamptz', json: moment(column) }) as const

const NODE_FIELDS = { label: 'label', node_id: 'node_id', node_type: 'node_type', agent: 'agent', meta: 'meta::text' }
const FILE_FIELDS = { file_path: 'file_path', file_type: 'file_type', meta: 'meta::text' }
const MESSAGE_FIELDS = { content: 'content', sender: 'sender', recipient: 'recipient', meta: 'meta::text' }

export const SEARCH_SOURCES: Readonly<Record<SearchKind, SearchSource>> = {
  node: {
    scanned: 'dag_nodes',
    folded: foldedTexts(NODE_FIELDS),
    order: [orderKey(`coalesce(order_index, ${ORDER_MISSING})`), id('node_id')],
    rows: 'dag_nodes',
    title: `case when label ~ '\\S' then label else node_id end`,
    at: 'started_at',
    own: '',
    fields: NODE_FIELDS,
  },
  event: {
    scanned: 'event_texts',
    folded: 'search_text',
    order: [orderKey('order_key'), timeKey('time_key'), id('event_id')],
    rows: 'execution_events',
    title: 'headline',
    at: EVENT_START,
    own: `'event_id', event_id, 'is_error', is_error,`,
    fields: {
      headline: 'headline',
      error_message: 'error_message',
      agent: 'agent_name',
      inputs: 'inputs::text',
      outputs: 'outputs::text',
      meta: 'meta::text',
      event_id: 'event_id',
      event_type: 'event_type',
    },
  },
  file: {
    scanned: 'files',
    folded: foldedTexts(FILE_FIELDS),
    order: [timeKey('created_key'), id('file_id')],
    rows: 'files',
    title: 'file_path',
    at: 'created_at',
    own: `'file_id', file_id,`,
    fields: FILE_FIELDS,
  },
  message: {
    scanned: 'messages',
    folded: foldedTexts(MESSAGE_FIELDS),
    order: [timeKey('time_key'), id('message_id')],
    rows: 'messages',
    title: `coalesce(nullif(concat_ws(' → ', nullif(sender, ''), nullif(recipient, '')), ''), 'Message')`,
    at: '"timestamp"',
    own: `'message_id', message_id,`,
    fields: MESSAGE_FIELDS,
  },
}
