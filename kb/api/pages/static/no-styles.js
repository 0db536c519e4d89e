// Runs before a library that puts style sheets of its own into the page, which the policy refuses: what it makes for
// them is an element without effect. The sheets are vendored files that the page loads. The script after the library
// takes this off again by kbStylesAgain().
"use strict";

(() => {
  const make = document.createElement;
  document.createElement = function (name, ...more) {
    return make.call(this, String(name).toLowerCase() === "style" ? "template" : name, ...more);
  };
  globalThis.kbStylesAgain = () => {
    document.createElement = make;
    delete globalThis.kbStylesAgain;
  };
})();
