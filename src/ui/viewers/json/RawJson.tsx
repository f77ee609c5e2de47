import { useMemo } from 'react'
import { BoundedText } from '../text/BoundedText.tsx'
import { CodeBlock } from '../code/CodeBlock.tsx'

/** What is rendered before the reader asks for the whole. */
const BOUND = { chars: 20_000, lines: 400 }

/** A value as indented JSON text: its beginning in colours, the whole on request. */
export function RawJson({ value }: { readonly value: object }) {
  const json = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <BoundedText text={json} bound={BOUND} as="code">
      {(shown) => <CodeBlock code={shown} language="json" whole={json} />}
    </BoundedText>
  )
}
