// The screen on the wall: fetches its own page anew every so often and shows that. While the network is away the last one stays, with a note
// that says from when it is. Without script the page loads itself again.
'use strict';

const every = Number(document.body.dataset.refresh) * 1000;
const patience = 10_000;

const files = page => [...page.querySelectorAll('[rel=stylesheet], script')].map(file => file.getAttribute('href') ?? file.getAttribute('src')).join();

const refresh = async () => {
  try {
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const wall = page.getElementById('wall');
    // The house has a new stylesheet or script, and answers just now.
    if (files(page) !== files(document)) return location.reload();
    document.getElementById('wall').replaceWith(document.adoptNode(wall));
  } catch {
    document.getElementById('as-of').hidden = false;
  }
};

const again = () => setTimeout(() => refresh().finally(again), every);
again();
addEventListener('online', refresh);
