// A text area with a margin: numbered lines, a sign for each statement, the fault where it stands.
//
// What is typed goes to Python a moment after the last key, and at once when the focus leaves. What comes
// back changes the margin and the line below; the text itself is touched only when Python has another one,
// so the cursor never jumps. No imports, no network, texts enter the page as text.

const PAUSE_MS = 200;

function render({ model, el }) {
  const id = `cl-policy-${Math.random().toString(36).slice(2)}`;  // every view has its own
  const label = node("label", "cl-policy-label", { for: id });
  const margin = node("ol", "cl-policy-margin", { "aria-hidden": "true" });
  const area = node("textarea", "cl-policy-area", {
    id, spellcheck: "false", autocomplete: "off", autocapitalize: "off", "aria-describedby": `${id}-said`,
  });
  const said = node("p", "cl-policy-said", { id: `${id}-said` });
  const goTo = node("button", "jupyter-button cl-policy-go", { type: "button" }, "Show the place");
  const words = node("ul", "cl-sr");
  const box = node("div", "cl-policy-box");
  const foot = node("div", "cl-policy-foot");
  box.append(margin, area);
  foot.append(said, goTo);
  el.classList.add("cl-policy");
  el.append(label, box, foot, words);

  let timer = 0;
  const send = () => {
    clearTimeout(timer);
    if (model.get("value") === area.value) return;
    model.set("value", area.value);
    model.save_changes();
  };
  const take = () => {
    if (area.value !== model.get("value")) area.value = model.get("value");
    draw();
  };
  const draw = () => {
    drawMargin(margin, words, area.value, model.get("marks"), model.get("trouble"));
    area.rows = Math.min(Math.max(area.value.split("\n").length, 3), 24);
  };
  const tell = () => {
    const trouble = model.get("trouble");
    const wrong = Boolean(trouble.words);
    label.textContent = model.get("label");
    said.textContent = wrong ? `Line ${trouble.line}, column ${trouble.column}: ${trouble.words}` : "";
    area.setAttribute("aria-invalid", String(wrong));
    goTo.hidden = !wrong;
    goTo.setAttribute("aria-label", `Show the place of the fault in ${model.get("label")}`);
    el.classList.toggle("cl-policy-wrong", wrong);
    draw();
  };

  area.addEventListener("input", () => { draw(); clearTimeout(timer); timer = setTimeout(send, PAUSE_MS); });
  area.addEventListener("change", send);
  area.addEventListener("blur", send);
  area.addEventListener("scroll", () => { margin.scrollTop = area.scrollTop; });
  goTo.addEventListener("click", () => {
    const { start, end } = model.get("trouble");
    area.focus();
    area.setSelectionRange(start, Math.max(end, start + 1));
  });
  // JupyterLab's one-letter commands ask the focused element itself.
  for (const one of [area, goTo]) one.dataset.lmSuppressShortcuts = "true";
  const listeners = [["change:value", take], ["change:marks change:trouble change:label", tell]];
  for (const [name, listener] of listeners) for (const one of name.split(" ")) model.on(one, listener);
  take();
  tell();
  return () => {
    clearTimeout(timer);
    for (const [name, listener] of listeners) for (const one of name.split(" ")) model.off(one, listener);
  };
}

// One item a line: its number, and the sign of the statement that begins there.
function drawMargin(margin, words, text, marks, trouble) {
  const lines = text.split("\n").length;
  const items = [];
  for (let line = 1; line <= lines; line++) {
    const mark = marks.find((one) => one.line <= line && line <= one.last_line);
    const wrong = trouble.words && trouble.line === line;
    const item = node("li", wrong ? "cl-policy-fault" : mark ? `cl-policy-${mark.tone}` : "");
    const sign = wrong ? "▸" : mark && mark.line === line ? mark.sign : "";
    item.append(node("span", "cl-policy-sign", {}, sign), node("span", "", {}, String(line)));
    items.push(item);
  }
  margin.replaceChildren(...items);
  words.replaceChildren(...marks.map((one) => node("li", "", {}, `Line ${one.line}: ${one.words}`)));
}

function node(tag, className, attributes = {}, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

export default { render };
