import { describe } from 'vitest'
import type { Store } from '#server/store/ports/store.ts'
import { storeCases } from '#tests/support/databases.ts'
import { useTestStore } from '#tests/support/testStore.ts'
import { auditsContract } from '#tests/server/store/contract/audits.contract.ts'
import { byteOrderMarksContract } from '#tests/server/store/contract/byteOrderMarks.contract.ts'
import { changeFeedContract } from '#tests/server/store/contract/changeFeed.contract.ts'
import { changeListenersContract } from '#tests/server/store/contract/changeListeners.contract.ts'
import { dagColumnsContract } from '#tests/server/store/contract/dagColumns.contract.ts'
import { demoContract } from '#tests/server/store/contract/demo.contract.ts'
import { eventBriefsContract } from '#tests/server/store/contract/eventBriefs.contract.ts'
import { eventsContract } from '#tests/server/store/contract/events.contract.ts'
import { eventTreeContract } from '#tests/server/store/contract/eventTree.contract.ts'
import { filesContract } from '#tests/server/store/contract/files.contract.ts'
import { integrityContract } from '#tests/server/store/contract/integrity.contract.ts'
import { isolationContract } from '#tests/server/store/contract/isolation.contract.ts'
import { largeTextsContract } from '#tests/server/store/contract/largeTexts.contract.ts'
import { unassignedCallsContract } from '#tests/server/store/contract/unassignedCalls.contract.ts'
import { mergeRunContract } from '#tests/server/store/contract/mergeRun.contract.ts'
import { messagesContract } from '#tests/server/store/contract/messages.contract.ts'
import { nodesContract } from '#tests/server/store/contract/nodes.contract.ts'
import { overviewContract } from '#tests/server/store/contract/overview.contract.ts'
import { replaceRunContract } from '#tests/server/store/contract/replaceRun.contract.ts'
import { rowsContract } from '#tests/server/store/contract/rows.contract.ts'
import { runSearchContract } from '#tests/server/store/contract/runSearch.contract.ts'
import { runTagsContract } from '#tests/server/store/contract/runTags.contract.ts'
import { runsContract } from '#tests/server/store/contract/runs.contract.ts'
import { searchContract } from '#tests/server/store/contract/search.contract.ts'
import { searchTextContract } from '#tests/server/store/contract/searchText.contract.ts'
import { sessionsContract } from '#tests/server/store/contract/sessions.contract.ts'
import { backlogContract } from '#tests/server/store/contract/backlog.contract.ts'
import { spansContract } from '#tests/server/store/contract/spans.contract.ts'
import { summariesContract } from '#tests/server/store/contract/summaries.contract.ts'
import { unplacedContract } from '#tests/server/store/contract/unplaced.contract.ts'
import { writerContract } from '#tests/server/store/contract/writer.contract.ts'
import { writerRefusalsContract } from '#tests/server/store/contract/writerRefusals.contract.ts'

const CONTRACTS: Readonly<Record<string, (store: () => Store) => void>> = {
  'keeps runs apart:': isolationContract,
  'sessions:': sessionsContract,
  'runs:': runsContract,
  'the demo:': demoContract,
  'searching for runs:': runSearchContract,
  'tags of replies:': runTagsContract,
  'nodes:': nodesContract,
  'graphs in columns:': dagColumnsContract,
  'events:': eventsContract,
  'event briefs:': eventBriefsContract,
  'event trees:': eventTreeContract,
  'files:': filesContract,
  'messages:': messagesContract,
  'large texts:': largeTextsContract,
  'searching:': searchContract,
  'searched texts:': searchTextContract,
  'summaries:': summariesContract,
  'overviews:': overviewContract,
  'spans:': spansContract,
  'spans that wait:': backlogContract,
  'unassigned calls:': unassignedCallsContract,
  'integrity:': integrityContract,
  'audits:': auditsContract,
  'rows by their keys:': rowsContract,
  'unplaced rows:': unplacedContract,
  'writing:': writerContract,
  'byte order marks:': byteOrderMarksContract,
  'refusing:': writerRefusalsContract,
  'replacing a run:': replaceRunContract,
  'adding to a run:': mergeRunContract,
  'telling of changes:': changeFeedContract,
  'listeners to changes:': changeListenersContract,
}

/** What every store must do, whatever its engine. Skipped where the engine is not there to be tested. */
export function storeContract(engine: Store['engine']): void {
  const storeCase = storeCases.find(({ name }) => name === engine)
  describe.runIf(storeCase)(`the ${engine} store`, () => {
    const store = useTestStore(storeCase)
    describe.each(Object.entries(CONTRACTS))('%s', (_what, contract) => {
      contract(store)
    })
  })
}
