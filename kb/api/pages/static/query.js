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
      "Ctrl-Space": () => complete(),
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

  const fault = document.getElementById("fault")?.dataset ?? {}; // below the field, which may have been sent before it
  if (fault.line) {
    const line = Number(fault.line) - 1;
    const column = Math.max(0, Number(fault.column) - 1);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "fault");
    const shown = Math.max(0, Math.min(column, editor.getLine(line).length - 1)); // behind a line's end nothing can be marked
    editor.markText({ line, ch: shown }, { line, ch: shown + 1 }, { className: "fault-here" });
    editor.setCursor({ line, ch: column });
  }

  // The editor notices a pattern that breaks off at the word behind it, often on the next line: the sign goes to the line
  // that the server named, and in a text that it has not seen to the line before a bracket, dot or semicolon.
  const asked = editor.getValue();
  const check = editor.checkSyntax.bind(editor);
  editor.checkSyntax = () => {
    check();
    for (let line = 0; line < editor.lineCount(); line += 1) {
      const sign = editor.lineInfo(line).gutterMarkers?.gutterErrorBar;
      if (!sign) continue;
      editor.clearGutter("gutterErrorBar");
      editor.setGutterMarker(blamed(line), "gutterErrorBar", sign);
      return;
    }
  };
  function blamed(line) {
    if (fault.line && editor.getValue() === asked) return Number(fault.line) - 1;
    const text = editor.getLine(line);
    const first = text.search(/\S/);
    if (!"}.;".includes(text[first]) || editor.getTokenAt({ line, ch: first + 1 }, true).state.OK) return line;
    let before = line - 1;
    while (before > 0 && !editor.getLine(before).replace(/#.*/, "").trim()) before -= 1;
    return Math.max(before, 0);
  }
  editor.checkSyntax();

  let known = null;
  async function terms() {
    if (!known) known = await (await fetch(form.dataset.terms, { headers: { Accept: "application/json" } })).json();
    return known;
  }

  // With the keys that ask for it whatever fits; as one types, terms of a prefix that is written and is not a whole term yet.
  async function complete(typed = false) {
    await terms();
    const container = editor.getWrapperElement().closest("main"); // within the landmark that the editor is in
    if (offered(typed)) editor.showHint({ completeSingle: false, container, hint: () => offered(typed) });
    else editor.state.completionActive?.close();
  }

  function offered(typed) {
    const cursor = editor.getCursor();
    const before = editor.getLine(cursor.line).slice(0, cursor.ch);
    const word = /[?$]\w*$|[\w-]*:?[\w-]*$/.exec(before)[0];
    const wanted = word.toLowerCase();
    if (typed && !word.includes(":")) return null; // more was typed meanwhile
    const begins = (name) => (name.startsWith(word) ? 2 : Number(name.toLowerCase().startsWith(wanted))); // kb:eventType is no kb:EventType
    const names = Object.keys(known.prefixes).map((prefix) => [`${prefix}:`, known.prefixes[prefix], ""]);
    const all = /^[?$]/.test(word) ? variables(cursor, word) : [...known.terms, ...names];
    const found = all
      .filter(([name, title]) => name.toLowerCase().includes(wanted) || (wanted && !typed && title.toLowerCase().includes(wanted)))
      .sort((a, b) => begins(b[0]) - begins(a[0]))
      .slice(0, 80);
    if (!found.length || (typed && found[0][0] === word)) return null;
    const list = found.map(([name, title, meaning]) => ({
      text: name,
      render(element) {
        element.parentElement.setAttribute("aria-label", "Completions");
        element.textContent = name;
        const more = document.createElement("span");
        more.className = "meaning";
        more.textContent = `  ${meaning || title}`.slice(0, 140);
        element.append(more);
      },
    }));
    return { list, from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor };
  }

  /** Those that stand elsewhere in the text, each once, in their order. */
  function variables(cursor, word) {
    const at = editor.indexFromPos(cursor) - word.length;
    const found = [...editor.getValue().matchAll(/[?$]\w+/g)].filter((one) => one.index !== at).map(([name]) => name);
    return [...new Set(found)].map((name) => [name, "", ""]);
  }

  editor.on("inputRead", (_, { text, origin }) => {
    if (origin !== "+input" || text.length > 1) return;
    const { line, ch } = editor.getCursor();
    if (["comment", "string"].includes(editor.getTokenAt({ line, ch }).type)) return;
    if (/(?:^|[^\w<])[a-z]\w*:\w*$/.test(editor.getLine(line).slice(0, ch))) complete(true);
  });
})();
