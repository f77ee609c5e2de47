import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { notifications } from '@mantine/notifications'
import { afterAll, afterEach, beforeEach, vi } from 'vitest'

// Panels are loaded when they are first opened, and machines are busy: how long a wait may last says nothing about speed.
configure({ asyncUtilTimeout: 20_000 })

// happy-dom lays nothing out, and a virtual list that has no height shows no row: every element is given a screen's size.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1200)
})

afterEach(() => {
  cleanup()
  notifications.clean()
  localStorage.clear()
  history.replaceState(null, '', '/')
})

// The files of a worker share their modules. One that is still being loaded when the file ends would fail for all files after it.
afterAll(() => vi.dynamicImportSettled())
