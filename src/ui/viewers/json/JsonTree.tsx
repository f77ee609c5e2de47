import { lazy } from 'react'
import type { JsonValue } from '#contract/json.ts'
import { BoundedText } from '../text/BoundedText.tsx'
import { jsonGist } from './jsonGist.ts'
import { isContainer, memberCount } from './jsonContainer.ts'
import { PlainText } from '../text/PlainText.tsx'
import { Viewer } from '../Viewer.tsx'
import styles from './JsonTree.module.css'

const JsonTreeView = lazy(() => import('./JsonTreeView.tsx'))

/** Maximum characters of the placeholder while the tree's code loads. */
const GIST = 2000

type Props = {
  readonly value: JsonValue
  /** What the tree contains, for screen readers: "inputs". */
  readonly name: string
  /** `fill` takes the available height, `block` its own up to a screenful. */
  readonly size?: 'fill' | 'block'
}

/** Complete JSON of any size as a collapsible virtual tree. */
export function JsonTree({ value, name, size = 'block' }: Props) {
  if (typeof value === 'string')
    return <BoundedText text={value}>{(shown) => <PlainText text={JSON.stringify(shown)} />}</BoundedText>
  if (!isContainer(value) || memberCount(value) === 0) return <PlainText text={jsonGist(value, GIST)} />
  return (
    <div className={styles['json']} data-size={size}>
      <Viewer plainly={<PlainText text={jsonGist(value, GIST)} />}>
        <JsonTreeView value={value} name={name} size={size} />
      </Viewer>
    </div>
  )
}
