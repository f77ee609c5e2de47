import type { JsonValue } from '#contract/json.ts'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { fieldNames } from './chatOf.ts'
import { Folded } from './Folded.tsx'

type Props = { readonly value: JsonValue; readonly name: string }

/** How many fields the summary names. */
const NAMED = 6

/** What no part of the chat shows, folded to the names of its fields. */
export function RestFields({ value, name }: Props) {
  const names = fieldNames(value)
  const more = names.length > NAMED ? ' …' : ''
  return (
    <Folded summary={visibleText(`${name}: ${names.slice(0, NAMED).join(', ')}${more}`)}>
      <JsonTree value={value} name={name} />
    </Folded>
  )
}
