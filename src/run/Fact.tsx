import { classNames } from '#src/lib/classNames.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { ReactNode } from 'react'
import styles from './Fact.module.css'

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

type TextProps = {
  readonly name: string
  readonly text: string
  /** What a click does. */
  readonly hint?: string
  /** Shown instead of the text, such as a link. */
  readonly children?: ReactNode
}

/** Text from the run's writer, of any length: it is truncated to make room for the rest, and shown in full on hover. */
export function TextFact({ name, text, hint, children = visibleText(text) }: TextProps) {
  return (
    <div
      className={classNames(styles['fact'], styles['yielding'])}
      title={hint === undefined ? `${name}: ${text}` : `${name}: ${text}. ${hint}.`}
    >
      <dt>{name}</dt>
      <dd className="ellipsis">
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}
