// Places the boxes of a graph: reads {nodes: [{id, width, height}], edges: [[from, to], ...]} from
// standard input, writes the places of the boxes and the courses of the arrows.
import { readFileSync } from "node:fs";
import ELK from "elkjs/lib/elk.bundled.js";

const { nodes, edges } = JSON.parse(readFileSync(0, "utf8"));
const placed = await new ELK().layout({
  id: "claims",
  layoutOptions: {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.layered.spacing.nodeNodeBetweenLayers": "60",
    "elk.spacing.nodeNode": "8",
    "elk.edgeRouting": "SPLINES",
    "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
    "elk.aspectRatio": "1.3",
    "elk.layered.compaction.postCompaction.strategy": "EDGE_LENGTH",
    "elk.separateConnectedComponents": "true",
  },
  children: nodes,
  edges: edges.map(([from, to]) => ({ id: `${from}>${to}`, sources: [from], targets: [to] })),
});
const courses = placed.edges.map(({ sources, targets, sections }) => {
  const [{ startPoint, bendPoints = [], endPoint }] = sections;
  return {
    from: sources[0], to: targets[0],
    points: [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y]),
  };
});
const boxes = placed.children.map(({ id, x, y, width, height }) => ({ id, x, y, width, height }));
process.stdout.write(
  JSON.stringify({ width: placed.width, height: placed.height, boxes, arrows: courses }),
);
