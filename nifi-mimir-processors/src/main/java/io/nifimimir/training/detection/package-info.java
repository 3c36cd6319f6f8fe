/** What can be predicted: candidates for targets, leaks, and the target made ready for learning. */
package io.nifimimir.training.detection;
