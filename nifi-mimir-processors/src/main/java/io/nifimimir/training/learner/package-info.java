/** What learns from a matrix of features: boosted trees, boosted forests, linear models, the naive baseline; and the task that is set to them. */
package io.nifimimir.training.learner;
