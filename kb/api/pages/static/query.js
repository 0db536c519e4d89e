// The editor of the page for SPARQL: colours, completion from this base's ontology, the place of a mistake.
// Without it the page has a text field, and everything else works.
(() => {
  const form = document.getElementById("ask");
  const field = document.getElementById("sparql");
  const Editor = globalThis.Yasqe && (Yasqe.default || Yasqe.Yasqe || Yasqe);
  if (!form || !field || !Editor) return;

  const label = document.querySelector("label[for=sparql]").textContent;
  const place = document.createElement("div");
  const height = field.offsetHeight;
  field.before(place);
  field.hidden = true;
  field.required = false;
  Editor.defaults.autocompleters = []; // those that ship ask other servers
  const editor = new Editor(place, {
    value: field.value,
    persistenceId: null,
    collapsePrefixesOnLoad: false,
    resizeable: false,
    showQueryButton: false,
    createShareableLink: null,
    pluginButtons: () => undefined,
    viewportMargin: Infinity,
    autocompleters: [],
    extraKeys: {
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      "Ctrl-Space": complete,
      Tab: false, // the key goes on to the next field
      "Shift-Tab": false,
    },
  });
  // no higher than the field, where lines are broken that the field counted whole, so that nothing below it moves
  const scrolled = editor.getScrollerElement();
  scrolled.style.maxHeight = `${height}px`;
  editor.on("focus", () => { scrolled.style.maxHeight = ""; });
  // what needs no declaration here is no mistake
  const mode = editor.getMode();
  const begin = mode.startState.bind(mode);
  mode.startState = (...given) => {
    const state = begin(...given);
    for (const prefix of form.dataset.prefixes.split(" ")) state.prefixes[prefix] = prefix;
    return state;
  };
  editor.setValue(field.value);
  editor.clearHistory();
  const input = editor.getInputField();
  input.setAttribute("aria-label", label);
  form.addEventListener("submit", () => { field.value = editor.getValue(); });

  if (field.dataset.line) {
    const line = Number(field.dataset.line) - 1;
    const column = Math.max(0, Number(field.dataset.column) - 1);
    editor.markText({ line, ch: column }, { line, ch: column + 1 }, { className: "fault-here" });
    editor.setCursor({ line, ch: column });
  }

  let known = null;
  async function terms() {
    if (!known) known = await (await fetch(form.dataset.terms, { headers: { Accept: "application/json" } })).json();
    return known;
  }

  async function complete() {
    const { prefixes, terms: all } = await terms();
    const cursor = editor.getCursor();
    const before = editor.getLine(cursor.line).slice(0, cursor.ch);
    const word = /[\w-]*:?[\w-]*$/.exec(before)[0];
    const wanted = word.toLowerCase();
    const begins = (name) => (name.startsWith(word) ? 2 : Number(name.toLowerCase().startsWith(wanted))); // kb:eventType is no kb:EventType
    const names = Object.keys(prefixes).map((prefix) => [`${prefix}:`, prefixes[prefix], ""]);
    const list = [...all, ...names]
      .filter(([name, title]) => name.toLowerCase().includes(wanted) || (wanted && title.toLowerCase().includes(wanted)))
      .sort((a, b) => begins(b[0]) - begins(a[0]))
      .slice(0, 80)
      .map(([name, title, meaning]) => ({
        text: name,
        render(element) {
          element.textContent = name;
          const more = document.createElement("span");
          more.className = "meaning";
          more.textContent = `  ${meaning || title}`.slice(0, 140);
          element.append(more);
        },
      }));
    editor.showHint({
      completeSingle: false,
      hint: () => ({ list, from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor }),
    });
  }
})();
