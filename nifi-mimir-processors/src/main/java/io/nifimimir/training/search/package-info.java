/** Candidates against each other in cross-validation, and the ensemble of the best. */
package io.nifimimir.training.search;
