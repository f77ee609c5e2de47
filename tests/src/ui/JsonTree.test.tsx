import type { JsonValue } from '#contract/json.ts'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

async function showTree(value: JsonValue) {
  const user = userEvent.setup()
  const { container } = render(
    <MantineProvider env="test">
      <JsonTree value={value} name="inputs" />
    </MantineProvider>,
  )
  await screen.findByRole('tree', { name: 'inputs' })
  return { user, container }
}

const item = (name: RegExp) => screen.getByRole('treeitem', { name })

describe('a JSON tree', () => {
  it('contains a hundred thousand values, and renders only those in view', async () => {
    const { container } = await showTree(Array.from({ length: 100_000 }, (_, i) => i))
    expect(container.querySelectorAll('[role=treeitem]').length).toBeLessThan(120)
    expect(item(/^0 ?: ?0/)).toHaveAttribute('aria-setsize', '100000')
  })

  it('is walked, unfolded and folded with the arrow keys', async () => {
    const large = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, i]))
    const { user } = await showTree({ first: 1, large, last: 2 })
    item(/^first/).focus()
    await user.keyboard('{ArrowDown}')
    expect(item(/^large/)).toHaveFocus()
    expect(item(/^large/)).toHaveAttribute('aria-expanded', 'false')
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(item(/^k0 ?: ?0/)).toHaveFocus()
    expect(item(/^k0 ?: ?0/)).toHaveAttribute('aria-level', '2')
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(item(/^large/)).toHaveFocus()
    expect(screen.queryByRole('treeitem', { name: /^k0/ })).toBeNull()
    await user.keyboard('{End}')
    expect(item(/^last ?: ?2/)).toHaveFocus()
  })

  it('shortens a long text in place, and shows all of it on demand', async () => {
    const { user } = await showTree({ long: `begin ${'x'.repeat(60_000)}` })
    expect(screen.getByRole('tree').textContent.length).toBeLessThan(500)
    await user.click(screen.getByRole('button', { name: 'show all 60,006 characters' }))
    expect(await screen.findByRole('region', { name: 'Full text of long' })).toHaveTextContent(/begin/)
  })

  it('copies a value as recorded, and its path', async () => {
    const { user } = await showTree({ list: [{ 'odd name': 'a\u202eb' }] })
    const tools = (label: string) => screen.getAllByRole('button', { name: label }).at(-1)
    const value = tools('Copy value')
    const path = tools('Copy path')
    if (!value || !path) throw new Error('the row has no tools')
    await user.click(value)
    expect(await navigator.clipboard.readText()).toBe('a\u202eb')
    await user.click(path)
    expect(await navigator.clipboard.readText()).toBe('list[0]["odd name"]')
  })

  it('shows hostile names and texts as text', async () => {
    const { container } = await showTree({ '<img src=x>\u202e': '<script>alert(1)</script>\u0000' })
    expect(container.querySelector('img, script')).toBeNull()
    expect(item(/‹U\+202E›/)).toHaveTextContent('<script>alert(1)</script>')
  })

  it('unfolds and folds all', async () => {
    const { user } = await showTree({ a: { b: { c: { d: 'deepest' } } } })
    expect(screen.queryByRole('treeitem', { name: /^d ?: ?"deepest"/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Unfold all' }))
    expect(item(/^d ?: ?"deepest"/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Fold all' }))
    expect(screen.getAllByRole('treeitem')).toHaveLength(1)
  })
})

it('shows a value that is not a tree as it is', () => {
  const { container } = render(
    <MantineProvider env="test">
      <JsonTree value={null} name="nothing" />
      <JsonTree value={{}} name="empty" />
    </MantineProvider>,
  )
  expect(container).toHaveTextContent('null{}')
})
