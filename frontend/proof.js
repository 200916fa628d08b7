// A worker that computes proofs of work: a number n such that the SHA-256 of `<challenge>.<n>` begins with so many zero bits.
// WebCrypto answers one hash at a time and each takes a turn of the event loop; this is ten times as fast.
const first = (root) => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  return Uint32Array.from(primes, (p) => (root(p) % 1) * 2 ** 32);
};
const ROUNDS = first(Math.cbrt);
const START = first(Math.sqrt).slice(0, 8);
const words = new Uint32Array(64);

// Takes one block of 64 bytes into the state.
function compress(state, block) {
  for (let i = 0; i < 16; i++) words[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15];
    const b = words[i - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    words[i] = words[i - 16] + s0 + words[i - 7] + s1;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function solve(challenge, bits) {
  const head = new TextEncoder().encode(`${challenge}.`);
  const whole = head.length - (head.length % 64);
  const begun = START.slice();
  for (let i = 0; i < whole; i += 64) compress(begun, head.subarray(i, i + 64));
  const rest = head.subarray(whole);
  const state = new Uint32Array(8);
  let tail = new Uint8Array(0);
  for (let n = 0, digits = 0; ; n++) {
    const number = String(n);
    const length = rest.length + number.length;
    // What pads the end stays the same until the number grows by a digit.
    if (number.length !== digits) {
      digits = number.length;
      tail = new Uint8Array(length + 9 > 64 ? 128 : 64);
      tail.set(rest);
      tail[length] = 0x80;
      new DataView(tail.buffer).setUint32(tail.length - 4, (whole + length) * 8);
    }
    for (let i = 0; i < digits; i++) tail[rest.length + i] = number.charCodeAt(i);
    state.set(begun);
    compress(state, tail);
    if (tail.length > 64) compress(state, tail.subarray(64));
    if (Math.clz32(state[0]) >= Math.min(bits, 32)) return `${challenge}.${n}`;
  }
}

onmessage = ({ data }) => postMessage(solve(data.challenge, data.bits));
