// What a Chinese page still says in English: two Latin words in a row, in its text or in what is read aloud. Codes and
// what is marked as English may stay; names of accounts, files and products are single words or hold other signs.
() => {
  const ENGLISH = /(?<![\w.@/-])[A-Za-z][a-z']+(?:,? [A-Za-z]?[a-z']+)+/;
  const mayStay = (element) => element.closest("code, pre, kbd, samp, script, style, :not(html)[lang|=en]");
  const said = [["title", document.title]];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!mayStay(element)) said.push([element.localName, texts.currentNode.data]);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const element of document.body.querySelectorAll(`[${name}]`)) {
      if (!mayStay(element)) said.push([`${element.localName}[${name}]`, element.getAttribute(name)]);
    }
  }
  return said.filter(([, text]) => ENGLISH.test(text)).map(([where, text]) => `${where}: ${text.trim().slice(0, 100)}`);
}
