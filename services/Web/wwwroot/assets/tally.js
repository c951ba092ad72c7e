// Keeps a tally on the phone until the house has it. The pages work without this: then every press of a button is a form sent.
//
// 1. + and − change the number in the page, and say so. 2. Every number is a draft in localStorage at once, one entry for each thing counted; what is
// saved is sent from there. So nothing is lost with the network, the session or the page. Numbers and an address are all that is kept. 3. Sending
// again is harmless: the address decides the entry's id, so the house counts it once. The draft says which of the house's numbers it began with: what
// others corrected since is shown, and the person chooses. 4. What the house has taken is forgotten here. 5. A copy of the counting pages, without
// name and tokens, is kept for the day, for when there is no network (count-worker.js); signing out forgets it.
(() => {
  'use strict';
  const key = 'kivenkolo-tallies';
  const copies = 'kivenkolo-count-';
  const form = () => document.querySelector('form[data-tally]');
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = kept => localStorage.setItem(key, JSON.stringify(kept));
  const here = () => form() && read()[form().dataset.tally];
  const fields = () => [...form().querySelectorAll('input:not([type=hidden])')];
  const numbers = () => fields().map(input => [input.name, input.value.trim()]);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const token = page => page.querySelector('form[data-tally] input[name=__RequestVerificationToken]');
  let sending = null;

  // Writes what the page shows into the draft; the numbers of now are to be sent when they are saved.
  function keep(isSaved) {
    const all = read();
    const before = all[form().dataset.tally];
    all[form().dataset.tally] = {
      address: form().getAttribute('action'), version: form().elements.version.value, numbers: numbers(), saved: isSaved ? numbers() : before?.saved,
    };
    write(all);
  }

  function forget(name) {
    const all = read();
    delete all[name];
    write(all);
  }

  // What became of one entry: taken, signin, conflict, refused; throws while there is no network.
  async function send(entry) {
    const page = await fetch(entry.address, { redirect: 'manual', cache: 'no-store' });
    if (page.type === 'opaqueredirect') return { is: 'signin' };
    if (page.status >= 500 || page.status === 429) throw new Error('away');
    // The token of now: the one that was on the page may be of a session that has ended.
    const field = token(parse(await page.text()));
    if (!field) return { is: 'refused' };
    const body = new URLSearchParams(entry.saved);
    body.set('version', entry.version);
    body.set(field.name, field.value);
    const answer = await fetch(entry.address, { method: 'POST', body });
    if (answer.status >= 500 || answer.status === 429) throw new Error('away');
    const shown = parse(await answer.text());
    if (answer.status === 409) return { is: 'conflict', page: shown, address: entry.address };
    const isTaken = answer.ok && new URL(answer.url).searchParams.get('saved') === 'true';
    return isTaken ? { is: 'taken', at: answer.url, version: shown.querySelector('form[data-tally]').elements.version.value } : { is: 'refused' };
  }

  async function sendAll() {
    let worst = { is: 'waiting' };
    for (const [name, entry] of Object.entries(read())) {
      if (!entry.saved) continue;
      let answer;
      try { answer = await send(entry); } catch { break; }
      const isHere = form()?.dataset.tally === name;
      if (answer.is === 'conflict' && isHere) { choose(name, answer.page); continue; }
      if (answer.is !== 'taken') { worst = answer; continue; }
      const all = read();
      const now = all[name];
      if (!now || same(now.numbers, entry.saved)) {
        forget(name);
        if (isHere && same(numbers(), entry.saved)) { location.assign(answer.at); return; }
        continue;
      }
      // It was counted further while it was on its way.
      now.version = answer.version;
      if (same(now.saved, entry.saved)) delete now.saved;
      write(all);
      if (isHere) form().elements.version.value = answer.version;
    }
    tell(worst);
  }

  // The house's numbers and those of this phone, beside each other.
  function choose(name, page) {
    const all = read();
    if (all[name]) { delete all[name].saved; write(all); }
    document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
    document.getElementById('tally-conflict')?.focus();
  }

  function tell(worst) {
    const state = document.getElementById('tally-state');
    if (!state) return;
    const waiting = Object.values(read()).filter(entry => entry.saved).length;
    state.hidden = waiting === 0;
    const draft = document.getElementById('tally-draft');
    if (draft) draft.hidden = !here() || same(here().numbers, here().saved);
    if (waiting === 0) return;
    state.querySelector('p').textContent = state.dataset.waiting.replace('{0}', waiting) + (worst.is === 'waiting' ? '' : ' ' + state.dataset[worst.is]);
    for (const link of state.querySelectorAll('a')) link.hidden = link.dataset.for !== worst.is;
    if (worst.is === 'conflict') state.querySelector('a[data-for=conflict]').href = worst.address;
  }

  // One after the other: whoever asks meanwhile waits for the one that is on its way, and then sends what has come since.
  const flush = () => sending = (sending || Promise.resolve()).then(sendAll, sendAll);

  function count() {
    const total = document.getElementById('tally-total');
    const sum = numbers().reduce((all, [, value]) => all + (parseInt(value, 10) || 0), 0);
    total.textContent = total.textContent.replace(/\d+/, sum);
    return total.textContent;
  }

  // A browser that keeps nothing still counts in the page.
  function changed() {
    try { keep(false); } catch { return; }
    tell({ is: 'waiting' });
  }

  document.addEventListener('submit', event => {
    const sent = event.target;
    if (sent.getAttribute('action')?.startsWith('/signout')) {
      event.preventDefault();
      forgetCopies().finally(() => sent.submit());
      return;
    }
    if (sent !== form()) return;
    const pressed = event.submitter;
    event.preventDefault();
    if (pressed && (pressed.name === 'more' || pressed.name === 'fewer')) {
      const input = sent.elements[pressed.value];
      input.value = Math.min(9999, Math.max(0, (parseInt(input.value, 10) || 0) + (pressed.name === 'more' ? 1 : -1)));
      document.getElementById('tally-said').textContent = `${input.labels[0].textContent}: ${input.value}. ${count()}`;
      changed();
      return;
    }
    // What is not a number is for the house to explain, with the fields marked; a copy of the page waits for the house.
    const isWrong = numbers().some(([, value]) => !/^\d{0,4}$/.test(value)) || numbers().every(([, value]) => value === '');
    if (isWrong && token(document)) { sent.submit(); return; }
    if (isWrong) return;
    try { keep(true); } catch { sent.submit(); return; }
    tell({ is: 'waiting' });
    flush();
  });

  document.addEventListener('input', event => {
    if (!form()?.contains(event.target)) return;
    count();
    changed();
  });

  document.addEventListener('click', event => {
    if (event.target.closest('[data-tally-forget]')) forget(form().dataset.tally);
  });

  const parse = html => new DOMParser().parseFromString(html, 'text/html');

  async function forgetCopies() {
    for (const name of await self.caches?.keys() ?? []) if (name.startsWith(copies)) await caches.delete(name);
  }

  // Keeps this page for when there is no network: not who is signed in, nor the tokens of their session.
  async function copy() {
    const { worker, scope } = document.getElementById('tally-state')?.dataset ?? {};
    if (!worker || !navigator.serviceWorker || !self.caches || document.querySelector('.wrong')) return;
    const address = new URL(location.href);
    address.searchParams.delete('saved');
    const answer = await fetch(address, { redirect: 'manual', cache: 'no-store' });
    if (!answer.ok) return;
    const page = parse(await answer.text());
    for (const gone of page.querySelectorAll('.staff, input[name=__RequestVerificationToken]')) gone.remove();
    const today = copies + new Date().toLocaleDateString('sv');
    for (const name of await caches.keys()) if (name.startsWith(copies) && name !== today) await caches.delete(name);
    const cache = await caches.open(today);
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': answer.headers.get('Content-Security-Policy') ?? "default-src 'self'" };
    await cache.put(address, new Response('<!DOCTYPE html>' + page.documentElement.outerHTML, { headers }));
    await cache.addAll([...page.querySelectorAll('link[rel=stylesheet], link[rel=icon], script')].map(file => file.getAttribute('href') ?? file.getAttribute('src')));
    await navigator.serviceWorker.register(worker, { scope });
  }

  const restored = here();
  if (restored && !restored.saved && same(restored.numbers, numbers())) forget(form().dataset.tally);
  else if (restored) {
    // What was counted goes on from the numbers it began with; the house compares.
    for (const [name, value] of restored.numbers) if (form().elements[name]) form().elements[name].value = value;
    form().elements.version.value = restored.version;
    count();
  }
  tell({ is: 'waiting' });
  copy().catch(() => {});
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  const isWaiting = () => Object.values(read()).some(entry => entry.saved);
  // A phone that says it is online may have no network yet.
  setInterval(() => { if (isWaiting()) flush(); }, 15000);
  if (isWaiting()) flush();
})();
