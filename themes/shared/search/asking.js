// Asks the search server, and does not wait for it longer than readers do.
const PATIENCE = 3000; // milliseconds

export function Refused(message) {
  this.message = message;
}

// Calls done(error, answer). The error is a Refused, whose words are for people, when the question itself is at fault.
// Returns a function that ends the wait without an answer.
export function ask(address, done) {
  const control = new AbortController();
  let ended = false;
  const timer = setTimeout(() => {
    control.abort();
    finish(new Error("no answer in time"));
  }, PATIENCE);

  function finish(error, answer) {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    done(error, answer);
  }

  fetch(address, { signal: control.signal, credentials: "omit" })
    .then((answer) => {
      return answer.json().then((data) => {
        if (answer.status === 400) finish(new Refused(data.detail));
        else if (!answer.ok) throw new Error(String(answer.status));
        else finish(null, data);
      });
    })
    .catch(finish);
  return () => {
    ended = true;
    clearTimeout(timer);
    control.abort();
  };
}

// Tells which result was opened; nothing of who opened it.
export function tell_click(api, home, words, id) {
  if (!navigator.sendBeacon) return;
  const told = new URLSearchParams({ home: home, id: id });
  if (words) told.set("q", words);
  navigator.sendBeacon(api + "search/click/", String(told));
}
