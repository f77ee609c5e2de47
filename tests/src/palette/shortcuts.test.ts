import { chordOf, commandOf, isSingleKey, PLACES, SHORTCUTS, type KeyPress } from '#src/palette/shortcuts.ts'
import { describe, expect, it } from 'vitest'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a key press', () => {
  it.each([
    ['n', press('n'), 'next_error'],
    ['n with caps lock', press('N'), 'next_error'],
    ['F8', press('F8'), 'next_error'],
    ['?, which needs Shift', press('?', { shiftKey: true }), 'help'],
    ['/ of a keyboard where it needs Shift', press('/', { shiftKey: true }), 'search'],
    ['2', press('2'), 'view_graph'],
    ['F3', press('F3'), 'next_match'],
    ['Shift+F3', press('F3', { shiftKey: true }), 'previous_match'],
    ['Ctrl+K', press('k', { ctrlKey: true }), 'palette'],
    ['Shift+n', press('N', { shiftKey: true }), undefined],
    ['Ctrl+n, a new window', press('n', { ctrlKey: true }), undefined],
    ['Alt+2', press('2', { altKey: true }), undefined],
    ['Meta+1, a tab of the browser', press('1', { metaKey: true }), undefined],
    ['[, which is the dialog’s own', press('['), undefined],
  ])('%s', (_, event, command) => expect(commandOf(event, false)).toBe(command))

  it('of Apple’s keyboard has ⌘ where others have Ctrl', () => {
    expect(commandOf(press('k', { metaKey: true }), true)).toBe('palette')
    expect(commandOf(press('k', { ctrlKey: true }), true)).toBeUndefined()
  })

  it('of one character can be told from the others, which stay when those are turned off', () => {
    expect(isSingleKey(press('?', { shiftKey: true }), false)).toBe(true)
    expect(isSingleKey(press('F3'), false)).toBe(false)
    expect(isSingleKey(press('k', { ctrlKey: true }), false)).toBe(false)
  })

  it('is named with all that is held', () => {
    expect(chordOf(press('K', { ctrlKey: true, shiftKey: true, altKey: true }), false)).toBe('Mod+Alt+Shift+K')
  })
})

describe('the table of keys', () => {
  it('gives no key two commands', () => {
    const chords = SHORTCUTS.flatMap(({ command, keys }) => (command === undefined ? [] : keys))
    expect(chords).toEqual([...new Set(chords)])
  })

  it('has something to say for every place', () => {
    expect(PLACES.filter((place) => !SHORTCUTS.some((shortcut) => shortcut.place === place))).toEqual([])
  })
})
