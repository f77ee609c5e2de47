import { dedent } from '../../dedent.ts'
import type { Evaluation } from './Evaluation.ts'

export const evalCode = ({ version }: Evaluation) => dedent`
  import asyncio, pandas as pd
  from client import route_all
  from prompts import load

  df = pd.read_json("tickets.jsonl", lines=True)
  for name in ("live", "${version}"):
      prompt = load(name)
      answers = asyncio.run(route_all(df.text, prompt))
      df[name] = [a in labels for a, labels in zip(answers, df.labels)]
  print(len(df), "tickets,", df.queue.nunique(), "queues")
  print(f"accuracy {df['live'].mean():.1%} -> {df['${version}'].mean():.1%}")
  print("worst queue:", df.groupby("queue")["${version}"].mean().idxmin())
  `

export const evalTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/evaluate.py", line 8, in <module>
      answers = asyncio.run(route_all(df.text, prompt))
    File "/sandbox/client.py", line 44, in post
      response.raise_for_status()
  httpx.HTTPStatusError: Client error '429 Too Many Requests' for url 'https://api.example.com/v1/messages'
  `
