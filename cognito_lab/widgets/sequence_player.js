// The browser's half of the SequencePlayer.
//
// Python sends every run as a finished picture and its steps in words (player_view.py). A picture is put into
// the page once; a step only toggles classes on its groups and changes a few texts. Three things are Python's:
// the full value of a secret, a file to save, and the pictures for another choice of participants.
//
// What comes from outside enters the page as text, or as the SVG that Python's allow-list let through.
// No imports, no network, nothing outside the widget's own element is touched.

const PLAY_EVERY_MS = 1600, SAY_WAITING_AFTER_MS = 250;
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function render({ model, el }) {
  const ui = skeleton(model);
  const questions = conversation(model, ui.waiting);
  let sides, track, pictures, items, timer = 0, drawn = {};         // drawn: pictures by uid

  // --- moving: a track is a list of rows, each with the number of a step of this run (and of the other) ---
  const here = () => Math.min(model.get("step"), track.length);
  const set = (name, value) => { if (value !== model.get(name)) { model.set(name, value); model.save_changes(); } };
  const go = (step) => set("step", Math.max(0, Math.min(step, track.length)));
  const goByHand = (step) => { play(false); go(step); };
  const goToStep = (side, number) => goByHand(track.findIndex((row) => row[side] === number) + 1);
  const play = (on) => {
    clearInterval(timer);
    timer = on && setInterval(() => (here() < track.length ? go(here() + 1) : play(false)), PLAY_EVERY_MS);
    ui.play.textContent = on ? "Pause" : "Play";
    if (on) go(here() < track.length ? here() + 1 : 1);
  };

  // --- showing ---------------------------------------------------------------------------------
  const stage = () => {                               // another run, or other participants
    const runs = model.get("runs"), named = (name) => runs.find((run) => run.name === name), shown = named(model.get("run"));
    sides = shown.rows.length ? [shown, named(model.get("compared"))] : [shown];
    track = shown.rows.length ? shown.rows : shown.steps.map((_, index) => [index + 1]);
    drawn = Object.fromEntries(runs.map(({ uid }) => [uid, drawn[uid]]));
    pictures = sides.map((run) => (drawn[run.uid] ??= picture(run)));
    items = track.map(item);
    items[track.findIndex((row) => row[2] === false)]?.append(h("strong", { class: "cl-first" }, "first difference"));
    ui.pictures.replaceChildren(...pictures.map((one) => one.box));
    ui.list.replaceChildren(...items);
    ui.difference.textContent = shown.difference;
    ui.range.max = track.length;
    ui.radios.forEach((radio) => { radio.checked = radio.value === shown.name; });
    el.classList.toggle("cl-two", sides.length > 1);
    light();
  };

  const light = () => {                               // one step: classes and a few texts, nothing else
    const step = here(), end = track.length, row = track[step - 1];
    pictures.forEach((one, side) => one.light(position(track, step, side)));
    items.forEach((one, index) => mark(one, "aria-current", index === step - 1 && "step"));
    if (row) keepInSight(items[step - 1], ui.list);
    ui.range.value = step;
    ui.count.textContent = row ? `${step} of ${end}` : `all ${end}`;
    ui.range.setAttribute("aria-valuetext", ui.count.textContent);
    const useless = { first: step === 1 || !end, back: !step, next: step === end, last: step === end, all: !step };
    for (const name in useless) mark(ui[name], "aria-disabled", useless[name] && "true");
    const had = ui.panel.contains(document.activeElement);
    ui.panel.replaceChildren(...(row ? sides.map((run, side) => facts(run, row[side], side))
      : [h("p", { class: "cl-quiet" }, sides[0].trouble || "All steps are lit. Press Next, or an arrow key, to go through them.")]));
    if (had) ui.panel.focus({ preventScroll: true });
    fill(ui.tiles, sides[0].steps, row ? Math.floor(position(track, step, 0)) : sides[0].steps.length, Boolean(row));
  };

  const tell = () => {                                // the same for who hears it
    const steps = sides.map((run, side) => run.steps[track[here() - 1]?.[side] - 1]).filter(Boolean);
    const words = steps.flatMap((step) => [step.sentence, ...step.notes]);
    ui.live.textContent = [here() ? `Step ${here()} of ${track.length}` : "All steps", ...words].join(". ");
  };

  const item = (row) => {                             // a step in the list; in a comparison, two side by side
    const words = sides.map((run, side) => h("span", { class: "cl-words" }, ...sentence(run.steps[row[side] - 1], row[side])));
    const first = sides[0].steps[row[0] - 1];
    const node = h("li", { class: row[2] === false ? "cl-other" : "" },
      first?.begins && h("span", { class: "cl-phase" }, first.phase), h("button", { type: "button", tabindex: -1 }, ...words));
    node.onclick = () => goByHand(items.indexOf(node) + 1);
    return node;
  };

  const facts = (run, number, side) => {              // a step in words: who, why, what was sent, what came back
    const step = run.steps[number - 1], name = sides.length > 1 && h("span", { class: "cl-badge cl-plain" }, run.name);
    if (!step) return h("section", {}, h("p", {}, name, " no such step"));
    const values = { answer: h("pre", { class: "cl-code" }), request: h("pre", { class: "cl-code" }) };
    const part = (name) => step[name] && h("div", {}, h("p", { class: "cl-quiet" }, step[`${name}_is`]), values[name]);
    const partner = h("button", { type: "button", class: "cl-link" }, `${step.hollow ? "asked" : "answered"} in step ${step.partner}`);
    partner.onclick = () => goToStep(side, step.partner);
    const reveal = h("button", { type: "button" });
    const put = (texts, open) => {
      for (const name in values) values[name].textContent = texts[name];
      reveal.textContent = `${open ? "Hide" : "Reveal"} the secrets of this step`;
      reveal.onclick = () => (open ? put(step, false)
        : questions.ask("reveal", { run: run.name, step: number }, reveal, (answer) => answer.ok && put(answer, true)));
    };
    put(step, false);
    return h("section", {}, h("p", {}, name, " ", step.phase && h("span", { class: "cl-badge cl-plain" }, step.phase)),
      h("p", { class: "cl-words" }, ...sentence(step, number)), ...step.notes.map((note) => h("p", { class: "cl-note" }, note)),
      part("answer"), part("request"), h("p", { class: "cl-row" }, step.partner && partner, step.secret && reveal));
  };

  // --- what a person does ----------------------------------------------------------------------
  const clicks = { first: () => 1, back: () => here() - 1, next: () => here() + 1, last: () => track.length, all: () => 0 };
  for (const name in clicks) ui[name].onclick = () => goByHand(clicks[name]());
  ui.play.onclick = () => play(!timer);
  ui.range.oninput = () => goByHand(Number(ui.range.value));
  ui.radios.forEach((radio) => { radio.onchange = () => { play(false); set("run", radio.value); }; });
  ui.saves.forEach((button) => {
    button.onclick = () => questions.ask("save", { run: sides[0].name, suffix: button.value }, button, download);
  });
  ui.boxes.forEach((box) => {
    const shown = () => ui.boxes.filter((one) => one.checked).map((one) => one.value);
    box.onchange = () => { play(false); questions.ask("show", { participants: shown() }, null, tick); };
  });
  const tick = () => questions.open()                 // while an answer is on its way, the last click counts
    || ui.boxes.forEach((box) => { box.checked = model.get("participants").includes(box.value); });
  // The list keeps the focus itself, so that arrows go on from wherever somebody clicked.
  ui.list.onmousedown = (event) => { event.preventDefault(); ui.list.focus({ preventScroll: true }); };
  ui.pictures.onclick = (event) => {
    const side = pictures.findIndex((one) => one.box.contains(event.target)), number = pictures[side]?.stepOf(event.target);
    if (!number) return;
    event.preventDefault();                           // a badge is a link, but nobody should jump
    event.stopPropagation();
    goToStep(side, number);
  };

  const onKey = (event) => {
    const key = event.key, input = event.target.closest("input");
    if (key !== "Tab" && key !== "Escape") event.stopPropagation();       // JupyterLab's commands listen further up
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (input && (input.type !== "range" || key in KEYS)) return;         // the browser moves these itself
    if (key === " " && !event.target.closest("button, input")) play(!timer);
    else if (key === "Home" || key === "End") goByHand(key === "Home" ? 1 : track.length);
    else if (key in KEYS) goByHand(here() + KEYS[key]);
    else return;
    event.preventDefault();
  };
  const onFocus = (event) => { event.target.dataset.lmSuppressShortcuts = "true"; };   // and ask whoever has the focus
  const listeners = { keydown: onKey, focusin: onFocus };
  const heard = { "change:step": () => { light(); tell(); }, "change:run": stage, "change:runs": stage, "change:participants": tick };
  Object.entries(listeners).forEach((one) => el.addEventListener(...one));
  Object.entries(heard).forEach((one) => model.on(...one));
  el.classList.add("cl-player");
  el.tabIndex = -1;                                   // a click on plain text stays in the player, for the keys
  el.append(...ui.parts);
  tick();
  stage();
  return () => {
    play(false);
    questions.close();
    Object.entries(heard).forEach((one) => model.off(...one));
    Object.entries(listeners).forEach((one) => el.removeEventListener(...one));
  };
}

// --- the picture -------------------------------------------------------------------------------
function picture(run) {
  const box = h("div", { class: "cl-picture", role: "region", tabindex: 0, "aria-label": `Picture: ${run.label}` });
  if (!run.svg) {
    box.append(h("p", { class: "cl-quiet" }, run.trouble));
    return { box, light() {}, stepOf: () => 0 };
  }
  const uid = `sd-${Math.random().toString(36).slice(2, 10)}`;            // two views on a page share no id
  const parsed = new DOMParser().parseFromString(run.svg.replaceAll(run.uid, uid), "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true);
  svg.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));    // the list serves the keyboard
  const groups = run.steps.map((_, index) => svg.querySelector(`.s-${index + 1}`));
  const names = heads(svg, run.heads);
  box.style.setProperty("--natural", `${svg.viewBox.baseVal.width}px`);
  box.append(names, svg);
  return {
    box,
    stepOf: (target) => groups.indexOf(target.closest(".sd-g")) + 1,
    light(now) {                                      // a half is a place between two steps
      svg.classList.toggle("sd-stepping", now > 0);
      groups.forEach((group, index) => {
        group.classList.toggle("sd-past", index + 1 < now);
        group.classList.toggle("sd-now", index + 1 === now);
      });
      if (groups[now - 1]) keepInSight(groups[now - 1], box, names.firstChild.getBoundingClientRect().height);
    },
  };
}

// The participants' names stay in sight while the picture scrolls: a cropped copy of what stands still.
function heads(svg, high) {
  const copy = svg.cloneNode(true), wide = svg.viewBox.baseVal.width;
  copy.querySelectorAll(".sd-g, style, desc").forEach((part) => part.remove());
  ["id", "role", "aria-label", "aria-describedby"].forEach((name) => copy.removeAttribute(name));
  Object.entries({ viewBox: `0 0 ${wide} ${high}`, width: wide, height: high }).forEach((one) => copy.setAttribute(...one));
  return h("div", { class: "cl-heads", "aria-hidden": "true" }, copy);
}

// Scrolls a box, and nothing round it, until a part of it can be seen below what covers its top.
function keepInSight(part, box, covered = 0) {
  const inner = part.getBoundingClientRect(), outer = box.getBoundingClientRect();
  const needed = (from, to, first, last) => (from < first ? from - first : Math.max(0, Math.min(to - last, from - first)));
  box.scrollTop += needed(inner.top, inner.bottom, outer.top + covered + 12, outer.bottom - 12);
  box.scrollLeft += needed(inner.left, inner.right, outer.left + 48, outer.right - 48);
}

// Where a run is at a step of the track; where it has no such step, half-way after the one before.
function position(track, step, side) {
  const until = track.slice(0, step).map((row) => row[side]);
  return step && (until.at(-1) ?? (until.findLast(Boolean) ?? 0) + 0.5);
}

// --- the shelf: a tile for each place at the airport ----------------------------------------------
function tile({ place, domain, documents }) {
  const fresh = h("span", { class: "cl-badge" }, "new");
  const values = documents.map((name) => ({ name, node: h("code", { class: "cl-mono" }) }));
  const rows = values.map(({ name, node }) => h("p", {}, h("span", { class: "cl-quiet" }, `${name} `), node));
  return { fresh, values, node: h("div", { class: `cl-tile cl-${domain}` }, h("strong", {}, place), fresh, ...rows) };
}

function fill(tiles, steps, number, stepping) {
  const now = steps[number - 1]?.shelf ?? {}, before = steps[number - 2]?.shelf ?? {};
  for (const { fresh, values, node } of tiles) {
    values.forEach((one) => { one.node.textContent = now[one.name] ?? "–"; });
    node.classList.toggle("cl-held", values.some((one) => one.name in now));
    fresh.style.visibility = stepping && values.some((one) => now[one.name] !== before[one.name]) ? "visible" : "hidden";
  }
}

// --- one question, one answer ------------------------------------------------------------------
function conversation(model, waiting) {
  const open = new Map(), view = Math.random().toString(36).slice(2);     // another view asks its own
  let count = 0, timer = 0;
  const hear = (message, buffers) => {
    const question = open.get(message?.id);
    if (!question) return;
    open.delete(message.id);
    if (question.control) mark(question.control, "aria-disabled");
    if (!open.size) { clearTimeout(timer); waiting.textContent = ""; }
    question.then(message, buffers);
  };
  model.on("msg:custom", hear);
  return {
    open: () => open.size,
    ask(kind, about, control, then) {
      if (control?.getAttribute("aria-disabled")) return;                 // a double click is one click
      if (control) mark(control, "aria-disabled", "true");                // not `disabled`, which would drop the focus
      if (!open.size) timer = setTimeout(() => { waiting.textContent = "Waiting for the answer…"; }, SAY_WAITING_AFTER_MS);
      const id = `${view}-${count++}`;
      open.set(id, { control, then });
      try { model.send({ kind, about, id }); } catch { /* nobody answers: the frame says so */ }
    },
    close: () => { clearTimeout(timer); model.off("msg:custom", hear); },
  };
}

function download({ ok, name, mime }, buffers) {
  if (!ok) return;                                    // the frame says why
  const href = URL.createObjectURL(new Blob(buffers, { type: mime }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

// --- making elements ---------------------------------------------------------------------------
function skeleton(model) {
  const button = (text, value = "") => h("button", { type: "button", value }, text);
  const row = (legend, ...children) => h("fieldset", { class: "cl-row" }, h("legend", {}, legend), ...children);
  const labelled = (input, domain = "plain") => h("label", { class: `cl-${domain}` }, input, input.value);
  const box = (name, label) => h("div", { class: name, role: "region", tabindex: 0, "aria-label": label });
  const group = `cl-${Math.random().toString(36).slice(2)}`, people = model.get("people");
  const names = model.get("runs").map((run) => run.name).filter((name) => name !== model.get("compared"));
  const ui = {
    first: button("First"), back: button("Back"), play: button("Play"), next: button("Next"), last: button("Last"), all: button("All"),
    range: h("input", { type: "range", min: 0, step: 1, "aria-label": "Step" }), count: h("span", { class: "cl-count" }),
    radios: names.map((value) => h("input", { type: "radio", name: group, value })),
    boxes: people.map((one) => h("input", { type: "checkbox", value: one.name })),
    saves: [button("SVG", "svg"), button("PNG", "png"), button("Text", "txt")], tiles: model.get("shelf").map(tile),
    list: h("ol", { tabindex: 0, role: "list", "aria-label": "Steps" }), pictures: h("div", { class: "cl-pictures" }),
    panel: box("cl-facts", "The step in words"), difference: h("p", { class: "cl-difference" }),
    waiting: h("span", { class: "cl-quiet", role: "status" }), live: h("p", { class: "cl-sr", "aria-live": "polite" }),
  };
  const bar = h("div", { class: "cl-bar", role: "group", "aria-label": "Go through the steps" },
    ui.first, ui.back, ui.play, ui.next, ui.last, ui.range, ui.count, ui.all);
  const shelf = h("section", { class: "cl-shelf", "aria-label": "What the app holds now" },
    h("p", {}, h("strong", {}, "What the app holds now")), ...ui.tiles.map((one) => one.node));
  const view = h("div", { class: "cl-view" }, ui.list, ui.pictures, ui.panel, ui.tiles.length && shelf);
  const filter = row("Show the steps of", ...ui.boxes.map((input, index) => labelled(input, people[index].domain)));
  return { ...ui, parts: [names.length > 1 && row("Run", ...ui.radios.map((one) => labelled(one))), bar, ui.difference, view, filter,
    row("Save as", ...ui.saves, ui.waiting), ui.live].filter(Boolean) };
}

function sentence(step, number) {                     // with its number as the picture has it: filled asks, hollow answers
  const look = `cl-number cl-${step?.domain}${step?.hollow ? " cl-hollow" : ""}`;
  return step ? [h("span", { class: look }, String(number)), h("span", {}, step.sentence)] : ["–"];
}

function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach((one) => node.setAttribute(...one));
  node.append(...children.filter(Boolean));
  return node;
}

const mark = (node, name, value) => (value ? node.setAttribute(name, value) : node.removeAttribute(name));

export default { render };
