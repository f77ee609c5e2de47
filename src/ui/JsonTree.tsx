import { Button } from '@mantine/core'
import { lazy, useMemo, useState } from 'react'
import type { JsonValue } from '#contract/json.ts'
import { plural } from '#src/lib/format.ts'
import { boundJson, CUT_MARK, type JsonBound } from './boundJson.ts'
import { PlainText } from './PlainText.tsx'
import { Viewer } from './Viewer.tsx'
import styles from './viewers.module.css'

const JsonTreeView = lazy(() => import('./JsonTreeView.tsx'))

const FIRST: JsonBound = { children: 100, chars: 1000 }
/** Even the whole has an end: a tree of more rows would freeze the page. */
const WIDE: JsonBound = { children: 5000, chars: 500_000 }

type Props = {
  readonly value: JsonValue
  /** What the tree holds, for screen readers: "inputs". */
  readonly name: string
}

/** JSON as a tree that folds; long lists and texts are cut, with the way to the whole. */
export function JsonTree({ value, name }: Props) {
  const [isWide, setIsWide] = useState(false)
  const bounded = useMemo(() => boundJson(value, isWide ? WIDE : FIRST), [value, isWide])
  if (bounded.value === null || typeof bounded.value !== 'object')
    return <PlainText text={JSON.stringify(bounded.value)} />
  return (
    <div className={styles['json']}>
      <Viewer plainly={<PlainText text={JSON.stringify(bounded.value, null, 2)} />}>
        <JsonTreeView value={bounded.value} name={name} />
      </Viewer>
      {(isWide || bounded.cuts > 0) && (
        <div className={styles['more']}>
          {bounded.cuts > 0 && (
            <span className="dim">
              {plural(bounded.cuts, 'value')} cut, marked {CUT_MARK}
            </span>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setIsWide(!isWide)}>
            {isWide ? 'Show less' : 'Show all'}
          </Button>
        </div>
      )}
    </div>
  )
}
