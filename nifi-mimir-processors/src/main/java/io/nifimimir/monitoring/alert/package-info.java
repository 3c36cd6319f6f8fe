/** The life of an alert, who does what about it, what of it is told, and in which words. */
package io.nifimimir.monitoring.alert;
