import { isApple } from '#src/lib/platform.ts'
import styles from './Keys.module.css'

/** The labels on keys whose names are longer. */
const CAPS: Readonly<Record<string, string>> = {
  Mod: isApple ? '⌘' : 'Ctrl',
  Shift: isApple ? '⇧' : 'Shift',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
}
const ARROWS: Readonly<Record<string, readonly [cap: string, word: string]>> = {
  ArrowUp: ['↑', 'Arrow up'],
  ArrowDown: ['↓', 'Arrow down'],
  ArrowLeft: ['←', 'Arrow left'],
  ArrowRight: ['→', 'Arrow right'],
}

/** A chord such as `Shift+F3`, drawn as keys. */
export function Keys({ chord }: { readonly chord: string }) {
  return (
    <span className={styles['keys']}>
      {partsOf(chord).map((key) => (
        <kbd key={key} className={styles['key']}>
          {ARROWS[key] ? (
            <>
              <span aria-hidden>{ARROWS[key][0]}</span>
              <span className="unseen">{ARROWS[key][1]}</span>
            </>
          ) : (
            (CAPS[key] ?? key)
          )}
        </kbd>
      ))}
    </span>
  )
}

const partsOf = (chord: string): readonly string[] => (chord === '+' ? [chord] : chord.split('+'))
