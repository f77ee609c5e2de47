import { useMemo } from 'react'
import { BoundedText } from '../text/BoundedText.tsx'
import { CodeBlock } from '../code/CodeBlock.tsx'

/** What is drawn of it before the reader asks for the whole. */
const BOUND = { chars: 20_000, lines: 400 }

/** A value as the JSON text that it is, indented: its beginning in colours, the whole on demand. */
export function RawJson({ value }: { readonly value: object }) {
  const json = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <BoundedText text={json} bound={BOUND} as="code">
      {(shown) => <CodeBlock code={shown} language="json" whole={json} />}
    </BoundedText>
  )
}
