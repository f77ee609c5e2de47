import { describe } from 'vitest'
import type { Store } from '#server/store/ports/store.ts'
import { storeCases } from '#tests/support/databases.ts'
import { useTestStore } from '#tests/support/testStore.ts'
import { auditsContract } from './audits.contract.ts'
import { byteOrderMarksContract } from './byteOrderMarks.contract.ts'
import { changeFeedContract } from './changeFeed.contract.ts'
import { changeListenersContract } from './changeListeners.contract.ts'
import { dagColumnsContract } from './dagColumns.contract.ts'
import { eventBriefsContract } from './eventBriefs.contract.ts'
import { eventsContract } from './events.contract.ts'
import { eventTreeContract } from './eventTree.contract.ts'
import { filesContract } from './files.contract.ts'
import { integrityContract } from './integrity.contract.ts'
import { isolationContract } from './isolation.contract.ts'
import { largeTextsContract } from './largeTexts.contract.ts'
import { looseCallsContract } from './looseCalls.contract.ts'
import { mergeRunContract } from './mergeRun.contract.ts'
import { messagesContract } from './messages.contract.ts'
import { nodesContract } from './nodes.contract.ts'
import { replaceRunContract } from './replaceRun.contract.ts'
import { rowsContract } from './rows.contract.ts'
import { runSearchContract } from './runSearch.contract.ts'
import { runTagsContract } from './runTags.contract.ts'
import { runsContract } from './runs.contract.ts'
import { searchContract } from './search.contract.ts'
import { searchTextContract } from './searchText.contract.ts'
import { sessionsContract } from './sessions.contract.ts'
import { backlogContract } from './backlog.contract.ts'
import { spansContract } from './spans.contract.ts'
import { summariesContract } from './summaries.contract.ts'
import { unplacedContract } from './unplaced.contract.ts'
import { writerContract } from './writer.contract.ts'
import { writerRefusalsContract } from './writerRefusals.contract.ts'

const CONTRACTS: Readonly<Record<string, (store: () => Store) => void>> = {
  'keeps runs apart:': isolationContract,
  'sessions:': sessionsContract,
  'runs:': runsContract,
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
  'spans:': spansContract,
  'spans that wait:': backlogContract,
  'loose calls:': looseCallsContract,
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
