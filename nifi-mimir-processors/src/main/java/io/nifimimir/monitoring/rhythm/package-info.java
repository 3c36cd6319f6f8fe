/** When the next point of a series is due, by the rhythm in which its points have come. */
package io.nifimimir.monitoring.rhythm;
