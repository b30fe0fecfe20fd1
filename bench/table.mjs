// Numbers as people read them.

export function say(line) {
  process.stdout.write(`${line}\n`);
}

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const median = (numbers) => quantile(numbers, 0.5);

function short(number) {
  if (number === undefined || Number.isNaN(number)) return "";
  return number >= 100 ? String(Math.round(number)) : number.toFixed(number >= 10 ? 1 : 2);
}

/**
 * One line: median, 95th percentile and maximum in milliseconds, held against a peer and a budget, which is for the typical
 * time (`median`) or for nearly all (`most`).
 */
export function row(what, times, { budget = {}, peer } = {}) {
  const [middle, p95] = [median(times), quantile(times, 0.95)];
  const missed = middle > (budget.median ?? Infinity) || p95 > (budget.most ?? Infinity);
  return {
    what,
    n: times.length,
    median: short(middle),
    "95%": short(p95),
    max: short(Math.max(...times)),
    budget: budget.median ? `median ≤ ${budget.median}` : budget.most ? `95% ≤ ${budget.most}` : "",
    ratio: peer ? `${short(middle / median(peer.times))} × ${peer.name}` : "",
    "": missed ? "MISSED" : "",
  };
}

export function printTable(title, rows) {
  const columns = Object.keys(rows[0]);
  const width = (column) =>
    Math.max(column.length, ...rows.map((one) => String(one[column]).length));
  const line = (cells) =>
    columns
      .map((column, order) => {
        const text = String(cells[column]);
        return order === 0 ? text.padEnd(width(column)) : text.padStart(width(column));
      })
      .join("  ")
      .trimEnd();
  say(`\n${title}`);
  say(line(Object.fromEntries(columns.map((column) => [column, column]))));
  for (const one of rows) say(line(one));
}
