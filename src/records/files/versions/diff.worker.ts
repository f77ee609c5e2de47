import { answerQuestions } from '#src/lib/answerQuestions.ts'
import type { DiffQuestion } from './diffClient.ts'
import { lineChanges } from './lineChanges.ts'

answerQuestions(({ older, newer }: DiffQuestion) => lineChanges(older, newer))
