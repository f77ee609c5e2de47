import { answerQuestions } from '#src/lib/answerQuestions.ts'
import { layoutGraph } from './layoutGraph.ts'

answerQuestions(layoutGraph)
