import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { common, createLowlight } from 'lowlight'
import { useMemo } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'

const lowlight = createLowlight(common)

type Props = { readonly code: string; readonly language: string }

/** Highlighted code as our own tree of spans, never as HTML. A default export, because it is lazy-loaded. */
export default function HighlightedCode({ code, language }: Props) {
  const name = language.toLowerCase()
  const content = useMemo(
    () =>
      lowlight.registered(name)
        ? toJsxRuntime(lowlight.highlight(name, code), { Fragment, jsx, jsxs, elementAttributeNameCase: 'react' })
        : code,
    [code, name],
  )
  return <code>{content}</code>
}
