import { foreignItem } from '#mocks/faults.ts'
import { aBundle, aFile, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
const bytes = (text: string) => new TextEncoder().encode(text)
const SCRIPT = '<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=1</script>'
const at = (minute: number) => `2026-01-20T10:0${minute}:00.000000Z`

const file = (file_id: string, file_path: string, text: string, over: Parameters<typeof aFile>[0] = {}) =>
  aFile({ run_id, node_id: 'fit', event_id: 'wrote', file_id, file_path, content: bytes(text), ...over })

const bundle = aBundle({
  run: aRun({ run_id }),
  nodes: [aNode({ run_id, node_id: 'fit', label: 'Fit the model' })],
  events: [anEvent({ run_id, node_id: 'fit', event_id: 'wrote', event_type: 'file_gen', timestamp: at(1) })],
  files: [
    file('r1', 'report.md', '# First\n\nvalue 7 here\n', { created_at: at(1) }),
    file('r2', 'report.md', '# Second\n\nvalue 21 here\n', { created_at: at(2) }),
    file('csv', 'data/table.csv', 'name,n\nalpha,1\n', { file_type: 'data' }),
    file('html', 'page.html', `<!doctype html>${SCRIPT}`),
    file('svg', 'plot.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.owned=1">${SCRIPT}</svg>`),
    file('md', `${SCRIPT}.md`, `Hello ${SCRIPT} [link](javascript:alert(1)) ![p](https://evil.example/p.png)`),
    file(
      'nb',
      'analysis.ipynb',
      JSON.stringify({
        cells: [
          { cell_type: 'markdown', source: `Intro ${SCRIPT}` },
          {
            cell_type: 'code',
            source: 'show()',
            outputs: [{ output_type: 'display_data', data: { 'text/plain': 'a table', 'text/html': SCRIPT } }],
          },
        ],
      }),
    ),
    // The same size and the same beginning, longer than what is compared at first; only the last letter differs.
    file('b1', 'big.txt', `${'same line\n'.repeat(60_000)}a`, { created_at: at(1) }),
    file('b2', 'big.txt', `${'same line\n'.repeat(60_000)}b`, { created_at: at(2) }),
    file('lone', 'lone.txt', 'nobody knows who wrote me', { node_id: null, event_id: null }),
    aFile({ run_id, node_id: 'fit', file_id: 'gone', file_path: 'weights.bin', size_bytes: 12_000_000 }),
  ],
})
const open = (url: string) => renderApp({ url: `/runs/${run_id}${url}`, data: [bundle], sessions: [aSession()] })

describe('the files of a run', () => {
  it('are shown as cards, one of them in a preview, and the URL names it', async () => {
    const { user } = await open('?view=files')
    const files = await screen.findByRole('list', { name: 'Files' })
    expect(screen.getByText('11 files, 9 paths')).toBeInTheDocument()
    await user.type(screen.getByRole('textbox', { name: 'Filter files by path' }), 'report')
    await user.click(within(files).getByRole('button', { name: /report\.md.*2 versions/ }))
    const preview = await screen.findByRole('region', { name: 'Preview of report.md' })
    expect(await within(preview).findByRole('heading', { name: 'Second' })).toBeInTheDocument()
    expect(location.search).toContain('file=r2')
    await user.click(within(preview).getByRole('button', { name: 'Close preview' }))
    expect(location.search).not.toContain('file=')
  })

  it('are listed, sorted and filtered', async () => {
    const { user } = await open('?view=files&files=list')
    const grid = await screen.findByRole('grid', { name: 'Files' })
    const first = () => within(grid).getAllByRole('row')[1]
    await user.click(within(grid).getByRole('button', { name: 'size' }))
    expect(first()).toHaveTextContent('weights.bin')
    await user.type(screen.getByRole('textbox', { name: 'Filter files by path' }), 'TABLE')
    expect(within(grid).getAllByRole('row')).toHaveLength(2)
    expect(first()).toHaveTextContent('data/table.csv')
    expect(screen.getByText('1 of 9 paths (11 files)')).toBeInTheDocument()
    expect(Object.fromEntries(new URLSearchParams(location.search))).toMatchObject({
      'files.text': 'TABLE',
      'files.by': 'size',
      'files.direction': 'descending',
    })
  })

  it('are filtered and sorted by the link', async () => {
    await open('?view=files&files=list&files.type=data&files.by=size&files.direction=descending')
    const grid = await screen.findByRole('grid', { name: 'Files' })
    expect(within(grid).getAllByRole('row')).toHaveLength(2)
    expect(within(grid).getByRole('columnheader', { name: 'size' })).toHaveAttribute('aria-sort', 'descending')
  })

  it('link to the node and the event that created them', async () => {
    const { user } = await open('?view=files&file=csv')
    const preview = await screen.findByRole('region', { name: 'Preview of table.csv' })
    await user.click(within(preview).getByRole('button', { name: /^event/ }))
    expect(location.pathname).toBe(`/runs/${run_id}/nodes/fit`)
    expect(location.search).toContain('event=wrote')
    // The run's own tab stays as it was.
    expect(location.search).toContain('file=csv')
    await user.click(
      within(screen.getByRole('region', { name: 'Preview of table.csv' })).getByRole('button', {
        name: 'Fit the model',
      }),
    )
    expect(location.search).toContain('tab=files')
  })

  it('are compared with an older version, word by word', async () => {
    const { user } = await open('?view=files&file=r2')
    const preview = await screen.findByRole('region', { name: 'Preview of report.md' })
    await user.selectOptions(within(preview).getByRole('combobox', { name: 'Compare with' }), 'r1')
    const table = await within(preview).findByRole('table', { name: 'Versions side by side' })
    expect(within(preview).getByRole('status')).toHaveTextContent('2 lines removed, 2 lines added')
    expect(table.querySelector('del')).toHaveTextContent('First')
    expect([...table.querySelectorAll('ins')].map((word) => word.textContent)).toEqual(['Second', '21'])
    await user.selectOptions(within(preview).getByRole('combobox', { name: 'Version' }), 'r1')
    expect(await within(preview).findByRole('heading', { name: 'First' })).toBeInTheDocument()
  })

  it('are not called identical if only their beginnings are', async () => {
    const { user } = await open('?view=files&file=b2')
    const preview = await screen.findByRole('region', { name: 'Preview of big.txt' })
    await user.selectOptions(within(preview).getByRole('combobox', { name: 'Compare with' }), 'b1')
    expect(await within(preview).findByText(/^The first .* of the two versions are identical\.$/)).toBeInTheDocument()
    expect(within(preview).queryByText('The two versions are identical.')).not.toBeInTheDocument()
  })

  it('can be downloaded one by one and as an archive', async () => {
    await open('?view=files&file=csv')
    const preview = await screen.findByRole('region', { name: 'Preview of table.csv' })
    expect(within(preview).getByRole('link', { name: 'Download' })).toHaveAttribute(
      'href',
      `/api/runs/${run_id}/files/csv/content`,
    )
    expect(screen.getByRole('link', { name: 'All as zip' })).toHaveAttribute('href', `/api/runs/${run_id}/files.zip`)
  })

  it('explain that there are none, and that the linked file does not exist', async () => {
    await renderApp({
      url: `/runs/${run_id}?view=files`,
      data: [aBundle({ run: aRun({ run_id }) })],
      sessions: [aSession()],
    })
    expect(await screen.findByText('This run has no files.')).toBeInTheDocument()
  })

  it('explain that the linked file is not in the list', async () => {
    const { user } = await open('?view=files&file=nowhere')
    await screen.findByText('The linked file is not in this list.')
    await user.click(screen.getByRole('button', { name: 'Show all files' }))
    expect(location.search).not.toContain('file=')
  })

  it('are all rejected if one is from another run', async () => {
    await renderApp({
      url: `/runs/${BLUE}?view=files`,
      faults: (store) => [foreignItem(store, 'listRunFiles', GREEN, { run_id: BLUE })],
    })
    expect(await screen.findByRole('alert')).toHaveTextContent(/rejected/)
    expect(screen.getByRole('tabpanel')).not.toHaveTextContent('emerald')
    expect(screen.queryByRole('list', { name: 'Files' })).toBeNull()
  })
})

describe('a preview runs nothing that an agent wrote', () => {
  const nothingRan = () => {
    expect(
      document.querySelector('script:not([src]), iframe, object, embed, img[src="x"], img[src*="evil"]'),
    ).toBeNull()
    expect(document.querySelector('a[href^="javascript:"]')).toBeNull()
    expect(Reflect.get(globalThis, 'owned')).toBeUndefined()
  }
  const previewOf = async (file_id: string) => {
    await open(`?view=files&file=${file_id}`)
    return screen.findByRole('region', { name: /^Preview of/ })
  }

  it('shows an HTML page as source and explains why', async () => {
    const preview = await previewOf('html')
    expect(await within(preview).findByText(/never runs HTML/)).toBeInTheDocument()
    await waitFor(() => expect(preview).toHaveTextContent('onerror="globalThis.owned=1"'))
    nothingRan()
  })

  it('loads an SVG as an image by its URL', async () => {
    const preview = await previewOf('svg')
    expect(within(preview).getByRole('img', { name: 'plot.svg' })).toHaveAttribute(
      'src',
      `/api/runs/${run_id}/files/svg/content`,
    )
    expect(preview.querySelector('svg script, svg[onload]')).toBeNull()
    nothingRan()
  })

  it('renders Markdown without HTML, links and images, and a file name with markup as text', async () => {
    const preview = await previewOf('md')
    expect(await within(preview).findByText(/^Hello/)).toBeInTheDocument()
    expect(within(preview).getByRole('heading')).toHaveTextContent('script>.md')
    nothingRan()
  })

  it('shows the cells of a notebook, and HTML results as source', async () => {
    const preview = await previewOf('nb')
    expect(await within(preview).findByText('a table')).toBeInTheDocument()
    expect(within(preview).getByText(/HTML output, not rendered/)).toBeInTheDocument()
    expect(await within(preview).findByText(/^Intro/)).toBeInTheDocument()
    nothingRan()
  })

  it('explains that the content was not recorded', async () => {
    expect(await previewOf('gone')).toHaveTextContent('The content of this file was not recorded.')
  })
})

describe('the files of a node', () => {
  it('show the first file at once and another on selection, and the URL names it', async () => {
    const { user } = await open('/nodes/fit?tab=files')
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByRole('region', { name: /^Preview of/ })).toBeInTheDocument()
    expect(within(dialog).getByText('10 files, 8 paths')).toBeInTheDocument()
    await user.click(within(dialog).getByRole('button', { name: /table\.csv/ }))
    expect(await within(dialog).findByRole('table', { name: 'Rows of the file' })).toHaveTextContent('alpha')
    expect(location.search).toContain('in.file=csv')
    expect(within(dialog).queryByText(/nobody knows/)).toBeNull()
    expect(within(dialog).getByRole('link', { name: 'All as zip' })).toHaveAttribute(
      'href',
      `/api/runs/${run_id}/nodes/fit/files.zip`,
    )
  })
})
