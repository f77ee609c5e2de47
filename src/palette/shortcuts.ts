import { RUN_VIEWS, type RunView } from '#src/navigation/location.ts'

/** The global key commands. */
export type KeyCommand =
  | 'palette'
  | 'help'
  | 'search'
  | 'next_match'
  | 'previous_match'
  | 'next_error'
  | 'previous_error'
  | 'first_error'
  | 'outline'
  | 'close'
  | `view_${RunView}`

export const PLACES = ['everywhere', 'in a run', 'search', 'graph', 'outline', 'lists', 'timeline', 'node'] as const
export type Place = (typeof PLACES)[number]

/**
 * One line of the help sheet. `keys` are alternatives, in the format of `chordOf`. Shortcuts with a command work
 * wherever no text is being typed and are handled here; the others are handled by the component where they work.
 */
export type Shortcut = {
  readonly place: Place
  readonly keys: readonly [string, ...string[]]
  readonly what: string
  readonly command?: KeyCommand
}

const VIEW_NAMES: Readonly<Record<RunView, string>> = {
  overview: 'Overview',
  graph: 'Graph',
  timeline: 'Timeline',
  events: 'Events',
  files: 'Files',
  messages: 'Messages',
}

/** All keys of the app. The key handler and the help sheet both read this table. */
export const SHORTCUTS: readonly Shortcut[] = [
  { place: 'everywhere', keys: ['Mod+K'], what: 'Search or jump: runs, nodes, tabs, actions', command: 'palette' },
  { place: 'everywhere', keys: ['?'], what: 'Keyboard shortcuts', command: 'help' },
  {
    place: 'everywhere',
    keys: ['Escape'],
    what: 'Close the topmost menu or panel',
    command: 'close',
  },

  ...RUN_VIEWS.map((view, index): Shortcut => ({
    place: 'in a run',
    keys: [String(index + 1)],
    what: `${VIEW_NAMES[view]} tab`,
    command: `view_${view}`,
  })),
  { place: 'in a run', keys: ['o'], what: 'Switch between diagram and outline', command: 'outline' },
  { place: 'in a run', keys: ['f'], what: 'First failure', command: 'first_error' },
  { place: 'in a run', keys: ['n', 'F8'], what: 'Next error', command: 'next_error' },
  { place: 'in a run', keys: ['p', 'Shift+F8'], what: 'Previous error', command: 'previous_error' },

  { place: 'search', keys: ['/'], what: 'Search this run, or the list of runs', command: 'search' },
  { place: 'search', keys: ['F3'], what: 'Next match', command: 'next_match' },
  { place: 'search', keys: ['Shift+F3'], what: 'Previous match', command: 'previous_match' },
  { place: 'search', keys: ['Enter', 'Shift+Enter'], what: 'Next and previous match, from the search field' },

  { place: 'graph', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], what: 'Follow the edges' },
  { place: 'graph', keys: ['Home', 'End'], what: 'First and last card' },
  { place: 'graph', keys: ['Enter'], what: 'Open the node, or list the members of a folded card' },
  { place: 'graph', keys: ['Escape'], what: 'From the member list back to the card' },

  { place: 'outline', keys: ['ArrowLeft', 'ArrowRight'], what: 'Fold and unfold, go to parent and child' },
  { place: 'outline', keys: ['[', ']'], what: 'Go to predecessor and successor' },
  { place: 'outline', keys: ['F8', 'Shift+F8'], what: 'Next and previous failed node' },

  { place: 'lists', keys: ['ArrowUp', 'ArrowDown'], what: 'Previous and next row' },
  { place: 'lists', keys: ['PageUp', 'PageDown'], what: 'Ten rows up and down' },
  { place: 'lists', keys: ['Home', 'End'], what: 'First and last row' },
  { place: 'lists', keys: ['ArrowLeft', 'ArrowRight'], what: 'Fold and unfold' },
  { place: 'lists', keys: ['Enter'], what: 'Open row' },

  { place: 'timeline', keys: ['ArrowLeft', 'ArrowRight'], what: 'Previous and next bar' },
  { place: 'timeline', keys: ['ArrowUp', 'ArrowDown'], what: 'Previous and next lane' },
  { place: 'timeline', keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], what: 'Move through time' },
  { place: 'timeline', keys: ['+', '-'], what: 'Zoom' },
  { place: 'timeline', keys: ['0'], what: 'Show whole run' },
  { place: 'timeline', keys: ['e', 'Shift+e'], what: 'Next and previous error' },
  { place: 'timeline', keys: ['Space'], what: 'Fold lane' },
  { place: 'timeline', keys: ['Enter'], what: 'Open' },

  { place: 'node', keys: ['[', ']'], what: 'Previous and next node' },
]

/** The key of a command, to display beside other ways to do the same. */
export const keysOf = (command: KeyCommand): string | undefined =>
  SHORTCUTS.find((shortcut) => shortcut.command === command)?.keys[0]

/** The part of a keyboard event that identifies a chord. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `Mod+K`, `Shift+F3`, `n`, `?`: the printed key, with the modifiers that were not used to print it. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress, isApple: boolean): string {
  const mod = isApple ? metaKey : ctrlKey
  const other = isApple ? ctrlKey : metaKey
  const isLetter = /^[a-z]$/i.test(key)
  const prints = key.length === 1
  // Many keyboard layouts need Shift for a digit, `?` or `/`; with a letter or a named key it is part of the
  // chord.
  const shift = shiftKey && (!prints || isLetter)
  const name = mod && isLetter ? key.toUpperCase() : isLetter ? key.toLowerCase() : key
  return [mod && 'Mod', other && 'Other', altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}

/** The command of a key press; undefined if it has none, or if a component handles it. */
export function commandOf(press: KeyPress, isApple: boolean): KeyCommand | undefined {
  const chord = chordOf(press, isApple)
  return SHORTCUTS.find(({ command, keys }) => command !== undefined && keys.includes(chord))?.command
}

/** Speech input and accidental touches trigger single-character keys, so users can turn them off. */
export const isSingleKey = (press: KeyPress, isApple: boolean): boolean => chordOf(press, isApple).length === 1
