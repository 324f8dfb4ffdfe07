// Many events as clusters: what lies in one square of the web map's grid is one, as the service has it (`geo.aggregates`).

const FINER = 3; // a cell is a tile of so many zooms more
const EDGE = 85.0511287798066; // degrees; the square world ends here

/** `spots`: pairs of an event's row and a place's, those of one event together; as `clusters` in source.js. */
export function clustersOf(table, spots, zoom) {
  const { lon, lat } = table, side = 2 ** Math.min(Math.max(Math.round(zoom) + FINER, 0), 24), cells = new Map();
  for (let at = 0; at < spots.length; at += 2) {
    const row = spots[at], x = lon[spots[at + 1]], y = lat[spots[at + 1]];
    const key = columnOf(x, side) * side + rowOf(y, side);
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { x: 0, y: 0, marks: 0, box: [x, y, x, y], count: 0, row: -1, kinds: new Map() }));
    cell.x += x;
    cell.y += y;
    cell.marks++;
    const { box } = cell;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
    if (cell.row === row) continue;
    cell.row = row;
    cell.count++;
    const type = table.kindTypes[table.kind[row]];
    cell.kinds.set(type, (cell.kinds.get(type) ?? 0) + 1);
  }
  return [...cells.values()].map((cell) => clusterOf(table, cell));
}

function clusterOf({ lists, status, precision, ids }, { x, y, marks, box, count, row, kinds }) {
  const alone = count === 1;
  const [type] = [...kinds].reduce((most, one) => (one[1] > most[1] || (one[1] === most[1] && one[0] < most[0]) ? one : most));
  return {
    lon: x / marks, lat: y / marks, box, count, type, id: alone ? ids[row] : "",
    status: alone ? lists.status[status[row]] : "", loose: alone && lists.precision[precision[row]] === "near",
  };
}

function columnOf(lon, side) {
  return Math.min(side - 1, Math.max(0, Math.floor(((lon + 180) / 360) * side)));
}

function rowOf(lat, side) {
  const sine = Math.sin((Math.min(EDGE, Math.max(-EDGE, lat)) * Math.PI) / 180);
  return Math.min(side - 1, Math.max(0, Math.floor((0.5 - Math.atanh(sine) / (2 * Math.PI)) * side)));
}
