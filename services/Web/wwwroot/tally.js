// Keeps a tally on the phone until the house has it. The page works without this: then every press of a button is a form sent.
//
// 1. + and − change the number in the page. 2. What is saved goes to localStorage first, one entry for each thing counted, and from there to the
// house; so nothing is lost with the network, the session or the page. Numbers and an address are all that is kept. 3. Sending again is harmless:
// the address decides the entry's id, so the house counts it once. 4. What the house has taken is forgotten here.
(() => {
  'use strict';
  const key = 'kivenkolo-tallies';
  const form = document.querySelector('form[data-tally]');
  const state = document.getElementById('tally-state');
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = kept => localStorage.setItem(key, JSON.stringify(kept));
  const numbers = () => [...form.querySelectorAll('input:not([type=hidden])')].map(input => [input.name, input.value.trim()]);
  let sending = null;

  // What became of one entry: taken (and where that is shown), signin, refused; throws while there is no network.
  async function send(entry) {
    const page = await fetch(entry.address, { redirect: 'manual', cache: 'no-store' });
    if (page.type === 'opaqueredirect') return { is: 'signin' };
    if (page.status >= 500 || page.status === 429) throw new Error('away');
    // The token of now: the one that was on the page may be of a session that has ended.
    const token = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('form[data-tally] input[name=__RequestVerificationToken]');
    if (!token) return { is: 'refused' };
    const body = new URLSearchParams(entry.numbers);
    body.set(token.name, token.value);
    const answer = await fetch(entry.address, { method: 'POST', body });
    if (answer.status >= 500 || answer.status === 429) throw new Error('away');
    return answer.ok && new URL(answer.url).searchParams.get('saved') === 'true' ? { is: 'taken', at: answer.url } : { is: 'refused' };
  }

  async function sendAll() {
    let worst = 'waiting';
    for (const [name, entry] of Object.entries(read())) {
      let answer;
      try { answer = await send(entry); } catch { break; }
      if (answer.is !== 'taken') { worst = answer.is; continue; }
      const kept = read();
      // It may have been corrected while it was on its way.
      if (kept[name] && kept[name].at !== entry.at) continue;
      delete kept[name];
      write(kept);
      const isHere = form && form.dataset.tally === name && JSON.stringify(numbers()) === JSON.stringify(entry.numbers);
      if (isHere) { location.assign(answer.at); return; }
    }
    tell(worst);
  }

  function tell(how) {
    const waiting = Object.keys(read()).length;
    state.hidden = waiting === 0;
    if (waiting === 0) return;
    state.querySelector('p').textContent = state.dataset.waiting.replace('{0}', waiting) + (how === 'waiting' ? '' : ' ' + state.dataset[how]);
    state.querySelector('a').hidden = how !== 'signin';
  }

  // One after the other: whoever asks meanwhile waits for the one that is on its way, and then sends what has come since.
  const flush = () => sending = (sending || Promise.resolve()).then(sendAll, sendAll);

  if (form) {
    const kept = read()[form.dataset.tally];
    if (kept) for (const [name, value] of kept.numbers) if (form.elements[name]) form.elements[name].value = value;

    form.addEventListener('submit', event => {
      const pressed = event.submitter;
      event.preventDefault();
      if (pressed && (pressed.name === 'more' || pressed.name === 'fewer')) {
        const input = form.elements[pressed.value];
        const by = pressed.name === 'more' ? 1 : -1;
        input.value = Math.min(9999, Math.max(0, (parseInt(input.value, 10) || 0) + by));
        return;
      }
      // What is not a number is for the house to explain, with the fields marked.
      if (numbers().some(([, value]) => !/^\d{0,4}$/.test(value)) || numbers().every(([, value]) => value === '')) { form.submit(); return; }
      // A browser that keeps nothing sends the form at once.
      try { write({ ...read(), [form.dataset.tally]: { address: form.getAttribute('action'), numbers: numbers(), at: Date.now() } }); } catch { form.submit(); return; }
      tell('waiting');
      flush();
    });
  }

  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  // A phone that says it is online may have no network yet.
  setInterval(() => { if (Object.keys(read()).length) flush(); }, 15000);
  if (Object.keys(read()).length) flush();
})();
