// Reads {pack, answers, routes, dates, moments} from a file and writes what the JavaScript twins make of them.

import { readFileSync, writeSync } from "node:fs";
import { deadlines } from "../../hotline/triage/js/deadlines.js";
import { evaluate } from "../../hotline/triage/js/evaluate.js";
import { route } from "../../hotline/triage/js/route.js";

const { pack, answers, routes, dates, moments } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const cards = answers.map((one) => evaluate(pack, one));
const tiers = routes.map(({ directory, card, now }) => route(directory, cards[card], now));
const due = answers.map((one, at) => deadlines(pack, one, dates[at], moments[at]));
writeSync(1, JSON.stringify({ cards, tiers, due }));
