/** Held-out rows, scores, calibration of probabilities, intervals, importance of features. */
package io.nifimimir.training.evaluation;
