/** Rules at work: an evaluator for each kind of condition, and how breaches become incidents. */
package io.nifimimir.monitoring.evaluation;
