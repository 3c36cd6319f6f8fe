/** From dataset to models: requests, training of each target, report, and what must be remembered. The work is done in the rooms below. */
package io.nifimimir.training;
