/* How the search ranks what it finds, and where on the page a result leads: Sphinx asks Scorer.score for each result.
   A lecture whose subject the query names comes first. Subjects are the words of a lecture's file name and title. */
var Scorer = {
  objNameMatch: 11, objPartialMatch: 6, objPrio: {}, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,

  stems: (text) => {
    const stemmer = new Stemmer();
    return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || []).filter((word) => !stopwords.includes(word))
      .map((word) => stemmer.stemWord(word));
  },

  /* The section that tells most of the words, as [place, title, how good]: 3 with all in its title, 2 and a fraction
     with all in its text, the more often the better, and 1 and a fraction with some. */
  section: (page, words) => {
    let best = null;
    for (const [place, title, titleWords, text] of (typeof COURSE_SECTIONS === "object" && COURSE_SECTIONS[page]) || []) {
      const named = titleWords.split(" ");
      const counts = new Map(text.split(" ").map((entry) => entry.split(":")).map(([word, count]) => [word, Number(count || 1)]));
      const found = words.map((word) => (counts.get(word) || 0) + (named.includes(word) ? 3 : 0));
      const least = Math.min(...found), sum = found.reduce((one, other) => one + other, 0);
      if (!sum) continue;
      const good = words.every((word) => named.includes(word)) ? 3 : least ? 2 + least / (least + 5) : 1 + sum / (sum + 50);
      if (!best || good > best[2]) best = [place, title, good];
    }
    return best;
  },

  score: (result) => {
    const [page, title, anchor, , score] = result;
    const words = Scorer.stems(new URLSearchParams(location.search).get("q") || "");
    if (!words.length) return score;
    const lecture = /^(chapters|studies)\//.test(page) ? 10 : 0;
    if (anchor) return score + lecture;

    if (lecture) {
      const name = Scorer.stems(page.replace(/^.*?\/s?\d+_/, "").replaceAll("_", " "));
      const subject = [...name, ...Scorer.stems(title)];
      // The shorter the name, the more of it is the subject: 'regression' is 45 before 46.
      if (words.every((word) => subject.includes(word))) return 1000 - name.length;
    }
    const section = Scorer.section(page, words);
    if (!section) return score;
    result[1] = `${title} > ${section[1].replaceAll("&", "&amp;").replaceAll("<", "&lt;")}`;
    result[2] = `#${section[0]}`;
    return (section[2] === 3 ? 15 : section[2]) + lecture;
  },
};
