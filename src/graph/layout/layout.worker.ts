import { answerQuestions } from '#src/lib/answerQuestions.ts'
import { drawPicture } from './drawPicture.ts'

answerQuestions(drawPicture)
