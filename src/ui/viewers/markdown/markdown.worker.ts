import { answerQuestions } from '#src/lib/answerQuestions.ts'
import { markdownTree } from './markdownTree.ts'

answerQuestions(markdownTree)
