// Answers questions about compiled policies: a line of JSON in, with `document` and `question`, and a line out for each.

import { createInterface } from "node:readline";

const { CompiledPolicy, SlaError, textOf } = await import(process.argv[2]);

const due = (policy, { start }) => textOf(policy.due({ opened: start }));
const ANSWERS = {
  add: due,
  add_days: due,
  due,
  promised: (policy, { start, request }) => textOf(policy.due({ opened: start, ...request })),
  elapsed: (policy, { start, end }) => policy.elapsed(start, end, "only"),
  is_open: (policy, { at }) => policy.isOpen(at, "only"),
  next_opening: (policy, { at }) => textOf(policy.nextOpening(at, "only")),
  next_closing: (policy, { at }) => textOf(policy.nextClosing(at, "only")),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { document, question } = JSON.parse(line);
  console.log(JSON.stringify(reply(document, question)));
}

function reply(document, question) {
  try {
    return { answer: ANSWERS[question.ask](new CompiledPolicy(document), question) };
  } catch (error) {
    if (error instanceof SlaError) return { refused: error.message };
    throw error;
  }
}
