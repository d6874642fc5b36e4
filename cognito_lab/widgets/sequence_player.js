// The browser's half of the SequencePlayer.
//
// Python sends every run as a finished picture and its steps in words (player_view.py). A picture is put into
// the page once; a step only toggles classes on its groups and changes a few texts. Three things are Python's:
// the full value of a secret, a file to save, and the pictures for another choice of participants.
//
// What comes from outside enters the page as text, or as the SVG that Python's allow-list let through.
// No imports, no network, nothing outside the widget's own element is touched.

const PLAY_EVERY_MS = 1600;
const SAY_WAITING_AFTER_MS = 250;
const FORWARD = ["ArrowRight", "ArrowDown"], BACKWARD = ["ArrowLeft", "ArrowUp"];
const HEADINGS = { call: ["Request", ""], "one-way": ["Message", ""], self: ["With", ""], answer: ["To this request", "Answer"],
  error: ["To this request", "Refusal"] };

function render({ model, el }) {
  const ui = skeleton();
  const questions = conversation(model, ui.waiting);
  const drawn = new Map();                            // pictures that are in the page, or were
  let shown, other, track, pictures, items, timer = 0;

  // --- moving ----------------------------------------------------------------------------------

  const here = () => Math.min(model.get("step"), track.length);
  const go = (step) => {
    const next = Math.max(0, Math.min(step, track.length));
    if (next === model.get("step")) return;
    model.set("step", next);
    model.save_changes();
  };
  const goByHand = (step) => { play(false); go(step); };
  const play = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(() => (here() < track.length ? go(here() + 1) : play(false)), PLAY_EVERY_MS) : 0;
    ui.play.textContent = on ? "Pause" : "Play";
    if (on) go(here() < track.length ? here() + 1 : 1);
  };

  // --- showing ---------------------------------------------------------------------------------

  const stage = () => {                               // another run, or other participants
    const runs = model.get("runs");
    shown = runs.find((run) => run.name === model.get("run"));
    other = shown.rows.length ? runs.find((run) => run.name === model.get("compared")) : null;
    track = other ? shown.rows : shown.steps.map((_, index) => [index + 1]);
    const sides = other ? [shown, other] : [shown];
    el.classList.toggle("cl-two", Boolean(other));
    pictures = sides.map((run) => {
      if (!drawn.has(run.uid)) drawn.set(run.uid, picture(run));
      return drawn.get(run.uid);
    });
    items = track.map((row) => item(row, sides));
    items[track.findIndex((row) => row[2] === false)]?.append(h("strong", { class: "cl-first" }, "first difference"));
    ui.pictures.replaceChildren(...pictures.map((one) => one.box));
    ui.list.replaceChildren(...items);
    ui.difference.textContent = shown.difference;
    ui.difference.hidden = !other;
    ui.range.max = track.length;
    ui.radios.forEach((radio) => { radio.checked = radio.value === shown.name; });
    light();
  };

  const light = () => {                               // one step: classes and a few texts, nothing else
    const step = here(), end = track.length, row = track[step - 1];
    pictures.forEach((one, side) => one.light(position(track, step, side)));
    items.forEach((one, index) => mark(one, "aria-current", index === step - 1 && "step"));
    if (row) keepInSight(items[step - 1], ui.list, 0);
    ui.range.value = step;
    ui.range.setAttribute("aria-valuetext", step ? `step ${step} of ${end}` : `all ${end} steps`);
    ui.count.textContent = step ? `${step} of ${end}` : `all ${end}`;
    Object.entries({ first: step === 1 || !end, back: !step, next: step === end, last: step === end, all: !step })
      .forEach(([name, off]) => mark(ui[name], "aria-disabled", off && "true"));
    const had = ui.panel.contains(document.activeElement);
    ui.panel.replaceChildren(...(row ? [shown, other].map((run, side) => run && facts(run, row[side])).filter(Boolean)
      : [h("p", { class: "cl-quiet" }, shown.trouble || "All steps are lit. Press Next, or an arrow key, to go through them.")]));
    if (had) ui.panel.focus({ preventScroll: true });
    fill(ui.slots, shown.steps, row ? Math.floor(position(track, step, 0)) : shown.steps.length, Boolean(row));
  };

  const tell = () => {                                // what changed, for who hears it
    const row = track[here() - 1];
    const said = [shown, other].map((run, side) => run && row?.[side] && run.steps[row[side] - 1]).filter(Boolean);
    ui.live.textContent = row ? `Step ${here()} of ${track.length}. ${said.map((one) => [one.sentence, ...one.notes].join(". ")).join(". ")}`
      : "All steps.";
  };

  // One step in words: who to whom, why, what was asked, what came back.
  const facts = (run, number) => {
    const step = run.steps[number - 1];
    if (!step) return h("section", {}, h("p", { class: "cl-quiet" }, `${run.name}: no such step.`));
    const [asks, answers] = HEADINGS[step.kind];
    const texts = { request: h("pre", { class: "cl-code" }, step.request), answer: h("pre", { class: "cl-code" }, step.answer) };
    const part = (name, heading) => step[name] && h("div", {}, h("p", { class: "cl-quiet" }, heading), texts[name]);
    const partner = step.partner && h("button", { type: "button", class: "cl-link" },
      step.kind === "call" ? `answered in step ${step.partner}` : `asked in step ${step.partner}`);
    if (partner) partner.onclick = () => goByHand(track.findIndex((row) => row[run === shown ? 0 : 1] === step.partner) + 1);
    const reveal = step.secret && h("button", { type: "button", "aria-pressed": "false" }, "Reveal the secrets of this step");
    const put = (from, open) => {
      for (const name in texts) texts[name].textContent = from[name];
      reveal.setAttribute("aria-pressed", String(open));
      reveal.textContent = open ? "Hide the secrets of this step" : "Reveal the secrets of this step";
    };
    if (reveal) reveal.onclick = () => (reveal.getAttribute("aria-pressed") === "true" ? put(step, false)
      : questions.ask("reveal", { run: run.name, step: number }, reveal, (answer) => answer.request !== undefined && put(answer, true)));
    return h("section", {},
      h("p", {}, other && h("span", { class: "cl-badge cl-plain" }, run.name), " ",
        step.phase && h("span", { class: "cl-badge cl-plain" }, step.phase), " ", numbered(step, number), " ", h("strong", {}, step.sentence)),
      ...step.notes.map((note) => h("p", { class: "cl-note" }, note)),
      part("answer", answers), part("request", asks), h("p", { class: "cl-row" }, partner, reveal));
  };

  const item = (row, sides) => {
    const words = sides.map((run, side) => {
      const step = run.steps[row[side] - 1];
      return h("span", { class: "cl-words" }, ...(step ? [numbered(step, row[side]), h("span", {}, step.sentence)] : ["–"]));
    });
    const first = shown.steps[row[0] - 1];
    const node = h("li", { class: row[2] === false ? "cl-other" : "" },
      first?.begins && h("span", { class: "cl-phase" }, first.phase), h("button", { type: "button", tabindex: -1 }, ...words));
    node.onclick = () => goByHand(items.indexOf(node) + 1);
    return node;
  };

  // --- what a person does ----------------------------------------------------------------------

  const clicks = { first: () => 1, back: () => here() - 1, next: () => here() + 1, last: () => track.length, all: () => 0 };
  Object.entries(clicks).forEach(([name, where]) => { ui[name].onclick = () => goByHand(where()); });
  ui.play.onclick = () => play(!timer);
  ui.range.oninput = () => goByHand(Number(ui.range.value));
  ui.saves.forEach((button) => {
    button.onclick = () => questions.ask("save", { run: shown.name, suffix: button.value }, button, download);
  });
  // The list keeps the focus itself, so that arrows go on from wherever one clicked.
  ui.list.onmousedown = (event) => { event.preventDefault(); ui.list.focus({ preventScroll: true }); };
  ui.pictures.onclick = (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();                           // no jump to an anchor; the player shows the step
    event.stopPropagation();
    const side = pictures.findIndex((one) => one.box.contains(link));
    goByHand(track.findIndex((row) => row[side] === pictures[side].stepOf(link)) + 1);
  };

  const boxes = model.get("people").map((one) => h("input", { type: "checkbox", value: one.name }));
  ui.people.append(...model.get("people").map((one, index) => h("label", { class: `cl-${one.domain}` }, boxes[index], one.name)));
  const tick = () => {                                // not while answers are on their way: what was clicked last counts
    if (!questions.open()) boxes.forEach((box) => { box.checked = model.get("participants").includes(box.value); });
  };
  boxes.forEach((box) => {
    box.onchange = () => {
      play(false);
      questions.ask("show", { participants: boxes.filter((one) => one.checked).map((one) => one.value) }, null, tick);
    };
  });

  const name = `cl-${Math.random().toString(36).slice(2)}`;
  const choices = model.get("runs").map((run) => run.name).filter((one) => one !== model.get("compared"));
  ui.radios = choices.map((value) => h("input", { type: "radio", name, value }));
  ui.switch.append(...ui.radios.map((radio) => h("label", {}, radio, radio.value)));
  ui.switch.hidden = choices.length < 2;
  ui.radios.forEach((radio) => { radio.onchange = () => { play(false); model.set("run", radio.value); model.save_changes(); }; });

  ui.slots = slots(model.get("slots"));
  ui.shelf.append(...ui.slots.map((slot) => slot.node));
  ui.shelf.hidden = !ui.slots.length;

  const onKey = (event) => {
    const key = event.key, input = event.target.closest("input");
    if (key !== "Tab" && key !== "Escape") event.stopPropagation();       // JupyterLab's commands listen further up
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (input && (input.type !== "range" || /^(Arrow|Page)/.test(key))) return;
    if (key === " " && !event.target.closest("button, summary, input")) play(!timer);
    else if (key === "Home" || key === "End") goByHand(key === "Home" ? 1 : track.length);
    else if (FORWARD.includes(key) || BACKWARD.includes(key)) goByHand(here() + (FORWARD.includes(key) ? 1 : -1));
    else return;
    event.preventDefault();
  };
  const onFocus = (event) => { event.target.dataset.lmSuppressShortcuts = "true"; };  // and ask the focused element
  el.addEventListener("keydown", onKey);
  el.addEventListener("focusin", onFocus);

  const heard = { "change:step": () => { light(); tell(); }, "change:run": stage, "change:runs": stage, "change:participants": tick };
  Object.entries(heard).forEach((one) => model.on(...one));
  el.classList.add("cl-player");
  el.append(...ui.parts);
  tick();
  stage();
  return () => {
    play(false);
    questions.close();
    Object.entries(heard).forEach((one) => model.off(...one));
    el.removeEventListener("keydown", onKey);
    el.removeEventListener("focusin", onFocus);
  };
}

// --- the picture -------------------------------------------------------------------------------

function picture(run) {
  const box = h("div", { class: "cl-picture", role: "region", tabindex: 0, "aria-label": `Picture: ${run.label}` });
  if (!run.svg) box.append(h("p", { class: "cl-quiet" }, run.trouble));
  if (!run.svg) return { box, light() {}, stepOf: () => 0 };
  const uid = `sd-${Math.random().toString(36).slice(2, 10)}`;            // two views on a page share no id
  const parsed = new DOMParser().parseFromString(run.svg.replaceAll(run.uid, uid), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));   // the list serves the keyboard
  const groups = run.steps.map((_, index) => svg.querySelector(`.s-${index + 1}`));
  const names = heads(svg, run.heads);
  box.append(names, svg);
  return {
    box,
    stepOf: (link) => groups.indexOf(link.closest(".sd-g")) + 1,
    light(now) {                                      // a half: between two steps
      svg.classList.toggle("sd-stepping", now > 0);
      groups.forEach((group, index) => {
        group.classList.toggle("sd-past", index + 1 < now);
        group.classList.toggle("sd-now", index + 1 === now);
      });
      if (groups[now - 1]) keepInSight(groups[now - 1], box, names.firstChild.getBoundingClientRect().height);
    },
  };
}

// The participants' names stay in sight while the picture scrolls: a second, cropped copy of what stands still.
function heads(svg, high) {
  const copy = svg.cloneNode(true);
  copy.querySelectorAll(".sd-g, style, desc, title").forEach((part) => part.remove());
  copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  const wide = svg.viewBox.baseVal.width;
  Object.entries({ viewBox: `0 0 ${wide} ${high}`, width: wide, height: high }).forEach(([name, value]) => copy.setAttribute(name, value));
  ["id", "role", "aria-label", "aria-describedby"].forEach((name) => copy.removeAttribute(name));
  return h("div", { class: "cl-heads", "aria-hidden": "true" }, copy);
}

function keepInSight(part, box, covered) {
  const inner = part.getBoundingClientRect(), outer = box.getBoundingClientRect();
  const above = inner.top - (outer.top + covered + 12), below = inner.bottom - (outer.bottom - 12);
  if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += Math.min(below, above);
}

// Where a run is at a step of the track; where it has no such step, half-way after the one before.
function position(track, step, side) {
  if (!step) return 0;
  const before = track.slice(0, step).map((row) => row[side]);
  return before.at(-1) ?? (before.findLast((one) => one) ?? 0) + 0.5;
}

// --- the shelf ---------------------------------------------------------------------------------

function slots(places) {
  return places.map(({ document: name, place, domain }) => {
    const value = h("code", { class: "cl-mono" }), fresh = h("span", { class: "cl-badge" }, "new");
    const node = h("div", { class: `cl-slot cl-${domain}` }, h("strong", {}, name), fresh, h("span", { class: "cl-quiet" }, place), value);
    return { name, node, value, fresh };
  });
}

function fill(places, steps, number, stepping) {
  const now = steps[number - 1]?.shelf ?? {}, before = steps[number - 2]?.shelf ?? {};
  for (const { name, node, value, fresh } of places) {
    value.textContent = now[name] ?? "–";
    node.classList.toggle("cl-held", name in now);
    fresh.style.visibility = stepping && name in now && now[name] !== before[name] ? "visible" : "hidden";
  }
}

// --- one question, one answer ------------------------------------------------------------------

function conversation(model, waiting) {
  const open = new Map();
  const view = Math.random().toString(36).slice(2);   // another view of the same widget asks its own
  let count = 0, timer = 0;
  const hear = (message, buffers) => {
    const question = message?.kind === "answer" && open.get(message.id);
    if (!question) return;
    open.delete(message.id);
    if (question.control) mark(question.control, "aria-disabled", null);
    if (!open.size) { clearTimeout(timer); waiting.textContent = ""; }
    question.then?.(message, buffers);
  };
  model.on("msg:custom", hear);
  return {
    open: () => open.size,
    ask(kind, about, control, then) {
      if (control?.getAttribute("aria-disabled")) return;                 // a double click is one click
      if (control) control.setAttribute("aria-disabled", "true");         // not `disabled`, which would drop the focus
      if (!open.size) timer = setTimeout(() => { waiting.textContent = "Waiting for the answer…"; }, SAY_WAITING_AFTER_MS);
      const id = `${view}-${count++}`;
      open.set(id, { control, then });
      model.send({ kind, about, id });
    },
    close: () => { clearTimeout(timer); model.off("msg:custom", hear); },
  };
}

function download({ name, mime }, buffers) {
  if (!name) return;                                  // it failed, and the frame says why
  const href = URL.createObjectURL(new Blob(buffers, { type: mime }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

// --- making elements ---------------------------------------------------------------------------

function skeleton() {
  const button = (text, value = "") => h("button", { type: "button", value }, text);
  const ui = { first: button("First"), back: button("Back"), play: button("Play"), next: button("Next"), last: button("Last"),
    all: button("All"), saves: ["svg", "png", "txt"].map((suffix) => button(suffix === "txt" ? "Text" : suffix.toUpperCase(), suffix)),
    range: h("input", { type: "range", min: 0, step: 1, "aria-label": "Step" }), count: h("span", { class: "cl-count" }),
    switch: h("fieldset", { class: "cl-row" }, h("legend", {}, "Run")), people: h("fieldset", { class: "cl-row" }, h("legend", {}, "Show the steps of")),
    difference: h("p", { class: "cl-difference" }), list: h("ol", { tabindex: 0, role: "list", "aria-label": "Steps" }), pictures: h("div", { class: "cl-pictures" }),
    panel: h("div", { class: "cl-facts", role: "region", tabindex: 0, "aria-label": "The step in words" }),
    shelf: h("section", { class: "cl-shelf", "aria-label": "What the app holds now" }, h("p", {}, h("strong", {}, "What the app holds now"))),
    waiting: h("span", { class: "cl-quiet", role: "status" }), live: h("p", { class: "cl-sr", "aria-live": "polite" }) };
  const bar = h("div", { class: "cl-bar", role: "group", "aria-label": "Go through the steps" },
    ui.first, ui.back, ui.play, ui.next, ui.last, ui.range, ui.count, ui.all);
  const view = h("div", { class: "cl-view" }, ui.list, ui.pictures, ui.panel, ui.shelf);
  const save = h("fieldset", { class: "cl-row" }, h("legend", {}, "Save as"), ...ui.saves, ui.waiting);
  return Object.assign(ui, { parts: [ui.switch, bar, ui.difference, view, h("div", { class: "cl-row" }, ui.people, save), ui.live] });
}

function numbered(step, number) {
  return h("span", { class: `cl-number cl-${step.domain}${["answer", "error"].includes(step.kind) ? " cl-hollow" : ""}` }, String(number));
}

function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

function mark(node, name, value) {
  if (value) node.setAttribute(name, value);
  else node.removeAttribute(name);
}

export default { render };
