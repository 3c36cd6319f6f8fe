/** A real NiFi with the bundle in it, started and watched from Java: the demo stands on it, and so do the system tests. */
package io.nifimimir.sandbox;
