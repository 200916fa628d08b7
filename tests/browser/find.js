// Finds what a person would: an element of a kind by the name a screen reader says. Arguments: kind, name.
const [kind, wanted] = arguments;
const kinds = {
  button: 'button, [role=button], input[type=submit], summary',
  link: 'a[href]',
  field: 'input:not([type=hidden], [type=file], [type=checkbox], [type=radio], [type=submit]), textarea, select',
  box: 'input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]',
  file: 'input[type=file]',
  heading: 'h1, h2, h3',
  image: 'img, svg[role=img], [role=img]',
};
const flat = (text) => (text || '').replace(/\s+/g, ' ').trim();
const content = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
  if (node.matches('img')) return node.alt;
  return [...node.childNodes].map(content).join(' ');
};
const referred = (e) => (e.getAttribute('aria-labelledby') || '').split(/\s+/).map((id) => id && document.getElementById(id)).filter(Boolean).map(content).join(' ');
const labelled = (e) => [...(e.labels || [])].map(content).join(' ');
const name = (e) => [referred(e), e.getAttribute('aria-label'), labelled(e), e.matches('input') ? e.value : content(e), e.alt, e.title].map(flat).find(Boolean) || '';
// Behind an open dialog nothing can be reached.
const modal = [...document.querySelectorAll('dialog:modal')].pop() || document;
const reached = (e) => kind === 'file' || kind === 'box' || (e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert], [aria-hidden=true]'));
const all = [...modal.querySelectorAll(kinds[kind])].filter(reached).map((e) => [e, name(e)]);
const hit = all.find(([, n]) => n === wanted) || all.find(([, n]) => n.startsWith(wanted)) || all.find(([, n]) => n.includes(wanted));
// What is drawn instead of a radio button that cannot be seen itself is its label.
const drawn = (e) => (kind === 'box' && e.labels.length && !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ? e.labels[0] : e);
return hit ? drawn(hit[0]) : all.map(([, n]) => n);
