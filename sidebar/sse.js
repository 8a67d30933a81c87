/** Reads server-sent events from a fetch body: `for await (const {event, data} of readEvents(response.body))`. */

export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      const { blocks, tail } = split(rest + (value ?? ""), done);
      rest = tail;
      for (const block of blocks) {
        const parsed = parse(block);
        if (parsed !== null) yield parsed;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Whole blocks of `text`, and what has to wait for more. A `\r` at the end may be half of a `\r\n`. */
function split(text, ended) {
  const held = !ended && text.endsWith("\r") ? "\r" : "";
  const blocks = text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n").split("\n\n");
  const tail = ended ? "" : blocks.pop() + held;
  return { blocks, tail };
}

function parse(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : null;
}
