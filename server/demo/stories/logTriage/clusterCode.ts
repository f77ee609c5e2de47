import { dedent } from '../../dedent.ts'
import type { Outage } from './Outage.ts'

export const clusterCode = ({ service }: Outage) => dedent`
  from drain3 import TemplateMiner
  path = "logs/${service}.log"
  miner = TemplateMiner(load="yesterday.bin")
  known = {c.cluster_id for c in miner.drain.clusters}
  count = 0
  for line in open(path, encoding="utf-8"):
      miner.add_log_message(line[34:])
      count += 1
  new = [c for c in miner.drain.clusters if c.cluster_id not in known]
  print(f"{count:,} lines -> {len(miner.drain.clusters)} templates")
  print("new since yesterday:", len(new))
  for c in sorted(new, key=lambda c: -c.size):
      print(f"  [{c.size:5}x] {c.get_template()}")
  `

export const clusterTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/cluster.py", line 6, in <module>
      for line in open(path, encoding="utf-8"):
    File "<frozen codecs>", line 322, in decode
  UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe2 in position 8191: unexpected end of data
  `
