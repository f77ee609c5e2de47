import { Keys } from '#src/ui/controls/Keys.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import type { Entry } from './Entry.ts'
import styles from './PaletteOption.module.css'

type Props = {
  readonly id: string
  readonly entry: Entry
  readonly isActive: boolean
  readonly onChoose: () => void
}

/** One option. The mouse must not take the focus away from the field. */
export function PaletteOption({ id, entry, isActive, onChoose }: Props) {
  const { Icon, label, note, status, keys } = entry
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combobox has the keys and the focus
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles['option']}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {status === undefined ? <Icon size={15} aria-hidden /> : <StatusMark status={status} wordless />}
      <span dir="auto" className={styles['label']}>
        {label}
      </span>
      {note !== undefined && <span className={styles['note']}>{note}</span>}
      {keys !== undefined && (
        <span className={styles['keys']}>
          <Keys chord={keys} />
        </span>
      )}
    </div>
  )
}
