/** From dataset to models: targets, features, candidate learners, honest scores, report. */
package io.nifimimir.training;
