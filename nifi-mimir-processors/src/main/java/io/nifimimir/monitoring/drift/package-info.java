/** Whether rows still look like those that a model has learnt from, and whether it still predicts as well: statistics of bins and counts, without rows. */
package io.nifimimir.monitoring.drift;
