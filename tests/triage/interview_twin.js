// Reads {pack, answers} from a file and writes what comes next for each of the answers, as the vectors write it.

import { readFileSync, writeSync } from "node:fs";
import { told } from "../js/interview.js";

const { pack, answers } = JSON.parse(readFileSync(process.argv[2], "utf8"));
writeSync(1, JSON.stringify(answers.map((/** @type {any} */ one) => told(pack, one))));
