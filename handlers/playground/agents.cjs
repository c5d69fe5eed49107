// Loaded into Microsoft's Agents Playground before it starts (node --require): it would listen on
// every address of this machine, open a browser by itself, and outlive whoever started it.
"use strict";
const net = require("node:net");

process.env.TEAMSAPPTESTER_BROWSER = "none";
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const bound = typeof port === "number" && typeof rest[0] !== "string";
  return bound ? listen.call(this, port, "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};

process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
