// The editor's Markdown bridge as a process: one JSON text in a line, one answer in a line.
import { getSchema } from "@tiptap/core";
import { bridge, meaning } from "../../opentribe/web/widgets/editor/bridge.js";
import { EXTENSIONS } from "../../opentribe/web/widgets/editor/extensions.js";

const schema = getSchema(EXTENSIONS);

/** The same document without memory of its source, so that every block is written anew. */
function written(doc) {
  return bridge(schema).serialize(schema.nodeFromJSON(doc.toJSON()));
}

/** Blocks moved about and taken away, as by an author's hand: a row of numbers says which go where. */
function rearranged(doc, order) {
  const blocks = [];
  doc.forEach((block) => blocks.push(block));
  return doc.copy(doc.content.constructor.from(order.map((number) => blocks[number % blocks.length])));
}

/** Without what is kept as its source: two definitions become one piece of source. */
function readable(doc) {
  const kept = [];
  doc.forEach((block) => block.type.name !== "verbatim" && kept.push(block));
  return doc.copy(doc.content.constructor.from(kept));
}

const ANSWERS = {
  round({ text }) {
    const { parse, serialize } = bridge(schema);
    const doc = parse(text);
    const anew = written(doc);
    return { kept: serialize(doc), anew, isSame: meaning(parse(anew)) === meaning(doc) };
  },
  rearrange({ text, order }) {
    const { parse, serialize } = bridge(schema);
    const doc = rearranged(parse(text), order);
    const out = serialize(doc);
    return { out, isSame: meaning(readable(bridge(schema).parse(out))) === meaning(readable(doc)) };
  },
  write({ doc }) {
    const node = schema.nodeFromJSON(doc);
    node.check();
    const out = written(node);
    return { out, isSame: meaning(bridge(schema).parse(out)) === meaning(node) };
  },
};

let pending = "";
for await (const chunk of process.stdin) {
  const lines = (pending + chunk).split("\n");
  pending = lines.pop();
  for (const line of lines) {
    const asked = JSON.parse(line);
    let answer;
    try {
      answer = ANSWERS[asked.what](asked);
    } catch (error) {
      answer = { error: String(error.stack) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
