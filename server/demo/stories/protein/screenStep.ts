import { callTool, delegate, handOver, optional, runCode, think } from '../../act.ts'
import { dedent } from '../../dedent.ts'
import { deliver, deliverPlot } from '../deliver.ts'
import type { Brief, Step } from '../Story.ts'
import { scanCode, scanTraceback } from './scanCode.ts'
import type { Screen } from './Screen.ts'
import { stabilityMap } from './stabilityMap.ts'
import { variantTable } from './variantTable.ts'

export function screenStep(brief: Brief, screen: Screen): Step {
  const { random, model } = brief
  const { enzyme, structure, residues, best, gain, variants, stable, pearson, clock } = screen
  const output = `${variants} variants scored in ${clock} s\nstabilising (< -1 kcal/mol): ${stable}\nbest: ${best}  ${gain} kcal/mol\n`
  const code = scanCode(screen)
  return {
    begin: [
      callTool(
        'pdb.fetch',
        { id: structure, assembly: 1 },
        { residues, resolution_a: random.number(1.3, 2.4, 2), missing_loops: 2 },
        2.4,
      ),
      runCode(
        'bash',
        dedent`
        pdbfixer ${structure}.pdb --add-residues --ph=7.4 --output=fixed.pdb
        grep -c ' CA ' fixed.pdb
        `,
        `${residues}\n`,
        7.8,
      ),
      think(
        model,
        'Which residues must not change?',
        `The catalytic triad and whatever touches it: ${random.int(17, 24)} residues within 8 Å. I also leave both disulfides alone.`,
        4.2,
        2900,
      ),
      callTool(
        'uniprot.annotations',
        { protein: enzyme, features: 'ACT_SITE, DISULFID, METAL' },
        { act_site: 3, disulfid: 2, metal: 1 },
        1.0,
      ),
      callTool('gpu.reserve', { kind: 'a10', minutes: 20 }, { granted: true, queue_s: random.int(3, 50) }, 9.1),
    ],
    attempt: { language: 'python', code, output, seconds: random.int(90, 190) },
    check: [
      runCode(
        'python',
        dedent`
        r = np.corrcoef(measured.ddg, scores.loc[measured.variant])[0, 1]
        print(f"Pearson r = {r:.2f} over {len(measured)} variants")
        `,
        `Pearson r = ${pearson} over ${random.int(28, 90)} variants\n`,
        2.1,
      ),
      think(
        model,
        `Is r = ${pearson} good enough to choose by?`,
        'Good enough to rank, not to predict a value. I choose from the top 60 by diversity of mechanism.',
        3.8,
        3800,
      ),
    ],
    trouble: {
      failed: { traceback: scanTraceback, seconds: 33 },
      diagnosis: think(
        model,
        'Out of memory on 22 GiB. What gives?',
        `The batch holds all 19 mutants of ${random.int(24, 40)} positions at once. Half precision and batches of 64 sequences fit with room to spare.`,
        3.9,
        4000,
      ),
      mended: { code: code.replace('batch=760', 'batch=64, dtype=torch.float16'), seconds: random.int(120, 240) },
    },
    finish: [
      delegate(
        'reviewer',
        'Look at the top twelve as a chemist would',
        'Two proline swaps sit in one helix; one is replaced by the next best',
        [
          callTool(
            'structure.environment',
            { id: structure, variants: best },
            { burial: random.number(0.2, 0.9, 2), helix: false, clash: false },
            3.0,
          ),
          optional(
            think(
              model,
              `Why should ${best} stabilise?`,
              `It fills a cavity of ${random.int(24, 61)} Å³ next to the β-sheet and loses no hydrogen bond.`,
              3.4,
              3100,
            ),
          ),
        ],
      ),
      optional(handOver('plot_agent', 'a map of ΔΔG, positions against amino acids')),
      deliverPlot(
        brief,
        'output/stability_map.png',
        () => stabilityMap(screen, random.for('map')),
        `Stability map: ${enzyme}, ${stable} stabilising mutants`,
      ),
      deliver(
        brief,
        'data',
        'output/variants.csv',
        () => variantTable(screen, random.for('table')),
        `Variant table: ${variants} scores`,
      ),
      think(
        model,
        'Write the order list for the bench in three lines.',
        `1. ${best} and five more cavity fillers\n2. four surface charges, far from the active site\n3. two prolines in loops\n\nExpect about half of them to hold up.`,
        4.6,
        4900,
      ),
    ],
  }
}
