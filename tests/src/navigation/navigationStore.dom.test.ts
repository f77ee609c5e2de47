import { EventId, NodeId } from '#contract/ids.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import {
  connectHistory,
  createNavigationStore,
  newEvent,
  newNode,
  newRun,
  runOf,
} from '#src/navigation/navigationStore.ts'
import { ALL_EVENTS } from '#src/navigation/runViewState.ts'
import { expect, it, onTestFinished } from 'vitest'
import * as z from 'zod/mini'

const step = z.parse(NodeId, 'step_1')
const event = z.parse(EventId, 'e1')
const blueStep = { run_id: BLUE, node_id: step }
const address = () => location.pathname + location.search

function open(url: string) {
  history.replaceState(null, '', url)
  const store = createNavigationStore(window)
  onTestFinished(connectHistory(store, window))
  return store
}

it('choosing a run drops the node of the former one', () => {
  const store = open(`/runs/${BLUE}/nodes/step_1?tab=files`)
  store.getState().openRun(GREEN)
  expect(store.getState().selection).toEqual(newRun(GREEN))
  expect(address()).toBe(`/runs/${GREEN}`)
})

it('stepping to another node keeps the tab but not the opened event', () => {
  const store = open(`/runs/${BLUE}/nodes/planning?tab=events&event=e9`)
  store.getState().openNode(blueStep)
  expect(store.getState().selection).toMatchObject({ kind: 'node', ref: blueStep, tab: 'events', event_id: undefined })
})

it('an action writes the address and the store in one step', () => {
  const store = open(`/runs/${BLUE}`)
  store.getState().openEvent(blueStep, event)
  expect(address()).toBe(`/runs/${BLUE}/nodes/step_1?tab=events&event=e1`)
  expect(store.getState().selection).toMatchObject({ kind: 'node', ref: blueStep, tab: 'events', event_id: event })
})

it('unfolding rows does not fill the history, opening a node does', () => {
  const store = open(`/runs/${BLUE}`)
  const before = history.length
  store.getState().openNode(blueStep, 'events')
  store.getState().openEvent(blueStep, event)
  store.getState().openEvent(blueStep, undefined)
  expect(history.length).toBe(before + 1)
})

it('follows the address when the reader goes back', () => {
  const store = open(`/runs/${BLUE}/nodes/step_1`)
  history.replaceState(null, '', `/runs/${GREEN}`)
  dispatchEvent(new PopStateEvent('popstate'))
  expect(store.getState().selection).toEqual(newRun(GREEN))
})

it('the integrity report leaves the run, and going back leads into it again', () => {
  const store = open(`/runs/${BLUE}/nodes/step_1?tab=files`)
  store.getState().openIntegrity(BLUE)
  expect(address()).toBe(`/integrity?run=${BLUE}`)
  expect(runOf(store.getState().selection)).toBeUndefined()
  store.getState().openIntegrity()
  expect(address()).toBe('/integrity')
  history.replaceState(null, '', `/integrity?run=${BLUE}`)
  dispatchEvent(new PopStateEvent('popstate'))
  expect(store.getState().selection).toEqual({ kind: 'integrity', run_id: BLUE })
})

it('a link of the report opens the very event, in its node where it has one', () => {
  const store = open('/integrity')
  store.getState().open(newEvent(BLUE, step, event))
  expect(address()).toBe(`/runs/${BLUE}/nodes/step_1?tab=events&event=e1`)
  store.getState().open(newEvent(BLUE, null, event))
  expect(address()).toBe(`/runs/${BLUE}?event=e1`)
  store.getState().open(newNode(blueStep))
  expect(address()).toBe(`/runs/${BLUE}/nodes/step_1`)
})

it('doing what is done already changes nothing', () => {
  const store = open(`/runs/${BLUE}`)
  const before = history.length
  const { selection } = store.getState()
  store.getState().openRun(BLUE)
  expect(history.length).toBe(before)
  expect(store.getState().selection).toBe(selection)
})

it('another run is read from the beginning: window, filters and search of the former one are gone', () => {
  const store = open(`/runs/${BLUE}?view=timeline&window=10-20&find=cobalt&ev.only=errors&between=a&between=b`)
  store.getState().openRun(GREEN)
  expect(store.getState().selection).toEqual(newRun(GREEN))
  expect(address()).toBe(`/runs/${GREEN}?view=timeline`)
})

it('how a run is read stays while nodes of it are opened and closed, and is in the address', () => {
  const store = open(`/runs/${BLUE}?window=10-20&find=cobalt`)
  store.getState().openNode(blueStep)
  store.getState().setNodeViewState({ events: { ...ALL_EVENTS, text: 'x' } })
  expect(address()).toBe(`/runs/${BLUE}/nodes/step_1?find=cobalt&window=10-20&in.text=x`)
  store.getState().closeDock()
  expect(address()).toBe(`/runs/${BLUE}?find=cobalt&window=10-20`)
})

it('narrowing does not fill the history, going to another tab does', () => {
  const store = open(`/runs/${BLUE}`)
  const before = history.length
  store.getState().setViewState({ find: 'a' })
  store.getState().setViewState({ find: 'ab' })
  expect(history.length).toBe(before)
  store
    .getState()
    .setViewState(
      { messages: { as: 'chat', between: { from: step, to: step }, message_id: undefined } },
      'push',
      'messages',
    )
  expect(history.length).toBe(before + 1)
  expect(store.getState().view).toBe('messages')
})

it('an event without a node opens beside its run, and closing leaves the run', () => {
  const store = open(`/runs/${BLUE}?view=events`)
  store.getState().openRunEvent(BLUE, event)
  expect(address()).toBe(`/runs/${BLUE}?view=events&event=e1`)
  store.getState().closeDock()
  expect(address()).toBe(`/runs/${BLUE}?view=events`)
})
