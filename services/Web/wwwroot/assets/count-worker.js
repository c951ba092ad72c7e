// Shows the copies of the counting pages, which tally.js keeps, while there is no network. Nothing else is looked at, and nothing is kept here.
'use strict';

const isCounting = address => /^\/[^/]+\/[^/]+\/count(\/|$)/.test(address.pathname);

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('fetch', event => {
  const address = new URL(event.request.url);
  const isPage = event.request.mode === 'navigate' && isCounting(address);
  if (event.request.method !== 'GET' || address.origin !== location.origin || !(isPage || address.pathname.startsWith('/assets/'))) return;
  address.searchParams.delete('saved');
  event.respondWith(fetch(event.request).catch(async away => {
    const copy = await caches.match(address);
    if (copy) return copy;
    throw away;
  }));
});
