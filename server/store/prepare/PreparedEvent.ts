import type { ExecutionEvent } from '#contract/entities.ts'
import { deriveEvent, type DerivedEvent, eventTexts } from './deriveEvent.ts'
import { type EventTexts } from '../ports/writer.ts'
import { isPlainJson, storableJson } from './storableText.ts'

type Storable = { readonly event: ExecutionEvent; readonly texts: EventTexts }

/**
 * An event as a store can write it: texts storable, list columns derived. Computed on first access, so that the
 * database can write earlier events in the meantime, and nothing is derived for an event that need not be written.
 */
export class PreparedEvent {
  readonly #given: ExecutionEvent
  readonly #givenTexts: EventTexts | undefined
  #storable: Storable | undefined
  #derived: DerivedEvent | undefined

  /** `texts`: the result of `eventTexts` for the event, if it exists already. */
  constructor(given: ExecutionEvent, texts: EventTexts | undefined) {
    this.#given = given
    this.#givenTexts = texts
  }

  get event(): ExecutionEvent {
    return this.#made.event
  }

  get texts(): EventTexts {
    return this.#made.texts
  }

  /** Values derived from storable texts are storable, because cuts never split a surrogate pair. */
  get derived(): DerivedEvent {
    return (this.#derived ??= deriveEvent(this.event, this.texts))
  }

  get #made(): Storable {
    return (this.#storable ??= storable(this.#given, this.#givenTexts))
  }
}

function storable(given: ExecutionEvent, texts = eventTexts(given)): Storable {
  if (isStorableAsJson(texts)) return { event: given, texts }
  const event = storableJson(given)
  return { event, texts: eventTexts(event) }
}

const isStorableAsJson = ({ inputs, outputs, meta, fields }: EventTexts): boolean =>
  (inputs === null || isPlainJson(inputs)) &&
  (outputs === null || isPlainJson(outputs)) &&
  isPlainJson(meta) &&
  isPlainJson(fields)
