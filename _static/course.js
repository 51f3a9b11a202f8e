/* The one script of the course: questions that ask before they tell, definitions in place, the theme button's name; it
   fetches what can wait: the charts' own script and the figures.
   Nothing is sent anywhere. Answers are kept in this browser alone. */
(() => {
  "use strict";

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  /* Check yourself. The source holds the question, for a choice a list 'a) …', and
     <details data-answer="a" data-b="Why b is wrong."> or <details data-answer="0.25" data-wrong="0.5: Why. | 1: Why.">. */

  const page = location.pathname.split("/").pop().replace(/\.html$/, "");
  const storageName = `check-yourself/${page}`;
  const kept = (() => {
    try { return JSON.parse(localStorage.getItem(storageName)) || {}; } catch { return {}; }
  })();
  const keep = () => {
    try {
      if (Object.keys(kept).length) localStorage.setItem(storageName, JSON.stringify(kept));
      else localStorage.removeItem(storageName);
    } catch { /* This browser keeps nothing: the page works all the same. */ }
  };

  /* A number as people type it: 0.25 or 0,25 or 1/4, with either minus; NaN for anything else. */
  const number = (text) => {
    const plain = text.trim().replace(/[\u2212\u2013]/g, "-").replace(/,/g, ".").replace(/[\s\u00a0\u202f]|%$/g, "");
    const parts = plain.split("/").map((part) => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part) ? Number(part) : NaN));
    return parts.length === 1 ? parts[0] : parts.length === 2 && parts[1] !== 0 ? parts[0] / parts[1] : NaN;
  };

  /* What an answer is told, as [whether it is right, a sentence]. */
  const judgeChoice = (data, choice) =>
    choice === data.answer ? [true, ""] : [false, data[choice] || "Read the question once more."];

  const judgeNumber = (data, text) => {
    const typed = number(text), right = number(data.answer);
    const readings = text.trim().endsWith("%") ? [typed, typed / 100] : [typed];
    const within = data.within ? Number(data.within) : Math.abs(right) * 1e-6;
    const meets = (value) => readings.some((one) => Math.abs(one - value) <= within + 1e-12);
    if (meets(right)) return [true, ""];
    for (const entry of (data.wrong || "").split("|")) {
      const colon = entry.indexOf(":");
      if (colon > 0 && meets(number(entry.slice(0, colon)))) return [false, entry.slice(colon + 1).trim()];
    }
    return [false, "Try again, or look at the answer."];
  };

  /* The question's own elements: back from the answer to the paragraph that begins with its number. */
  const questionOf = (details) => {
    const parts = [];
    for (let part = details.previousElementSibling; part && !/^(H\d|DETAILS)$/.test(part.tagName); part = part.previousElementSibling) {
      parts.unshift(part);
      if (/^\d+\.$/.test(part.querySelector(":scope > strong:first-child")?.textContent || "")) return parts;
    }
    return parts.slice(-1);
  };

  const choices = (list, name) =>
    [...list.children].map((item, k) => {
      const letter = item.textContent.trim().match(/^([a-z])\)/)?.[1] || "abcdefgh"[k];
      const words = item.querySelector("p") || item;
      return element("label", {}, element("input", { type: "radio", name, value: letter }), element("span", {}, ...words.childNodes));
    });

  const ask = (details, k) => {
    const parts = questionOf(details);
    const list = parts.at(-1)?.tagName === "UL" ? parts.pop() : null;
    if (!parts.length || (!list && Number.isNaN(number(details.dataset.answer)))) return null;
    const name = `question-${k + 1}`, key = parts[0].querySelector("strong")?.textContent || name;

    const legend = element("legend", {}, ...parts[0].childNodes);
    const field = list
      ? element("div", { class: "choices" }, ...choices(list, name))
      : element("label", { class: "number" }, "Your number", element("input", { type: "text", name, inputmode: "text", autocomplete: "off", spellcheck: "false" }));
    const button = element("button", { type: "button" }, "Check");
    const verdict = element("p", { class: "verdict", "aria-live": "polite" });
    // No form: a copy button of code in the question would send it.
    const fieldset = element("fieldset", {}, legend, ...parts.slice(1), field);
    const box = element("div", { class: "question" }, fieldset, element("div", { class: "try" }, button, verdict));
    details.before(box);
    parts[0].remove();
    list?.remove();
    box.append(details);
    details.querySelector("summary").textContent = "Show the answer";

    const inputs = [...field.querySelectorAll("input")];
    const given = () => (list ? inputs.find((input) => input.checked)?.value : inputs[0].value.trim()) || "";
    const say = (state, text) => { box.dataset.state = state; verdict.textContent = text; };
    const tell = (answer) => {
      const [right, why] = (list ? judgeChoice : judgeNumber)(details.dataset, answer);
      say(right ? "right" : "wrong", right ? "Right." : `Not yet. ${why}`);
      return right;
    };

    const check = () => {
      const answer = given();
      if (!answer) return say("", list ? "Choose one first." : "Type a number first.");
      if (!list && Number.isNaN(number(answer))) return say("", "Type a number, such as 0.5, −2 or 1/4.");
      if (tell(answer)) details.open = true;
      kept[key] = answer;
      keep();
      forget.hidden = false;
    };
    button.addEventListener("click", check);
    field.addEventListener("keydown", (event) => event.key === "Enter" && check());
    field.addEventListener("input", () => say("", ""));

    const fill = (answer) => {
      if (list) inputs.forEach((input) => (input.checked = input.value === answer));
      else inputs[0].value = answer;
    };
    fill(kept[key] || "");
    if (given()) tell(given());
    return { first: inputs[0], box, reset: () => { fill(""); say("", ""); details.open = false; delete kept[key]; } };
  };

  const forget = element("p", { class: "forget" });
  const questions = [...document.querySelectorAll("details[data-answer]")].map(ask).filter(Boolean);
  if (questions.length) {
    const button = element("button", { type: "button" }, "Clear them");
    forget.append("Your answers stay in this browser. ", button);
    forget.hidden = !Object.keys(kept).length;
    button.addEventListener("click", () => {
      questions.forEach((question) => question.reset());
      keep();
      forget.hidden = true;
      questions[0].first.focus();
    });
    questions.at(-1).box.after(forget);
  }

  /* Definitions in place: shown while a link to the glossary is pointed at or focused, or after the first tap. */

  const definitions = document.querySelector(".definitions");
  if (definitions) {
    const note = element("div", { id: "definition", role: "tooltip", hidden: "" });
    definitions.after(note);
    let shown = null, timer = 0, tapped = null;

    const hide = () => {
      clearTimeout(timer);
      note.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown = null;
    };
    const place = (link) => {
      // Beside the first line of the link, below it where there is room.
      const at = link.getClientRects()[0], width = document.documentElement.clientWidth, gap = 8;
      const left = Math.max(gap, Math.min(at.left, width - note.offsetWidth - gap));
      const below = at.bottom + gap + note.offsetHeight <= innerHeight || at.top < note.offsetHeight + gap;
      const from = (note.offsetParent || document.body).getBoundingClientRect();
      note.style.left = `${left - from.left}px`;
      note.style.top = `${(below ? at.bottom + gap : at.top - gap - note.offsetHeight) - from.top}px`;
    };
    const show = (link, words) => {
      clearTimeout(timer);
      if (shown === link) return;
      hide();
      const entry = element("a", { href: link.href, tabindex: "-1" }, "In the glossary");
      note.replaceChildren(...[...words.childNodes].map((node) => node.cloneNode(true)), " ", entry);
      note.hidden = false;
      place(link);
      link.setAttribute("aria-describedby", "definition");
      shown = link;
    };
    const later = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };

    for (const link of document.querySelectorAll('article a[href*="glossary.html#"]')) {
      const words = definitions.querySelector(`[data-term="${CSS.escape(link.hash.slice(1))}"]`);
      if (!words) continue;
      link.classList.add("term");
      link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && later(() => show(link, words), 150));
      link.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && later(hide, 250));
      link.addEventListener("pointerdown", (event) => (tapped = event.pointerType === "touch" && shown !== link ? link : null));
      link.addEventListener("focus", () => show(link, words));
      link.addEventListener("blur", () => later(hide, 150));
      link.addEventListener("click", (event) => {
        if (tapped !== link) return;
        tapped = null;
        event.preventDefault();
        show(link, words);
      });
    }
    // The pointer may go on to the note, to read or to follow its link.
    note.addEventListener("pointerenter", () => clearTimeout(timer));
    note.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && later(hide, 250));
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
    addEventListener("pointerdown", (event) => shown && !note.contains(event.target) && !shown.contains(event.target) && hide());
    addEventListener("resize", hide);
  }

  /* The theme's button shows its state by an icon; its name says it. */

  const root = document.documentElement;
  const nameTheme = () => {
    const state = { light: "light", dark: "dark" }[root.dataset.mode] || `as the system, now ${root.dataset.theme || "light"}`;
    for (const button of document.querySelectorAll(".theme-switch-button")) button.setAttribute("aria-label", `Colours: ${state}`);
  };
  nameTheme();
  new MutationObserver(nameTheme).observe(root, { attributeFilter: ["data-mode", "data-theme"] });

  /* The contents beside the text mark the section that is read, also on the way up: the theme's own mark waits for a
     heading to come in sight. */

  const sections = [...document.querySelectorAll(".page-toc a[href^='#']")]
    .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, section]) => section);
  const markSection = () => {
    const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
    const read = sections.findLast(([, section]) => atEnd || section.getBoundingClientRect().top < innerHeight / 3);
    for (const entry of sections) {
      entry[0].classList.toggle("active", entry === read);
      if (entry === read) entry[0].setAttribute("aria-current", "true");
      else entry[0].removeAttribute("aria-current");
    }
    for (const item of document.querySelectorAll(".page-toc li")) item.classList.toggle("active", item.contains(read?.[0] || null));
  };
  let marking = 0;
  if (sections.length) addEventListener("scroll", () => { clearTimeout(marking); marking = setTimeout(markSection, 80); }, { passive: true });

  /* The charts' script is fetched when a chart comes near the window: reading does not wait for it. */

  const charts = document.querySelectorAll("figure.chart");
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    document.head.append(element("script", { src: `${root.dataset.content_root}_static/charts.js` }));
  }, { rootMargin: "1200px" });
  charts.forEach((chart) => near.observe(chart));

  /* All figures come, also those far below, so that a page is whole when the network goes or it is kept; but a moment
     after the load, when the first screen has been drawn: at once they would delay it. */

  const fetchFigures = () => document.querySelectorAll("img[loading=lazy]").forEach((image) => (image.loading = "eager"));
  addEventListener("load", () => setTimeout(fetchFigures, 300));
  addEventListener("beforeprint", fetchFigures);
})();
