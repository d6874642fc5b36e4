// The page of the token inspector.
//
// Python sends what is to be seen (`content`, see token_view.py) and hears what somebody did. This file
// draws it. All text enters the page as text, through `h` below, so nothing in a token can become
// markup. What can be typed into is kept while it has the focus; everything else is drawn again.

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);      // another copy on the page asks for itself
  let count = 0;
  let sent = "";
  const send = (kind, more = {}) => {
    sent = `${view}-${count++}`;
    pane.classList.add("ti-waiting");
    try { model.send({ kind, id: sent, ...more }); } catch { /* the frame says that nobody answers */ }
    return sent;
  };
  const pieces = [strip(send, model), columns([verdict(), checks(send), another(send)], [members(send)]), beside(send)];
  const pane = h("div", { class: "ti" }, pieces.map((piece) => piece.node));
  el.append(pane);
  const draw = () => {
    const content = model.get("content");
    if (!content.view) return;
    pieces.forEach((piece) => piece.draw(content));
    if (content.answers === sent) pane.classList.remove("ti-waiting");
  };
  model.on("change:content", draw);
  draw();
}

// --- from top to bottom ------------------------------------------------------------------------

function strip(send, model) {
  const parts = h("div", { class: "ti-strip" });
  const whole = h("div", { class: "ti-whole cl-mono", tabindex: 0, role: "region", "aria-label": "The whole token" });
  const shower = button("Show the whole token", () => { if (asked) hide(); else asked = send("reveal"); }, { "aria-expanded": "false" });
  const headline = h("div", { class: "ti-headline" });
  const node = h("div", {}, h("div", { class: "ti-line" }, headline, shower), parts, whole);
  let asked = null;                                      // the id of our question while it is shown
  const hide = () => {
    asked = null;
    whole.replaceChildren();
    shower.textContent = "Show the whole token";
    shower.setAttribute("aria-expanded", "false");
  };
  model.on("msg:custom", (message) => {
    if (message.kind !== "token" || message.id !== asked) return;
    whole.replaceChildren(...message.parts.flatMap((part, at) => [at ? "." : "", h("span", { class: `ti-part-${at}` }, part)]));
    shower.textContent = "Hide the whole token";
    shower.setAttribute("aria-expanded", "true");
  });
  let before = "";
  const draw = ({ view }) => {
    const now = JSON.stringify([view.parts, view.header_json, view.claims_json]);
    if (asked && now !== before) asked = send("reveal"); // it was changed while it is shown
    if (!view.parts.length) hide();
    before = now;
    headline.replaceChildren(h("span", { class: `cl-badge cl-${view.domain}` }, view.title), " ", view.about);
    shower.hidden = whole.hidden = parts.hidden = !view.parts.length;
    parts.replaceChildren(...view.parts.map((part, at) => h("div", { class: `ti-segment ti-part-${at}` },
      h("strong", {}, `${at + 1} ${part.name}`), h("span", { class: "cl-mono" }, part.shown),
      h("span", { class: "ti-small" }, `${part.purpose} · ${part.length} characters`))));
  };
  return { node, draw };
}

function verdict() {
  const node = h("div", {});
  const draw = ({ view }) => {
    const life = view.life && h("div", { class: "ti-life" },
      h("span", { class: "ti-track", "aria-hidden": "true" }, h("span", { style: `width: ${100 * view.life[0]}%` })),
      h("span", { class: "ti-small" }, view.life[1]));
    node.replaceChildren(...[
      view.summary && h("div", { class: `cl-panel cl-${state(view.verdict)} ti-verdict` },
        h("p", {}, mark(view.verdict), " ", view.summary), life),
      ...view.remarks.map((remark) => h("p", { class: "ti-remark" }, remark)),
      view.purpose && h("p", { class: "cl-quiet" }, view.purpose),
    ].filter(Boolean));
  };
  return { node, draw };
}

function columns(...sides) {
  const node = h("div", { class: "ti-columns" }, sides.map((pieces) => h("div", { class: "ti-column" }, pieces.map((piece) => piece.node))));
  return { node, draw: (content) => sides.flat().forEach((piece) => piece.draw(content)) };
}

function checks(send) {
  const list = h("ol", { class: "ti-checks" });
  const source = h("p", { class: "ti-small" });
  const issuer = field("Issuer (iss)", h("input", { type: "text" }));
  const audience = field("My app (aud or client_id)", h("input", { type: "text" }));
  const use = field("Kind (token_use)", h("select", {},
    ["", "id", "access"].map((value) => h("option", { value }, value || "any"))));
  const fields = { issuer, audience, token_use: use };
  const expect = () => send("expect", Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.input.value])));
  Object.values(fields).forEach((one) => { one.input.onchange = expect; });
  const details = h("details", { class: "cl-details" }, h("summary", {}, "What the verifier expects"),
    h("div", {}, source, issuer.node, audience.node, use.node, button("Expect what the token says", () => send("expect"))));
  const node = h("section", {}, h("h4", {}, "Can it be believed?"), list, details);
  const draw = ({ view }) => {
    node.hidden = !view.checks.length;
    list.replaceChildren(...view.checks.map((check) => h("li", { class: `ti-check ti-${state(check.passed)}` },
      mark(check.passed), h("div", {}, h("strong", {}, `${check.number} ${check.name}`), ` ${check.asks}`,
        h("div", { class: "ti-small" }, check.found)))));
    source.textContent = view.is_expected_by_itself
      ? "Nobody said what to expect, so it is what the token said when it came in. A real verifier knows these beforehand."
      : "Written down beforehand, as a real verifier does.";
    for (const [name, one] of Object.entries(fields)) {
      if (document.activeElement !== one.input) one.input.value = view.expected[name] ?? "";
    }
  };
  return { node, draw };
}

// --- header and claims -------------------------------------------------------------------------

function members(send) {
  let json = false;
  let editing = false;
  let last = null;
  let drawn = "";
  const body = h("div", {});
  const modes = h("div", { class: "ti-switch", role: "group", "aria-label": "Show as" });
  const asTable = button("Table", () => { json = false; again(); });
  const asJson = button("JSON", () => { json = true; again(); });
  modes.append(asTable, asJson);
  const meanings = button("Meanings", () => press(meanings, !body.classList.toggle("ti-brief")), { "aria-pressed": "true" });
  const change = button("Change it", () => { editing = !editing; again(); });
  const undo = button("Undo all changes", () => { send("undo"); change.focus(); });
  const attacks = h("div", { class: "ti-attacks" });
  const node = h("section", {}, h("div", { class: "ti-line" }, h("h4", {}, "What does it say?"), modes, meanings, change), attacks, body);

  let editors = new Map();                               // "claims 3" → how to draw it again
  const again = () => { drawn = ""; if (last) draw(last); };
  const draw = (content) => {
    last = content;
    const { view } = content;
    const sections = [["header", "Header", view.header, view.header_json], ["claims", "Claims", view.claims, view.claims_json]]
      .filter(([, , rows]) => rows.length);
    const canChange = view.checks.length > 0 && sections.length > 0;
    node.hidden = !sections.length;
    change.hidden = !canChange;
    undo.hidden = !view.was_edited;
    press(asTable, !json);
    press(asJson, json);
    press(change, editing);
    meanings.hidden = json;
    attacks.hidden = !(canChange && (editing || view.was_edited));
    if (!attacks.childElementCount) {
      attacks.append(h("span", { class: "ti-small" }, "You are the attacker: the signature stays as it was. Try:"),
        ...content.attacks.map(({ name, question }) => button(name, () => send("attack", { name }), { title: question })), undo);
    }
    const shape = JSON.stringify([json, editing && canChange, sections.map(([part, , rows]) => [part, rows.map((row) => [row.name, row.text === null, row.value === ""])])]);
    if (shape !== drawn) {
      editors = new Map();
      const build = json ? jsonSection : tableSection;
      body.replaceChildren(...sections.map((section) => build(section, editing && canChange, { editors, send, order: content.groups })));
      drawn = shape;
    }
    sections.forEach(([part, , rows, text]) => {
      rows.forEach((row, at) => editors.get(`${part} ${at}`)?.(row, problemAt(content, `${part} ${at}`)));
      editors.get(part)?.(text, problemAt(content, part));
    });
  };
  return { node, draw };
}

const problemAt = ({ problem }, where) => (problem?.where === where ? problem.text : "");

function tableSection([part, title, rows], editing, desk) {
  const nodes = rows.map((row, at) => tableRow(part, row, at, editing, desk));
  const groups = desk.order.filter((group) => rows.some((row) => row.group === group));
  return h("table", { class: `ti-table ti-of-${part}` }, h("caption", {}, title),
    h("thead", { class: "cl-sr" }, h("tr", {}, ["name", "value and meaning"].map((name) => h("th", { scope: "col" }, name)))),
    groups.map((group) => h("tbody", {},
      groups.length > 1 && h("tr", { class: "ti-group" }, h("th", { scope: "rowgroup", colspan: 2 }, group)),
      nodes.filter((_, at) => rows[at].group === group))));
}

function tableRow(part, row, at, editing, { editors, send }) {
  const isText = row.text !== null;
  const gone = row.value === "";
  const value = editing && !gone
    ? h("input", { type: "text", class: "cl-mono", "aria-label": `${part === "header" ? "header" : "claim"} ${row.name}`, spellcheck: "false" })
    : h("span", { class: "cl-mono" });
  if (editing && !gone) value.oninput = () => send("edit", { part, row: at, text: value.value, is_text: isText });
  const when = h("span", { class: "ti-when" });
  const was = h("div", { class: "ti-was" });
  const node = h("tr", {}, h("th", { scope: "row", class: "cl-mono" }, breakable(row.name)),
    h("td", {}, editing && isText ? h("span", { class: "ti-quoted" }, value) : value, " ", when, was, h("div", { class: "ti-meaning" }, row.meaning)));
  editors.set(`${part} ${at}`, (now, problem) => {
    if (value.tagName !== "INPUT") value.textContent = now.value;
    else if (document.activeElement !== value) value.value = isText ? now.text : now.value;
    value.setAttribute("aria-invalid", String(Boolean(problem)));
    when.textContent = problem || now.when;
    when.classList.toggle("ti-problem", Boolean(problem));
    was.textContent = now.was === null ? "" : `was ${now.was}`;
    node.classList.toggle("ti-edited", now.was !== null);
  });
  return node;
}

function jsonSection([part, title], editing, { editors, send }) {
  const area = editing
    ? h("textarea", { class: "ti-json cl-mono", "aria-label": `${title} as JSON`, spellcheck: "false" })
    : h("pre", { class: "ti-json cl-mono", tabindex: 0, role: "region", "aria-label": `${title} as JSON` });
  if (editing) area.oninput = () => send("json", { part, text: area.value });
  const note = h("p", { class: "ti-problem" });
  editors.set(part, (text, problem) => {
    if (!editing) area.textContent = text;
    else if (document.activeElement !== area) {
      area.value = text;
      area.rows = text.split("\n").length;
    }
    note.textContent = problem;
  });
  return h("div", { class: `ti-of-${part}` }, h("div", { class: "ti-caption" }, title), area, note);
}

// --- another token -----------------------------------------------------------------------------

function another(send) {
  const paste = pasteField("Paste any token here", (text) => send("paste", { text }));
  const node = h("details", { class: "cl-details" }, h("summary", {}, "Look at another token"), h("div", {}, paste.node));
  let first = true;
  const draw = ({ view }) => {
    if (first) { node.open = !view.parts.length; first = false; }
    paste.clear(view.parts.length > 0);
  };
  return { node, draw };
}

function beside(send) {
  const paste = pasteField("Paste a second token here", (text) => send("compare", { text }));
  const table = h("div", {});
  const away = button("Take the second token away", () => { send("compare", { text: "" }); paste.area.focus(); });
  const node = h("details", { class: "cl-details" }, h("summary", {}, "Compare with another token"),
    h("div", {}, paste.node, table, away));
  let first = true;
  const draw = ({ view, comparison }) => {
    if (first) { node.open = Boolean(comparison); first = false; }
    node.hidden = !view.parts.length;
    away.hidden = !comparison;
    table.replaceChildren(...(comparison ? comparedTable(comparison) : []));
    paste.clear(Boolean(comparison?.rows.length));
  };
  return { node, draw };
}

// A token that was pasted and understood is taken out of the field again: it stays hidden.
function pasteField(label, take) {
  const area = h("textarea", { rows: 2, spellcheck: "false", autocomplete: "off", class: "cl-mono" });
  let pasted = false;
  area.oninput = (event) => {
    pasted = event.inputType === "insertFromPaste" || event.inputType === "insertFromDrop";
    take(area.value);
  };
  const clear = (understood) => { if (pasted && understood) { area.value = ""; pasted = false; } };
  return { ...field(label, area), area, clear };
}

function comparedTable({ one, other, remarks, rows }) {
  return [...remarks.map((remark) => h("p", {}, remark)), h("table", { class: "ti-table ti-compared" },
    h("caption", {}, "Side by side"),
    h("thead", {}, h("tr", {}, ["name", `left: ${one}`, `right: ${other}`, "says"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, rows.map((row) => h("tr", { class: row.says === "same" ? "" : "ti-differs" },
      h("th", { scope: "row", class: "cl-mono" }, breakable(row.name)), h("td", { class: "cl-mono" }, row.one || "–"),
      h("td", { class: "cl-mono" }, row.other || "–"), h("td", {}, row.says)))))];
}

// --- small pieces ------------------------------------------------------------------------------

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat(2).filter((child) => child || child === 0));
  return node;
}

// A name may be divided after its colons, underscores and slashes.
const breakable = (name) => name.split(/(?<=[:_/])/).flatMap((piece) => [piece, h("wbr")]);
const state = (passed) => (passed === null ? "plain" : passed ? "good" : "bad");
const press = (node, on) => node.setAttribute("aria-pressed", String(on));

function mark(passed) {
  const [sign, word] = passed === null ? ["–", "open"] : passed ? ["✓", "yes"] : ["✗", "no"];
  return h("span", { class: `ti-mark cl-${state(passed)}`, role: "img", "aria-label": word }, sign);
}

function button(label, onclick, more = {}) {
  const node = h("button", { type: "button", class: "ti-button", ...more }, label);
  node.onclick = onclick;
  return node;
}

function field(label, input) {
  return { node: h("label", { class: "ti-field" }, h("span", {}, label), input), input };
}

export default { render };
