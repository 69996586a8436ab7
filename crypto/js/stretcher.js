// The module Worker that stretches: too slow for a page. Functions only.

import { takeJobs } from "./jobs.js";
import { stretch } from "./stretching.js";

export const jobs = Object.freeze({ stretch });

takeJobs(jobs);
